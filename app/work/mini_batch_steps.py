"""Mini-batches' gradients compared with the exact one: where each would step from here."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.digits import Split
from app.nn.directions import Deviation, deviation
from app.nn.network import Network
from app.sessions.compute import Work
from app.work.averaging import Average


class Compared(NamedTuple):
    """One mini-batch compared with all digits. Its gradient is not kept: there may be many."""

    indices: NDArray[np.intp]
    cost: float
    """The mean C0 of its digits."""
    deviation: Deviation


class Directions:
    """The exact gradient over all digits of a split, and how those of mini-batches deviate."""

    def __init__(self, network: Network, split: Split, batches: Sequence[NDArray[np.intp]]) -> None:
        """Prepare to look at `batches`, with a network that stays as it is."""
        self.network = network
        self.split = split
        self.batches = batches
        self.exact = Average(network, split, np.arange(len(split)))
        self.compared: list[Compared] = []
        """One for each batch, once `work` is done."""
        self._present = self.exact

    @property
    def done(self) -> int:
        """How many digits have been gone through."""
        before = 0 if self._present is self.exact else self.exact.done
        return before + sum(len(each.indices) for each in self.compared) + self._present.done

    @property
    def of(self) -> int:
        """How many there are to go through."""
        return len(self.exact.indices) + sum(map(len, self.batches))

    def work(self) -> Work[None]:
        """Form all gradients. Raises: InvalidInput where their numbers are not finite."""
        yield from self.exact.work()
        gradient = self.exact.gradient
        for batch in self.batches:
            mean = Average(self.network, self.split, batch)
            self._present = mean
            yield from mean.work()
            deviating = deviation(mean.gradient, gradient)
            self.compared.append(Compared(batch, mean.cost, deviating))
            self._present = self.exact
