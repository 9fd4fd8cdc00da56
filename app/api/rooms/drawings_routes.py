"""What a room draws, how it is read, and the room as one mini-batch."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from app.api.http.checks import check_limit
from app.api.http.documentation import INPUT
from app.api.http.json import JsonRoute, json_response, write_in_chunks, written_response
from app.api.http.messages import Body, LearningRate, Pixels, WithPicture, limited
from app.api.http.services import Services, services_of
from app.api.passes_routes import wants
from app.api.rooms.room_access import (
    KEY,
    NEEDS_KEY,
    NOT_NOW,
    ROOM,
    UNCHANGED,
    Code,
    SeatPath,
    acting,
    admit,
    check_seat,
    compute_in,
    compute_soon,
    presented_room,
    room_of,
    tagged,
    without_id,
)
from app.api.rooms.room_messages import (
    ChosenDrawings,
    Digit,
    DrawingsAverage,
    DrawingsStepAnswer,
    OwnDrawing,
    SentDrawings,
    ShownDrawings,
)
from app.errors import InvalidInput
from app.rooms.deeds import Draw, NoteStep, ShowDrawings
from app.rooms.drawings import Drawing, Pictures, Reading, Step, drawn
from app.rooms.mini_batch import Readings, RoomStep, average, read, require_drawings_fit, step
from app.rooms.rooms import LiveRoom
from app.sessions.compute import Work

PIXELS: Final = 784
INK_PATTERN: Final = r"^ink-[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$"

Which: TypeAlias = Literal["all", "shown"]
WHICH: Final = get_args(Which)
WITH_OF: Final[dict[str, Any]] = {
    "name": "of",
    "in": "query",
    "schema": {"type": "string", "enum": [*WHICH], "default": "all"},
    "description": "All drawings, or those that everybody may see.",
}
WITH_PIXELS: Final[dict[str, Any]] = {
    "name": "pixels",
    "in": "query",
    "schema": {"type": "boolean", "default": True},
    "description": "Return the pictures, too.",
}


class NewDrawing(WithPicture):
    """A seat's drawing."""

    pixels: Pixels
    label: Digit
    ink: Annotated[
        str | None,
        Field(
            pattern=INK_PATTERN,
            json_schema_extra=limited("max_ink"),
            description="The strokes it was made of, as an address names them: a page that shows "
            "it makes its picture of them, and takes them where that is this one.",
        ),
    ] = None


class StepOnDrawings(Body):
    """A step along what the room's drawings ask for on the average."""

    learning_rate: LearningRate
    of: Annotated[Which, Field(description="All drawings, or those that are shown.")] = "all"


router = APIRouter(prefix="/api/rooms/{code}/drawings", tags=["rooms"], route_class=JsonRoute)


@router.get(
    "",
    response_model=SentDrawings,
    responses=KEY | ROOM | NOT_NOW | INPUT,
    dependencies=NEEDS_KEY,
    openapi_extra={"parameters": [WITH_PIXELS]},
)
async def get_drawings(code: Code, request: Request) -> Response:
    """Return all drawings, and what the network reads in each."""
    with_pixels = wants(request, "pixels", default=True)
    live = await presented_room(request, code)
    drawings, readings = await _read_all(services_of(request), live)
    entries = tuple(
        {
            "seat": drawing.alias,
            "label": drawing.label,
            "shown": drawing.is_shown,
            "reading": reading._asdict(),
            "pixels": drawing.pixels if with_pixels else None,
        }
        for drawing, reading in zip(drawings, _by_drawing(readings), strict=True)
    )
    score = None if readings is None else readings.score._asdict()
    content = {"digit": live.room.drawings.digit, "drawings": entries, "score": score}
    return written_response(await compute_in(services_of(request), live, write_in_chunks(content)))


@router.get("/shown", response_model=ShownDrawings, responses=ROOM | NOT_NOW | UNCHANGED | INPUT)
async def get_shown(code: Code, request: Request) -> Response:
    """Return the drawings that everybody may see, and what the network reads in each."""
    live = await room_of(request, code)
    drawings, readings = await _read_all(services_of(request), live)
    entries = [
        _picture(drawing, reading)
        for drawing, reading in zip(drawings, _by_drawing(readings), strict=True)
        if drawing.is_shown
    ]
    etag = f'"{live.room.shared.number}-{live.room.drawings.revision}"'
    body = json_response({"drawings": entries}).body
    return tagged(request, etag, lambda: bytes(body))


@router.put("/shown", status_code=204, responses=KEY | ROOM | INPUT, dependencies=NEEDS_KEY)
async def show(code: Code, body: ChosenDrawings, request: Request) -> Response:
    """Let everybody see these drawings, and no others."""
    live = await presented_room(request, code)
    await live.do(ShowDrawings(body.seats))
    return Response(status_code=204)


@router.get(
    "/average",
    response_model=DrawingsAverage,
    responses=KEY | ROOM | NOT_NOW | INPUT,
    dependencies=NEEDS_KEY,
    openapi_extra={"parameters": [WITH_OF]},
)
async def get_average(code: Code, request: Request) -> Response:
    """Return what the drawings ask of the parameters, on the average."""
    of = _of(request)
    live = await presented_room(request, code)
    network, pictures = live.room.shared.session.network, live.room.drawings.pictures(of)
    require_drawings_fit(network, PIXELS)
    mean = average(network, pictures)

    def work() -> Work[bytes]:
        yield from mean.work()
        return (
            yield from write_in_chunks(
                {
                    "count": mean.done,
                    "cost": mean.cost,
                    "norm": mean.norm,
                    "average": -mean.gradient,
                }
            )
        )

    return written_response(await compute_in(services_of(request), live, work()))


