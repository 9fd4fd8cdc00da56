"""One room: what its presenter shows and asks, and what its seats have answered. A plain state."""

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import orjson

from app.nn.arrays import Array
from app.rooms.drawings import Around, Drawing, Drawings, Step
from app.rooms.room_questions import UNTOLD, Asked, Questions, Truth, Vote, described, revealed
from app.rooms.seats import KNOWN_PER_SEAT, Seats
from app.rooms.shown import Shown, beat_of, shown_by
from app.sessions.session import Session

FIRST_ADDRESS: Final = "#walk"
MOST_BEATS: Final = 500
MOST_BUTTONS: Final = 24

KEY_BYTES: Final = 24
"""192 random bits: knowing a room's key is enough to present in it."""

Clock = Callable[[], float]
Listener = Callable[[bool], None]
"""Called when there is news: True where it is the presenter's, False where only counts changed."""


class Shared(NamedTuple):
    """The network that a room sees."""

    number: int
    """Counts the networks that the room has seen."""
    session: Session
    """A copy of the presenter's session, which nobody changes."""


class Seen(NamedTuple):
    """Which state of which session it is; of one session later states are greater."""

    session: str
    revision: int
    iteration: int


class Training(NamedTuple):
    """How a training goes that is under way."""

    status: str
    iteration: int
    cost: float | None
    """The mean C0 over test digits, where it was measured."""
    accuracy: float | None


class Picture(NamedTuple):
    """What the page has made of a drawing."""

    of: Shown | None
    pixels: Array
    number: int
    """Counts them."""


class Steps(NamedTuple):
    """What the presenter's last steps on what is shown have done."""

    learning_rate: float
    costs: list[float]
    """After each, the one before the first included."""


class Change(NamedTuple):
    """What the presenter changes, all of it at once; None for what stays."""

    address: str | None = None
    picture: Array | None = None
    """What the page has made of the drawing that the address names."""
    is_drawing: bool | None = None
    digit: int | None = None
    reveal: bool = False
    truth: Truth = UNTOLD
    """What a reveal tells besides what was known when it was asked."""
    closes: bool = False
    steps: Steps | None = None
    forgets_steps: bool = False
    asks: Asked | None = None
    note: str | None = None
    press: str | None = None


NOTHING_SEEN: Final = Seen("", 0, 0)


def fingerprint(key: str) -> bytes:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).digest()


