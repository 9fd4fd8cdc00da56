"""Mini-batches and gradient descent over many examples."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike, NDArray

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.norms import norm
from app.nn.parameters import Parameters
from app.nn.trace import BackwardTrace


class Batches:
    """Training examples shuffled into mini-batches, epoch after epoch.

    Which examples the n-th mini-batch holds depends on the seed, the batch size and n alone, so a
    run that is taken back and done again sees the same digits.
    """

    def __init__(self, example_count: int, batch_size: int, seed: int) -> None:
        """Prepare batches of `batch_size` among `example_count` examples; the last may be smaller.

        Raises: ValueError unless 1 <= batch_size <= example_count.
        """
        if not 1 <= batch_size <= example_count:
            raise ValueError(
                f"Expected a batch size from 1 to {example_count}, but got {batch_size}"
            )
        self.example_count = example_count
        self.batch_size = batch_size
        self.seed = seed
        self.per_epoch = -(-example_count // batch_size)
        self._epoch: int | None = None
        self._order: NDArray[np.intp] = np.empty(0, np.intp)

    def __getitem__(self, n: int) -> NDArray[np.intp]:
        """Return the indices of the examples in mini-batch n, counted from 0 over all epochs."""
        epoch, position = divmod(n, self.per_epoch)
        if epoch != self._epoch:
            rng = np.random.default_rng((self.seed, epoch))
            self._order = rng.permutation(self.example_count)
            self._epoch = epoch
        start = position * self.batch_size
        return self._order[start : start + self.batch_size]


def one_hot(labels: NDArray[np.integer], classes: int, dtype: DTypeLike = np.float64) -> Array:
    """Return the desired outputs for `labels`, shape (n,) or (): 1 at the label, 0 elsewhere."""
    targets: Array = np.eye(classes, dtype=dtype)[labels]  # ([n,] classes)
    return targets


def clip_factor(gradient: Parameters, limit: float) -> float:
    """Return what to multiply the gradient by so that its norm is at most `limit`, > 0.

    It is 1 where the norm is that small already; 0 or NaN where the gradient has overflowed.
    Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks",
    2013, algorithm 1.
    """
    length = norm(gradient.vector)
    return 1.0 if length <= limit else limit / length


class Descent:
    """Gradient descent on one network, with its own gradient buffer and, if asked for, momentum.

    With momentum m the step is v <- m v - rate * gradient, w <- w + v (Nielsen, ch. 3). With a
    `clip`, the step is taken along the whole gradient shortened to that norm; `gradient` stays as
    it is.
    """

    def __init__(self, network: Network, momentum: float = 0.0, clip: float | None = None) -> None:
        """Prepare to train `network` in place."""
        self.network = network
        self.momentum = momentum
        self.clip = clip
        dtype = network.parameters.vector.dtype
        self.gradient = Parameters(network.layers, dtype=dtype)
        self.velocity = np.zeros_like(network.parameters.vector) if momentum else None
        self._rate = 0.0

    def set_momentum(self, momentum: float) -> None:
        """Go on with another momentum; what it has gathered is kept while there is any."""
        self.momentum = momentum
        if not momentum:
            self.velocity = None
        elif self.velocity is None:
            self.velocity = np.zeros_like(self.network.parameters.vector)

    def step(self, x: Array, y: Array, learning_rate: float) -> BackwardTrace:
        """Take one step on the mini-batch (x, y); return the pass that it was taken from.

        The trace's `gradient` is this descent's own buffer: the next step writes over it.
        """
        trace = self.network.backprop(x, y, self.gradient)
        self.descend(learning_rate)
        return trace

    def descend(self, learning_rate: float) -> None:
        """Take one step along the gradient in `gradient`, whatever wrote it."""
        if self.clip is not None:
            learning_rate *= clip_factor(self.gradient, self.clip)
        self._rate = learning_rate
        if self.velocity is None:
            self.network.step(self.gradient, learning_rate)
        else:
            self.velocity *= self.momentum
            self.velocity -= learning_rate * self.gradient.vector
            self.network.parameters.vector += self.velocity

    def last_step(self) -> Parameters:
        """Return what the last step has added to the parameters, as a copy."""
        if self.velocity is None:
            vector = -self._rate * self.gradient.vector
        else:
            vector = self.velocity.copy()
        return Parameters(self.network.layers, vector)


def chunks(count: int, size: int) -> Iterator[slice]:
    """Yield slices that cover range(count), each at most `size` long."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def count_correct(network: Network, x: Array, labels: NDArray[np.integer]) -> int:
    """Return for how many examples, x of shape (n, layers[0]), the largest output is the label."""
    return int((network.forward(x).prediction == labels).sum())
