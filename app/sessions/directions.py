"""Mini-batches' gradients beside the exact one: where each would step from the present point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.data.digits import Split
from app.nn.directions import Deviation, deviation
from app.nn.network import Network
from app.sessions.averaging import Average
from app.sessions.descent import Pieces


class Directions:
    """The exact gradient over all digits of a split, and how those of mini-batches deviate."""

    def __init__(self, network: Network, split: Split, batches: Sequence[NDArray[np.intp]]) -> None:
        """Prepare to look at `batches`, with a network that stays as it is."""
        self.batches = batches
        self.exact = Average(network, split, np.arange(len(split)))
        self.means = [Average(network, split, batch) for batch in batches]
        self.deviations: list[Deviation] = []
        """One for each batch, once `work` is done."""

    @property
    def done(self) -> int:
        """How many digits have been gone through."""
        return self.exact.done + sum(mean.done for mean in self.means)

    @property
    def of(self) -> int:
        """How many there are to go through."""
        return len(self.exact.indices) + sum(map(len, self.batches))

    def work(self) -> Pieces[None]:
        """Form all gradients. Raises: InvalidInput where their numbers are not finite."""
        yield from self.exact.work()
        gradient = self.exact.gradient
        for mean in self.means:
            yield from mean.work()
            self.deviations.append(deviation(mean.gradient, gradient))
