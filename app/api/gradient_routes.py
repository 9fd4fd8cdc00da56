"""The gradient as a column of numbers: of single digits, and of many on the average."""

from typing import Annotated, Any, Final, Literal, TypeAlias

import orjson
from fastapi import APIRouter, Request
from pydantic import BaseModel, Discriminator, Field, Tag
from starlette.responses import Response

from app.api.http.checks import check_pixels, check_takes_digits, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute
from app.api.http.messages import (
    Body,
    Index,
    LabelledExample,
    Size,
    limited,
)
from app.api.http.services import Services, services_of
from app.api.http.streams import LINES, Lines, Progress, streamed
from app.api.parameters_routes import FILE, MEDIA_TYPE
from app.data.digits import Split
from app.errors import InvalidInput
from app.nn.serialization import dump
from app.sessions.session import Session
from app.settings import Settings
from app.work.averaging import Average, SingleGradients, batches_ahead, shuffled, single_gradients


class ByIndex(Body):
    """One of MNIST's pictures, with its label as the target."""

    split: Literal["train", "test"]
    index: Index


def _kind_of_example(example: object) -> str:
    return "digit" if isinstance(example, dict) and {"split", "index"} & set(example) else "picture"


AnyExample: TypeAlias = Annotated[
    Annotated[LabelledExample, Tag("picture")] | Annotated[ByIndex, Tag("digit")],
    Discriminator(_kind_of_example),
]


class GradientRequest(Body):
    """The examples whose desired changes are asked for."""

    examples: Annotated[
        list[AnyExample],
        Field(
            min_length=1,
            max_length=1000,
            fail_fast=True,
            json_schema_extra=limited("max_gradient_examples"),
        ),
    ]

    @classmethod
    def most_numbers(cls, settings: Settings) -> int:
        """Return the numbers of all pictures and their targets."""
        return settings.max_gradient_examples * LabelledExample.most_numbers(settings)


class AverageRequest(Body):
    """Over which training digits the average is taken."""

    over: Annotated[
        Literal["mini_batch", "count", "all"],
        Field(
            description="The mini-batch that a step would take next (`batch_size`), the first "
            "`count` in the order that the session's seed shuffles them to, or all 60,000."
        ),
    ]
    count: Size | None = None
    batch_size: Size | None = None


class AverageAnswer(Progress):
    """What many digits ask of the parameters, on the average."""

    cost: Annotated[float, Field(description="The mean C0 of the digits done.")]
    norm: Annotated[float, Field(description="The length of the average.")]
    average: Annotated[list[float], Field(description="-dC/dw, the mean over the digits.")]
    indices: Annotated[list[int], Field(description="The first hundred of the digits.")]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


class GradientHeader(BaseModel):
    """What the metadata of a gradient's file says, entry by entry as JSON."""

    iteration: int
    layers: list[int]
    costs: Annotated[list[float], Field(description="C0 of each example.")]
    predictions: list[int]
    targets: Annotated[list[list[float]], Field(description="y of each example.")]
    norms: Annotated[list[float], Field(description="The length of each example's gradient.")]
    average_norm: float


router = APIRouter(
    prefix="/api/sessions/{session_id}/gradient", tags=["descent"], route_class=JsonRoute
)

MOST_INDICES: Final = 100
A_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": FILE,
        "description": "A safetensors file: `nudges`, a row of -dC/dw for each example, and "
        "`average`, their mean; metadata in JSON.",
    }
}


@router.post("", response_class=Response, responses=A_FILE | SESSION | INPUT)
async def gradient(session_id: str, body: GradientRequest, request: Request) -> Response:
    """Return what each of some examples asks of every parameter, and the average of it."""
    services = services_of(request)
    limit = services.settings.max_gradient_examples
    if len(body.examples) > limit:
        raise InvalidInput(("body", "examples"), f"Expected at most {limit} examples", "limit")
    async with services.session(request, session_id) as session:
        check_numbers(len(body.examples), session, services.settings)
        examples = [
            await example_of(services, session, each, ("body", "examples", index))
            for index, each in enumerate(body.examples)
        ]
        gradients = await services.compute_for(request, single_gradients(session, examples))
        iteration, layers = session.iteration, session.network.layers
    file = await services.call(
        request, lambda: _file(gradients, iteration, layers), session.is_large
    )
    return Response(file, media_type=MEDIA_TYPE)


