"""The trained networks that are shipped, found by what they are.

`python -m app.pretrain` makes them; their metadata says how, and how well they do.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from app.nn.network import Network
from app.nn.serialization import load_into, read_metadata
from app.resources import DATA


class Architecture(NamedTuple):
    """What a network is, without its parameters; each field as `Network` takes it."""

    layers: tuple[int, ...]
    activation: str
    output: str
    cost: str


LAYERS: Final = (784, 16, 16, 10)

SHIPPED: Final = {
    "sigmoid": Architecture(LAYERS, "sigmoid", "sigmoid", "squared_error"),
    "tanh": Architecture(LAYERS, "tanh", "softmax", "cross_entropy"),
    "relu": Architecture(LAYERS, "relu", "softmax", "cross_entropy"),
}
"""The networks by name; the first is the lecture's."""


def trained_file(name: str, folder: Path = DATA) -> Path:
    """Return the path of the network called `name` in `folder`."""
    return folder / f"trained-{name}.safetensors"


def has_trained(layers: Sequence[int], activation: str, output: str, cost: str) -> bool:
    """Return whether trained parameters are shipped for this architecture."""
    return Architecture(tuple(layers), activation, output, cost) in SHIPPED.values()


def load_trained(network: Network) -> None:
    """Fill `network` with the trained parameters for its architecture.

    Raises: ValueError where none are shipped for it.
    """
    architecture = Architecture(
        network.layers, network.activation.name, network.output.name, network.cost.name
    )
    load_into(network.parameters, _read(architecture))


def trained_metadata(
    layers: Sequence[int], activation: str, output: str, cost: str
) -> dict[str, str]:
    """Return the recipe and the scores of a trained network, each as text.

    Raises: ValueError where none is shipped for this architecture.
    """
    return read_metadata(_read(Architecture(tuple(layers), activation, output, cost)))


def keep_trained() -> None:
    """Read all trained networks into memory, so that no request has to open a file."""
    for architecture in SHIPPED.values():
        _read(architecture)


@cache
def _read(architecture: Architecture) -> bytes:
    for name, shipped in SHIPPED.items():
        if shipped == architecture:
            return trained_file(name).read_bytes()
    layers = "-".join(map(str, architecture.layers))
    raise ValueError(
        f"Expected an architecture that a trained network is shipped for, but got {layers} with "
        f"{architecture.activation}, {architecture.output} and {architecture.cost}"
    )
