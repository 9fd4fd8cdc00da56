"""Sessions over HTTP: begin, look, change back and forth, end."""

import secrets
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.changes import (
    OF_THE_PASS,
    ChangedSession,
    HistoryRequest,
    ResetRequest,
    change_response,
    shown_in,
)
from app.api.http.architecture import architecture_of
from app.api.http.documentation import CONFLICT, CREATION, INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.messages import LARGEST_EXACT_INTEGER, Weights
from app.api.http.services import Services, address_of, services_of
from app.api.session_messages import NewSession, SessionObject
from app.api.trained_for_routes import trained_vector
from app.data.trained import Architecture, has_trained
from app.errors import InvalidInput
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.parameters import parameter_count
from app.sessions.session import LARGE, Session, begin

router = APIRouter(prefix="/api/sessions", tags=["sessions"], route_class=JsonRoute)


@router.post("", status_code=201, response_model=SessionObject, responses=CREATION)
async def create_session(request: Request, body: NewSession | None = None) -> Response:
    """Begin a session with a network of its own.

    Knowing its id is enough to use it. It ends some time after its last use (`session_lifetime_s`).
    """
    services = services_of(request)
    settings = services.settings
    services.creations.take(address_of(request))
    body = body or NewSession()
    architecture = architecture_of(body, settings)
    check_one_beginning(body.weights, body.trained_for)
    weights = weights_of(body, architecture)
    seed = new_seed() if body.seed is None else body.seed

    if body.trained_for is None:
        check_trained(weights, architecture)
        network = await services.call(
            request,
            lambda: begin(architecture, weights, body.initializer, seed),
            parameter_count(architecture.layers) >= LARGE,
        )
    else:
        network = Network(*architecture)
        vector = await trained_vector(services, request, architecture, body.trained_for)
        network.parameters.vector[...] = vector
    session = Session(
        network,
        body.initializer,
        seed,
        weights,
        settings.max_history_bytes,
        body.trained_for,
        settings.max_history_steps,
    )
    await services.store.create(session)
    return json_response(session.describe(), 201)


@router.get("/{session_id}", response_model=SessionObject, responses=SESSION)
async def get_session(session_id: str, request: Request) -> Response:
    """Return a session."""
    async with services_of(request).session(request, session_id) as session:
        return json_response(session.describe())


@router.delete("/{session_id}", status_code=204, responses=SESSION)
async def delete_session(session_id: str, request: Request) -> Response:
    """End a session."""
    services = services_of(request)
    async with services.session(request, session_id):
        await services.store.delete(session_id)
    return Response(status_code=204)


@router.post(
    "/{session_id}/undo",
    response_model=ChangedSession,
    responses=SESSION | CONFLICT | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def undo(session_id: str, request: Request, body: HistoryRequest | None = None) -> Response:
    """Take back the last step, reset or replacement of parameters; or the last `count` of them."""
    return await _in_history(session_id, request, body, Session.undo)


@router.post(
    "/{session_id}/redo",
    response_model=ChangedSession,
    responses=SESSION | CONFLICT | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def redo(session_id: str, request: Request, body: HistoryRequest | None = None) -> Response:
    """Make the change again that was undone last."""
    return await _in_history(session_id, request, body, Session.redo)


@router.post(
    "/{session_id}/reset",
    response_model=ChangedSession,
    responses=SESSION | INPUT,
    openapi_extra=OF_THE_PASS,
)
async def reset(session_id: str, body: ResetRequest, request: Request) -> Response:
    """Start again with trained, random or half trained parameters; this can be undone."""
    services = services_of(request)
    check_one_beginning(body.weights, body.trained_for)
    seed = new_seed() if body.seed is None else body.seed
    shown = shown_in(body.pixels, body.target, request, services.settings)
    async with services.session(request, session_id) as session:
        if shown is not None:
            shown.check(session.network)
        if body.trained_for is None:
            vector = await _vector_to_begin_with(services, request, session, body.weights, seed)
        else:
            architecture = session.architecture
            vector = await trained_vector(services, request, architecture, body.trained_for)
        session.reset(vector, body.weights or "random", seed, body.trained_for)
        await services.store.put(session)
        return await change_response(services, request, session, shown, session.describe())


async def _vector_to_begin_with(
    services: Services, request: Request, session: Session, weights: Weights | None, seed: int
) -> Array:
    if weights is None:
        message = "Expected either weights or trained_for, but got neither"
        raise InvalidInput(("body", "weights"), message, "missing")
    check_trained(weights, session.architecture)
    network = await services.call(
        request,
        lambda: begin(session.architecture, weights, session.initializer, seed),
        session.is_large,
    )
    return network.parameters.vector


async def _in_history(
    session_id: str,
    request: Request,
    body: HistoryRequest | None,
    change: Callable[[Session, int], Awaitable[None]],
) -> Response:
    services = services_of(request)
    body = body or HistoryRequest()
    shown = shown_in(body.pixels, body.target, request, services.settings)
    async with services.session(request, session_id) as session:
        if shown is not None:
            shown.check(session.network)
        await change(session, body.count)
        await services.store.put(session)
        return await change_response(services, request, session, shown, session.describe())


def weights_of(body: NewSession, architecture: Architecture) -> str:
    """Return what the session begins with: `trained` or `random`."""
    if body.trained_for is not None:
        return "random"
    return body.weights or ("trained" if has_trained(*architecture) else "random")


def check_one_beginning(weights: str | None, trained_for: int | None) -> None:
    """Raise InvalidInput where two beginnings are asked for at once."""
    if weights is not None and trained_for is not None:
        message = "Expected either weights or trained_for, but got both"
        raise InvalidInput(("body", "trained_for"), message, "both")


def check_trained(weights: str, architecture: Architecture) -> None:
    """Raise InvalidInput where trained parameters are asked for, but none are shipped."""
    if weights == "trained" and not has_trained(*architecture):
        raise InvalidInput(
            ("body", "weights"),
            "Expected a network that trained parameters are shipped for (see /api/options), but "
            "there are none for this one",
            "not_shipped",
        )


def new_seed() -> int:
    """Return a seed for a session created without one."""
    return secrets.randbelow(LARGEST_EXACT_INTEGER + 1)
