"""The gradient as a column of numbers: of single digits, and of many on the average."""

from typing import Any, Final

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.descent_messages import AverageWish, ByIndex, GradientWish
from app.api.http.checks import check_pixels, check_takes_digits, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute
from app.api.http.services import Services, services_of
from app.api.http.streams import LINES, streamed
from app.api.parameters import FILE, MEDIA_TYPE
from app.data.digits import Split
from app.errors import InvalidInput
from app.nn.serialization import dump
from app.sessions.session import Session
from app.settings import Settings
from app.work.averaging import Average, Wishes, ask_wishes, next_batch, shuffled

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
async def gradient(session_id: str, wish: GradientWish, request: Request) -> Response:
    """Return what each of some examples asks of every parameter, and the average of it."""
    services = services_of(request)
    limit = services.settings.max_gradient_examples
    if len(wish.examples) > limit:
        raise InvalidInput(("body", "examples"), f"Expected at most {limit} examples", "limit")
    async with services.session(session_id) as session:
        _check_numbers(len(wish.examples), session, services.settings)
        examples = [
            await _example(services, session, each, place)
            for place, each in enumerate(wish.examples)
        ]
        wishes = await services.compute_for(request, ask_wishes(session, examples))
        iteration, layers = session.iteration, session.network.layers
    file = await services.call(request, lambda: _file(wishes, iteration, layers), session.is_large)
    return Response(file, media_type=MEDIA_TYPE)


@router.post("/average", response_class=Response, responses=LINES | SESSION | INPUT)
async def average(session_id: str, wish: AverageWish, request: Request) -> Response:
    """Average what training digits ask for: of a mini-batch, of some, or of all 60,000."""
    services = services_of(request)
    async with services.session(session_id) as session:
        train = (await services.digits.get()).train
        check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
        indices = _indices(wish, session, train)
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

    return await streamed(services.compute, mean.work(), lambda: _progress(mean), result)


def _check_numbers(count: int, session: Session, settings: Settings) -> None:
    most = settings.max_gradient_numbers // session.network.parameters.vector.size
    if count > most:
        raise InvalidInput(
            ("body", "examples"), f"Expected at most {most} for a network as large as this", "limit"
        )


def _progress(mean: Average) -> dict[str, object]:
    return {"done": mean.done, "of": len(mean.indices)}


async def _example(
    services: Services, session: Session, example: Any, place: int
) -> tuple[list[float], int | list[float]]:
    try:
        if isinstance(example, ByIndex):
            pixels, target = await _of_split(services, example)
        else:
            pixels, target = example.pixels, example.target
        check_pixels(pixels, session.network)
        check_target(target, session.network)
    except InvalidInput as error:
        where = ("body", "examples", place, *error.place[1:])
        raise InvalidInput(where, str(error), error.kind) from error
    return pixels, target


async def _of_split(services: Services, example: ByIndex) -> tuple[list[float], int]:
    digits = await services.digits.get()
    split = digits.train if example.split == "train" else digits.test
    if example.index >= len(split):
        message = f"Expected a place below {len(split)}"
        raise InvalidInput(("body", "index"), message, "out_of_range")
    return split.pixels(example.index).tolist(), int(split.labels[example.index])


def _indices(wish: AverageWish, session: Session, train: Split) -> Any:
    size = wish.batch_size if wish.over == "mini_batch" else wish.count
    field = "batch_size" if wish.over == "mini_batch" else "count"
    for surplus in {"batch_size", "count"} - ({field} if wish.over != "all" else set()):
        if getattr(wish, surplus) is not None:
            message = f"Expected none where the average is over {wish.over}"
            raise InvalidInput(("body", surplus), message, "both")
    if wish.over == "all":
        return shuffled(session, train, len(train))
    if size is None:
        raise InvalidInput(("body", field), "Expected a whole number here", "missing")
    if size > len(train):
        raise InvalidInput(("body", field), f"Expected at most {len(train)}", "limit")
    pick = next_batch if wish.over == "mini_batch" else shuffled
    return pick(session, train, size)


def _file(wishes: Wishes, iteration: int, layers: tuple[int, ...]) -> bytes:
    traces = wishes.traces
    metadata = {
        "iteration": iteration,
        "layers": layers,
        "costs": [trace.cost for trace in traces],
        "predictions": [int(trace.forward.prediction) for trace in traces],
        "targets": [trace.target.tolist() for trace in traces],
        "norms": wishes.norms,
        "average_norm": wishes.average_norm,
    }
    written = {key: orjson.dumps(value).decode() for key, value in metadata.items()}
    return dump(None, written, None, {"nudges": wishes.nudges, "average": wishes.average})
