"""A plane through the space of all parameters, on which the cost is a landscape.

The cost at many points of one plane is found faster than by one whole pass each.

Source of the random directions' scale: H. Li et al., "Visualizing the Loss Landscape of Neural
Nets" (2018), here layer by layer instead of filter by filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.parameters import Parameters

PARALLEL: Final = 1e-9
"""Two unit vectors that differ by less are one direction, except for rounding."""
STRAIGHT: Final = 1e-12
"""A path is a line where its variance across is so small a part of that along it."""


@dataclass(frozen=True)
class Plane:
    """All points origin + x * across + y * up."""

    origin: Array
    """Where x and y are 0, shape (parameter_count,)."""
    across: Array
    """The direction of x: a unit vector."""
    up: Array
    """The direction of y: a unit vector at a right angle to the other."""

    def at(self, x: float, y: float) -> Array:
        """Return the parameters at a point of the plane."""
        point: Array = self.origin + x * self.across + y * self.up
        return point

    def project(self, vectors: Array) -> Array:
        """Return the coordinates, (m, 2), of the points nearest to `vectors` (m, n)."""
        away = vectors - self.origin
        return np.stack([away @ self.across, away @ self.up], axis=1)


def plane(origin: Array, first: Array, second: Array) -> Plane:
    """Return the plane through `origin` that holds both directions.

    Raises: ValueError where they do not span one.
    """
    across, second = _unit(first), _unit(second)
    rest = second - np.dot(second, across) * across
    if np.linalg.norm(rest) < PARALLEL:
        raise ValueError("Expected two directions, but got the same one twice")
    rest -= np.dot(rest, across) * across  # what rounding has left, where little else is
    return Plane(origin, across, _unit(rest))


def random_direction(parameters: Parameters, seed: int) -> Array:
    """Return a random vector, in each layer's weights and biases as long as these are.

    Without that, the layer with the most weights would be all of it.
    """
    drawn = Parameters([parameters.weights[0].shape[1], *map(len, parameters.biases)])
    drawn.vector[...] = np.random.default_rng(seed).standard_normal(drawn.vector.size)
    parts = zip(
        (*drawn.weights, *drawn.biases), (*parameters.weights, *parameters.biases), strict=True
    )
    for part, like in parts:
        length = max(float(np.linalg.norm(like)), 1e-3)
        np.multiply(part, length / float(np.linalg.norm(part)), out=part)
    return drawn.vector


def principal_directions(path: Array) -> tuple[Array, Array]:
    """Return the two directions in which the points of `path`, shape (m, n), differ most.

    Raises: ValueError where all of them lie on one line.
    """
    centred = path - path.mean(axis=0)
    # By the m x m products of the points, since m is small and n is not: as the singular vectors
    # of `centred`, in a tenth of the time.
    variances, mixtures = np.linalg.eigh(np.dot(centred, centred.T))  # in rising order
    if len(path) < 2 or variances[-2] <= STRAIGHT * max(variances[-1], np.finfo(float).tiny):
        raise ValueError("Expected a path that bends: all its checkpoints lie on one line")
    first, second = np.dot(mixtures[:, :-3:-1].T, centred)
    return _unit(first), _unit(second)


class PlaneCosts:
    """The cost over some examples, wherever one is on the plane.

    The first layer holds most of the parameters, and its z is linear in them: at origin + x across
    + y up it is z(origin) + x z(across) + y z(up). These three are formed once, so that each point
    costs no more than the layers behind.
    """

    def __init__(self, network: Network, plane: Plane, x: Array, y: Array) -> None:
        """Prepare for the examples x, shape (n, layers[0]), with desired outputs y (n, n_out)."""
        self._network = network.copy()
        self._plane = plane
        self._targets = y
        self._first_zs = tuple(
            self._first_z(vector, x) for vector in (plane.origin, plane.across, plane.up)
        )
        first = self._network.weights[0].size + self._network.biases[0].size
        self._behind = slice(first, None)

    def cost_sum(self, x: float, y: float) -> float:
        """Return the sum of the examples' C0 at a point: inf or NaN where it has no number."""
        network, behind, plane = self._network, self._behind, self._plane
        at_origin, along_x, along_y = self._first_zs
        z = at_origin + x * along_x + y * along_y  # (n, layers[1])
        network.parameters.vector[behind] = (
            plane.origin[behind] + x * plane.across[behind] + y * plane.up[behind]
        )
        trace = network.forward(network.functions[0](z), start=1)
        last_z = trace.pre_activations[-1] if trace.pre_activations else z
        return float(np.sum(network.cost.terms(last_z, trace.output, self._targets)))

    def _first_z(self, vector: Array, x: Array) -> Array:
        part = Parameters(self._network.layers, vector)
        z: Array = np.dot(x, part.weights[0].T) + part.biases[0]  # (n, layers[1])
        return z


def axis(half: float, size: int) -> Sequence[float]:
    """Return `size` evenly spaced numbers from -half to half; the middle one is 0 exactly."""
    steps = np.arange(size) - size // 2
    values: list[float] = (steps * (half / (size // 2))).tolist()
    return values


def _unit(vector: Array) -> Array:
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length < 1e-30:
        raise ValueError("Expected a direction, but its length is 0 or beyond all bounds")
    unit: Array = vector / length
    return unit
