"""The training run: descent with momentum, a falling rate, and averaged parameters at the end."""

from collections.abc import Callable

import numpy as np

from app.data.trained import Architecture
from app.nn.network import Network
from app.nn.training import Batches, Descent
from app.pretrain.examples import Examples
from app.pretrain.recipe import Recipe


def train(
    architecture: Architecture,
    recipe: Recipe,
    examples: Examples,
    epoch_done: Callable[[], object] = lambda: None,
) -> Network:
    """Return a network trained by the recipe, in single precision.

    The same arguments give the same bits on the same machine. `epoch_done` is called after each
    epoch.
    """
    network = Network(*architecture, dtype=np.float32)
    network.randomize(recipe.initializer, recipe.seed)
    descent = Descent(network, recipe.momentum)
    average = Average(network)
    rng = np.random.default_rng((recipe.seed, TRAINING))
    for epoch in range(recipe.epochs):
        x, y = examples.epoch(recipe, epoch, rng)
        # Pixels about 0 make the cost's valleys rounder: the same rate leads further.
        x -= examples.mean
        batches = Batches(len(x), min(recipe.batch_size, len(x)), recipe.seed)
        step_count = recipe.epochs * batches.per_epoch
        for step in range(epoch * batches.per_epoch, (epoch + 1) * batches.per_epoch):
            batch = batches[step]
            descent.step(x[batch], y[batch], rate_at(step, step_count, recipe))
            if step >= step_count * (1 - recipe.averaged_share):
                average.add()
        epoch_done()
    average.finish()
    # W (x - mean) + b = W x + (b - W mean): what is shipped takes the pixels as they are.
    network.biases[0][...] -= network.weights[0] @ examples.mean
    return network


TRAINING = 2
"""Keeps the random numbers of the training apart from those of the rendering."""


def rate_at(step: int, step_count: int, recipe: Recipe) -> float:
    """Return the learning rate of a step, counted from 0."""
    rising = min(1.0, (step + 1) / recipe.warm_up_steps)
    falling = 0.5 * (1 + np.cos(np.pi * step / step_count))
    return float(recipe.learning_rate * rising * falling)


class Average:
    """The mean of a network's parameters over many steps, kept in double precision."""

    def __init__(self, network: Network) -> None:
        """Begin with nothing."""
        self.network = network
        self.sum = np.zeros(network.parameters.vector.shape)
        self.count = 0

    def add(self) -> None:
        """Count the present parameters in."""
        self.sum += self.network.parameters.vector
        self.count += 1

    def finish(self) -> None:
        """Give the network the mean, if anything was counted in."""
        if self.count:
            self.network.parameters.vector[...] = self.sum / self.count
