"""What a network is, without its parameters: how callers say it, and what the limits allow."""

import re
from typing import Annotated, Final, Literal

from pydantic import Field

from app.api.http.messages import Activation, Body, Cost, Output, Size
from app.data.trained import SHIPPED, Architecture
from app.errors import InvalidInput
from app.nn.costs import cost_for
from app.nn.parameters import parameter_count
from app.settings import Settings

LECTURE_LAYERS: Final = [784, 16, 16, 10]

OUTPUT_FOR: Final = {shipped.activation: shipped.output for shipped in SHIPPED.values()}
"""The outputs that go with a hidden activation where the caller names none."""


class NetworkKind(Body):
    """A network without its parameters; all of it may be left out."""

    layers: Annotated[
        list[Size],
        Field(
            min_length=2,
            max_length=1000,
            description="Neurons of each layer, the inputs first.",
            examples=[LECTURE_LAYERS],
        ),
    ] = LECTURE_LAYERS
    activation: Annotated[Activation, Field(description="Of the hidden layers.")] = "sigmoid"
    output: Annotated[
        Output | None,
        Field(
            description="Activation of the last layer. Left out, it is softmax for tanh and relu, "
            "as in the networks that are shipped trained, and else sigmoid.",
        ),
    ] = None
    cost: Annotated[
        Cost | None,
        Field(
            description="cross_entropy needs sigmoid or softmax outputs. Left out, it is "
            "cross_entropy for softmax outputs, else squared_error.",
        ),
    ] = None


def architecture_of(
    body: NetworkKind, settings: Settings, where: Literal["body", "query"] = "body"
) -> Architecture:
    """Return the network that the caller asks for, in its body or in its query.

    Raises: InvalidInput where it is too large, or where its cost does not fit its outputs.
    """
    _check_layers(body.layers, settings, where)
    output = body.output or OUTPUT_FOR.get(body.activation, "sigmoid")
    cost = body.cost or ("cross_entropy" if output == "softmax" else "squared_error")
    try:
        cost_for(cost, output)
    except ValueError as error:
        raise InvalidInput((where, "cost"), str(error), "unfitting_cost") from error
    return Architecture(tuple(body.layers), body.activation, output, cost)


def layers_in(text: str) -> list[int]:
    """Return the sizes of layers that stand in a query, like `784,16,16,10`. Raises: InvalidInput.

    Sizes are at least 1, and none are longer than any limit.
    """
    if re.fullmatch(r"[1-9][0-9]{0,6}(,[1-9][0-9]{0,6}){1,999}", text) is None:
        message = "Expected the sizes of two or more layers, like 784,16,16,10"
        raise InvalidInput(("query", "layers"), message)
    return [int(size) for size in text.split(",")]


def _check_layers(layers: list[int], settings: Settings, where: str) -> None:
    """Raise InvalidInput where the layers are more, or larger, than the limits allow."""
    inputs, *hidden, outputs = layers
    last = len(layers) - 1

    def at_most(limit: int, came: int, what: str, *location: int) -> None:
        if came > limit:
            message = f"Expected at most {limit} {what}, but got {came}"
            raise InvalidInput((where, "layers", *location), message, "limit")

    at_most(settings.max_hidden_layers, len(hidden), "hidden layers")
    at_most(settings.max_inputs, inputs, "inputs", 0)
    for l, neurons in enumerate(hidden, start=1):
        at_most(settings.max_hidden_neurons, neurons, "neurons in a hidden layer", l)
    at_most(settings.max_outputs, outputs, "outputs", last)
    at_most(settings.max_parameters, parameter_count(layers), "parameters")
