"""The cost on a plane through a session's parameters, with the path that was walked there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.digits import CLASSES, Split
from app.errors import Conflict
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.plane import Plane, PlaneCosts, axis, plane, principal_directions, random_direction
from app.nn.score import score
from app.nn.training import chunks, one_hot
from app.sessions.compute import Work
from app.work.averaging import Average

PRODUCTS_PER_CHUNK: Final = 10_000_000
"""Examples times parameters in one piece: some milliseconds of a forward pass."""

ROOM: Final = 1.25
"""The plane reaches as much farther as the path does."""
SHARE_OF_PARAMETERS: Final = 0.15
"""How far the plane reaches where there is no path: a share of the parameters' length."""


@dataclass(frozen=True)
class View:
    """What of the landscape is asked for."""

    along_path: bool
    """Whether the plane lies along the path's principal directions, or along the gradient."""
    size: int
    """Points in a row, odd: the present one is in the middle."""
    span: float | None
    """How far it reaches to each side; by the path, or by the parameters, where None."""
    seed: int
    """Of the random direction."""


class PathPoint(NamedTuple):
    """Where a run has been."""

    iteration: int
    vector: Array
    """The parameters, shape (parameter_count,)."""


class Landscape:
    """The cost over some digits, at the points of a plane and at those of a path."""

    def __init__(
        self,
        network: Network,
        split: Split,
        indices: NDArray[np.intp],
        path: Sequence[PathPoint],
        view: View,
    ) -> None:
        """Prepare to go over the plane through the parameters of `network`, which is used up."""
        self.network = network
        self.split = split
        self.indices = indices
        self.path = path
        self.view = view
        self.done = 0
        """Examples whose cost has been found, each counted once for every point."""
        self.of = (view.size**2 + len(path) + 1) * len(indices)
        self.x: Sequence[float] = ()
        self.y: Sequence[float] = ()
        self.costs: list[list[float | None]] = []
        """A row for each y, from the lowest; None where the cost is not finite."""
        self.point_cost: float | None = None
        self.walked: list[dict[str, float | None]] = []
        """For each checkpoint of the path: its iteration, where it is on the plane, its cost."""
        self.gradient_norm: float | None = None

    def work(self) -> Work[None]:
        """Go over all of it. Raises: Conflict where there is no such plane; InvalidInput."""
        surface = yield from self.walk_path()
        self.costs = yield from self._costs_on(surface)

    def walk_path(self) -> Work[Plane]:
        """Go along the path only, and return the plane. Raises: as `work` does."""
        here = self.network.parameters.vector.copy()
        surface = yield from self._plane(here)
        checkpoints = np.array([checkpoint.vector for checkpoint in self.path], np.float64)
        points = surface.project(checkpoints) if len(checkpoints) else np.empty((0, 2))
        half = self.view.span or self._half(points, here)
        self.x = self.y = axis(half, self.view.size)
        self.point_cost = yield from self._cost(here)
        for checkpoint, vector, (x, y) in zip(self.path, checkpoints, points, strict=True):
            cost = yield from self._cost(vector)
            point = {"iteration": checkpoint.iteration, "x": float(x), "y": float(y), "cost": cost}
            self.walked.append(point)
        return surface

    def _costs_on(self, surface: Plane) -> Work[list[list[float | None]]]:
        sums = np.zeros((len(self.y), len(self.x)))
        for examples in self._examples():
            targets = one_hot(self.split.labels[examples], CLASSES)  # (n, 10)
            with np.errstate(all="ignore"):
                costs = PlaneCosts(self.network, surface, self.split.pixels(examples), targets)
            yield
            for i, y in enumerate(self.y):
                for j, x in enumerate(self.x):
                    with np.errstate(all="ignore"):
                        sums[i, j] += costs.cost_sum(x, y)
                    self.done += len(examples)
                    yield
        return [[self._mean(cost_sum) for cost_sum in row] for row in sums.tolist()]

    def _plane(self, here: Array) -> Work[Plane]:
        try:
            if self.view.along_path:
                if len(self.path) < 3:
                    raise Conflict("The run has too few checkpoints for a plane along its path.")
                checkpoints = np.array([checkpoint.vector for checkpoint in self.path], np.float64)
                return plane(here, *principal_directions(checkpoints))
            mean = Average(self.network, self.split, self.indices)
            yield from mean.work()
            self.gradient_norm = mean.norm
            random = random_direction(self.network.parameters, self.view.seed)
            return plane(here, -mean.gradient, random)
        except ValueError as error:
            raise Conflict(f"There is no landscape here: {error}.") from error

    def _half(self, points: Array, here: Array) -> float:
        farthest = float(np.abs(points).max()) if points.size else 0.0
        by_size = SHARE_OF_PARAMETERS * float(np.linalg.norm(here))
        return ROOM * farthest if self.view.along_path else max(ROOM * farthest, by_size, 1.0)

    def _cost(self, vector: Array) -> Work[float | None]:
        """Return the mean C0 over the digits with other parameters; None where it is not finite."""
        self.network.parameters.vector[...] = vector
        cost_sum = 0.0
        for examples in self._examples():
            pixels, labels = self.split.pixels(examples), self.split.labels[examples]
            with np.errstate(all="ignore"):
                cost_sum += score(self.network, pixels, labels).cost_sum
            self.done += len(examples)
            yield
        return self._mean(cost_sum)

    def _examples(self) -> Iterator[NDArray[np.intp]]:
        size = max(1, PRODUCTS_PER_CHUNK // self.network.parameters.vector.size)
        return (self.indices[chunk] for chunk in chunks(len(self.indices), size))

    def _mean(self, cost_sum: float) -> float | None:
        return cost_sum / len(self.indices) if np.isfinite(cost_sum) else None
