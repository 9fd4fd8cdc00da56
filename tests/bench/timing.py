"""Time of short calls: several contestants by turns, so that all see the same machine."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 80
ROUND_S = 0.005
"""How long one contestant's turn lasts, about: short, so that some turns are left undisturbed."""


@dataclass(frozen=True)
class Contestant:
    """Something to be timed."""

    call: Callable[[], object]
    prepare: Callable[[], object] = lambda: None
    """Done before each turn, and not timed."""


@dataclass(frozen=True)
class Times:
    """Seconds per call, one for each round."""

    rounds: Sequence[float]

    @property
    def typical(self) -> float:
        """The median of the rounds."""
        return median(self.rounds)

    @property
    def best(self) -> float:
        """The fastest round: what the machine can do when nothing comes between."""
        return min(self.rounds)

    def ratio_to(self, other: "Times") -> float:
        """Return how many times as long `other` takes, each at its best."""
        return other.best / self.best


def by_turns(contestants: Mapping[str, Contestant], rounds: int = ROUNDS) -> dict[str, Times]:
    """Time all contestants in each of `rounds` rounds, after a warm-up."""
    counts = {name: _calls_for_a_turn(each) for name, each in contestants.items()}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, contestant in contestants.items():
                times[name].append(_turn(contestant, counts[name]))
    finally:
        gc.enable()
    return {name: Times(tuple(each)) for name, each in times.items()}


def _calls_for_a_turn(contestant: Contestant) -> int:
    """Warm up, and find out how many calls fill a turn."""
    count = 1
    while (lapse := _turn(contestant, count) * count) < ROUND_S:
        count = max(count + 1, min(count * 10, int(count * ROUND_S / max(lapse, 1e-9))))
    return count


def _turn(contestant: Contestant, count: int) -> float:
    """Return the seconds per call over `count` calls."""
    contestant.prepare()
    call = contestant.call
    start = perf_counter()
    for _ in range(count):
        call()
    return (perf_counter() - start) / count
