"""The source that is shown is the source that runs."""

from pathlib import Path
from typing import Any

import httpx
import pytest

import app
from app.nn.network import Network

FOLDER = Path(app.__file__).parent.parent
EXPECTED = {
    "Network.forward": "app/nn/network.py",
    "Network.backprop": "app/nn/network.py",
    "Network.step": "app/nn/network.py",
    "add_up": "app/nn/network.py",
    "add_up_products": "app/nn/network.py",
    **{
        f"{name}.{method}": "app/nn/activations.py"
        for name in ("Sigmoid", "Tanh", "ReLU", "LeakyReLU", "Linear")
        for method in ("__call__", "derivative")
    },
    "Activation.delta": "app/nn/activations.py",
    "Softmax.__call__": "app/nn/activations.py",
    "Softmax.delta": "app/nn/activations.py",
    "SquaredError.terms": "app/nn/costs.py",
    "SquaredError.derivative": "app/nn/costs.py",
    "Cost.delta": "app/nn/costs.py",
    **{
        f"{name}.{method}": "app/nn/costs.py"
        for name in ("BinaryCrossEntropy", "SoftmaxCrossEntropy")
        for method in ("terms", "derivative", "delta")
    },
    "factors": "app/nn/chain_rule.py",
    "ripple": "app/nn/chain_rule.py",
    "fold": "app/nn/fold.py",
    "lecture_backprop": "app/nn/lecture.py",
}


@pytest.fixture(scope="module")
def functions(client: httpx.Client) -> dict[str, dict[str, Any]]:
    answer = client.get("/api/code")
    assert answer.status_code == 200
    assert answer.json().keys() == {"functions"}
    return {function["name"]: function for function in answer.json()["functions"]}


def test_every_function_is_there(functions: dict[str, dict[str, Any]]) -> None:
    assert {name: function["file"] for name, function in functions.items()} == EXPECTED


@pytest.mark.parametrize("name", EXPECTED)
def test_lines_stand_in_the_file(functions: dict[str, dict[str, Any]], name: str) -> None:
    function = functions[name]
    assert function.keys() == {"name", "file", "first_line", "lines"}
    file = (FOLDER / function["file"]).read_text(encoding="utf-8").splitlines()
    start = function["first_line"] - 1
    assert function["lines"] == file[start : start + len(function["lines"])]
    assert function["lines"][0].strip().startswith(f"def {name.rpartition('.')[2]}(")
    assert function["lines"][-1].strip()


def test_lines_are_those_that_run(functions: dict[str, dict[str, Any]]) -> None:
    """Each line that the compiled function knows is among those shown."""
    shown = functions["Network.backprop"]
    last = shown["first_line"] + len(shown["lines"]) - 1
    known = {line for _, _, line in Network.backprop.__code__.co_lines() if line}
    assert min(known) == shown["first_line"]
    assert last - 2 <= max(known) <= last


def test_what_a_beat_is_about_is_there(functions: dict[str, dict[str, Any]]) -> None:
    text = {name: "\n".join(function["lines"]) for name, function in functions.items()}
    for statement in ("np.dot(activation, weight.T)", "z += bias", "function(z)"):
        assert statement in text["Network.forward"]
    for statement in ("self.cost.derivative(", "self.cost.delta(", "np.dot(delta, self.weights"):
        assert statement in text["Network.backprop"]
    for called in ("add_up(", "add_up_products("):
        assert called in text["Network.backprop"]
    assert "learning_rate * gradient.vector" in text["Network.step"]
