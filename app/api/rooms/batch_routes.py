"""The room's mini-batch as every phone shows it: only the numbers that its table draws."""

import gzip
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.http.documentation import INPUT
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import Services, services_of
from app.api.passes_routes import wants
from app.api.rooms.drawings_routes import PIXELS, WITH_PIXELS
from app.api.rooms.room_access import (
    NOT_NOW,
    ROOM,
    UNCHANGED,
    WITH_SEAT,
    Code,
    compute_in,
    compute_soon,
    room_of,
    seat_asking,
    tagged_as_taken,
)
from app.api.rooms.room_messages import BatchTable
from app.api.rooms.shared_routes import KEPT
from app.errors import Conflict, InvalidInput
from app.rooms.drawings import Drawing
from app.rooms.mini_batch import Column, Table, columns, require_drawings_fit, table
from app.rooms.rooms import LiveRoom
from app.rooms.shown import shows_batch

router = APIRouter(prefix="/api/rooms/{code}", tags=["rooms"], route_class=JsonRoute)

MOST_ROWS: Final = 24
WITH_ROWS: Final[dict[str, Any]] = {
    "name": "rows",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "pattern": r"^\d{1,7}(,\d{1,7})*$"},
    "description": f"Indices of at most {MOST_ROWS} parameters, separated by commas.",
}


@router.get(
    "/batch",
    response_model=BatchTable,
    responses=ROOM | NOT_NOW | UNCHANGED | INPUT,
    openapi_extra={"parameters": [WITH_ROWS, WITH_SEAT, WITH_PIXELS]},
)
async def get_batch(code: Code, request: Request) -> Response:
    """Return what the room's drawings ask of some parameters: each of those shown, and on average.

    It is told while the presenter shows it, and computed once for all. A seat that has drawn has
    its own drawing as the first.
    """
    services, seat = services_of(request), seat_asking(request)
    live = await room_of(request, code)
    room = live.room
    if not shows_batch(room.address):
        raise Conflict("The room's drawings are not shown as a mini-batch now.")
    network, drawings = room.shared.session.network, room.drawings
    rows = _rows(request, network.parameters.vector.size)
    require_drawings_fit(network, PIXELS)
    own = None if seat is None else drawings.by_seat(seat)
    etag = f'"{room.shared.number}-{drawings.revision}-{"" if own is None else own.alias}"'
    whole = await _table(services, live)
    if own is not None:
        whole = await _with_own(services, live, whole, own)
    content = _content(whole, rows, own, wants(request, "pixels", default=True))

    def plain() -> bytes:
        return bytes(json_response(content).body)

    return tagged_as_taken(request, etag, plain, lambda: gzip.compress(plain(), 6, mtime=0), KEPT)


def _rows(request: Request, count: int) -> list[int]:
    given = request.query_params.get("rows", "").split(",")
    are_numbers = all(row.isascii() and row.isdigit() and len(row) < 8 for row in given)
    if not (are_numbers and len(given) <= MOST_ROWS and all(int(row) < count for row in given)):
        message = f"Expected at most {MOST_ROWS} numbers from 0 to {count - 1} between commas"
        raise InvalidInput(("query", "rows"), message, "out_of_range")
    return [int(row) for row in given]


async def _table(services: Services, live: LiveRoom) -> Table:
    """Return what all see, computed once for a network and what is shown. Raises: Conflict."""
    shared, drawings = live.room.shared, live.room.drawings
    shown, pictures = drawings.shown, drawings.pictures("all")
    digits = await services.digits.split("test")
    return await live.tables.get(
        (shared.number, drawings.revision),
        lambda: compute_in(services, live, table(shared.session, shown, pictures, digits)),
    )


async def _with_own(services: Services, live: LiveRoom, whole: Table, own: Drawing) -> Table:
    others = [column for column in whole.columns if column.drawing is not own]
    first = [column for column in whole.columns if column.drawing is own]
    if not first:
        first = await compute_soon(services, live, columns(live.room.shared.session, [own]))
    return whole._replace(columns=[*first, *others])


def _content(
    whole: Table, rows: list[int], own: Drawing | None, with_pixels: bool
) -> dict[str, object]:
    def entry(column: Column) -> dict[str, object]:
        drawing = column.drawing
        return {
            "label": drawing.label,
            "own": drawing is own,
            "pixels": drawing.pixels if with_pixels else None,
            "ink": drawing.ink if with_pixels else None,
            "cost": column.cost,
            "prediction": column.prediction,
            "nudges": column.nudges[rows],
        }

    return {
        "rows": rows,
        "columns": [entry(column) for column in whole.columns],
        "count": whole.drawn,
        "norm": whole.norm,
        "average": whole.average[rows],
        "class_accuracy": whole.class_accuracy,
    }
