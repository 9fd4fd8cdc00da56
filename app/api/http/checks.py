"""Checks of an example against the network that it is meant for."""

import sys
from collections.abc import Sequence

from app.api.http.messages import StepsTaken
from app.data.digits import CLASSES
from app.errors import InvalidInput
from app.nn.network import Network
from app.settings import Settings


def check_pixels(pixels: Sequence[float], network: Network) -> None:
    """Raise InvalidInput unless there are as many pixels as inputs."""
    _check_count(pixels, network.layers[0], "pixels")


def check_target(target: int | Sequence[float], network: Network) -> None:
    """Raise InvalidInput unless the target is one of the outputs, or a number for each."""
    count = network.layers[-1]
    if isinstance(target, int):
        if target >= count:
            raise InvalidInput(
                ("body", "target"), f"Expected a digit from 0 to {count - 1}", "unknown_digit"
            )
        return
    _check_count(target, count, "target")
    if not network.cost.needs_shares:
        return
    for j, desired in enumerate(target):
        if not 0 <= desired <= 1:
            raise InvalidInput(
                ("body", "target", j),
                f"Expected a number from 0 to 1, as the cost {network.cost.name} needs it",
                "out_of_range",
            )


def check_limit(limit: float, came: float, *location: str | int) -> None:
    """Raise InvalidInput where a number of the body is above its limit."""
    if came > limit:
        got = f"{came:g}" if came <= sys.float_info.max else "far more"
        message = f"Expected at most {limit:g}, but got {got}"
        raise InvalidInput(("body", *location), message, "limit")


def check_steps(settings: Settings, step: StepsTaken | None) -> None:
    """Raise InvalidInput where steps that were taken are beyond the limits."""
    if step is not None:
        check_limit(settings.max_learning_rate, step.learning_rate, "step", "learning_rate")
        check_limit(settings.max_learn_steps, step.steps, "step", "steps")


def check_takes_digits(network: Network, pixel_count: int, location: Sequence[str]) -> None:
    """Raise InvalidInput unless MNIST's digits fit the network's inputs and outputs."""
    check_layers_take_digits(network.layers, pixel_count, location)


def check_layers_take_digits(
    layers: Sequence[int], pixel_count: int, location: Sequence[str]
) -> None:
    """Raise InvalidInput unless MNIST's digits fit the first and the last of the layers."""
    inputs, outputs = layers[0], layers[-1]
    if (inputs, outputs) != (pixel_count, CLASSES):
        raise InvalidInput(
            location,
            f"Expected a network with {pixel_count} inputs and {CLASSES} outputs, as the digits "
            f"need it, but this one has {inputs} and {outputs}",
            "unfitting_network",
        )


def _check_count(numbers: Sequence[float], count: int, field: str) -> None:
    if len(numbers) != count:
        raise InvalidInput(
            ("body", field),
            f"Expected {count} numbers, but got {len(numbers)}",
            "wrong_length",
        )
