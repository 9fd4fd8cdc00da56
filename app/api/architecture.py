"""What a session's network may be: defaults for what is left out, and the limits in force."""

import secrets
from typing import Final

from app.api.http.messages import LARGEST_EXACT_INTEGER
from app.api.session_messages import NewSession
from app.data.trained import SHIPPED, Architecture, has_trained
from app.errors import InvalidInput
from app.nn.costs import cost_for
from app.nn.parameters import parameter_count
from app.settings import Settings

OUTPUT_FOR: Final = {shipped.activation: shipped.output for shipped in SHIPPED.values()}
"""The outputs that go with a hidden activation where the caller names none."""


def architecture_of(body: NewSession, settings: Settings) -> Architecture:
    """Return the network that the caller asks for.

    Raises: InvalidInput where it is too large, or where its cost does not fit its outputs.
    """
    check_layers(body.layers, settings)
    output = body.output or OUTPUT_FOR.get(body.activation, "sigmoid")
    cost = body.cost or ("cross_entropy" if output == "softmax" else "squared_error")
    try:
        cost_for(cost, output)
    except ValueError as error:
        raise InvalidInput(("body", "cost"), str(error), "unfitting_cost") from error
    return Architecture(tuple(body.layers), body.activation, output, cost)


def check_layers(layers: list[int], settings: Settings) -> None:
    """Raise InvalidInput where the layers are more, or larger, than the limits allow."""
    inputs, *hidden, outputs = layers
    last = len(layers) - 1
    _at_most(settings.max_hidden_layers, len(hidden), "hidden layers", ())
    _at_most(settings.max_inputs, inputs, "inputs", (0,))
    for l, neurons in enumerate(hidden, start=1):
        _at_most(settings.max_hidden_neurons, neurons, "neurons in a hidden layer", (l,))
    _at_most(settings.max_outputs, outputs, "outputs", (last,))
    _at_most(settings.max_parameters, parameter_count(layers), "parameters", ())


def weights_of(body: NewSession, architecture: Architecture) -> str:
    """Return what the session begins with: `trained` or `random`."""
    return body.weights or ("trained" if has_trained(*architecture) else "random")


def check_trained(weights: str, architecture: Architecture) -> None:
    """Raise InvalidInput where trained parameters are asked for, but none are shipped."""
    if weights == "trained" and not has_trained(*architecture):
        raise InvalidInput(
            ("body", "weights"),
            "Expected a network that trained parameters are shipped for (see /api/options), but "
            "there are none for this one",
            "not_shipped",
        )


def new_seed() -> int:
    """Return a seed for a session that was given none."""
    return secrets.randbelow(LARGEST_EXACT_INTEGER + 1)


def _at_most(limit: int, came: int, what: str, place: tuple[int, ...]) -> None:
    if came > limit:
        raise InvalidInput(
            ("body", "layers", *place), f"Expected at most {limit} {what}, but got {came}", "limit"
        )
