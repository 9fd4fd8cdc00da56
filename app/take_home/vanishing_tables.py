"""Two networks compared, as tables: their neurons' slopes, one path, and how each layer learns."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from app.nn.activations import ACTIVATION_DESCRIPTIONS
from app.nn.initializers import INITIALIZERS
from app.nn.network import Network
from app.nn.strongest_path import strongest_path
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.train_settings import SETTINGS, TrainSettings
from app.take_home.numbers import grouped, percent, short
from app.take_home.tables import NONE, Table, quantities


def slopes_table(name: str, network: Network, trace: ForwardTrace, layer: int) -> Table:
    """Return z, f(z) and f'(z) of each neuron of a hidden layer.

    name: of the network; layer: counted from 1, a deeper one than the network has means its last.
    """
    l = min(layer, len(network.layers) - 2)
    z, a = trace.pre_activations[l - 1], trace.activations[l]
    derivatives = network.activation.derivative(z, a)
    return Table(
        f"{name}: hidden layer {l}, {ACTIVATION_DESCRIPTIONS[network.activation.name].label}",
        ("neuron", "z", "f(z)", "f′(z)"),
        [
            (str(j), *map(short, numbers))
            for j, numbers in enumerate(zip(z, a, derivatives, strict=True))
        ],
    )


def product_table(
    name: str, network: Network, trace: BackwardTrace, output: int, rank: int
) -> Table:
    """Return the factors that the error meets on the strongest path from an output."""
    return Table(
        f"{name}: the factors along the path",
        ("layer", "neuron", "w", "f′(z)", "w f′(z)", "product so far"),
        [
            (
                str(link.layer),
                str(link.neuron),
                short(link.weight),
                short(link.derivative),
                short(link.weight * link.derivative),
                short(link.product),
            )
            for link in strongest_path(network, trace, output, rank)
        ],
    )


def network_tables(
    name: str, network: Network, initializer: str, seed: int, frame: Mapping[str, Any]
) -> Iterator[Table]:
    """Yield what a network is how far it has been trained, and what reaches each of its layers.

    frame: the metadata of a frame of live training.
    """
    settings, costs, accuracy = frame["settings"], frame["costs"], frame["accuracy"]
    depth, width = len(network.layers) - 2, network.layers[1]
    yield quantities(
        f"{name}: the network",
        (
            ("hidden layers", f"{depth} of {width} neurons"),
            ("activation", ACTIVATION_DESCRIPTIONS[network.activation.name].label),
            ("start", f"{INITIALIZERS[initializer].label}, seed {seed}"),
            ("learning rate", SETTINGS["learning_rate"].text(settings["learning_rate"])),
            ("gradient clipped at", SETTINGS["clip"].text(settings["clip"])),
            *(
                (SETTINGS[setting].label.lower(), SETTINGS[setting].text(settings[setting]))
                for setting in TrainSettings(**settings).unusual()
                if setting not in ("learning_rate", "clip")
            ),
            ("steps", grouped(frame["iteration"])),
            ("C of the last mini-batch", known(costs["batch"])),
            ("C over the test digits", known(costs["test"])),
            ("test digits read right", NONE if accuracy is None else percent(accuracy)),
        ),
    )
    yield Table(
        f"{name}: what reaches each layer",
        ("layer", "mean |∂C/∂w|", "its norm", "mean |∂C/∂z|", "mean f′", "flat", "speed"),
        [
            (
                "output" if l > depth else str(l),
                known(layer.mean_gradient),
                known(layer.gradient_norm),
                known(layer.mean_delta),
                known(layer.mean_slope),
                percent(layer.saturated, 0) if math.isfinite(layer.saturated) else NONE,
                known(layer.speed),
            )
            for l, layer in enumerate(frame["layers"] or (), start=1)
        ],
    )


def known(value: float | None) -> str:
    """Return a short number that may not be known, or not be finite."""
    return NONE if value is None or not math.isfinite(value) else short(value)
