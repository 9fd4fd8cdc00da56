"""What a step on one example does, taken or not: to others, and with another rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.data.digits import CLASSES, Split
from app.errors import InvalidInput
from app.nn.directions import RATES, Steepest
from app.nn.network import Network
from app.nn.score import cost_sums_by_label
from app.nn.trace import BackwardTrace
from app.nn.training import chunks
from app.sessions.compute import Work
from app.take_home.step_tables import Others
from app.work.chunks import PRODUCTS_PER_CHUNK, chunk_size
from app.work.steps import require_finite_cost


def seen_by_others(before: Network, after: Network, split: Split) -> Work[Others]:
    """Return what steps from one network to another do to the digits of `split`.

    Raises: InvalidInput where their cost would not be finite.
    """
    sums = np.zeros((2, CLASSES))
    for chunk in chunks(len(split), max(1, chunk_size(before) // 2)):
        pixels, labels = split.pixels(chunk), split.labels[chunk]
        with np.errstate(all="ignore"):
            sums += [cost_sums_by_label(network, pixels, labels) for network in (before, after)]
        yield
    require_finite_cost(float(sums.sum()))
    counts = np.bincount(split.labels, minlength=CLASSES)
    return Others(sums[0] / counts, sums[1] / counts, counts)


@dataclass(frozen=True)
class Tried:
    """C0 after one step, for many learning rates."""

    cost: float
    """Before the step."""
    slope: float
    """dC0/d(learning rate) at 0: -|∇C0|²."""
    rates: Sequence[float]
    costs: list[float | None]
    """C0 after a step with each rate; None where it is not finite."""
    tangent: list[float]
    """What each would be if C0 fell on as it begins to."""
    present: float | None
    """C0 after a step with the present rate; None where it is not finite."""
    best: int
    """At which of the rates the cost is lowest."""


def try_rates(network: Network, before: BackwardTrace, present: float) -> Work[Tried]:
    """Return where one step on the example of a pass leads, for each of `RATES` and the present.

    Raises: InvalidInput where the slope is not finite.
    """
    with np.errstate(all="ignore"):
        steepest = Steepest(network, before)
        if not np.isfinite(steepest.tangent(RATES[-1])):
            raise _too_steep()
    costs: list[float | None] = []
    rates = (*RATES, present)
    for chunk in chunks(len(rates), max(1, PRODUCTS_PER_CHUNK // before.gradient.vector.size)):
        for rate in rates[chunk]:
            with np.errstate(all="ignore"):
                cost = steepest.cost(rate)
            costs.append(cost if np.isfinite(cost) else None)
        yield
    at_present = costs.pop()
    known = [np.inf if cost is None else cost for cost in costs]
    return Tried(
        before.cost,
        steepest.slope,
        RATES,
        costs,
        [steepest.tangent(rate) for rate in RATES],
        at_present,
        int(np.argmin(known)),
    )


def _too_steep() -> InvalidInput:
    return InvalidInput(
        ("body", "pixels"),
        "Expected numbers that can be computed with, but in this network the gradient's length "
        "grows beyond all bounds",
        "not_finite",
    )