@router.post(
    "/step",
    response_model=DrawingsStepAnswer,
    responses=KEY | ROOM | NOT_NOW | INPUT,
    dependencies=NEEDS_KEY,
)
async def take_step(code: Code, body: StepOnDrawings, request: Request) -> Response:
    """Take one step on the drawings, as one mini-batch; it can be undone like any other step."""
    services = services_of(request)
    check_limit(services.settings.max_learning_rate, body.learning_rate, "learning_rate")
    live = await presented_room(request, code)
    async with services.session(request, live.room.seen.session) as session:
        require_drawings_fit(session.network, PIXELS)
        pictures = live.room.drawings.pictures(body.of)
        largest = services.settings.max_parameter_size
        work = step(session, pictures, body.learning_rate, largest)
        taken = await services.compute.run(work, request.is_disconnected, live.room.code)
        outcome = taken.outcome
        session.change(outcome.vector, outcome.iteration, outcome.batches_taken)
        await services.store.put(session)
        done = await _note_step(live, body.of, pictures, taken)
        costs = {"cost_before": outcome.cost_before, "cost_after": outcome.cost_after}
        fields = {"iteration": session.iteration, **costs, "session": without_id(session)}
        return json_response({**done.describe(), **fields})


@router.put("/{seat}", status_code=204, responses=ROOM | NOT_NOW | INPUT)
async def draw(code: Code, seat: SeatPath, body: NewDrawing, request: Request) -> Response:
    """Send a drawing; of one seat the last one counts, and it is hidden until it is let through."""
    live = await room_of(request, code)
    check_seat(seat)
    if len(body.pixels) != PIXELS:
        message = f"Expected {PIXELS} numbers, but got {len(body.pixels)}"
        raise InvalidInput(("body", "pixels"), message, "wrong_length")
    check_limit(services_of(request).settings.max_ink, len(body.ink or ""), "ink")
    admit(request, live, seat)
    drawing = drawn(body.pixels, body.label, body.ink)
    async with acting(live, seat):
        await live.do(Draw(seat, drawing, live.room.gives_way(seat)))
    return Response(status_code=204)


@router.get(
    "/{seat}",
    response_model=OwnDrawing,
    responses=ROOM | NOT_NOW | INPUT,
    openapi_extra={"parameters": [WITH_PIXELS]},
)
async def get_own(code: Code, seat: SeatPath, request: Request) -> Response:
    """Return a seat's own drawing: how it is read now, and before and after the room's step."""
    live = await room_of(request, code)
    check_seat(seat)
    drawing = live.room.drawings.of_seat(seat)
    network = live.room.shared.session.network
    require_drawings_fit(network, PIXELS)
    readings = await compute_soon(services_of(request), live, read(network, Pictures([drawing])))
    is_stepped = live.room.drawings.step_to(live.room.shared.number) is not None
    around = {"before": drawing.before, "after": drawing.after}
    seen = {
        name: reading._asdict() if reading is not None and is_stepped else None
        for name, reading in around.items()
    }
    picture = _picture(drawing, readings.by_drawing[0])
    if not wants(request, "pixels", default=True):
        picture |= {"pixels": None, "ink": None}
    return json_response({**picture, **seen})


def _of(request: Request) -> str:
    of = request.query_params.get("of", "all")
    if of not in WHICH:
        raise InvalidInput(("query", "of"), "Expected all or shown", "unknown_name")
    return of


def _picture(drawing: Drawing, reading: Reading) -> dict[str, object]:
    of = {"label": drawing.label, "pixels": drawing.pixels, "ink": drawing.ink}
    return {**of, "reading": reading._asdict()}


async def _read_all(
    services: Services, live: LiveRoom
) -> tuple[Sequence[Drawing], Readings | None]:
    """Return all drawings, and how they are read: None without any. Raises: Conflict."""
    drawings, shared = live.room.drawings, live.room.shared
    if len(drawings) == 0:
        return (), None
    require_drawings_fit(shared.session.network, PIXELS)
    pictures = drawings.pictures("all")
    readings = await live.readings.get(
        (shared.number, drawings.revision),
        lambda: compute_in(services, live, read(shared.session.network, pictures)),
    )
    return pictures.drawings, readings


def _by_drawing(readings: Readings | None) -> Sequence[Reading]:
    return () if readings is None else readings.by_drawing


async def _note_step(live: LiveRoom, of: str, pictures: Pictures, taken: RoomStep) -> Step:
    """Tell the room what a step has led to, and what it has done. Raises: Unavailable."""
    room, before, after = live.room, taken.before, taken.after
    if live.following is not None:
        await live.following.tell()
    numbers = [drawing.number for drawing in pictures.drawings]
    readings = zip(before.by_drawing, after.by_drawing, strict=True)
    done = Step(of, len(pictures), before.score, after.score, room.shared.number)
    await live.do(NoteStep(done, dict(zip(numbers, readings, strict=True))))
    return done
