"""The source that is shown is the source that runs."""

from pathlib import Path
from typing import Any

import httpx
import pytest

import app
from app.api.code_marks import marks_of
from app.nn.network import Network
from tests.page_modules import PageModules

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
    "perturb": "app/nn/chain_rule.py",
    "fold": "app/nn/fold.py",
    "lecture_backprop": "app/nn/lecture.py",
}


@pytest.fixture(scope="module")
def functions(client: httpx.Client) -> dict[str, dict[str, Any]]:
    answer = client.get("/api/code")
    assert answer.status_code == 200
    assert answer.json().keys() == {"functions", "activations", "costs"}
    return {function["name"]: function for function in answer.json()["functions"]}


def test_every_function_is_there(functions: dict[str, dict[str, Any]]) -> None:
    assert {name: function["file"] for name, function in functions.items()} == EXPECTED


@pytest.mark.parametrize("name", EXPECTED)
def test_lines_stand_in_the_file(functions: dict[str, dict[str, Any]], name: str) -> None:
    function = functions[name]
    assert function.keys() == {"name", "file", "first_line", "lines", "marks"}
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


def test_lines_that_beats_light_have_names(functions: dict[str, dict[str, Any]]) -> None:
    def named(function: str, mark: str) -> list[str]:
        shown = functions[function]
        assert len(shown["marks"]) == len(shown["lines"])
        pairs = zip(shown["lines"], shown["marks"], strict=True)
        return [line.strip() for line, marks in pairs if mark in marks]

    assert named("Network.forward", "sum") == [
        "z = np.dot(activation, weight.T)  # ([batch,] n_out)",
        "z += bias",
    ]
    assert named("lecture_backprop", "sum") == ["z = weight @ activations[-1] + bias"]
    assert named("Network.step", "step") == [
        "self.parameters.vector -= learning_rate * gradient.vector"
    ]


def test_the_page_reads_no_arrays_of_lines_that_there_are_not(
    functions: dict[str, dict[str, Any]], page_modules: PageModules
) -> None:
    marks = {name: set().union(*each["marks"]) for name, each in functions.items()}
    for function, read in page_modules.call("tests/app/api/code_readings.mjs", "readings"):
        # A method without its class is of any.
        known = [of for name, of in marks.items() if name.endswith(function)]
        assert set(read) <= set().union(*known), function


@pytest.mark.parametrize("lines", [["z = 1"], ["z += bias", "z += bias"]], ids=["none", "two"])
def test_a_name_needs_exactly_one_line(lines: list[str]) -> None:
    with pytest.raises(ValueError, match="Expected one line of"):
        marks_of(Network.forward, lines)


def test_what_computes_an_activation_or_a_cost_is_named(client: httpx.Client) -> None:
    answer = client.get("/api/code").json()
    known = {function["name"] for function in answer["functions"]}
    of_costs = [names for outputs in answer["costs"].values() for names in outputs.values()]
    for names in (*answer["activations"].values(), *of_costs):
        assert names
        assert set(names) <= known
    assert answer["costs"]["cross_entropy"].keys() == {"sigmoid", "softmax"}
