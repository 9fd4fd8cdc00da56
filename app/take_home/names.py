"""What layers, neurons and pixels are called."""

from typing import Final

ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")


def layer_name(layer: int, last: int) -> str:
    """Return "the first hidden layer", "the output layer"; layers are counted from 0, the input."""
    if layer in (0, last):
        return "the input layer" if layer == 0 else "the output layer"
    if last == 2:
        return "the hidden layer"
    ordinal = ORDINALS[layer - 1] if layer <= len(ORDINALS) else f"{layer}th"
    return f"the {ordinal} hidden layer"


def neuron_name(layer: int, index: int, last: int) -> str:
    """Return "neuron 5", "output 3", "pixel 406"."""
    if layer == 0:
        return f"pixel {index}"
    return f"output {index}" if layer == last else f"neuron {index}"


def full_name(layer: int, index: int, last: int) -> str:
    """Return "neuron 5 of the first hidden layer", "output 3"."""
    name = neuron_name(layer, index, last)
    return name if layer in (0, last) else f"{name} of {layer_name(layer, last)}"


def pixel_position(index: int, count: int) -> str:
    """Return "row 15, column 15", counted from 1 at the top left of a picture of `count` pixels."""
    row, column = divmod(index, round(count**0.5))
    return f"row {row + 1}, column {column + 1}"


def capitalised(text: str) -> str:
    """Return a text whose first letter is a capital."""
    return text[:1].upper() + text[1:]
