"""What is done to a room, one by one, written down so that every process does the same.

A deed depends on nothing but the room that it is done to: what chance, a clock or the network
decides is decided before, and is part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from app.errors import Conflict
from app.rooms.drawings import Around, Drawing, Step
from app.rooms.room import Change, Room, Seen, Training
from app.rooms.room_questions import Vote
from app.sessions.session import Session


class Deed(Protocol):
    """Something to be done to a room."""

    may_be_refused: ClassVar[bool]
    """Whether a room may not allow it, whatever was looked at before; it bears being done twice."""

    def do(self, room: Room) -> object:
        """Do it. Raises: NudgeError where the room does not allow it, and then leaves it as is."""


@dataclass(frozen=True)
class Present:
    """The presenter changes what is shown or asked."""

    may_be_refused: ClassVar[bool] = False

    change: Change

    def do(self, room: Room) -> None:
        """Do it. Raises: Conflict where there is nothing to reveal."""
        if not room.can_reveal(self.change):
            raise Conflict("There is no question that could be revealed.")
        room.present(self.change)


@dataclass(frozen=True)
class Share:
    """The presenter's network has become another; what the room has seen before is left out."""

    may_be_refused: ClassVar[bool] = False

    session: Session
    """A copy."""
    seen: Seen

    def do(self, room: Room) -> None:
        """Do it."""
        room.share(self.session, self.seen)


@dataclass(frozen=True)
class Train:
    """A training goes on, or is over."""

    may_be_refused: ClassVar[bool] = False

    training: Training | None

    def do(self, room: Room) -> None:
        """Do it."""
        room.train(self.training)


@dataclass(frozen=True)
class CastVote:
    """A seat votes."""

    may_be_refused: ClassVar[bool] = True

    question: str
    seat: str
    vote: Vote

    def do(self, room: Room) -> None:
        """Do it. Raises: NotFound; Conflict; InvalidInput; Unavailable."""
        room.vote(self.question, self.seat, self.vote)


@dataclass(frozen=True)
class Draw:
    """A seat sends a drawing."""

    may_be_refused: ClassVar[bool] = True

    seat: str
    drawing: Drawing
    instead_of: str | None = None
    """The seat whose drawing gives way where there are too many."""

    def do(self, room: Room) -> None:
        """Do it. Raises: Conflict; Unavailable."""
        room.draw(self.seat, self.drawing, self.instead_of)


@dataclass(frozen=True)
class Lose:
    """A seat is lost at what is shown."""

    may_be_refused: ClassVar[bool] = False

    seat: str

    def do(self, room: Room) -> None:
        """Do it."""
        room.lose(self.seat)


@dataclass(frozen=True)
class ShowDrawings:
    """The presenter lets drawings through, by alias or seat, and hides the others."""

    may_be_refused: ClassVar[bool] = True

    names: Sequence[str]

    def do(self, room: Room) -> None:
        """Do it. Raises: InvalidInput where there is no such drawing."""
        room.show_drawings(self.names)


@dataclass(frozen=True)
class NoteStep:
    """A step was taken on the room's drawings."""

    may_be_refused: ClassVar[bool] = False

    step: Step
    readings: Around
    """How each drawing was read before and after it."""

    def do(self, room: Room) -> None:
        """Do it."""
        room.note_step(self.step, self.readings)


@dataclass(frozen=True)
class Count:
    """So many are in the room now."""

    may_be_refused: ClassVar[bool] = False

    seats: int

    def do(self, room: Room) -> None:
        """Do it."""
        room.count(self.seats)


@dataclass(frozen=True)
class Close:
    """The room ends."""

    may_be_refused: ClassVar[bool] = False

    def do(self, room: Room) -> None:
        """Do it."""
        room.close()


class Journal:
    """Does to one room what is to be done, in order: at once where it is this process's alone."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def do(self, deed: Deed) -> None:
        """Do something. Raises: NudgeError where the room does not allow it; Unavailable."""
        deed.do(self.room)

    async def look(self) -> None:
        """Tell how many are in the room now, those who have just come in among them."""
        self.room.look()

    def note(self, deed: Deed) -> None:
        """Do what a room always allows, and does not mind twice; nobody waits for it."""
        deed.do(self.room)

    async def settle(self) -> None:
        """Wait a little until all that was noted is done here."""
