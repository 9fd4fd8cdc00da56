"""Programs to take home: each runs alone, and what it prints is what the server answers."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.data.trained import SHIPPED
from app.take_home.sources import MODULES, module_called
from tests.again import one_in
from tests.app.calls import Calls
from tests.app.take_home.programs import (
    NONE,
    Table,
    is_alone,
    matrix,
    run,
    says,
    says_nearly,
    says_sum,
    tables_in,
)

TARGET = 3
RATE = 0.5
ZERO_AND_ONE = [0.0, 1.0]


def program_of(session: Calls, **wanted: Any) -> str:
    answer = session.post("program", **wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="nudge-walk.py"'
    return is_alone(answer.text)


def walk_of(session: Calls, folder: Path, **wanted: Any) -> dict[str, Table]:
    return tables_in(run(program_of(session, **wanted), folder))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_program_of_a_trained_network_prints_the_answers(
    client: httpx.Client, tmp_path: Path, picture: list[float], name: str
) -> None:
    session = Calls(client, **SHIPPED[name]._asdict())
    answer = session.done("backward?weights=true&terms=3", pixels=picture, target=TARGET)
    tables = walk_of(session, tmp_path, pixels=picture, target=TARGET, learning_rate=0.1)
    for layer, title in enumerate(("first hidden", "second hidden", "output"), start=1):
        table = tables[f"The {title} layer"]
        says(table.column("z"), answer["pre_activations"][layer - 1])
        says(table.column("a"), answer["activations"][layer])
        says(table.column("b"), [neuron["bias"] for neuron in answer["terms"][layer - 1]])
    cost = tables["The cost of this drawing, output by output"]
    says_sum(cost.column("term"), [*answer["cost_terms"], answer["cost"]])
    nudges = answer["nudges"]
    all_wanted = tables["What the cost asks of the outputs"]
    says(all_wanted.column("nudge of a"), nudges["activations"][2])
    levers = tables[
        f"The other two levers of output {TARGET}: its weights, and the activations before it"
    ]
    says(levers.column("nudge of w = −δ · a"), nudges["weights"][2][TARGET])
    says_nearly(levers.column("wish for a = −δ · w"), answer["contributions"][1][TARGET])
    says(levers.column("w"), session.tensors()["W3"][TARGET].tolist())
    for layer, asks in enumerate(
        ("second hidden layer asks of the first", "output layer asks of the second")
    ):
        table, unit = matrix(tables, f"What the {asks} hidden layer")
        columns = zip(*answer["contributions"][layer], strict=True)
        for row, all_wanted, nudge in zip(
            table.rows, columns, nudges["activations"][layer], strict=True
        ):
            says_sum([*row[1:]], [each / unit for each in (*all_wanted, nudge)])
        table = tables[f"Nudges of the {('first', 'second')[layer]} hidden layer"]
        says(table.column("δ"), answer["deltas"][layer])
        says(table.column("nudge of b = −δ"), nudges["biases"][layer])
    table, unit = matrix(tables, "Nudges of the weights into the second hidden layer")
    for row, expected in zip(table.rows, nudges["weights"][1], strict=True):
        says(row[1:], [nudge / unit for nudge in expected])


def test_the_numbers_of_the_picture_stand_row_by_row(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    placement = {"origin": [1.25, -2], "scale": 0.13, "offset": [4, 3.5]}
    tables = walk_of(session, tmp_path, pixels=picture, placement=placement)
    inked = sum(value > 0 for value in picture)
    table = tables[f"The 784 numbers of the picture, {inked} of them not 0"]
    for row in table.rows:
        says(row[2:], picture[28 * (int(row[0]) - 1) : 28 * int(row[0])])
    cells = [cell for row in table.rows for cell in row[2:]]
    assert [cell == "0" for cell in cells] == [value == 0 for value in picture]
    placed = tables["Where the ink was put: pixel = (pad − origin) · scale + shift"]
    assert placed.rows == [
        ["origin", "1.2500", "−2.0000"],
        ["scale", "0.1300", "0.1300"],
        ["shift", "4.0000", "3.5000"],
    ]


@pytest.mark.parametrize("hidden", [[12, 6], [3], []], ids=str)
def test_the_drawing_has_nudges_of_its_own(
    client: httpx.Client, tmp_path: Path, picture: list[float], hidden: list[int]
) -> None:
    session = Calls(client, layers=[784, *hidden, 10], weights="random", seed=5)
    answer = session.done("backward", pixels=picture, target=TARGET)
    nudges = answer["nudges"]["inputs"]
    tables = walk_of(session, tmp_path, pixels=picture, target=TARGET)
    table, unit = matrix(tables, "The nudges of the 784 pixels: more ink where positive")
    says([cell for row in table.rows for cell in row[2:]], [nudge / unit for nudge in nudges])
    strongest = tables["The pixels with the strongest nudges"]
    pixels = [int(cell) for cell in strongest.column("pixel")]
    sizes = sorted(map(abs, nudges), reverse=True)
    assert [abs(nudges[pixel]) for pixel in pixels] == sizes[: len(pixels)]
    says(strongest.column("nudge of the ink"), [nudges[pixel] for pixel in pixels])
    says(strongest.column("ink"), [picture[pixel] for pixel in pixels])
    names = names_of([784, *hidden, 10])
    layer = f"{names[0][0].lower()}{names[0][1:]}"
    table = tables[f"What {layer} asks of pixel {pixels[0]}"]
    weights = session.tensors()["W1"][:, pixels[0]]
    asked = sorted((-weights * answer["deltas"][0]).tolist(), key=abs, reverse=True)
    expected = [*asked[:10], *([sum(asked[10:])] if len(asked) > 10 else [])]
    cells = table.column("wish for its ink = −δ · w")
    says_sum(cells, [*expected, nudges[pixels[0]]])


def test_without_a_target_there_is_no_way_back(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    tables = walk_of(session, tmp_path, pixels=picture)
    answer = session.done("forward", pixels=picture)
    says(tables["The answer"].row("digit"), [answer["prediction"]])
    says(tables["The output layer"].column("a"), answer["activations"][3])
    assert not [title for title in tables if "cost" in title or "udge" in title]


def test_a_sum_is_taken_apart_for_the_neuron_that_is_looked_at(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    neuron = {"layer": 1, "index": 4}
    tables = walk_of(session, tmp_path, pixels=picture, looked_at=neuron)
    terms = session.done("forward?terms=3", pixels=picture)["terms"][0][4]
    table = tables["The sum of neuron 4 of the first hidden layer"]
    for term in terms["terms"]:
        weight, a, _ = table.row(f"pixel {term['index']}")
        says([weight, a], [term["weight"], term["activation"]])
    products = [term["product"] for term in terms["terms"]]
    added = table.column("≈ w · a")[:-1]
    says_sum(added, [*products, terms["rest"], terms["bias"], terms["z"]])
    for name in (f"the other {terms['rest_count']}", "bias", "z, their sum", "a = sigmoid(z)"):
        assert table.row(name)[:-1] == [NONE, NONE]
    says(table.row("a = sigmoid(z)")[-1:], [terms["a"]])
    weights = tables["The weights of neuron 4, pixel by pixel"]
    expected = session.tensors()["W1"][4].tolist()
    says([cell for row in weights.rows for cell in row[2:]], expected)


def test_the_mean_over_the_test_digits_is_computed_from_them(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    program = program_of(session, pixels=picture, target=TARGET, dataset=True)
    assert "CC BY-SA 3.0" in program
    assert max(map(len, program.splitlines())) <= 100
    table = tables_in(run(program, tmp_path))["The cost over the test digits"]
    score = session.accuracy()
    assert table.row("test digits") == [str(score["total"])]
    assert table.row("read right") == [str(score["correct"])]
    says(table.row("C, the mean of their costs"), [score["cost"]])
    without = program_of(session, pixels=picture, target=TARGET)
    assert "CC BY-SA" not in without
    assert len(without) < 200_000


NETWORKS = [
    {"layers": [9, 2], "output": "linear"},
    {"layers": [10, 4, 3], "activation": "leaky_relu", "output": "relu"},
    {"layers": [784, 40, 33, 20, 10], "cost": "cross_entropy"},
    {"layers": [5, 4, 3, 2], "activation": "linear", "output": "softmax", "cost": "squared_error"},
    {"layers": [5, *[3] * 8, 2], "activation": "tanh", "output": "tanh"},
]


@pytest.mark.parametrize("network", one_in(3, NETWORKS), ids=lambda network: str(network["layers"]))
def test_every_network_can_be_taken_home(
    client: httpx.Client, tmp_path: Path, network: dict[str, Any]
) -> None:
    session = Calls(client, weights="random", seed=3, **network)
    pixels = session.pixels()
    answer = session.done("backward?weights=true", pixels=pixels, target=1)
    tables = walk_of(session, tmp_path, pixels=pixels, target=1)
    says(tables["The output layer"].column("a"), answer["activations"][-1])
    for layer, name in enumerate(names_of(network["layers"]), start=1):
        table = tables[name]
        says(table.column("z"), answer["pre_activations"][layer - 1])
        if layer < len(network["layers"]) - 1:
            table = tables[f"Nudges of {name[0].lower()}{name[1:]}"]
            says(table.column("nudge of a"), answer["nudges"]["activations"][layer - 1])
            says(table.column("δ"), answer["deltas"][layer - 1])
        rows = answer["nudges"]["weights"][layer - 1]
        sizes = sorted((abs(nudge) for row in rows for nudge in row), reverse=True)
        title = f"The strongest nudges of the {len(sizes)} weights into {name[0].lower()}{name[1:]}"
        cells = tables[title].column("nudge of w = −δ · a")
        says([cell.lstrip("+−") for cell in cells], sizes[:10])


def names_of(layers: list[int]) -> list[str]:
    """Return what the layers after the input are called."""
    ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "7th", "8th"]
    hidden = [f"The {ordinal} hidden layer" for ordinal in ordinals[: len(layers) - 2]]
    return [*(["The hidden layer"] if len(hidden) == 1 else hidden), "The output layer"]


def test_a_large_network_can_be_taken_home(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 400, 10], weights="random", initializer="he", seed=1)
    pixels = session.pixels()
    assert len(program_of(session, pixels=pixels, target=1)) > 2_000_000


def test_a_program_has_no_name_that_is_not_there(
    session: Calls, picture: list[float], tmp_path: Path
) -> None:
    file = tmp_path / "program.py"
    file.write_text(program_of(session, pixels=picture, target=TARGET), encoding="utf-8")
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    assert ruff is not None
    checks = ["--isolated", "--select", "E,F,W", "--ignore", "E741", "--line-length", "100"]
    done = subprocess.run(
        [ruff, "check", *checks, file], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_name_stands_for_two_things() -> None:
    modules = [module_called(name) for name in MODULES]
    names = [name for module in modules for name in module.definitions if name != "main"]
    assert len(names) == len(set(names))
