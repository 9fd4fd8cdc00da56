"""Names for the lines of the source that the page shows: a beat lights lines by these names.

A line may have several names, and a name several lines: the network's own code and the lecture's
version share theirs. A fragment that is not in its function, or in two of its lines, is an error
when the server starts.
"""

from collections.abc import Callable
from typing import Any, Final

from app.nn.activations import Activation
from app.nn.chain_rule import factors, perturb
from app.nn.costs import Cost, SoftmaxCrossEntropy, SquaredError
from app.nn.fold import fold
from app.nn.lecture import lecture_backprop
from app.nn.network import Network, add_up, add_up_products

Marks = dict[str, str]
"""By a piece of a line that no other line of the function holds: its names, with spaces between."""

MARKS: Final[dict[Callable[..., Any], Marks]] = {
    Network.forward: {
        "activation = np.asarray(": "input",
        "z = np.dot(activation": "products sum",
        "z += bias": "sum",
        "activation = function(z)": "squash",
        "activations.append(": "keep-activation",
        "zs.append(": "keep-z",
        "return ForwardTrace(": "answer",
    },
    Network.backprop: {
        "gradient_a = self.cost.derivative(": "cost-derivative",
        "delta = self.cost.delta(": "output-delta",
        "add_up(delta, out=gradient.biases[-1])": "output-bias",
        "add_up_products(delta, activations[-2]": "output-weights",
        "for l in range(": "layers",
        "gradient_a = np.dot(delta": "back by-weights",
        "delta = self.activation.delta(": "through",
        "add_up(delta, out=gradient.biases[-l])": "hidden-bias",
        "add_up_products(delta, activations[-l - 1]": "hidden-weights",
        "gradients_a.insert(": "keep-gradient",
        "gradient_x = np.dot(": "inputs",
        "gradient.vector *=": "mean",
    },
    Network.step: {"self.parameters.vector -=": "step"},
    add_up: {"out[...] = delta": "bias-gradient", "np.add.reduce(": "batch-biases"},
    add_up_products: {
        "np.dot(delta[:, np.newaxis]": "weight-gradient",
        "np.dot(delta.T": "batch-weights",
    },
    Activation.delta: {"return gradient_a * self.derivative(": "chain"},
    SquaredError.derivative: {
        "difference = a - y": "cost-derivative",
        "difference += difference": "cost-derivative doubled",
    },
    SoftmaxCrossEntropy.terms: {"terms: Array = y *": "cost-terms"},
    factors: {
        "z_by_weight=": "z-by-weight",
        "z_by_activation=": "z-by-activation",
        "else function.derivative(": "activation-by-z",
        "cost_by_activation=": "cost-by-activation",
        "paths=": "paths",
    },
    perturb: {
        "value, before = ": "perturbed",
        "change = cost - trace.cost": "cost-change",
        "ratios = tuple(": "ratios",
    },
    fold: {
        "links = list(": "links",
        "weights = np.array(": "path-weights",
        "biases = np.array(": "path-biases",
        "zs = np.array(": "path-zs",
        "activations = np.array(": "path-activations",
        "constants = zs": "constants",
        "rests=constants": "rests",
        "parameters=np.column_stack(": "path-parameters",
    },
    lecture_backprop: {
        "activations = [x]": "input",
        "z = weight @": "products sum",
        "activations.append(": "squash",
        "output = activations[-1]": "answer",
        "delta = 2 *": "output-delta cost-derivative",
        "weight_gradients: list[Array] =": "output-weights",
        "bias_gradients: list[Array] =": "output-bias",
        "delta = (weights[l].T": "back through",
        "weight_gradients.insert(": "hidden-weights",
        "bias_gradients.insert(": "hidden-bias",
    },
}

MARKS_OF_RESULTS: Final[dict[tuple[type, str], str]] = {
    (Activation, "derivative"): "slope",
    (Cost, "terms"): "cost-terms",
    (Cost, "derivative"): "cost-derivative",
}
"""The name of what a method of any activation or cost returns, where `MARKS` holds none."""


def marks_of(function: Callable[..., Any], lines: list[str]) -> list[list[str]]:
    """Return the names of each line of a function's source.

    Raises: ValueError where a fragment is not in exactly one line.
    """
    if function not in MARKS:
        result = _mark_of_result(function)
        returns = [result and line.lstrip().startswith("return ") for line in lines]
        return [[result] if each else [] for each in returns]
    names: list[list[str]] = [[] for _ in lines]
    for fragment, marks in MARKS[function].items():
        found = [index for index, line in enumerate(lines) if fragment in line]
        if len(found) != 1:
            where = function.__qualname__
            raise ValueError(f"Expected one line of {where} with {fragment}, but got {len(found)}")
        names[found[0]].extend(marks.split())
    return names


def _mark_of_result(function: Callable[..., Any]) -> str:
    for (base, method), mark in MARKS_OF_RESULTS.items():
        kinds: list[type] = base.__subclasses__()
        if any(vars(kind).get(method) is function for kind in kinds):
            return mark
    return ""
