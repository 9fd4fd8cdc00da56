"""Questions to a session's network that change nothing: what if, and is the derivative right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.errors import InvalidInput
from app.nn.arrays import Array
from app.nn.finite_difference import GradientCheck, check_gradient
from app.nn.trace import ForwardTrace
from app.nn.training import chunks
from app.nn.what_if import OneActivation, OneParameter, WhatIf, WhatIfParameter, what_if
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.chunks import PRODUCTS_PER_CHUNK


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
