"""How fast a run goes, and how long it has gone."""

from time import perf_counter
from typing import Final

WEIGHT: Final = 0.02
"""Of the latest interval in the mean rate: about 50 of them, half a second, count."""


class Rate:
    """Steps a second, smoothed."""

    def __init__(self) -> None:
        self.steps_per_second: float | None = None
        self._at = 0.0
        self._iteration = 0

    def begin(self, iteration: int) -> None:
        """Begin to measure."""
        self.steps_per_second = None
        self._at, self._iteration = perf_counter(), iteration

    def note(self, iteration: int) -> float:
        """Note the iteration that a run has reached; return the seconds since the last note."""
        now = perf_counter()
        passed, steps = now - self._at, iteration - self._iteration
        self._at, self._iteration = now, iteration
        if passed > 0:
            rate, mean = steps / passed, self.steps_per_second
            self.steps_per_second = rate if mean is None else mean + WEIGHT * (rate - mean)
        return passed
