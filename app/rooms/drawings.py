"""What a room draws: one picture a seat, shown to nobody before the presenter lets it through."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from app.data.digits import Selection
from app.errors import Conflict, InvalidInput, NotFound, Unavailable
from app.nn.arrays import Array

ALIAS_BYTES: Final = 16


class Reading(NamedTuple):
    """What a network makes of one drawing."""

    prediction: int
    activation: float
    """Of the output that the drawing is said to be."""
    activations: list[float]
    """Of all outputs."""


class Score(NamedTuple):
    """What a network makes of all drawings together."""

    right: int
    """How many are read as what they are said to be."""
    cost: float
    """The mean C0."""


Around: TypeAlias = Mapping[int, tuple[Reading, Reading]]
"""How drawings were read before and after a step, by their numbers."""


@dataclass(eq=False)
class Drawing:
    """A seat's picture."""

    alias: str
    """Names the drawing in answers, where the seat itself is never named."""
    pixels: NDArray[np.float32]
    """Exact for the page's pictures, which are made of 64ths: (784,)."""
    label: int
    ink: str | None = None
    """Its strokes, as an address names them (`shown.py`), where the phone has sent them."""
    number: int = 0
    """Counts the drawings that the room has taken."""
    is_shown: bool = False
    before: Reading | None = None
    after: Reading | None = None
    """How it was read before and after the room's last step that it was part of."""


class Pictures:
    """Drawings as a mini-batch: labelled like MNIST's digits."""

    def __init__(self, drawings: Sequence[Drawing]) -> None:
        """Keep them as they are now; there must be one."""
        self.drawings = tuple(drawings)
        self.labels = np.array([drawing.label for drawing in drawings], np.uint8)
        self._pixels = np.stack([drawing.pixels for drawing in drawings])  # (n, 784)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.drawings)

    def pixels(self, selection: Selection, dtype: DTypeLike = np.float64) -> Array:
        """Return the selected pictures as a new array of numbers from 0, paper, to 1, ink."""
        pixels: Array = self._pixels[selection].astype(dtype)
        return pixels


@dataclass(frozen=True)
class Step:
    """What the room's last step has done to its drawings."""

    of: str
    """`all`, or `shown`."""
    count: int
    before: Score
    after: Score
    network: int
    """The number of the network that it has led to."""

    def describe(self) -> dict[str, object]:
        """Return it as everybody may know it."""
        scores = {"before": self.before._asdict(), "after": self.after._asdict()}
        return {"of": self.of, "count": self.count, **scores}


def drawn(pixels: Sequence[float], label: int, ink: str | None = None) -> Drawing:
    """Return a new drawing, under an alias that nobody can guess."""
    return Drawing(secrets.token_urlsafe(ALIAS_BYTES), np.array(pixels, np.float32), label, ink)


def as_picture(pixels: Sequence[float]) -> Array:
    """Return a picture as it is computed with, shape (n,)."""
    picture: Array = np.array(pixels, np.float64)
    return picture


class Drawings:
    """The drawings of a room, of the digit that was asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.of_seats: dict[str, Drawing] = {}
        self.is_asked = False
        """Whether drawings are taken."""
        self.digit: int | None = None
        """Which digit is to be drawn; None for any."""
        self.step: Step | None = None
        self.revision = 0
        """Grows with whatever changes what the drawings are, or which are shown."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.of_seats)

    @property
    def shown(self) -> list[Drawing]:
        """Those that everybody may see."""
        return [drawing for drawing in self.of_seats.values() if drawing.is_shown]

    def ask(self, is_asked: bool, digit: int | None) -> bool:
        """Take drawings, or take no more; return whether that has changed anything.

        Whenever they are asked for again, or for another digit, those before are dropped.
        """
        digit = digit if is_asked else self.digit
        if (is_asked, digit) == (self.is_asked, self.digit):
            return False
        if is_asked:
            self.of_seats.clear()
            self.step = None
            self.revision += 1
        self.is_asked, self.digit = is_asked, digit
        return True

    def gives_way(self, seat: str, may_go: Callable[[str], bool]) -> str | None:
        """Return whose drawing gives way for another seat's, where there are too many.

        It is the oldest that may go and is not shown; None where none does, or has to.
        """
        if seat in self.of_seats or len(self) < self._most or not self.is_asked:
            return None
        hidden = (other for other, drawing in self.of_seats.items() if not drawing.is_shown)
        return next(filter(may_go, hidden), None)

    def draw(self, seat: str, drawing: Drawing, instead_of: str | None = None) -> None:
        """Take a seat's drawing instead of the one before; it is hidden again.

        Where there are too many, the one of the seat `instead_of` goes, unless it is shown.

        Raises: Conflict where none are asked for; Unavailable where there are too many.
        """
        if not self.is_asked:
            raise Conflict("No drawings are asked for now.")
        before = self.of_seats.get(seat)
        if before is None and len(self) >= self._most:
            other = None if instead_of is None else self.of_seats.get(instead_of)
            if instead_of is None or other is None or other.is_shown:
                raise Unavailable("Too many drawings have been sent.", 10)
            del self.of_seats[instead_of]
        self.revision += 1
        drawing.alias = drawing.alias if before is None else before.alias
        drawing.number = self.revision
        self.of_seats[seat] = drawing

    def note_step(self, step: Step, readings: Around) -> None:
        """Keep what a step has done, for the whole room and for each drawing."""
        for drawing in self.of_seats.values():
            if drawing.number in readings:
                drawing.before, drawing.after = readings[drawing.number]
        self.step = step

    def by_seat(self, seat: str) -> Drawing | None:
        """Return a seat's drawing; None where it has sent none."""
        return self.of_seats.get(seat)

    def of_seat(self, seat: str) -> Drawing:
        """Return a seat's drawing. Raises: NotFound."""
        drawing = self.by_seat(seat)
        if drawing is None:
            raise NotFound("This seat has sent no drawing.")
        return drawing

    def show(self, names: Iterable[str]) -> None:
        """Let these drawings through, by alias or seat, and hide the others.

        Raises: InvalidInput where there is no such drawing.
        """
        by_alias = {drawing.alias: drawing for drawing in self.of_seats.values()}
        chosen = []
        for index, name in enumerate(names):
            drawing = by_alias.get(name) or self.of_seats.get(name)
            if drawing is None:
                message = "Expected the seat of one of the drawings"
                raise InvalidInput(("body", "seats", index), message, "unknown_seat")
            chosen.append(drawing)
        for drawing in by_alias.values():
            drawing.is_shown = False
        for drawing in chosen:
            drawing.is_shown = True
        self.revision += 1

    def chosen(self, of: str) -> list[Drawing]:
        """Return all drawings, or those that are shown."""
        return self.shown if of == "shown" else list(self.of_seats.values())

    def pictures(self, of: str) -> Pictures:
        """Return all drawings, or those shown, as a mini-batch. Raises: Conflict without any."""
        drawings = self.chosen(of)
        if not drawings:
            raise Conflict("There are no drawings yet.")
        return Pictures(drawings)

    def step_to(self, network: int) -> Step | None:
        """Return the last step where it has led to that network: none once it was undone."""
        return self.step if self.step is not None and self.step.network == network else None

    def describe(self, network: int) -> dict[str, object]:
        """Return what everybody may know of them while the room sees the network so numbered."""
        step = self.step_to(network)
        return {
            "digit": self.digit,
            "count": len(self),
            "shown": len(self.shown),
            "revision": self.revision,
            "step": None if step is None else step.describe(),
        }
