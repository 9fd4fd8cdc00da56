"""The same step of descent in PyTorch, eager, on the CPU, as its own tutorials write it."""

import numpy as np
import torch
from numpy.typing import NDArray

from app.nn.network import Network


class TorchNetwork:
    """Sigmoid everywhere, squared error, float32, plain SGD."""

    def __init__(self, network: Network, learning_rate: float) -> None:
        """Copy the network's parameters."""
        parts: list[torch.nn.Module] = []
        for weight, bias in zip(network.weights, network.biases, strict=True):
            linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
            with torch.no_grad():
                linear.weight.copy_(torch.tensor(weight))
                linear.bias.copy_(torch.tensor(bias))
            parts += [linear, torch.nn.Sigmoid()]
        self.model = torch.nn.Sequential(*parts)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=learning_rate)

    def step(self, x: torch.Tensor, y: torch.Tensor) -> None:
        """Take one step on a mini-batch, x (batch, n_in) and y (batch, n_out)."""
        self.optimizer.zero_grad()
        loss = (self.model(x) - y).square().sum(dim=1).mean()
        loss.backward()
        self.optimizer.step()

    def first_weights(self) -> NDArray[np.float32]:
        """Return the weights of the first layer, (n_out, n_in)."""
        weights: NDArray[np.float32] = self.model.get_parameter("0.weight").detach().numpy()
        return weights


def default_threads() -> int:
    """Return how many threads PyTorch takes by itself."""
    return torch.get_num_threads()


def use_threads(count: int) -> None:
    """Let PyTorch use this many threads from now on."""
    torch.set_num_threads(count)


def tensor(array: NDArray[np.float32]) -> torch.Tensor:
    """Return the array's numbers as a tensor."""
    return torch.from_numpy(array)
