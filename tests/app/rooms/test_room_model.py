"""A room in every order of events, held against a model of plain dicts."""

import math
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.errors import Conflict, NotFound, Unavailable
from app.nn.network import Network
from app.rooms.drawings import drawn
from app.rooms.room import Change, Room
from app.rooms.room_questions import Asked, Vote
from app.rooms.seats import HERE_AFTER_S, SILENT_AFTER_S
from app.sessions.session import Session

MOST_SEATS = 4
SEATS = [letter * 22 for letter in "abcdef"]
TEXTS = [Asked("One?", ("a", "b", "c"), 1), Asked("Two?", ("a", "b"), 0)]
BEATS = ["walk/cost", "descent/step"]

seats = st.sampled_from(SEATS)


class RoomMachine(RuleBasedStateMachine):
    """Does what presenters and seats do, to a room and to the model."""

    @initialize()
    def begin(self) -> None:
        self.now = 0.0
        session = Session(Network([2, 2]), "zeros", 0, "random", 1000)
        self.room = Room("ABCDEF", "key", session, MOST_SEATS, clock=lambda: self.now)
        self.version = self.room.version
        self.asked: list[dict[str, Any]] = []
        self.open: dict[str, Any] | None = None
        self.told: dict[str, Any] | None = None
        self.here: dict[str, float] = {}
        self.back: dict[str, bool] = {}
        self.came: dict[str, float] = {}
        self.part: set[str] = set()
        self.listening: dict[str, ExitStack] = {}
        self.turned_out: list[ExitStack] = []
        self.let_go: list[str] = []
        self.drawings: dict[str, int] = {}
        self.drawing = False
        self.lost: dict[str, set[str]] = {"walk": set()}
        self.beat = "walk"

    def enters(self, seat: str) -> bool:
        """Note that a seat acts; return whether there is a place for it."""
        if not self.finds_place(seat):
            return False
        self.back[seat] = seat in self.here
        self.here[seat] = self.now + HERE_AFTER_S
        self.came.setdefault(seat, self.now)
        self.part.add(seat)
        return True

    def listening_as(self, seat: str) -> AbstractContextManager[None]:
        return self.room.seats.listening(seat, lambda: self.let_go.append(seat))

    def do(self, seat: str, act: Callable[[], None]) -> None:
        with self.room.acting(seat):
            act()

    def draw_in(self, seat: str, label: int) -> None:
        drawing = drawn([0.5], label)
        self.do(seat, lambda: self.room.draw(seat, drawing, self.room.gives_way(seat)))

    @property
    def present(self) -> list[str]:
        """Who is in the room, those first that came first."""
        return [
            name for name, until in self.here.items() if until > self.now or name in self.listening
        ]

    def finds_place(self, seat: str) -> bool:
        """Return whether a seat is here, or there is a place, if need be one that is idle."""
        if seat in self.present or len(self.present) < MOST_SEATS:
            return True
        idle = [name for name in self.present if name not in self.listening or self.is_silent(name)]
        if idle:
            other = min(idle, key=self.worth)
            self.here[other] = -math.inf
            if (stream := self.listening.pop(other, None)) is not None:
                self.turned_out.append(stream)
                self.part.discard(other)
                for known in (self.here, self.back, self.came):
                    del known[other]
        return idle != []

    def is_silent(self, name: str) -> bool:
        """Return whether a seat that listens has long done nothing else."""
        return name not in self.part and self.now - self.came[name] >= SILENT_AFTER_S

    def worth(self, name: str) -> tuple[bool, bool, float, float]:
        """Return what is least for whoever gives way first."""
        return name in self.part, self.back[name], self.here[name], self.came[name]

    @rule(seat=seats)
    def look(self, seat: str) -> None:
        """Ask for what is shown."""
        if seat in self.here:
            self.part.add(seat)
        self.room.seats.note_part(seat)

    @rule(seat=seats)
    def listen(self, seat: str) -> None:
        """Begin to listen to news, or end."""
        if (stream := self.listening.pop(seat, None)) is not None:
            stream.close()
            self.here[seat] = self.now
        elif self.finds_place(seat):
            self.here.setdefault(seat, -math.inf)
            self.back.setdefault(seat, False)
            self.came.setdefault(seat, self.now)
            self.listening[seat] = ExitStack()
            self.listening[seat].enter_context(self.listening_as(seat))
        else:
            with pytest.raises(Unavailable), self.listening_as(seat):
                pass
        self.room.look()

    @rule()
    def all_listen(self) -> None:
        """Fill the room with listeners; the last ones find it full."""
        for seat in SEATS:
            if seat not in self.listening:
                self.listen(seat)

    @rule(asked=st.sampled_from(TEXTS))
    def ask(self, asked: Asked) -> None:
        before = self.asked[-1] if self.asked else None
        is_again = before is not None and before["asked"] == asked
        earlier = [*before["earlier"], self.counts(before)] if before and is_again else []
        self.open = {"asked": asked, "votes": {}, "earlier": earlier, "revealed": False}
        self.asked.append(self.open)
        self.room.present(Change(asks=asked))

    @rule()
    def close(self) -> None:
        self.open = None
        self.room.present(Change(closes=True))

    @rule()
    def reveal(self) -> None:
        change = Change(reveal=True)
        can = bool(self.asked) and not self.asked[-1]["revealed"]
        assert self.room.can_reveal(change) is can
        if can:
            self.told, self.open = self.asked[-1], None
            self.told["revealed"] = True
            self.room.present(change)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), seat=seats, choice=st.integers(0, 1))
    def vote(self, data: st.DataObject, seat: str, choice: int) -> None:
        number = data.draw(st.integers(1, len(self.asked)))
        question = self.asked[number - 1]
        if not self.enters(seat):
            with pytest.raises(Unavailable):
                self.do(seat, lambda: self.room.vote(str(number), seat, Vote(choice)))
        elif question is not self.open:
            with pytest.raises(Conflict):
                self.do(seat, lambda: self.room.vote(str(number), seat, Vote(choice)))
        else:
            question["votes"][seat] = choice
            self.do(seat, lambda: self.room.vote(str(number), seat, Vote(choice)))

    @rule()
    def vote_for_nothing(self) -> None:
        with pytest.raises(NotFound):
            self.room.vote(str(len(self.asked) + 1), SEATS[0], Vote(0))

    @rule(beat=st.sampled_from(BEATS))
    def show(self, beat: str) -> None:
        self.beat = beat
        self.lost.setdefault(beat, set())
        self.room.present(Change(address=f"#{beat}?digit=test-1"))

    @rule(seat=seats)
    def lose(self, seat: str) -> None:
        if self.enters(seat):
            self.lost[self.beat].add(seat)
            self.do(seat, lambda: self.room.lose(seat))
        else:
            with pytest.raises(Unavailable):
                self.do(seat, lambda: self.room.lose(seat))

    @rule(is_asked=st.booleans())
    def ask_for_drawings(self, is_asked: bool) -> None:
        if is_asked and not self.drawing:
            self.drawings = {}
        self.drawing = is_asked
        self.room.present(Change(is_drawing=is_asked))

    @rule(seat=seats, label=st.integers(0, 9))
    def draw(self, seat: str, label: int) -> None:
        is_in = self.enters(seat)
        is_full = seat not in self.drawings and len(self.drawings) >= MOST_SEATS
        if is_in and is_full and self.drawing:
            idle = [other for other in self.drawings if other not in self.listening]
            if idle:
                del self.drawings[idle[0]]
                is_full = False
        if not is_in:
            with pytest.raises(Unavailable):
                self.draw_in(seat, label)
        elif not self.drawing or is_full:
            with pytest.raises((Conflict, Unavailable)):
                self.draw_in(seat, label)
        else:
            self.drawings[seat] = label
            self.draw_in(seat, label)

    @rule(seconds=st.floats(1, HERE_AFTER_S))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.room.look()

    @staticmethod
    def counts(question: dict[str, Any]) -> list[int]:
        counts = Counter(question["votes"].values())
        return [counts[choice] for choice in range(len(question["asked"].choices))]

    @invariant()
    def the_state_is_the_models(self) -> None:
        state = self.room.state()
        assert state["seats"] == len(self.present)
        assert len(self.let_go) == len(self.turned_out)
        assert state["version"] == self.room.version
        assert state["drawing"] is self.drawing
        assert [drawing.label for drawing in self.room.drawings.chosen("all")] == [
            *self.drawings.values()
        ]
        lost: Any = self.room.desk()["lost"]
        assert {each["beat"]: each["count"] for each in lost} == {
            beat: len(seats) for beat, seats in self.lost.items()
        }
        question: Any = state["question"]
        assert (question is None) is (self.open is None)
        if self.open is not None:
            assert question["answered"] == len(self.open["votes"])
            assert question["round"] == len(self.open["earlier"]) + 1
            assert not {"counts", "right", "earlier", "why"} & question.keys()

    @invariant()
    def nothing_is_told_before_its_reveal(self) -> None:
        told: Any = self.room.state()["closed_question"]
        assert (told is None) is (self.told is None)
        if self.told is not None:
            assert told["counts"] == self.counts(self.told)
            assert [*told["earlier"]] == self.told["earlier"]
        for number, question in enumerate(self.asked, start=1):
            kept = self.room.questions.get(str(number))
            public, keyed = (kept.answer(is_presenter=is_one) for is_one in (False, True))
            assert keyed["counts"] == self.counts(question)
            assert public["counts"] == (keyed["counts"] if question["revealed"] else None)

    @invariant()
    def versions_only_grow(self) -> None:
        written = self.room.written
        assert self.room.version >= self.version
        self.version = self.room.version
        assert self.room.written is written, "It is written once a version."


TestRoomMachine = RoomMachine.TestCase
TestRoomMachine.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
