"""Tables for the page to print: each beat has what it promises, with the numbers of the answers."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.data.trained import SHIPPED
from app.nn.strongest_path import strongest_path
from app.nn.train_settings import SETTINGS
from tests.app.calls import Calls, problem_of
from tests.app.take_home.programs import (
    NONE,
    Table,
    matrix,
    number,
    run,
    says,
    says_nearly,
    says_sum,
    tables_in,
)
from tests.app.training.training_client import NEW, watching

TARGET = 3

SUMS = "The sum of "
LEVERS = ["The first lever of output 3", "The other two levers of output 3"]
OTHERS = "The mean cost of each digit's test examples before the step and after it"
BY_BEAT: dict[str, list[str]] = {
    "input": ["Where the ink was put", "The 784 numbers"],
    "input-numbers": ["The 784 numbers"],
    "input-column": ["The 784 numbers"],
    "forward-1-weights": ["The weights of neuron", SUMS],
    "forward-1-sum": [SUMS],
    "forward-1": ["The first hidden layer"],
    "forward-2-sum": [SUMS, "The first hidden layer"],
    "forward-2": ["The first hidden layer", "The second hidden layer"],
    "forward-3-sum": [SUMS, "The first hidden layer", "The second hidden layer"],
    "forward-3": ["The first hidden layer", "The second hidden layer", "The output layer"],
    "target": ["The answer"],
    "answer": [
        *("The first hidden layer", "The second hidden layer", "The output layer"),
        "The answer",
    ],
    "rewind": ["The cost of this drawing, output by output", "What the cost asks of the outputs"],
    "cost": ["The cost of this drawing, output by output"],
    "cost-mean": ["The cost over the test digits"],
    "wishes": ["What the cost asks of the outputs"],
    "levers": ["The sum of output 3", *LEVERS],
    "lever-bias": LEVERS,
    "lever-weights": LEVERS,
    "lever-activations": LEVERS,
    "lever-no-direct": [SUMS, *LEVERS],
    **{
        f"adding-{k}": [f"What output {k} asks of", "What the output layer asks of"]
        for k in range(10)
    },
    "adding-others": ["What output ", "What the output layer asks of the second hidden layer"],
    "adding-row": [
        "What output 3 asks of",
        "What the output layer asks of the second hidden layer",
    ],
    "adding-up": ["What output 3 asks of", "What the output layer asks of the second hidden layer"],
    "further-2-levers": ["Nudges of the second hidden layer", "Nudges of the weights into the sec"],
    "further-1": ["What the second hidden layer asks of the first hidden layer"],
    "further-1-levers": ["Nudges of the first hidden layer", "The strongest nudges of the 12544"],
    "further-pixels": ["Nudges of the first hidden layer", "The strongest nudges of the 12544"],
    "step-ready": ["The strongest nudges of the"] * 3 + ["The step to come"],
    "step": ["The strongest nudges of the"] * 3 + ["The step to come"],
    "step-others": [OTHERS],
    "why-fast": ["All derivatives", "The largest ∂C₀/∂w"],
    "step-too-long": ["The step along", "The cost of this drawing after one step, by its"],
}
"""How the titles begin of every beat of the walk through the network of the lecture."""

STEPPED = ["The cost of this drawing after each step", "The outputs before", "The weight from"]
PLACEMENT = {"origin": [1.25, -2], "scale": 0.125, "offset": [4, 3.5]}


def read(answer: httpx.Response) -> dict[str, Table]:
    """Return the tables of an answer by their titles; all cells are texts, as many as the head."""
    assert answer.status_code == 200, answer.text
    tables = {}
    for table in answer.json()["tables"]:
        assert {len(row) for row in table["rows"]} <= {len(table["head"])}
        assert all(isinstance(cell, str) for row in table["rows"] for cell in row)
        assert table["title"] not in tables
        tables[table["title"]] = Table(table["head"], table["rows"])
    return tables


def tables_of(session: Calls, part: str, **asked: Any) -> dict[str, Table]:
    return read(session.post(f"tables/{part}", **asked))


def only(tables: dict[str, Table], beginning: str) -> Table:
    """Return the table whose title begins so."""
    (found,) = [table for title, table in tables.items() if title.startswith(beginning)]
    return found


def begin(titles: list[str], expected: list[str]) -> None:
    """Fail unless there are as many titles as expected, and each begins as it should."""
    assert len(titles) == len(expected), titles
    left = list(titles)
    for beginning in expected:
        found = [title for title in left if title.startswith(beginning)]
        assert found, (beginning, left)
        left.remove(found[0])


@pytest.mark.parametrize("beat", BY_BEAT)
def test_every_beat_of_the_walk_has_its_tables(
    session: Calls, picture: list[float], beat: str
) -> None:
    asked = {"pixels": picture, "target": TARGET, "placement": PLACEMENT, "beat": beat}
    begin([*tables_of(session, "walk", **asked)], BY_BEAT[beat])


def test_a_beat_that_there_is_not_has_no_tables(session: Calls, picture: list[float]) -> None:
    assert tables_of(session, "walk", pixels=picture, beat="draw") == {}
    assert tables_of(session, "walk", pixels=picture, beat="cost") == {}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_beats_numbers_are_the_answers(
    client: httpx.Client, picture: list[float], name: str
) -> None:
    session = Calls(client, **SHIPPED[name]._asdict())
    answer = session.done("backward?weights=true&terms=3", pixels=picture, target=TARGET)
    asked = {"pixels": picture, "target": TARGET}
    costs = tables_of(session, "walk", beat="cost", **asked)
    says_sum(only(costs, "The cost").column("term"), [*answer["cost_terms"], answer["cost"]])
    adding = tables_of(session, "walk", beat="adding-4", **asked)
    column = only(adding, "What output 4 asks of").column("wish for a = −δ · w")
    says_nearly(column, answer["contributions"][1][4])
    table, unit = matrix(adding, "What the output layer asks of the second hidden layer")
    says(table.column("sum"), [nudge / unit for nudge in answer["nudges"]["activations"][1]])
    levers = tables_of(session, "walk", beat="levers", **asked)
    says(only(levers, LEVERS[1]).column("w"), session.tensors()["W3"][TARGET].tolist())
    mean = only(tables_of(session, "walk", beat="cost-mean", dataset=True, **asked), "The cost")
    score = session.accuracy()
    says(mean.row("C, the mean of their costs"), [score["cost"]])
    assert mean.row("read right") == [str(score["correct"])]


def test_of_many_wishes_the_largest_are_told_apart(
    client: httpx.Client, picture: list[float]
) -> None:
    session = Calls(client, layers=[784, 5, 40, 10], initializer="xavier", seed=1)
    asked = {"pixels": picture, "target": TARGET, "beat": "further-1"}
    table, unit = matrix(
        tables_of(session, "walk", **asked),
        "What the second hidden layer asks of the first hidden layer",
    )
    assert table.head == ["neuron", "largest", "second", "third", "the other 37", "sum"]
    answer = session.done("backward", pixels=picture, target=TARGET)
    for j, row in enumerate(table.rows):
        all_wanted = [asker[j] for asker in answer["contributions"][0]]
        cells, askers = zip(*(cell.split(" by ") for cell in row[1:4]), strict=True)
        by_size = sorted(range(40), key=lambda k: -abs(all_wanted[k]))
        assert [int(k) for k in askers] == by_size[:3]
        three = [all_wanted[k] for k in by_size[:3]]
        nudge = sum(all_wanted)
        numbers = [*three, nudge - sum(three), nudge]
        says_sum([*cells, *row[4:]], [each / unit for each in numbers])


def test_after_steps_their_beat_has_what_came_of_them(session: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8}
    learnt = session.done("learn", **example, learning_rate=0.02, most=100)
    taken = {"steps": learnt["steps"], "learning_rate": 0.02}
    tables = tables_of(session, "walk", beat="step", step=taken, **example)
    begin([*tables], STEPPED)
    cells = [cell for row in only(tables, STEPPED[0]).rows for cell in row[1:] if cell != NONE]
    says(cells, learnt["costs"])
    other = session.post("tables/walk", beat="step", step={**taken, "steps": 1}, **example)
    assert other.status_code == 409
    ready = tables_of(session, "walk", beat="step-ready", step=taken, **example)
    begin([*ready], BY_BEAT["step-ready"])


@pytest.mark.parametrize("is_taken", [True, False], ids=["taken", "to come"])
def test_what_a_step_does_to_the_others_is_printed(
    session: Calls, picture: list[float], tmp_path: Any, is_taken: bool
) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 0.5}
    others = session.done("others", **example)
    asked: dict[str, Any] = {**example, "dataset": True}
    if is_taken:
        session.done("step", **example)
        asked["step"] = {"steps": 1, "learning_rate": 0.5}
    table = only(tables_of(session, "walk", beat="step-others", **asked), OTHERS)
    says(table.column("before"), [*others["before"], others["mean_before"]])
    says(table.column("after"), [*others["after"], others["mean_after"]])
    assert table.column("examples")[-1] == "10,000"
    program = session.post("program", **asked).text
    assert tables_in(run(program, tmp_path))[OTHERS] == table


def test_where_other_rates_lead_is_printed(session: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 0.7}
    rates = session.done("rates", **example)
    session.done("step", **example)
    taken = {"steps": 1, "learning_rate": 0.7}
    tables = tables_of(session, "walk", beat="step-too-long", step=taken, **example)
    by_rate = only(tables, "The cost of this drawing after one step")
    says(by_rate.row("0.7")[:1], [rates["present"]["cost"]])
    says(by_rate.row("10"), [rates["costs"][-1], rates["tangent"][-1]])
    quantities = only(tables, "The step along")
    says(quantities.row("the rate there"), [rates["best"]["learning_rate"]])
    says(quantities.row("the lowest C₀ of rates up to 10"), [rates["best"]["cost"]])


def test_derivatives_are_printed_twice(session: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8}
    tables = tables_of(session, "walk", beat="why-fast", **example)
    passes = only(tables, "All derivatives").column("number")
    assert passes == ["13,002", "13,003", "2", "42"]
    twice = only(tables, "The largest ∂C₀/∂w")
    nudges = session.done("backward?weights=true", **example)["nudges"]["weights"]
    largest = [max(np.ravel(layer), key=abs) for layer in nudges]
    says(twice.column("by back-propagation"), [-nudge for nudge in largest])
    assert twice.column("measured") == twice.column("by back-propagation")


def test_a_program_prints_the_same_cells(
    session: Calls, picture: list[float], tmp_path: Any
) -> None:
    asked = {"pixels": picture, "target": TARGET, "placement": PLACEMENT, "learning_rate": 0.1}
    printed = tables_in(run(session.post("program", **asked).text, tmp_path))
    for beat in BY_BEAT:
        for title, table in tables_of(session, "walk", beat=beat, **asked).items():
            assert printed[title] == table


CHAIN: dict[str, Any] = {
    "layers": [1, 1, 1, 1],
    "parameters": [1.5, -0.4, -1.2, 0.67, 1.8, -0.2],
    "x": [0.6],
    "y": [1],
    "pairs": [{"x": 0.6, "y": 1}, {"x": 0.1, "y": 0.2}],
}
PARTS = {
    "chain": ["The quantities of the chain"],
    "tree": ["The quantities of the chain"],
    "ripple-weight": ["A nudge of w(L) by 0.10", "The chain rule for w(L)"],
    "ripple-bias": ["A nudge of b(L) by 0.10", "The chain rule for b(L)"],
    "ripple-activation": ["A nudge of a(L−1) by 0.10", "The chain rule for a(L−1)"],
    "ripple-back": ["A nudge of w(L−1) by 0.10", "The chain rule for w(L−1)"],
    "gradient": ["The quantities of the chain", "The gradient"],
    "examples": ["What each example makes of ∂C/∂w(L)"],
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_calculus_has_its_tables(client: httpx.Client, part: str) -> None:
    tables = read(client.post("/api/tables/chain", json=CHAIN | {"part": part}))
    begin([*tables], PARTS[part])
    if part == "gradient":
        body = {key: value for key, value in CHAIN.items() if key != "pairs"}
        (one,) = client.post("/api/pass", json=body).json()["examples"]
        says(tables["The gradient"].column("their product"), one["gradient"][::-1])


def test_several_neurons_a_layer_have_their_paths(client: httpx.Client) -> None:
    numbers = np.random.default_rng(2).normal(size=17).tolist()
    network = {"layers": [2, 3, 2], "parameters": numbers, "x": [0.7, 0.2], "y": [1, 0]}
    tables = read(client.post("/api/tables/layers", json=network | {"neuron": 1}))
    (one,) = client.post("/api/pass", json=network).json()["examples"]
    paths = tables["How hidden neuron 1 acts on the cost: ∂C₀/∂a(L−1)"]
    factors = one["factors"]
    expected = [row[1] for row in factors["paths"][0]]
    says_sum(paths.column("≈ their product"), [*expected, factors["cost_by_activation"][0][1]])
    says(tables["The neurons and the cost"].row("C₀")[2:3], [one["cost"]])
    assert len(tables["The weights"].rows) == 12
    for wrong in ({"neuron": 3}, {"neuron": 0, "x": [[1, 2], [3, 4]]}):
        problem_of(client.post("/api/tables/layers", json=network | wrong))


def test_a_folded_path_is_told_by_its_sums(session: Calls, picture: list[float]) -> None:
    asked = {"pixels": picture, "target": 2, "path": [406, 3, 5, 2]}
    answer = session.done("fold", **asked)
    sums, end = tables_of(session, "fold", **asked).values()
    assert [row[:2] for row in sums.rows] == [
        ["pixel 406", "neuron 3"],
        ["neuron 3", "neuron 5"],
        ["neuron 5", "output 2"],
    ]
    for link, row in enumerate(sums.rows):
        names = ("weights", "activations", "rests", "biases")
        says(row[2:], [*(answer[name][link] for name in names), answer["parameters"][2 * link + 1]])
    says([end.rows[0][1]], answer["activations"][-1:])
    assert end.rows[1][1] == "1.00"
    assert end.rows[2][1] == str(answer["path_count"])


def average_of(session: Calls, **asked: Any) -> Any:
    """Return the last line of the streamed average."""
    answer = session.post("gradient/average", **asked)
    *_, last = answer.text.strip().split("\n")
    return httpx.Response(200, content=last).json()


@pytest.mark.parametrize(
    "over", [{"over": "mini_batch", "batch_size": 100}, {"over": "count", "count": 500}]
)
def test_an_average_gradient_is_listed_by_size(session: Calls, over: dict[str, Any]) -> None:
    answer = average_of(session, **over)
    tables = tables_of(session, "gradient", average=over, chosen=13_001)
    size = over.get("batch_size", over.get("count"))
    whole = tables[f"−∇C over {size} digits"]
    says(whole.row("its length"), [answer["norm"]])
    says(whole.row("the cost"), [answer["cost"]])
    assert whole.row("numbers in it") == ["13,002"]
    ((index, name, nudge),) = tables["The entry looked at"].rows
    assert (index, name) == ("13001", "b₃ 9")
    says([nudge], [answer["average"][13_001]])
    listed = [*tables["The largest by size"].rows, *tables["and those after them"].rows]
    sizes = sorted(map(abs, answer["average"]), reverse=True)
    says([cell.lstrip("+−") for *_, cell in listed], sizes[:40])
    says([cell for *_, cell in listed], [answer["average"][int(row[0])] for row in listed])


def test_the_gradient_of_one_digit_is_that_of_its_pass(
    session: Calls, picture: list[float]
) -> None:
    answer = session.done("backward?weights=true", pixels=picture, target=TARGET)
    example = {"pixels": picture, "target": TARGET}
    tables = tables_of(session, "gradient", example=example)
    says(tables["−∇C over 1 digit"].row("the cost"), [answer["cost"]])
    assert tables["The entry looked at"].rows == []
    problem_of(session.post("tables/gradient"))
    problem_of(session.post("tables/gradient", example=example, average={"over": "all"}))
    problem_of(session.post("tables/gradient", example=example, chosen=13_002))


def test_what_digits_ask_for_is_listed_around_the_middle(
    session: Calls, picture: list[float]
) -> None:
    examples: list[dict[str, Any]] = [
        {"split": "train", "index": 5},
        {"pixels": picture, "target": TARGET},
    ]
    tables = tables_of(session, "wishes", examples=examples, middle=12_600)
    asked = tables["What each digit wants"]
    digit = session.client.get("/api/digits?split=train&indices=5").json()["digits"][0]
    assert asked.head == ["weight", f"1: a {digit['label']}", "2: a 3", "average of 2"]
    assert [row[0] for row in asked.rows[3:6]] == [
        "layer 2: 7 → 2",
        "layer 2: 8 → 2",
        "layer 2: 9 → 2",
    ]
    weights = session.done("backward?weights=true", pixels=picture, target=TARGET)["nudges"]
    first = session.client.post(
        f"{session.url}/backward?weights=true",
        json={"pixels": digit["pixels"], "target": digit["label"]},
    ).json()["nudges"]
    for row, column in zip(asked.rows[3:6], (7, 8, 9), strict=True):
        each = [nudges["weights"][1][2][column] for nudges in (first, weights)]
        says_sum([*row[1:]], [*each, sum(each) / 2], parts=2)
    for row in asked.rows:
        says_sum([*row[1:]], [number(cell) for cell in row[1:]], parts=2)
    read_right = tables["Test digits of each class that are read right"].rows[0][1:]
    accuracy = session.client.get(f"{session.url}/predictions?split=test").json()["class_accuracy"]
    assert read_right == [f"{100 * share:.1f} %" for share in accuracy]
    averaged = {"over": "count", "count": 10}
    tables = tables_of(session, "wishes", examples=[], average=averaged, middle=0)
    assert tables["What each digit wants"].head == ["weight", "average of 10"]
    assert tables_of(session, "wishes", examples=[], middle=0)["What each digit wants"].rows
    problem_of(session.post("tables/wishes", examples=examples, middle=13_002))


def test_runs_are_listed_as_the_server_keeps_them_and_others_as_they_were_told(
    session: Calls,
) -> None:
    earlier = {
        "name": "of a network before",
        "iteration": 12_345,
        "settings": {"batch_size": 20, "learning_rate": 0.25, "unheard_of": None},
        "best_accuracy": 0.9123,
    }
    tables = tables_of(session, "training", runs=[earlier, {"run": "gone"}])
    assert tables["The runs"].rows == [["of a network before", "12,345", "20", "0.25", "91.2 %"]]
    figures = tables["The training"]
    assert figures.row("step") == ["0"]
    assert figures.row("C, test") == [NONE]
    assert tables["Its curves"].rows == []
    problem_of(session.post("tables/training", runs=[{**earlier, "best_accuracy": 2}]))
    problem_of(session.post("tables/training", runs=[{**earlier, "settings": {"momentum": "a"}}]))
    problem_of(session.post("tables/training", runs=[earlier] * 25))


def test_a_run_is_listed_with_its_figures_curves_and_path(client: httpx.Client) -> None:
    session = Calls(client, **NEW)
    with watching(session) as watcher:
        frame = watcher.run_on(40, batch_size=100, learning_rate=0.25, seed=4)
        run_id, evaluated = frame["run"]["id"], watcher.column("evaluations.iterations")
        costs = watcher.column("evaluations.test_costs")
    tables = tables_of(session, "training", runs=[{"run": run_id}])
    figures = tables["The training"]
    assert figures.row("step") == ["40"]
    assert figures.row("learning rate") == ["0.25"]
    says(figures.row("epoch"), [40 / 600])
    says(figures.row("C, test"), [frame["costs"]["test"]])
    says(figures.row("‖∇C‖"), [frame["norms"]["gradient"]])
    ((name, step, batch, rate, _),) = tables["The runs"].rows
    assert (name, step, batch, rate) == (frame["run"]["name"], "40", "100", "0.25")
    curves = tables["Its curves"]
    assert curves.column("step") == [f"{step:.0f}" for step in evaluated]
    says(curves.column("C, test"), costs)
    landscape = {"directions": "gradient", "size": 5, "examples": 50, "run": run_id}
    *_, last = session.post("landscape", **landscape).text.strip().split("\n")
    answer = httpx.Response(200, content=last).json()
    (path,) = tables_of(session, "mini-batches", landscape=landscape).values()
    says(path.column("x"), [point["x"] for point in answer["path"]])
    says(path.column("C"), [point["cost"] for point in answer["path"]])
    layers = tables_of(session, "network", name="Two")["Two: what reaches each layer"]
    says(layers.column("mean |∂C/∂w|"), [layer["mean_gradient"] for layer in frame["layers"]])


def test_mini_batches_are_listed_with_their_angles(session: Calls) -> None:
    directions = {"batch_size": 50, "batches": 3}
    landscape = {"directions": "gradient", "size": 25, "examples": 100}
    asked = {"directions": directions, "landscape": landscape}
    tables = tables_of(session, "mini-batches", **asked)
    *_, last = session.post("directions", **directions).text.strip().split("\n")
    answer = httpx.Response(200, content=last).json()
    (title, table), (path, _) = tables.items()
    assert path == "The path in the plane, C over 100 digits"
    assert title.startswith("Mini-batches beside −∇C: length ")
    says(table.column("length"), [batch["norm"] for batch in answer["batches"]])
    says(table.column("its cost"), [batch["cost"] for batch in answer["batches"]])
    angles = [cell.rstrip("°") for cell in table.column("angle to −∇C")]
    says(angles, [batch["angle"] for batch in answer["batches"]])
    problem_of(session.post("tables/mini-batches", directions=directions | {"batches": 10_000}))


def test_what_is_learnt_is_listed_digit_by_digit(session: Calls, picture: list[float]) -> None:
    tables = tables_of(session, "learning", pixels=picture)
    answer = session.client.get(f"{session.url}/predictions?split=test").json()
    table = only(tables, "What each is read as")
    assert [row[1:11] for row in table.rows] == [[*map(str, row)] for row in answer["confusion"]]
    says(tables["The test digits"].row("C"), [answer["cost"]])
    activations = tables["The drawing's activations"]
    forward = session.done("forward", pixels=picture)
    says(activations.column("layer 1"), forward["activations"][1])
    says(activations.column("layer 3")[:10], forward["activations"][3])
    assert "The drawing's activations" not in tables_of(session, "learning")


DEEP = {
    "layers": [784, 16, 16, 16, 10],
    "activation": "tanh",
    "output": "softmax",
    "weights": "random",
    "initializer": "xavier",
    "seed": 7,
}


def test_compared_networks_have_their_slopes_paths_and_layers(
    client: httpx.Client, picture: list[float]
) -> None:
    session = Calls(client, **DEEP)
    trace = session.network().backprop(np.array(picture), np.eye(10)[TARGET])
    slopes = tables_of(session, "slopes", name="3 tanh", pixels=picture, layer=9)
    table = slopes["3 tanh: hidden layer 3, tanh"]
    a = trace.forward.activations[3]
    says(table.column("z"), trace.forward.pre_activations[2].tolist())
    says(table.column("f(z)"), a.tolist())
    says(table.column("f′(z)"), (1 - a**2).tolist())
    (product,) = tables_of(
        session, "product", name="3 tanh", pixels=picture, target=TARGET, rank=2
    ).values()
    links = strongest_path(session.network(), trace, TARGET, 2)
    assert product.column("neuron") == [str(link.neuron) for link in links]
    says(product.column("product so far"), [link.product for link in links])
    network = tables_of(session, "network", name="3 tanh")
    assert network["3 tanh: the network"].row("hidden layers") == ["3 of 16 neurons"]
    assert network["3 tanh: the network"].row("start") == ["Xavier, seed 7"]
    assert network["3 tanh: what reaches each layer"].rows == []
    problem_of(
        Calls(client, layers=[784, 10]).post("tables/slopes", name="A", pixels=picture, layer=1)
    )


def test_a_seed_is_printed_with_all_its_digits() -> None:
    seed = 2**53 - 1
    assert SETTINGS["seed"].text(float(seed)) == str(seed)
