"""What every change of a network is answered with: the session after it, and a pass through it."""

from typing import Annotated, Final, NamedTuple

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.http.checks import check_pixels, check_target
from app.api.http.json import json_response, write_in_chunks, written_response
from app.api.http.messages import Pixels, Seed, Target, TrainedFor, Weights, WithPicture
from app.api.http.services import Services
from app.api.pass_messages import BackwardAnswer, ForwardAnswer
from app.api.passes_routes import (
    WITH_INPUTS,
    WITH_TERMS,
    WITH_WEIGHTS,
    pass_answer,
    wanted_terms,
    wants,
)
from app.api.session_messages import SessionObject
from app.errors import InvalidInput
from app.nn.network import Network
from app.sessions.compute import Work
from app.sessions.session import Session
from app.settings import Settings

OF_THE_PASS: Final = {"parameters": [WITH_WEIGHTS, WITH_INPUTS, WITH_TERMS]}
"""What a change's address may ask about its pass, for the OpenAPI description."""


class ChangeRequest(WithPicture):
    """An example whose pass through the changed network is returned; may be left out."""

    pixels: Pixels | None = None
    target: Target | None = None


class HistoryRequest(ChangeRequest):
    """How many changes to take back, or to make again."""

    count: Annotated[
        int,
        Field(ge=1, le=10_000, description="So many changes at once, all of them or none."),
    ] = 1


class ResetRequest(ChangeRequest):
    """What to start again with: either `weights` or `trained_for`."""

    weights: Weights | None = None
    trained_for: TrainedFor | None = None
    seed: Annotated[
        Seed | None,
        Field(
            description="Decides random parameters and the order of the training digits. Left "
            "out, the server picks a new one and answers with it."
        ),
    ] = None


class ChangeAnswer(BaseModel):
    """What a change leaves."""

    session: Annotated[SessionObject, Field(description="The session after the change.")]
    pass_: Annotated[
        BackwardAnswer | ForwardAnswer | None,
        Field(
            alias="pass",
            description="The pass of the example that the request names: backward if it names "
            "a target, otherwise forward. null where it names none, or where its pass overflows.",
        ),
    ]


class ChangedSession(SessionObject, ChangeAnswer):
    """The session after a change; its fields are at the top as well."""


class Shown(NamedTuple):
    """The example that the caller shows, and how much of its pass it wants."""

    pixels: list[float]
    target: int | list[float] | None
    terms: int
    weights: bool
    inputs: bool

    def check(self, network: Network) -> None:
        """Raise InvalidInput where the example does not fit the network."""
        check_pixels(self.pixels, network)
        if self.target is not None:
            check_target(self.target, network)


def shown_in(
    pixels: list[float] | None,
    target: int | list[float] | None,
    request: Request,
    settings: Settings,
) -> Shown | None:
    """Return what a request shows: to be read, and checked, before anything is changed.

    Raises: InvalidInput where there is a target without pixels, or as `wanted_terms` and
    `wants` do.
    """
    terms, weights = wanted_terms(request, settings), wants(request, "weights")
    inputs = wants(request, "inputs", default=True)
    if pixels is not None:
        return Shown(pixels, target, terms, weights, inputs)
    if target is not None:
        message = "Expected the pixels that the target belongs to"
        raise InvalidInput(("body", "pixels"), message, "missing")
    return None


async def change_response(
    services: Services,
    request: Request,
    session: Session,
    shown: Shown | None,
    fields: dict[str, object],
) -> Response:
    """Return the answer to a change that has been made, while it still is the session's turn.

    fields: what this kind of change answers besides `session` and `pass`.
    """
    if shown is None or not session.is_large:
        return json_response(_content(session, shown, fields))
    work = _written(session, shown, fields)
    return written_response(await services.compute_for(request, work))


def _content(session: Session, shown: Shown | None, fields: dict[str, object]) -> dict[str, object]:
    seen = None
    if shown is not None:
        try:
            seen = pass_answer(session, *shown)
        except InvalidInput:  # The change is made, whether its pass can be shown or not.
            seen = None
    return fields | {"session": session.describe(), "pass": seen}


def _written(session: Session, shown: Shown, fields: dict[str, object]) -> Work[bytes]:
    content = _content(session, shown, fields)
    yield
    return (yield from write_in_chunks(content))
