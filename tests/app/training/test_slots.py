"""How many sessions may train at once, by a clock that the tests turn."""

import pytest

from app.errors import TooManyRequests
from app.training.slots import Slots
from tests.app.turned_clock import TurnedClock


class Trains:
    def __init__(self) -> None:
        self.has_made_way = False

    def give_way(self) -> None:
        self.has_made_way = True


def test_who_was_not_commanded_for_a_minute_makes_way() -> None:
    clock = TurnedClock()
    slots = Slots(2, clock)
    old, kept, late = Trains(), Trains(), Trains()
    slots.take(old)
    slots.take(kept)
    clock.now += 59
    with pytest.raises(TooManyRequests) as refused:
        slots.take(late)
    assert refused.value.retry_after_s >= 1
    slots.note_command(kept)
    clock.now += 1
    slots.take(late)
    assert (old.has_made_way, kept.has_made_way) == (True, False)
    assert len(slots) == 2
    slots.give_back(old)  # It has none any more.
    assert len(slots) == 2
    with pytest.raises(TooManyRequests):
        slots.take(Trains())


def test_where_none_may_train_nobody_makes_way() -> None:
    with pytest.raises(TooManyRequests):
        Slots(0).take(Trains())
