"""The machine that is measured on, and who else is using it meanwhile."""

import importlib.metadata
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path

LIBRARIES = ("numpy", "torch", "fastapi", "uvicorn", "uvloop", "pydantic", "orjson", "playwright")
SLOW = 1.3
"""A machine on which a fixed sum takes so many times its best is not itself."""
PROC = Path("/proc")
BUSY = 0.1
"""Other programs that take more than this share of one core disturb a measurement."""


def describe() -> str:
    """Return processor, cores, and versions of all that takes part."""
    versions = [f"Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} absent")
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}\n"
        f"{', '.join(versions)}\nload average {_load()}"
    )


def _processor() -> str:
    try:
        lines = (PROC / "cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return ", ".join(f"{load:.2f}" for load in os.getloadavg())


class Others:
    """How much of the processor other programs take, from when this was made.

    Known on Linux only. Ours are this process and all that descend from it.
    """

    def __init__(self) -> None:
        self._start = self._ticks()
        self._began = time.perf_counter()

    def cores(self) -> float | None:
        """Return how many cores others have used on average, None where that is unknown."""
        ticks = self._ticks()
        if self._start is None or ticks is None:
            return None
        hertz = os.sysconf("SC_CLK_TCK")
        lapse = max(time.perf_counter() - self._began, 1 / hertz)
        return max(0.0, (ticks - self._start) / hertz / lapse)

    def remark(self) -> str:
        """Return a sentence for the table's foot: whether the figures can be trusted."""
        cores = self.cores()
        if cores is None:
            return f"Load average at the end: {_load()}."
        if cores <= BUSY:
            return f"Other programs took {cores:.0%} of one core meanwhile."
        return f"DISTURBED: other programs took {cores:.0%} of one core meanwhile."

    def _ticks(self) -> int | None:
        """Return the processor time that others have taken so far, None where that is unknown."""
        try:
            fields = (PROC / "stat").read_text("ascii").splitlines()[0].split()[1:]
            user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields[:8])
            # A descendant that ends is counted in its parent once that has waited for it.
            ours = sum(_used_by(stat) for stat in _descendants())
        except (OSError, ValueError, IndexError):
            return None
        return user + nice + system + irq + softirq + steal - ours


def wait_for_calm(patience_s: float) -> None:
    """Wait until others leave the machine alone for a second, but not longer than that."""
    end = time.perf_counter() + patience_s
    while time.perf_counter() < end:
        others = Others()
        time.sleep(1)
        if others.cores() is None or (others.cores() or 0) <= BUSY:
            return


class Probe:
    """A fixed sum, done now and then: it takes longer where the machine is busy or slowed down."""

    COUNT = 300_000
    TRIES = 5

    def __init__(self) -> None:
        self._best = min(self._time() for _ in range(4 * self.TRIES))

    def slowdown(self) -> float:
        """Return how many times its best the sum takes now."""
        now = min(self._time() for _ in range(self.TRIES))
        self._best = min(self._best, now)
        return now / self._best

    def _time(self) -> float:
        began = time.perf_counter()
        sum(range(self.COUNT))
        return time.perf_counter() - began


def _descendants() -> Iterator[list[str]]:
    """Yield what the system says of this process and of all below it, from the parent's id on."""
    stats: dict[int, list[str]] = {}
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            # The program's name, in brackets, may itself hold brackets and blanks.
            after_name = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        process, parent = int(path.parent.name), int(after_name[1])
        stats[process] = after_name
        children.setdefault(parent, []).append(process)
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        if process in stats:
            yield stats[process]


def _used_by(stat: list[str]) -> int:
    """Return user and system time of a process and of its children that have ended, in ticks."""
    return sum(map(int, stat[11:15]))
