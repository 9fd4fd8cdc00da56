"""Activation functions, each with its derivative.

To add one: write a subclass here, name it in `HIDDEN_ACTIVATIONS` and describe it in
`ACTIVATION_DESCRIPTIONS`. The API, the page and the tests of derivatives read these tables.
"""

# All functions are called the same way, whether they need z, a or both.
# ruff: noqa: ARG002

from typing import Any, ClassVar, Final, NamedTuple

import numpy as np

from app.nn.arrays import Array

LEAK: Final = 0.01
"""Slope of the leaky ReLU left of zero (Maas, Hannun and Ng, 2013)."""


FLAT: Final = 0.01
"""A neuron whose derivative is smaller than this counts as saturated."""

LOWEST: Final[dict[np.dtype[Any], Array]] = {
    np.dtype(np.float32): np.array(-87, np.float32),
    np.dtype(np.float64): np.array(-708, np.float64),
}
"""Below these z, exp(-z) would overflow; as arrays, since numpy converts a plain number slowly."""


class Activation:
    """A function a = f(z) of each neuron's own pre-activation, and its derivative."""

    name: ClassVar[str]
    is_elementwise: ClassVar[bool] = True
    """Whether each neuron's a depends on its own z alone."""

    def __call__(self, z: Array) -> Array:
        """Return a = f(z); any shape in, the same shape out."""
        raise NotImplementedError

    def derivative(self, z: Array, a: Array) -> Array:
        """Return da/dz at `z`, where `a` = f(z) is known already; same shape as `z`."""
        raise NotImplementedError

    def delta(self, gradient_a: Array, z: Array, a: Array) -> Array:
        """Carry dC/da back through the function: dC/dz = dC/da * f'(z), shape of `z`."""
        return gradient_a * self.derivative(z, a)


class Sigmoid(Activation):
    """The logistic function 1 / (1 + exp(-z)), between 0 and 1."""

    name = "sigmoid"

    def __call__(self, z: Array) -> Array:
        """Return 1 / (1 + exp(-z)), exact to rounding and without overflow for any finite z."""
        a = np.maximum(z, LOWEST[z.dtype])
        np.exp(np.negative(a, out=a), out=a)
        a += 1
        np.reciprocal(a, out=a)
        return a

    def derivative(self, z: Array, a: Array) -> Array:
        """Return σ(z) (1 - σ(z)), at most 1/4."""
        return a - a * a


class Tanh(Activation):
    """The hyperbolic tangent, between -1 and 1."""

    name = "tanh"

    def __call__(self, z: Array) -> Array:
        """Return tanh(z)."""
        return np.tanh(z)

    def derivative(self, z: Array, a: Array) -> Array:
        """Return 1 - tanh(z)**2, written as a product so that little is lost near ±1."""
        return (1 - a) * (1 + a)


class ReLU(Activation):
    """The rectified linear unit max(0, z)."""

    name = "relu"

    def __call__(self, z: Array) -> Array:
        """Return max(0, z)."""
        return np.maximum(z, 0)

    def derivative(self, z: Array, a: Array) -> Array:
        """Return 1 where z > 0, else 0 (at 0 too, as is usual)."""
        return (z > 0).astype(z.dtype)


class LeakyReLU(Activation):
    """Like ReLU, with the small slope `LEAK` left of zero, so that no neuron dies."""

    name = "leaky_relu"

    def __call__(self, z: Array) -> Array:
        """Return z where z > 0, else LEAK * z."""
        a: Array = np.maximum(z, LEAK * z)
        return a

    def derivative(self, z: Array, a: Array) -> Array:
        """Return 1 where z > 0, else LEAK."""
        return np.where(z > 0, z.dtype.type(1), z.dtype.type(LEAK))


class Linear(Activation):
    """The identity."""

    name = "linear"

    def __call__(self, z: Array) -> Array:
        """Return a copy of z."""
        return z.copy()

    def derivative(self, z: Array, a: Array) -> Array:
        """Return 1 everywhere."""
        return np.ones_like(z)


class Softmax(Activation):
    """exp(z_j) / Σ_k exp(z_k) over the last axis: for outputs only, they sum to 1.

    Every output depends on every pre-activation, so there is no derivative neuron by neuron.
    """

    name = "softmax"
    is_elementwise = False

    def __call__(self, z: Array) -> Array:
        """Return the softmax over the last axis, without overflow for any finite z."""
        a: Array = np.exp(z - z.max(axis=-1, keepdims=True))
        a /= a.sum(axis=-1, keepdims=True)
        return a

    def delta(self, gradient_a: Array, z: Array, a: Array) -> Array:
        """Apply the transposed Jacobian: dC/dz_k = a_k (dC/da_k - Σ_j a_j dC/da_j)."""
        delta: Array = a * (gradient_a - (a * gradient_a).sum(axis=-1, keepdims=True))
        return delta


