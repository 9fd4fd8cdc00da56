"""The chain's program to take home: it runs alone, and prints what the server answers."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.again import again, one_in
from tests.app.calls import problem_of
from tests.app.take_home.programs import NONE, Table, is_alone, run, says, says_sum, tables_in

CHAIN: dict[str, Any] = {
    "layers": [1, 1, 1, 1],
    "parameters": [1.5, -0.4, -1.2, 0.67, 1.8, -0.2],
    "x": [0.6],
    "y": [1],
}
PAIRS = [{"x": 0.6, "y": 1}, {"x": 0.1, "y": 0.2}, {"x": -0.9, "y": 0.7}]
NAMES = ["w(L−2)", "b(L−2)", "w(L−1)", "b(L−1)", "w(L)", "b(L)"]
NUDGES: dict[str, dict[str, int]] = {
    "w(L)": {"parameter": 4},
    "b(L)": {"parameter": 5},
    "w(L−1)": {"parameter": 2},
    "a(L−1)": {"layer": 2, "index": 0},
}


def program_of(client: httpx.Client, **wanted: Any) -> str:
    answer = client.post("/api/program", json=CHAIN | {"pairs": PAIRS} | wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="nudge-chain.py"'
    return is_alone(answer.text)


def chain_of(client: httpx.Client, folder: Path, **wanted: Any) -> dict[str, Table]:
    return tables_in(run(program_of(client, **wanted), folder))


def asked(client: httpx.Client, **wanted: Any) -> Any:
    answer = client.post("/api/pass", json=CHAIN | wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "functions",
    [
        {},
        {"activation": "tanh", "output": "sigmoid", "cost": "cross_entropy"},
        {"activation": "relu", "output": "linear"},
        {"activation": "leaky_relu", "output": "tanh"},
    ],
    ids=str,
)
def test_the_chain_and_its_gradient_are_the_answers(
    client: httpx.Client, tmp_path: Path, functions: dict[str, str]
) -> None:
    (one,) = asked(client, **functions)["examples"]
    tables = chain_of(client, tmp_path, **functions)
    quantities = tables["The quantities of the chain"]
    for layer, name in enumerate(("L−2", "L−1", "L"), start=1):
        says(quantities.row(f"z({name})"), one["pre_activations"][layer - 1])
        says(quantities.row(f"a({name})"), one["activations"][layer])
    says(quantities.row("C₀"), [one["cost"]])
    gradient = tables["The gradient"]
    for name, derivative in zip(NAMES, one["gradient"], strict=True):
        factors, product = gradient.row(f"∂C₀/∂{name}")
        says([product], [derivative])
        assert factors.count("×") == 2 * (1 + name.count("−1") + 2 * name.count("−2"))


@pytest.mark.parametrize("by", [0.1, *again(-1e-6)])
@pytest.mark.parametrize("name", NUDGES)
def test_a_ripple_and_its_factors_are_the_answers(
    client: httpx.Client, tmp_path: Path, name: str, by: float
) -> None:
    (one,) = asked(client, nudge=NUDGES[name] | {"by": by})["examples"]
    tables = chain_of(client, tmp_path, by=by)
    (title,) = [title for title in tables if title.startswith(f"A nudge of {name} by ")]
    ripple, table = one["ripple"], tables[title]
    cells = [table.row(f"{letter}(L)")[1] for letter in "za"]
    says(cells, [ripple[f"{which}_changes"][-1][0] for which in ("pre_activation", "activation")])
    says([table.row("C₀")[1]], [ripple["cost_change"]])
    first, *ratios = table.column("change by the one before")
    assert first == NONE
    says(ratios, ripple["ratios"])
    rule, factors = tables[f"The chain rule for {name}"], one["factors"]
    layer = NUDGES[name].get("layer")
    expected = {
        "w(L)": factors["z_by_weight"][2],
        "b(L)": [1],
        "w(L−1)": factors["z_by_weight"][1],
        "a(L−1)": factors["z_by_activation"][2][0],
    }
    says(rule.rows[0][1:], expected[name])
    says(rule.row("∂C₀/∂a(L)"), factors["cost_by_activation"][2])
    says(rule.row("∂a(L)/∂z(L)"), factors["activation_by_z"][2])
    derivative = (
        factors["cost_by_activation"][layer - 1][0]
        if layer
        else one["gradient"][NUDGES[name]["parameter"]]
    )
    says(rule.row(f"∂C₀/∂{name}, their product"), [derivative])


@pytest.mark.parametrize("parameter", one_in(6, range(6)))
def test_the_examples_derivatives_and_their_mean_are_the_answers(
    client: httpx.Client, tmp_path: Path, parameter: int
) -> None:
    together = asked(client, x=[[p["x"]] for p in PAIRS], y=[[p["y"]] for p in PAIRS])
    tables = chain_of(client, tmp_path, parameter=parameter)
    table = tables[f"What each example makes of ∂C/∂{NAMES[parameter]}"]
    expected = [one["gradient"][parameter] for one in together["examples"]]
    derivatives = [*expected, together["gradient"][parameter]]
    says_sum(table.column("derivative"), derivatives, parts=len(PAIRS))
    says(table.column("C")[:-1], [one["cost"] for one in together["examples"]])


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no chain": ({"layers": [1, 1, 1], "parameters": [1, 1, 1, 1]}, "layers"),
    "too few parameters": ({"parameters": [1]}, "parameters"),
    "softmax": ({"output": "softmax"}, "output"),
    "two examples": ({"x": [[1], [2]]}, "x"),
    "two targets": ({"y": [[1], [0]]}, "y"),
    "two inputs": ({"x": [1, 2]}, "x"),
    "a target out of range": ({"cost": "cross_entropy", "y": [2]}, "y"),
    "no pairs": ({"pairs": []}, "pairs"),
    "half a pair": ({"pairs": [{"x": 1}]}, "pairs"),
    "no such parameter": ({"parameter": 6}, "parameter"),
    "too large": ({"output": "linear", "parameters": [1, 0, 1, 0, 1e200, 0]}, "parameters"),
    "a nudge too far": ({"activation": "linear", "output": "linear", "by": 1e200}, "parameters"),
    "an unknown field": ({"colour": "blue"}, "colour"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_input_is_named(client: httpx.Client, wrong: str) -> None:
    wanted, field = WRONG[wrong]
    answer = client.post("/api/program", json=CHAIN | {"pairs": PAIRS} | wanted)
    assert problem_of(answer)["loc"][:2] == ["body", field]