class Room:
    """A state that many see; `version` grows with every change of it."""

    def __init__(
        self,
        code: str,
        key: str,
        shared: Session,
        max_seats: int,
        address: str = FIRST_ADDRESS,
        clock: Clock = time.monotonic,
        seen: Seen = NOTHING_SEEN,
    ) -> None:
        """Open a room for whoever has `key`; it begins with the network of `shared`.

        seen: of which session that is a copy.
        """
        self.code = code
        self.version = 1
        self.address = address
        self.is_open = True
        self.shared = Shared(1, shared)
        self.seen = seen
        self.training: Training | None = None
        self.steps: Steps | None = None
        self.questions = Questions(max_seats)
        self.drawings = Drawings(max_seats)
        self.seats = Seats(max_seats, clock)
        self.presses: dict[str, int] = {}
        """How often each button of a remote was pressed."""
        self.note = ""
        """What only the presenter's own pages read."""
        self.listeners: set[Listener] = set()
        self.note_count: Callable[[int], None] = self.count
        """Called with how many are in the room, whenever that may have changed."""
        self.opened_at = self.presented_at = clock()
        self.key_fingerprint = fingerprint(key)
        self._clock = clock
        self.lost: dict[str, set[str]] = {beat_of(self.address): set()}
        self.picture: Picture | None = None
        self.seats_noted = 0
        self._written: bytes | None = None

    # Who may do what

    def is_presenter(self, key: str) -> bool:
        """Return whether this is the room's key, which counts as the presenter's being there."""
        is_right = secrets.compare_digest(fingerprint(key), self.key_fingerprint)
        if is_right:
            self.presented_at = self._clock()
        return is_right

    # What is seen

    def look(self) -> None:
        """Note how many are in the room now."""
        if len(self.seats) != self.seats_noted:
            self.note_count(len(self.seats))

    def count(self, seats: int) -> None:
        """Tell that so many are in the room."""
        if seats != self.seats_noted:
            self.seats_noted = seats
            self._changed(is_urgent=False)

    def state(self) -> dict[str, object]:
        """Return what everybody may see."""
        return {
            "code": self.code,
            "version": self.version,
            "address": self.address,
            "network": self.shared.number,
            "training": None if self.training is None else self.training._asdict(),
            "steps": None if self.steps is None else self.steps._asdict(),
            "question": described(self.questions.present),
            "closed_question": revealed(self.questions.revealed),
            "drawing": self.drawings.is_asked,
            "drawings": self.drawings.describe(self.shared.number),
            "presses": self.presses,
            "seats": self.seats_noted,
            "open": self.is_open,
        }

    @property
    def written(self) -> bytes:
        """The state as JSON, written once for all."""
        if self._written is None:
            self._written = orjson.dumps(self.state())
        return self._written

    def picture_of(self, shown: Shown) -> Picture | None:
        """Return what the page has made of a drawing, where the presenter has sent it."""
        picture = self.picture
        is_its = picture is not None and picture.of is not None and picture.of.digit == shown.digit
        return picture if is_its else None

    def desk(self) -> dict[str, object]:
        """Return what only the presenter may see."""
        lost = [{"beat": beat, "count": len(seats)} for beat, seats in self.lost.items()]
        return {"lost": lost, "note": self.note, "questions": self.questions.summary()}

    # What the presenter does

    def can_reveal(self, change: Change) -> bool:
        """Return whether a change asks for no reveal, or there is something to reveal."""
        latest = self.questions.latest
        return not change.reveal or (
            latest is not None and not latest.is_revealed and latest.asked.allows(change.truth)
        )

    def present(self, change: Change) -> None:
        """Make a change, which `can_reveal` has allowed."""
        is_other = any((change.reveal, change.closes and self.questions.present is not None))
        if change.address is not None and change.address != self.address:
            self.address, is_other = change.address, True
            self._note_beat()
        if change.picture is not None:
            number = 1 if self.picture is None else self.picture.number + 1
            self.picture = Picture(shown_by(self.address), change.picture, number)
            is_other = True
        is_other |= self._note_steps(change)
        if change.is_drawing is not None:
            is_other |= self.drawings.ask(change.is_drawing, change.digit)
        if change.reveal:
            self.questions.reveal(change.truth)
        if change.closes:
            self.questions.close()
        if change.asks is not None:
            self.questions.ask(change.asks)
        if change.note is not None:
            self.note = change.note
        if change.press is not None:
            self._press(change.press)
        if is_other or (change.asks, change.note, change.press) != (None, None, None):
            self._changed()

    def _note_steps(self, change: Change) -> bool:
        """Keep what steps have done, and return whether that is news."""
        before = self.steps
        if change.forgets_steps or change.steps is not None:
            self.steps = change.steps
        return self.steps != before

    def share(self, session: Session, seen: Seen) -> None:
        """Show another network, or the same one with other parameters; nobody changes it now.

        What was seen before is left out: two who follow one session may tell of the same change.
        """
        if seen.session == self.seen.session and seen <= self.seen:
            return
        self.seen = seen
        self.shared = Shared(self.shared.number + 1, session)
        self.training = self.steps = None
        self._changed()

    def train(self, training: Training | None) -> None:
        """Show how a training goes, or that none does."""
        self.training = training
        self._changed()

    def note_renewed(self) -> None:
        """Note that all of it may have changed, with its version."""
        self._written = None
        for listener in self.listeners:
            listener(True)

    def close(self) -> None:
        """End it."""
        self.questions.close()
        self.drawings.is_asked = False
        self.is_open = False
        self._changed()

    def show_drawings(self, names: Sequence[str]) -> None:
        """Let drawings through, by alias or seat, and hide the others. Raises: InvalidInput."""
        self.drawings.show(names)
        self._changed()

    def note_step(self, step: Step, readings: Around) -> None:
        """Keep what a step on the drawings has done."""
        self.drawings.note_step(step, readings)
        self._changed()

    # What seats do, within `acting`

    def vote(self, question: str, seat: str, vote: Vote) -> None:
        """Count a vote. Raises: NotFound; Conflict; InvalidInput; Unavailable."""
        if self.questions.get(question).vote(seat, vote):
            self._changed(is_urgent=False)

    def gives_way(self, seat: str) -> str | None:
        """Return whose drawing gives way for one of this seat, where there are too many."""
        return self.drawings.gives_way(seat, lambda other: not self.seats.is_listening(other))

    def draw(self, seat: str, drawing: Drawing, instead_of: str | None = None) -> None:
        """Take a drawing. Raises: Conflict; Unavailable."""
        self.drawings.draw(seat, drawing, instead_of)
        self._changed(is_urgent=False)

    def lose(self, seat: str) -> None:
        """Count a seat that is lost at the present beat."""
        lost = self.lost[beat_of(self.address)]
        if len(lost) < KNOWN_PER_SEAT * self.seats.most:
            lost.add(seat)

    @contextmanager
    def acting(self, seat: str) -> Iterator[None]:
        """Let a seat do something, if it may; it is in the room even if that is refused.

        Raises: TooManyRequests; Unavailable.
        """
        self.seats.act(seat)
        try:
            yield
        finally:
            self.look()

    def _note_beat(self) -> None:
        beat = beat_of(self.address)
        if beat not in self.lost and len(self.lost) >= MOST_BEATS:
            del self.lost[next(iter(self.lost))]
        self.lost.setdefault(beat, set())

    def _press(self, button: str) -> None:
        if button not in self.presses and len(self.presses) >= MOST_BUTTONS:
            del self.presses[next(iter(self.presses))]
        self.presses[button] = self.presses.get(button, 0) + 1

    def _changed(self, *, is_urgent: bool = True) -> None:
        self.version += 1
        self._written = None
        for listener in self.listeners:
            listener(is_urgent)