HIDDEN_ACTIVATIONS: Final[dict[str, Activation]] = {
    f.name: f for f in (Sigmoid(), Tanh(), ReLU(), LeakyReLU(), Linear())
}
"""What hidden layers may use, by name."""

ACTIVATIONS: Final[dict[str, Activation]] = {**HIDDEN_ACTIVATIONS, Softmax.name: Softmax()}
"""What the output layer may use, by name."""


class ActivationDescription(NamedTuple):
    """How an activation is shown to people: in menus, formulas and plots."""

    label: str
    """Its name in menus and sentences."""
    plural: str
    """What several layers of it are called, after their number."""
    symbol: str
    """Its name in a line of text, like σ."""
    tex: str
    """Its name in a formula; empty where a formula just leaves it out."""
    derivative_text: str
    """Its derivative in a line of text."""
    derivative_tex: str
    """Its derivative as a formula of z."""
    derivative_values_tex: str | None
    """The same with numbers in place of {z} and {a}, {(a)} in brackets where it is negative; None
    where the derivative only depends on the sign of z."""
    verb: str
    """What a neuron does with its sum, after "it"."""
    ceiling: float
    """The largest |f'(z)|."""
    low: float | None
    """The lower end of its range; None where it has none."""
    high: float | None
    """The upper end of its range; None where it has none."""
    learning_rate: float
    """That of a short training on mini-batches of 10 from Xavier's start, such that a network with
    it learns steadily; of two activations the smaller one counts. Measured on 784-16-16-10."""


ACTIVATION_DESCRIPTIONS: Final[dict[str, ActivationDescription]] = {
    "sigmoid": ActivationDescription(
        label="sigmoid",
        plural="sigmoids",
        symbol="σ",
        tex=r"\sigma",
        derivative_text="f (1 − f)",
        derivative_tex=r"\sigma(z)\,(1 - \sigma(z))",
        derivative_values_tex=r"{a} \cdot (1 - {a})",
        verb="squashes the sum",
        ceiling=1 / 4,
        low=0,
        high=1,
        learning_rate=0.5,
    ),
    "tanh": ActivationDescription(
        label="tanh",
        plural="tanh",
        symbol="tanh",
        tex=r"\tanh",
        derivative_text="1 − f²",
        derivative_tex=r"1 - \tanh^2(z)",
        derivative_values_tex="1 - {(a)}^2",
        verb="squashes the sum",
        ceiling=1,
        low=-1,
        high=1,
        learning_rate=0.1,
    ),
    "relu": ActivationDescription(
        label="ReLU",
        plural="ReLU",
        symbol="ReLU",
        tex=r"\mathrm{ReLU}",
        derivative_text="0 or 1",
        derivative_tex=r"1 \text{ where } z > 0, \text{ else } 0",
        derivative_values_tex=None,
        verb="keeps what is above 0",
        ceiling=1,
        low=0,
        high=None,
        learning_rate=0.1,
    ),
    "leaky_relu": ActivationDescription(
        label="leaky ReLU",
        plural="leaky ReLU",
        symbol="leaky ReLU",
        tex=r"\mathrm{LReLU}",
        derivative_text=f"{LEAK} or 1",
        derivative_tex=rf"1 \text{{ where }} z > 0, \text{{ else }} {LEAK}",
        derivative_values_tex=None,
        verb="keeps what is above 0, and little below",
        ceiling=1,
        low=None,
        high=None,
        learning_rate=0.1,
    ),
    "linear": ActivationDescription(
        label="linear",
        plural="linear",
        symbol="linear",
        tex="",
        derivative_text="1",
        derivative_tex="1",
        derivative_values_tex="",
        verb="passes the sum on",
        ceiling=1,
        low=None,
        high=None,
        learning_rate=0.01,
    ),
    "softmax": ActivationDescription(
        label="softmax",
        plural="softmax",
        symbol="softmax",
        tex=r"\mathrm{softmax}",
        derivative_text="a (1 − a) by its own z",
        derivative_tex=r"a\,(1 - a)",
        derivative_values_tex=r"{a} \cdot (1 - {a})",
        verb="compares the sum with the others",
        ceiling=1 / 4,
        low=0,
        high=1,
        learning_rate=0.5,
    ),
}
"""How each activation is described, by its name."""
