"""What a room is asked: one seat one vote, the last one counts, and nothing is told before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.errors import Conflict, InvalidInput, NotFound, Unavailable
from app.rooms.seats import KNOWN_PER_SEAT

MOST_KEPT: Final = 100
"""Questions of a room that can still be asked about; the oldest goes first."""


class Range(NamedTuple):
    """Between which numbers an amount is dragged."""

    least: float
    most: float


class Truth(NamedTuple):
    """What is told by a reveal; None for what was known when it was asked, or is not."""

    right: float | None = None
    why: str | None = None


UNTOLD: Final = Truth()


class Asked(NamedTuple):
    """A question as the presenter asks it."""

    text: str
    choices: tuple[str, ...]
    right: float | None = None
    """The index of a choice, or the true amount; None where nobody knows."""
    why: str = ""
    amount: Range | None = None

    def is_again(self, other: "Asked") -> bool:
        """Return whether it is the same question."""
        return (self.text, self.choices, self.amount) == (other.text, other.choices, other.amount)

    def allows(self, truth: Truth) -> bool:
        """Return whether that can be the truth: of choices it is one of them."""
        return self.amount is not None or truth.right in (None, *range(len(self.choices)))

    def knowing(self, truth: Truth) -> "Asked":
        """Return it with what is known now."""
        right = self.right if truth.right is None else truth.right
        if self.amount is None and right is not None:
            right = int(right)
        return self._replace(right=right, why=self.why if truth.why is None else truth.why)


class Vote(NamedTuple):
    """What a seat has said."""

    choice: int
    amount: float | None = None


@dataclass
class Question:
    """A question and its votes."""

    id: str
    asked: Asked
    most_votes: int
    round: int = 1
    earlier: tuple[list[int], ...] = ()
    """The counts of the rounds before."""
    is_open: bool = True
    """Whether votes are taken."""
    is_revealed: bool = False
    votes: dict[str, Vote] = field(default_factory=dict)
    """Of each seat the last one."""

    @property
    def answered(self) -> int:
        """How many seats have voted."""
        return len(self.votes)

    @property
    def counts(self) -> list[int]:
        """How many have chosen each of the choices."""
        counts = Counter(vote.choice for vote in self.votes.values())
        return [counts[choice] for choice in range(len(self.asked.choices))]

    @property
    def amounts(self) -> list[float]:
        """All amounts, sorted: so their order says nothing of who gave them."""
        given = (vote.amount for vote in self.votes.values())
        return sorted(amount for amount in given if amount is not None)

    def vote(self, seat: str, vote: Vote) -> bool:
        """Count a seat's vote instead of the one before; return whether anything has changed.

        Raises: Conflict once it is closed; InvalidInput; Unavailable where there are too many.
        """
        if not self.is_open:
            raise Conflict("This question is closed.")
        self._check(vote)
        before = self.votes.get(seat)
        if before == vote:
            return False
        if before is None and self.answered >= self.most_votes:
            raise Unavailable("Too many votes have been given.", 10)
        self.votes[seat] = vote
        return True

    def _check(self, vote: Vote) -> None:
        if vote.choice >= len(self.asked.choices):
            message = f"Expected a choice from 0 to {len(self.asked.choices) - 1}"
            raise InvalidInput(("body", "choice"), message, "out_of_range")
        if vote.amount is None:
            return
        bounds = self.asked.amount
        if bounds is None:
            message = "Expected no amount: this question has choices only"
            raise InvalidInput(("body", "amount"), message, "no_amount")
        if not bounds.least <= vote.amount <= bounds.most:
            message = f"Expected an amount from {bounds.least:g} to {bounds.most:g}"
            raise InvalidInput(("body", "amount"), message, "out_of_range")

    def describe(self) -> dict[str, object]:
        """Return what everybody may know while it is asked."""
        amount = self.asked.amount
        return {
            "id": self.id,
            "text": self.asked.text,
            "choices": self.asked.choices,
            "amount": None if amount is None else amount._asdict(),
            "round": self.round,
            "answered": self.answered,
        }

    def truth(self) -> dict[str, object]:
        """Return what is told by the reveal."""
        return {"counts": self.counts, "right": self.asked.right, "earlier": self.earlier}

    def answer(self, *, is_presenter: bool) -> dict[str, object]:
        """Return the answers: how many, and what they are where that may be told."""
        answered: Mapping[str, object] = {"answered": self.answered}
        if is_presenter or self.is_revealed:
            return {**answered, **self.truth(), "amounts": self.amounts}
        hidden = dict.fromkeys(("counts", "right", "earlier", "amounts"))
        return {**answered, **hidden}


class Questions:
    """The questions of a room: the one that is asked, and those before."""

    def __init__(self, max_seats: int) -> None:
        self._most_votes = KNOWN_PER_SEAT * max_seats
        self.by_id: dict[str, Question] = {}
        self.count = 0
        self.present: Question | None = None
        """The one that is asked now."""
        self.revealed: Question | None = None
        """The one that was revealed last."""

    def __iter__(self) -> Iterator[Question]:
        """Go through all that are kept, the oldest first."""
        return iter(tuple(self.by_id.values()))

    @property
    def latest(self) -> Question | None:
        """The one that was asked last."""
        return next(reversed(self.by_id.values()), None)

    def get(self, id_: str) -> Question:
        """Return a question. Raises: NotFound."""
        question = self.by_id.get(id_)
        if question is None:
            raise NotFound("There is no such question in this room, or no longer.")
        return question

    def ask(self, asked: Asked) -> None:
        """Ask a question; the same one as before is asked in another round."""
        before = self.latest
        self.close()
        self.count += 1
        asked = asked.knowing(UNTOLD)
        question = Question(str(self.count), asked, self._most_votes)
        if before is not None and before.asked.is_again(asked):
            question.round = before.round + 1
            question.earlier = (*before.earlier, before.counts)
        self.by_id[question.id] = self.present = question
        if len(self.by_id) > MOST_KEPT:
            del self.by_id[next(iter(self.by_id))]

    def close(self) -> None:
        """Take no more votes; what they were is not told."""
        if self.present is not None:
            self.present.is_open = False
            self.present = None

    def reveal(self, truth: Truth = UNTOLD) -> None:
        """Close the question that was asked last, and tell its answers. There must be one."""
        latest = self.latest
        assert latest is not None
        self.close()
        latest.asked = latest.asked.knowing(truth)
        latest.is_revealed = True
        self.revealed = latest

    def summary(self) -> list[dict[str, object]]:
        """Return all questions with their answers, for the presenter."""
        return [
            {
                **question.describe(),
                **question.truth(),
                "open": question.is_open,
                "revealed": question.is_revealed,
            }
            for question in self
        ]


def described(question: Question | None) -> dict[str, object] | None:
    """Return a question that is asked, as everybody may know it."""
    return None if question is None else question.describe()


def revealed(question: Question | None) -> dict[str, object] | None:
    """Return a question that was revealed, with its answers."""
    if question is None:
        return None
    return {**question.describe(), **question.truth(), "why": question.asked.why}
