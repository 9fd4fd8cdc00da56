"""A room and what is done to it, as they are stored, and back: JSON and numbers, nothing to run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import orjson
from pydantic import ConfigDict, TypeAdapter

from app.rooms.deeds import (
    CastVote,
    Close,
    Count,
    Deed,
    Draw,
    Lose,
    NoteStep,
    Present,
    Share,
    ShowDrawings,
    Train,
)
from app.rooms.drawings import Drawing, Reading, Step
from app.rooms.room import Change, Picture, Room, Seen, Shared, Steps, Training
from app.rooms.room_questions import UNTOLD, Question
from app.rooms.shown import Shown
from app.sessions.session import Session
from app.sessions.written_session import read_copy, write_copy

Bounds: TypeAlias = tuple[int, int]
"""Of the history of a session: bytes and steps."""

CHANGE: Final = TypeAdapter(Change, config=ConfigDict(arbitrary_types_allowed=True))
PLAIN: Final[dict[str, TypeAdapter[Any]]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (CastVote, Close, Count, Lose, NoteStep, ShowDrawings, Train)
}
"""Deeds that are JSON as they stand."""


def write_deed(deed: Deed) -> tuple[bytes, bytes]:
    """Return a deed in JSON, and the numbers that come with it."""
    numbers = b""
    fields: object
    match deed:
        case Present(change):
            if change.picture is not None:
                numbers = change.picture.tobytes()
            fields = CHANGE.dump_python(change._replace(picture=None), mode="json")
        case Share(session, seen):
            about, numbers = write_copy(session)
            fields = {"session": orjson.Fragment(about), "seen": list(seen)}
        case Draw(seat, drawing, instead_of):
            numbers = drawing.pixels.tobytes()
            of = {"alias": drawing.alias, "label": drawing.label, "ink": drawing.ink}
            fields = {"seat": seat, "instead_of": instead_of, **of}
        case _:
            fields = PLAIN[type(deed).__name__].dump_python(deed, mode="json")
    return orjson.dumps({"deed": type(deed).__name__, "fields": fields}), numbers


def read_deed(written: bytes, numbers: bytes, bounds: Bounds) -> Deed:
    """Return what `write_deed` has written."""
    read = orjson.loads(written)
    name, fields = read["deed"], read["fields"]
    match name:
        case "Present":
            change = CHANGE.validate_python(fields)
            picture = np.frombuffer(numbers) if numbers else None
            return Present(change._replace(picture=picture))
        case "Share":
            about = orjson.dumps(fields["session"])
            return Share(read_copy(about, numbers, *bounds), Seen(*fields["seen"]))
        case "Draw":
            pixels = np.frombuffer(numbers, np.float32)
            drawing = Drawing(fields["alias"], pixels, fields["label"], fields["ink"])
            return Draw(fields["seat"], drawing, fields["instead_of"])
    deed: Deed = PLAIN[name].validate_json(orjson.dumps(fields))
    return deed


class WrittenDrawing(NamedTuple):
    """A drawing without its numbers."""

    seat: str
    alias: str
    label: int
    ink: str | None
    number: int
    is_shown: bool
    before: Reading | None
    after: Reading | None


@dataclass(frozen=True)
class WrittenRoom:
    """All of a room but its seats and its numbers."""

    code: str
    version: int
    address: str
    network: int
    seen: Seen
    training: Training | None
    steps: Steps | None
    questions: list[Question]
    question_count: int
    present: str | None
    told: str | None
    is_drawing: bool
    digit: int | None
    drawings: list[WrittenDrawing]
    drawings_revision: int
    step: Step | None
    presses: dict[str, int]
    note: str
    lost: dict[str, list[str]]
    picture_of: Shown | None
    picture_number: int | None
    seats: int
    key_fingerprint: str
    is_open: bool


ROOM: Final = TypeAdapter(WrittenRoom)


def write_room(room: Room) -> dict[str, bytes]:
    """Return all of a room but its seats, by names."""
    questions, drawings, picture = room.questions, room.drawings, room.picture
    written = WrittenRoom(
        room.code,
        room.version,
        room.address,
        room.shared.number,
        room.seen,
        room.training,
        room.steps,
        list(questions),
        questions.count,
        _id(questions.present),
        _id(questions.revealed),
        drawings.is_asked,
        drawings.digit,
        [_write_drawing(seat, drawing) for seat, drawing in drawings.of_seats.items()],
        drawings.revision,
        drawings.step,
        room.presses,
        room.note,
        {beat: sorted(seats) for beat, seats in room.lost.items()},
        None if picture is None else picture.of,
        None if picture is None else picture.number,
        room.seats_noted,
        room.key_fingerprint.hex(),
        room.is_open,
    )
    about, network = write_copy(room.shared.session)
    return {
        "room": orjson.dumps(ROOM.dump_python(written, mode="json")),
        "session": about,
        "network": network,
        "picture": b"" if picture is None else picture.pixels.tobytes(),
        "drawings": b"".join(each.pixels.tobytes() for each in drawings.of_seats.values()),
    }


def read_room(fields: Mapping[str, bytes], max_seats: int, bounds: Bounds) -> Room:
    """Return a room that is like the one that `write_room` has written."""
    code = orjson.loads(fields["room"])["code"]
    room = Room(code, "", _shared(fields, bounds), max_seats)
    renew_room(room, fields, bounds)
    return room


def renew_room(room: Room, fields: Mapping[str, bytes], bounds: Bounds) -> None:
    """Bring a room to what `write_room` has written; its seats stay."""
    written = ROOM.validate_json(fields["room"])
    room.version, room.address, room.seen = written.version, written.address, written.seen
    room.shared = Shared(written.network, _shared(fields, bounds))
    room.training, room.steps = written.training, written.steps
    _renew_questions(room, written)
    _renew_drawings(room, written, fields["drawings"])
    room.presses, room.note = written.presses, written.note
    room.lost = {beat: set(seats) for beat, seats in written.lost.items()}
    room.picture = None
    if written.picture_number is not None:
        pixels = np.frombuffer(fields["picture"])
        room.picture = Picture(written.picture_of, pixels, written.picture_number)
    room.seats_noted, room.is_open = written.seats, written.is_open
    room.key_fingerprint = bytes.fromhex(written.key_fingerprint)
    room.note_renewed()


def _renew_questions(room: Room, written: WrittenRoom) -> None:
    questions = room.questions
    questions.by_id = {question.id: question for question in written.questions}
    for question in written.questions:
        question.asked = question.asked.knowing(UNTOLD)  # Which choice is right is a whole number.
    questions.count = written.question_count
    questions.present = questions.by_id.get(written.present or "")
    questions.revealed = questions.by_id.get(written.told or "")


def _renew_drawings(room: Room, written: WrittenRoom, numbers: bytes) -> None:
    drawings, all_ = room.drawings, written.drawings
    pixels = np.split(np.frombuffer(numbers, np.float32), max(1, len(all_)))
    drawings.is_asked, drawings.digit = written.is_drawing, written.digit
    drawings.step, drawings.revision = written.step, written.drawings_revision
    drawings.of_seats = {
        one.seat: Drawing(one.alias, picture, *one[2:])
        for one, picture in zip(all_, pixels, strict=False)
    }


def _id(question: Question | None) -> str | None:
    return None if question is None else question.id


def _write_drawing(seat: str, drawing: Drawing) -> WrittenDrawing:
    return WrittenDrawing(
        seat,
        drawing.alias,
        drawing.label,
        drawing.ink,
        drawing.number,
        drawing.is_shown,
        drawing.before,
        drawing.after,
    )


def _shared(fields: Mapping[str, bytes], bounds: Bounds) -> Session:
    return read_copy(fields["session"], fields["network"], *bounds)
