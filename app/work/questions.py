"""Questions to a session's network that change nothing: what if, and are the derivatives right."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final, NamedTuple

import numpy as np

from app.errors import InvalidInput
from app.nn.arrays import Array
from app.nn.finite_difference import GradientCheck, OneByOne, check_gradient
from app.nn.network import Network
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.training import chunks
from app.nn.what_if import OneActivation, OneParameter, WhatIf, WhatIfParameter, what_if
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.chunks import PRODUCTS_PER_CHUNK

TIMED_PASSES: Final = 15
"""Of which the middle one counts: the first finds nothing in the processor's cache."""


class Span(NamedTuple):
    """Values evenly spaced from `start` to `end`, both among them."""

    start: float
    end: float
    points: int


@dataclass(frozen=True)
class Curve:
    """C0 against one quantity."""

    values: Array
    """Shape (n,)."""
    costs: list[float | None]
    """C0 at each of the values; None where it has none."""


@dataclass(frozen=True)
class WhatIfResult:
    """What one other value would change."""

    held: WhatIf
    value: float
    forward: ForwardTrace
    cost: float
    curve: Curve | None

    @property
    def change(self) -> float:
        """The true change of C0."""
        return self.cost - self.held.before.cost


def ask_what_if(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float],
    quantity: OneParameter | OneActivation,
    value: float,
    span: Span | None = None,
) -> Work[WhatIfResult]:
    """Return the pass with `quantity` at `value`, and C0 over `span`.

    Raises: InvalidInput where the pass or C0 is not finite at `value`; IndexError where there is no
    such quantity.
    """
    before = session.backward(pixels, target)
    with np.errstate(all="ignore"):
        held = what_if(session.network, before, quantity)
        forward, cost = held.forward(value), held.cost(value)
        numbers = (
            np.array((held.derivative, held.promised(value), cost)),
            *forward.pre_activations,
        )
    if not all(np.isfinite(array).all() for array in numbers):
        raise _no_number("value")
    curve = None if span is None else (yield from _curve(held, span))
    return WhatIfResult(held, value, forward, cost, curve)


def ask_check(
    session: Session, pixels: Sequence[float], target: int | Sequence[float], index: int
) -> GradientCheck:
    """Measure the derivative of C0 for one parameter, to be compared with back-propagation's.

    Raises: InvalidInput where C0 is not finite nearby; IndexError where there is no parameter.
    """
    before = session.backward(pixels, target)
    with np.errstate(all="ignore"):
        check = check_gradient(WhatIfParameter(session.network, before, OneParameter(index)))
        numbers = (check.finite_difference, check.relative_difference)
    if not np.isfinite(numbers).all():
        raise _no_number("parameter")
    return check


class EveryDerivative:
    """All derivatives measured one by one, and by one pass back: how long either takes.

    Times are those of the computation alone; others may come between its pieces.
    """

    def __init__(self, network: Network, before: BackwardTrace, count: int) -> None:
        """Prepare to measure the first `count`, for the pass of one example."""
        self._network = network
        self._before = before
        self._one_by_one: OneByOne | None = None
        self.of = count + 1
        """Forward passes in all."""
        self.elapsed_s = 0.0
        """How long those passes have taken that are done."""
        self.backprop_s = 0.0
        """How long one pass forward and back takes, which finds all derivatives; 0 at first."""

    @property
    def done(self) -> int:
        """Forward passes that are done."""
        return 0 if self._one_by_one is None else self._one_by_one.passes

    @property
    def largest_difference(self) -> float:
        """How far one of those measured is from back-propagation's, at most."""
        return 0.0 if self._one_by_one is None else self._one_by_one.largest_difference

    @property
    def largest(self) -> float:
        """The largest derivative measured, by size."""
        return 0.0 if self._one_by_one is None else self._one_by_one.largest

    def work(self) -> Work[None]:
        """Measure them. Raises: InvalidInput where C0 is not finite nearby."""
        yield from self._time_backprop()
        start = perf_counter()
        one_by_one = self._one_by_one = OneByOne(self._network, self._before)
        at_once = max(1, PRODUCTS_PER_CHUNK // (20 * self._before.gradient.vector.size))
        while one_by_one.passes < self.of:
            with np.errstate(all="ignore"):
                for _ in range(min(at_once, self.of - one_by_one.passes)):
                    one_by_one.measure_next()
            self.elapsed_s += perf_counter() - start
            if not np.isfinite(one_by_one.largest_difference):
                raise _no_number("pixels")
            yield
            start = perf_counter()

    def _time_backprop(self) -> Work[None]:
        before, times = self._before, []
        for _ in range(TIMED_PASSES):
            start = perf_counter()
            self._network.backprop(before.forward.activations[0], before.target)
            times.append(perf_counter() - start)
            yield
        self.backprop_s = median(times)


def _curve(held: WhatIf, span: Span) -> Work[Curve]:
    values = np.linspace(*span)
    costs: list[float | None] = []
    size = max(1, PRODUCTS_PER_CHUNK // held.before.gradient.vector.size)
    for chunk in chunks(len(values), size):
        with np.errstate(all="ignore"):
            piece = held.costs(values[chunk])
        costs += [float(cost) if np.isfinite(cost) else None for cost in piece]
        yield
    return Curve(values, costs)


def _no_number(field: str) -> InvalidInput:
    return InvalidInput(
        ("body", field),
        "Expected a value at which the cost is a finite number, but here it is none, or beyond all "
        "bounds",
        "not_finite",
    )
