"""States of the other three scenes, made of what the server and its core answer."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import httpx
import numpy as np

from app.data.digits import load
from app.nn.layer_statistics import layer_statistics
from app.nn.network import Network
from app.nn.training import one_hot
from tests.app.calls import Calls

SAY: Final = "tests/captions/say_scenes.mjs"
COLUMNS: Final = (3, 11, 25, 40, 59, 77)
"""Training digits of the table."""


@dataclass(frozen=True)
class Told:
    """What a scene is asked to say: the arguments of its function, and the numbers behind it."""

    name: str
    scene: str
    arguments: Sequence[object]
    facts: dict[str, Any] = field(default_factory=dict)


NETWORKS: Final[dict[str, dict[str, Any]]] = {
    "trained": {},
    "untrained": {"trained_for": 0},
    "half trained": {"trained_for": 1000},
    "standard normal": {"weights": "random", "initializer": "standard_normal", "seed": 1},
    "zeros": {"weights": "random", "initializer": "zeros", "seed": 1},
    "softmax": {"activation": "relu", "output": "softmax", "cost": "cross_entropy"},
}


def told(client: httpx.Client) -> Iterator[Told]:
    """Yield every state of every scene."""
    options = client.get("/api/options").json()
    for name, network in NETWORKS.items():
        session = Calls(client, **network)
        page = {"session": session.describe(), "options": options}
        yield from of_descent(name, session, page)
        client.delete(session.url)
    yield Told("nothing known", "descent", [{"options": options}, {}])
    yield from of_calculus(client, {"options": options})
    yield from of_vanishing(client, {"options": options})


def flat(nudges: dict[str, Any]) -> list[float]:
    """Return the nudges of all parameters in the order of their flat vector."""
    layers = zip(nudges["weights"], nudges["biases"], strict=True)
    return [float(x) for w, b in layers for x in [*np.ravel(w), *b]]


def of_descent(name: str, session: Calls, page: dict[str, Any]) -> Iterator[Told]:
    train = load().train
    digits, passes, answers, averages = [], [], [], []
    for index in COLUMNS:
        pixels, label = train.pixels(index).tolist(), int(train.labels[index])
        answer = session.done("backward?weights=true", pixels=pixels, target=label)
        nudges = flat(answer["nudges"])
        digits.append({"index": index, "label": label, "pixels": pixels, "from": None, "ink": None})
        passes.append(answer | {"label": label})
        answers.append(
            {"nudges": nudges, "cost": answer["cost"], "prediction": answer["prediction"]}
        )
        mean = np.mean([each["nudges"] for each in answers], axis=0)
        averages.append({"nudges": mean.tolist(), "norm": 1, "examples": len(answers)})
    yield from of_gradients(name, page, passes, answers, averages)
    yield from of_tables(name, page, digits, answers, averages)
    yield from of_trainings(name, page)
    yield from of_mini_batches(name, session, page)
    yield from of_predictions(name, session, page)


def of_gradients(
    name: str, page: dict[str, Any], passes: list[Any], answers: list[Any], averages: list[Any]
) -> Iterator[Told]:
    layers = page["session"]["layers"]
    owns = [{"pixels": [], "target": passes[0]["label"], "own": own} for own in (True, False)]
    for digit, vector, over, heard in (
        (owns[0], answers[0]["nudges"], "digit", passes[:1]),
        (owns[1], answers[1]["nudges"], "digit", passes[1:2]),
        (None, averages[-1]["nudges"], "mini_batch", passes),
    ):
        gradient = {"over": over, "nudges": vector, "norm": 1, "cost": 1, "examples": len(heard)}
        gradient |= {"digit": digit}
        action = {"type": "gradientArrived", "gradient": gradient}
        facts = {"gradient": vector, "layers": layers}
        yield Told(f"{name}, gradient of {over}", "descent", [page, {}, [action]], facts)
        picked = entries_to_look_at(vector, heard[0]["activations"][0])
        facts |= {"passes": heard, "picked": picked}
        yield Told(f"{name}, entries of {over}", "entries", [gradient, layers, picked], facts)


def entries_to_look_at(vector: Sequence[float], pixels: Sequence[float]) -> list[int]:
    """Return large and small ones, none twice in a row: of a dark and of a lit pixel among them."""
    by_size = [int(index) for index in np.argsort(-np.abs(vector), kind="stable")]
    some = [*by_size[:2], by_size[2000], 0, int(np.argmax(pixels)), 784 * 16 + 5, by_size[0], -12]
    return [index % len(vector) for index in some]


def of_tables(
    name: str, page: dict[str, Any], digits: list[Any], answers: list[Any], averages: list[Any]
) -> Iterator[Told]:
    count = len(answers[0]["nudges"])
    largest = int(np.argmax(np.abs(averages[-1]["nudges"][12_560:12_816]))) + 12_560
    for row in (largest, 12_570, 12_600, 12_995, 20, count - 10):
        table = {"digits": digits, "answers": answers, "averages": averages, "row": row}
        facts = {"row": [each["nudges"][row] for each in answers]}
        yield Told(f"{name}, row {row}", "descent", [page, {"table": table}], facts)
    few = {"digits": digits, "answers": answers[:2], "averages": averages[:2], "row": largest}
    facts = {"newest": answers[1]["nudges"][largest], "label": digits[1]["label"]}
    yield Told(f"{name}, two columns", "descent", [page, {"table": few}], facts)
    for over, progress in (("10000", None), ("all", None), ("all", {"done": 1, "of": 2})):
        average = averages[-1] | {"examples": 60_000 if over == "all" else 10_000}
        table = {"digits": digits, "answers": answers, "averages": averages, "row": largest}
        table |= {"over": over, "average": average, "progress": progress}
        facts = {"average": average["nudges"][largest], "examples": average["examples"]}
        yield Told(f"{name}, over {over}", "descent", [page, {"table": table}], facts)
    for column, after, steps in ((0, 0.5, 9), (1, 0.9, 9), (1, 0.9, 0), (None, 0.9, 9)):
        before = [0.9] * 10
        accuracy = [after if k != 5 else 0.1 + 0.8 * (after == 0.9) for k in range(10)]
        listening = {
            "column": column,
            "running": False,
            "steps": steps,
            "cost": 0.1,
            "before": before,
        }
        table = {"digits": digits, "answers": answers, "listening": listening}
        facts = {"before": before, "accuracy": accuracy, "cost": 0.1}
        state = {"table": table | {"accuracy": accuracy}}
        yield Told(f"{name}, following {column}, {after}", "descent", [page, state], facts)


def of_trainings(name: str, page: dict[str, Any]) -> Iterator[Told]:
    for iteration, costs, accuracy in (
        (0, [2.31], 0.1),
        (1, [2.31, 2.30], 0.11),
        (36_736, [0.069, 0.078], 0.957),
        (200, [2.31, 0.41], None),
    ):
        run = {"id": "r", "name": "run", "first_iteration": 0, "iteration": iteration}
        frame = {
            "run": run,
            "iteration": iteration,
            "status": "paused",
            "accuracy": accuracy,
            "costs": {"train": 1, "test": None if accuracy is None else costs[-1]},
            "settings": {"batch_size": 10},
        }
        seen = {"run": run, "session": "s", "curves": {"testCosts": costs}}
        training = {"frame": frame, "runs": {"seen": [seen], "current": "r"}}
        facts = {"frame": frame, "costs": costs}
        yield Told(f"{name}, step {iteration}", "descent", [page, {"training": training}], facts)
    broken = training | {"frame": frame | {"status": "diverged", "reason": "too large"}}
    yield Told(f"{name}, diverged", "descent", [page, {"training": broken}], {"frame": frame})


def of_mini_batches(name: str, session: Calls, page: dict[str, Any]) -> Iterator[Told]:
    for size in (10, 100):
        lines = session.post("directions", batch_size=size, batches=4).text.strip().splitlines()
        directions = httpx.Response(200, text=lines[-1]).json()
        frame = {"settings": {"batch_size": size}, "run": None, "status": "paused"}
        pieces = {"miniBatches": {"directions": directions}, "training": {"frame": frame}}
        facts = {"directions": directions, "size": size}
        yield Told(f"{name}, batches of {size}", "descent", [page, pieces], facts)


def of_predictions(name: str, session: Calls, page: dict[str, Any]) -> Iterator[Told]:
    predictions = session.client.get(f"{session.url}/predictions").json()
    confusion = predictions["confusion"]
    rare = min((count, i, j) for i, row in enumerate(confusion) for j, count in enumerate(row))
    single = [(i, j) for i, row in enumerate(confusion) for j, n in enumerate(row) if n == 1][:1]
    for cell in (None, (8, 8), (8, 3), (3, 8), rare[1:], *single):
        own = {"predictions": predictions, "cell": cell and named(cell)}
        yield Told(f"{name}, cell {cell}", "descent", [page, {"learning": own}], own)


def named(cell: Sequence[int]) -> dict[str, int]:
    return {"label": cell[0], "prediction": cell[1]}


def of_calculus(client: httpx.Client, page: dict[str, Any]) -> Iterator[Told]:
    yield Told("nothing known", "calculus", [page, {}])
    session = Calls(client)
    pixels = load().test.pixels(18).tolist()
    answer = session.done("fold", pixels=pixels, target=3, path=[406, 5, 7, 3])
    path = [page | {"session": session.created}, {"fold": {"answer": answer}}]
    yield Told("a path", "calculus", path, {"layers": session.created["layers"]})
    client.delete(session.url)
    chains = {
        "as it begins": ([1.5, -0.4, -1.2, 0.66691, 1.8, -0.2007], 0.6, 1.0),
        "right": ([0, 0, 0, 0, 0, 0], 0.5, 0.5),
        "saturated": ([4, 4, 4, 4, 4, 4], 1.0, 0.0),
        "even": ([1, 1, 1, 1, 1, 1], 1.0, 0.0),
    }
    for name, (parameters, x, y) in chains.items():
        for by in (0.1, -0.5):
            yield of_chain(client, page, f"{name} by {by}", (parameters, x, y, by))
    pairs = {
        "as they begin": [(0.6, 1), (0.1, 0.2), (0.9, 0.7), (0.3, 0.4)],
        "agreeing": [(0.6, 1), (0.7, 1)],
        "one": [(0.6, 1)],
        "two against": [(0.6, 1), (0.2, 0), (0.1, 0)],
    }
    for name, each in pairs.items():
        for parameter in range(6):
            yield of_examples(client, page, f"{name}, {parameter}", each, parameter)


def of_chain(
    client: httpx.Client,
    page: dict[str, Any],
    name: str,
    numbers: tuple[list[float], float, float, float],
) -> Told:
    parameters, x, y, by = numbers
    nudges = {
        "ripple-weight": {"parameter": 4, "by": by},
        "ripple-bias": {"parameter": 5, "by": by},
        "ripple-activation": {"layer": 2, "index": 0, "by": by},
        "ripple-back": {"parameter": 2, "by": by},
        **dict.fromkeys(("chain", "tree", "gradient")),
    }
    body = {"layers": [1, 1, 1, 1], "parameters": parameters, "x": [[x]], "y": [[y]]}
    answers = {
        kind: client.post("/api/pass", json=body | {"nudge": nudge}).json()
        for kind, nudge in nudges.items()
    }
    chain = {"parameters": parameters, "x": [x], "y": [y]}
    own = {"answers": answers, "chain": chain, "by": by}
    return Told(name, "calculus", [page, own], own)


def of_examples(
    client: httpx.Client,
    page: dict[str, Any],
    name: str,
    pairs: list[tuple[float, float]],
    parameter: int,
) -> Told:
    body = {
        "layers": [1, 1, 1, 1],
        "parameters": [1.5, -0.4, -1.2, 0.66691, 1.8, -0.2007],
        "x": [[x] for x, _ in pairs],
        "y": [[y] for _, y in pairs],
    }
    answer = client.post("/api/pass", json=body).json()
    own = {
        "answers": {"examples": answer},
        "pairs": [{"x": x, "y": y} for x, y in pairs],
        "parameter": parameter,
    }
    return Told(f"examples {name}", "calculus", [page, own], own)


CHOICES: Final = {
    "as they begin": ({"initializer": "standard_normal", "depth": 2}, {"depth": 10}),
    "shallow": ({"depth": 1}, {"depth": 2}),
    "relu": ({"depth": 10}, {"depth": 10, "activation": "relu", "initializer": "he"}),
    "exploding": (
        {"depth": 5, "activation": "relu", "initializer": "he"},
        {"depth": 5, "activation": "relu", "initializer": "standard_normal"},
    ),
    "tanh": (
        {"depth": 10, "activation": "tanh", "initializer": "standard_normal"},
        {"depth": 10, "activation": "tanh", "initializer": "xavier"},
    ),
    "zeros": ({"depth": 3, "initializer": "zeros"}, {"depth": 3, "initializer": "zeros"}),
    "five": ({"depth": 2}, {"depth": 5}),
    "ten": ({"depth": 2}, {"depth": 10}),
    "he": (
        {"depth": 10, "activation": "relu", "initializer": "xavier"},
        {"depth": 10, "activation": "relu", "initializer": "he"},
    ),
    "clipping": (
        {"depth": 5, "activation": "relu", "initializer": "he", "learning_rate": 1},
        {"depth": 5, "activation": "relu", "initializer": "he", "learning_rate": 1, "clip": 0.5},
    ),
    "widths": ({"depth": 3, "width": 32, "initializer": "standard_normal"}, {"depth": 3}),
}
"""The pairs of all experiments are among them."""


ALIKE: Final[dict[str, Any]] = {
    "activation": "sigmoid",
    "initializer": "xavier",
    "width": 16,
    "seed": 7,
    "learning_rate": 0.5,
    "clip": None,
}


def of_vanishing(client: httpx.Client, page: dict[str, Any]) -> Iterator[Told]:
    yield Told("nothing known", "vanishing", [page, {}])
    sure, _ = side_of(client, CHOICES["exploding"][1], is_right=True)
    yield Told("sure, notes", "notes", [page, {"b": sure}], {"sides": {"b": sure}})
    for name, choices in CHOICES.items():
        begun = {side: side_of(client, choice) for side, choice in zip("ab", choices, strict=True)}
        curves = {side: curve for side, (_, curve) in begun.items()}
        coming = {side: known | {"frame": None, "pass": None} for side, (known, _) in begun.items()}
        yield Told(f"{name}, before", "vanishing", [page, {"sides": coming}])
        known = {side: known for side, (known, _) in begun.items()}
        yield Told(f"{name}, notes", "notes", [page, known], {"sides": known} | page)
        for iteration, statuses in (
            (1, ("paused", "paused")),
            (900, ("paused", "paused")),
            (7, ("diverged", "paused")),
            (7, ("paused", "diverged")),
            (900, ("diverged", "diverged")),
        ):
            sides = {
                side: begun[side][0]
                | {"frame": begun[side][0]["frame"] | {"iteration": iteration, "status": status}}
                for side, status in zip("ab", statuses, strict=True)
            }
            own = {"sides": sides}
            for rank in (0, 1):
                arguments = [page, own | {"rank": rank}, curves]
                facts = {"sides": sides, "rank": rank, "options": page["options"]}
                yield Told(f"{name}, {statuses} at {iteration}", "vanishing", arguments, facts)


def side_of(
    client: httpx.Client, choice: dict[str, Any], *, is_right: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return one of the two networks as the scene knows it, and its function's curve.

    is_right: whether its example is what the network reads, and not a 3.
    """
    choice = ALIKE | choice
    layers = [784, *[choice["width"]] * choice["depth"], 10]
    session = Calls(
        client,
        layers=layers,
        activation=choice["activation"],
        output="softmax",
        cost="cross_entropy",
        initializer=choice["initializer"],
        weights="random",
        seed=7,
    )
    test = load().test
    pixels = test.pixels(18).tolist()
    target = session.done("forward", pixels=pixels)["prediction"] if is_right else 3
    answer = session.done("backward", pixels=pixels, target=target)
    network: Network = session.network()
    client.delete(session.url)
    trace = network.backprop(test.pixels(slice(0, 20)), one_hot(test.labels[:20], 10))
    frame = {
        "accuracy": 0.114,
        "layers": [asdict(each) for each in layer_statistics(network, trace)],
    }
    reach = max(8, 2 ** int(np.ceil(np.log2(np.abs(answer["pre_activations"][0]).max() or 1))))
    asked = {"activation": choice["activation"], "from": -reach, "to": reach}
    curve = client.get("/api/functions", params=asked).json()
    example = {"label": target, "pixels": [], "name": "", "isOwn": False}
    shown = {"answer": answer, "example": example}
    side = {"choice": choice, "session": "s", "frame": frame, "pass": shown, "runs": {}}
    return side, curve