@router.post(
    "/average",
    response_model=AverageAnswer,
    response_class=Lines,
    responses=LINES | SESSION | INPUT,
)
async def average(session_id: str, body: AverageRequest, request: Request) -> Response:
    """Average what training digits ask for: of a mini-batch, of some, or of all 60,000."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
        indices = indices_of(body, session, train, services.commanders.seed_of(session))
        iteration = session.iteration
        mean = Average(session.network.copy(), train, indices)

    def result() -> dict[str, object]:
        return {
            **_progress(mean),
            "cost": mean.cost,
            "norm": mean.norm,
            "average": -mean.gradient,
            "indices": indices[:MOST_INDICES],
            "iteration": iteration,
        }

    return await streamed(
        services.compute, request, session_id, mean.work(), lambda: _progress(mean), result
    )


def check_numbers(count: int, session: Session, settings: Settings) -> None:
    """Raise InvalidInput where the gradients of that many examples would take too much memory."""
    most = settings.max_gradient_numbers // session.network.parameters.vector.size
    if count > most:
        raise InvalidInput(
            ("body", "examples"), f"Expected at most {most} for a network as large as this", "limit"
        )


def _progress(mean: Average) -> dict[str, object]:
    return {"done": mean.done, "of": len(mean.indices)}


async def example_of(
    services: Services, session: Session, example: AnyExample, where: tuple[str | int, ...]
) -> tuple[list[float], int | list[float]]:
    """Return an example's pixels and target; `where` is its field.

    Raises: InvalidInput where it does not fit.
    """
    pixels: list[float]
    target: int | list[float]
    try:
        if isinstance(example, ByIndex):
            pixels, target = await _of_split(services, example)
        else:
            pixels, target = example.pixels, example.target
        check_pixels(pixels, session.network)
        check_target(target, session.network)
    except InvalidInput as error:
        raise InvalidInput((*where, *error.location[1:]), str(error), error.kind) from error
    return pixels, target


async def _of_split(services: Services, example: ByIndex) -> tuple[list[float], int]:
    split = await services.digits.split(example.split)
    if example.index >= len(split):
        message = f"Expected an index below {len(split)}"
        raise InvalidInput(("body", "index"), message, "out_of_range")
    return split.pixels(example.index).tolist(), int(split.labels[example.index])


def indices_of(body: AverageRequest, session: Session, train: Split, seed: int) -> Any:
    """Return which training digits an average is over; `seed` decides the mini-batches.

    Raises: InvalidInput.
    """
    size = body.batch_size if body.over == "mini_batch" else body.count
    field = "batch_size" if body.over == "mini_batch" else "count"
    for surplus in {"batch_size", "count"} - ({field} if body.over != "all" else set()):
        if getattr(body, surplus) is not None:
            message = f"Expected none where the average is over {body.over}"
            raise InvalidInput(("body", surplus), message, "both")
    if body.over == "all":
        return shuffled(session, train, len(train))
    if size is None:
        raise InvalidInput(("body", field), "Expected a whole number here", "missing")
    if size > len(train):
        raise InvalidInput(("body", field), f"Expected at most {len(train)}", "limit")
    if body.over == "mini_batch":
        return batches_ahead(session, train, seed, size, 1)[0]
    return shuffled(session, train, size)


def _file(gradients: SingleGradients, iteration: int, layers: tuple[int, ...]) -> bytes:
    traces = gradients.traces
    metadata = {
        "iteration": iteration,
        "layers": layers,
        "costs": [trace.cost for trace in traces],
        "predictions": [int(trace.forward.prediction) for trace in traces],
        "targets": [trace.target.tolist() for trace in traces],
        "norms": gradients.norms,
        "average_norm": gradients.average_norm,
    }
    written = {key: orjson.dumps(value).decode() for key, value in metadata.items()}
    return dump(None, written, None, {"nudges": gradients.nudges, "average": gradients.average})
