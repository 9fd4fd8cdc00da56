"""The cost at many points of one plane through the parameters, faster than by one pass each."""

import numpy as np

from app.nn.arrays import Array
from app.nn.landscape import Plane
from app.nn.network import Network
from app.nn.parameters import Parameters


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
