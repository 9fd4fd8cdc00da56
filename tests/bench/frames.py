"""Frames and long tasks while something plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from playwright.sync_api import Page

from tests.bench.browser import probe
from tests.bench.report import percentile

LONGEST_BEAT_S = 12.0
"""Where no other beat has come for so long, the playing is over."""


@dataclass(frozen=True)
class Frames:
    """When each frame began, and how long the tasks of over 50 ms were, in milliseconds."""

    starts: Sequence[float]
    long_tasks: Sequence[float]

    @property
    def per_second(self) -> float:
        """Frames a second."""
        return (len(self.starts) - 1) / (self.starts[-1] - self.starts[0]) * 1e3

    @property
    def intervals(self) -> list[float]:
        """From each frame to the next."""
        return [after - before for before, after in pairwise(self.starts)]

    @property
    def median(self) -> float:
        """The median interval."""
        return median(self.intervals)

    @property
    def p95(self) -> float:
        """The interval that 95 % of the frames keep to."""
        return percentile(self.intervals, 95)

    @property
    def longest_task(self) -> float:
        """The longest task, 0 where none took 50 ms."""
        return max(self.long_tasks, default=0.0)


def while_playing(page: Page, button: str) -> Frames:
    """Press `button`, and watch until the last beat begins that it plays to.

    Raises: RuntimeError where it plays nothing.
    """
    return _watch(page, LONGEST_BEAT_S, button=button)


def at_rest(page: Page, lasts_s: float) -> Frames:
    """Watch a page on which nothing is pressed."""
    return _watch(page, lasts_s)


def while_scrubbing(page: Page, key: str, lasts_s: float) -> Frames:
    """Watch a page on which a key is pressed in every frame."""
    return _watch(page, lasts_s, key=key)


def while_dragging(page: Page, slider: str, lasts_s: float) -> Frames:
    """Watch a page on which a slider is dragged to and fro, a stop in every frame."""
    return _watch(page, lasts_s, slider=slider)


def _watch(
    page: Page,
    lasts_s: float,
    *,
    button: str | None = None,
    key: str | None = None,
    slider: str | None = None,
) -> Frames:
    wanted = {"button": button, "quietMs": lasts_s * 1e3, "key": key, "slider": slider}
    seen = page.evaluate(probe("frames.js"), wanted)
    if len(seen["frames"]) < 2:
        raise RuntimeError(f"Expected something to play with {wanted}, but no beat came")
    return Frames(seen["frames"], seen["longTasks"])
