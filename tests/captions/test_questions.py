"""What a room is asked: what the page holds to be right is so by the server's own numbers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.calls import Calls
from tests.captions.walk_states import stepped, walk_state
from tests.page_modules import PageModules

ASK = "tests/captions/ask.mjs"
MOST_WORDS = 30
SIGMOID = {"activation": "sigmoid", "output": "sigmoid", "cost": "squared_error"}
NETWORKS = {
    "untrained": {**SIGMOID, "trained_for": 0},
    "after 300": {**SIGMOID, "trained_for": 300},
    "after 1,000": {**SIGMOID, "trained_for": 1000},
    "trained": SIGMOID,
    "random": {**SIGMOID, "weights": "random", "initializer": "standard_normal", "seed": 1},
    "zeros": {**SIGMOID, "weights": "random", "initializer": "zeros"},
    "relu": {"activation": "relu", "output": "softmax", "cost": "cross_entropy"},
    "tanh": {**SIGMOID, "activation": "tanh", "output": "tanh", "weights": "random", "seed": 2},
    "linear": {**SIGMOID, "activation": "leaky_relu", "output": "linear", "weights": "random"},
}
ALWAYS = {"bias-signs", "blue-or-red", "paper-pixel", "reading", "step-cost"}
"""Asked of a network that has something to learn."""


def assert_well_asked(question: dict[str, Any]) -> None:
    """Hold what all questions have in common."""
    choices, right, amount = question["choices"], question["right"], question["amount"]
    assert 2 <= len(set(choices)) == len(choices) <= 5, question
    assert question["text"].rstrip().endswith("?"), question
    for why in question["whys"]:
        assert 0 < len(why.split()) <= MOST_WORDS, why
        assert "NaN" not in why, why
    assert right is not None
    if amount is None:
        assert right in range(len(choices))
        assert question["rights"] == [k == right for k in range(len(choices))]
        return
    assert sum(question["rights"]) <= 1, question
    assert amount["least"] <= amount["start"] <= amount["most"]
    assert amount["least"] <= right <= amount["most"], question
    assert len(amount["presets"]) == len(choices)


def integers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def largest(sizes: list[float]) -> int:
    """Return which is the largest, and hold that it stands out."""
    first, second = sorted(sizes, reverse=True)[:2]
    assert first > 1.1 * second
    return sizes.index(first)


def is_reading(question: dict[str, Any], state: dict[str, Any]) -> None:
    outputs = state["forward"]["activations"][-1]
    digits = [integers(choice)[-1] for choice in question["choices"]]
    assert digits[question["right"]] == int(np.argmax(outputs))
    assert len(set(digits)) == 3
    assert min(outputs[digit] for digit in digits) >= sorted(outputs)[-3]


def is_wish_size(question: dict[str, Any], state: dict[str, Any]) -> None:
    nudges = state["backward"]["nudges"]["activations"][-1]
    output = integers(question["text"])[0]
    assert question["right"] == nudges[output]
    assert abs(nudges[output]) == max(map(abs, nudges))
    gap = (output == state["target"]) - state["forward"]["activations"][-1][output]
    assert question["right"] == pytest.approx(2 * gap)
    assert question["rights"][question["amount"]["presets"].index(2 * gap)]


def is_bias_signs(question: dict[str, Any], state: dict[str, Any]) -> None:
    nudges = np.array(state["backward"]["nudges"]["biases"][-1])
    own, others = nudges[state["target"]], np.delete(nudges, state["target"])
    chosen = question["choices"][question["right"]]
    assert ("own up" in chosen) == bool(own > 0)
    assert ("theirs up" in chosen) == bool((others > 0).all())
    assert (others > 0).all() or (others < 0).all()


def is_weight_nudges(question: dict[str, Any], state: dict[str, Any]) -> None:
    nudges = state["backward"]["nudges"]["weights"][-1][state["target"]]
    sizes = [
        abs(nudges[integers(choice)[-1 if k < 2 else 0]])
        for k, choice in enumerate(question["choices"])
    ]
    assert question["right"] == largest(sizes)


def is_blue_or_red(question: dict[str, Any], state: dict[str, Any]) -> None:
    contributions = np.array(state["backward"]["contributions"][-1][state["target"]])
    hidden = len(contributions)
    weights = np.reshape(state["parameters"]["weights"][-1], (10, hidden))[state["target"]]
    rise = set(weights[contributions > 0] > 0)
    assert rise == {question["right"] == 0}


def is_largest_delta(question: dict[str, Any], state: dict[str, Any]) -> None:
    pairs = [integers(choice)[:2] for choice in question["choices"]]
    layer = {"second": 1, "first": 0}.get(question["text"].split("into the ")[1].split()[0], 1)
    nudges = state["backward"]["nudges"]["weights"][layer]
    assert question["right"] == largest([abs(nudges[into][start]) for start, into in pairs])


def is_paper_pixel(question: dict[str, Any], state: dict[str, Any]) -> None:
    paper = state["drawing"]["pixels"].index(0)
    nudges = np.array(state["backward"]["nudges"]["weights"][0])
    assert not nudges[:, paper].any()
    assert nudges.any()
    assert question["choices"][question["right"]] == "0"


def is_row_sign(question: dict[str, Any], state: dict[str, Any]) -> None:
    target, row = integers(question["text"])[:2]
    backward = state["backward"]
    own = backward["contributions"][-1][target][row]
    assert target == state["target"]
    assert ("go up." in question["text"]) == (own > 0)
    sum_ = backward["nudges"]["activations"][-2][row]
    assert question["choices"][question["right"]] == ("up" if sum_ > 0 else "down")


def is_step_cost(question: dict[str, Any], state: dict[str, Any]) -> None:
    assert question["right"] == state["lastStep"]["cost_after"]


def is_others_cost(question: dict[str, Any], state: dict[str, Any]) -> None:
    others, step = state["others"], state["lastStep"]
    other = integers(question["text"])[-1]
    own = step["cost_after"] - step["cost_before"]
    theirs = others["after"][other] - others["before"][other]
    names = {(False, False): 0, (False, True): 1, (True, False): 2, (True, True): 3}
    assert other != state["target"]
    assert question["right"] == names[own > 0, theirs > 0]


def is_gate(question: dict[str, Any], state: dict[str, Any]) -> None:
    output = integers(question["text"])[0]
    of_a = state["backward"]["nudges"]["activations"][-1][output]
    of_z = -state["backward"]["deltas"][-1][output]
    assert question["right"] == pytest.approx(of_z)
    assert 0 <= of_z / of_a <= 1
    assert question["amount"]["start"] == pytest.approx(of_a)


def is_torn(question: dict[str, Any], state: dict[str, Any]) -> None:
    *outputs, neuron = integers(question["text"])
    rows = np.array(state["backward"]["contributions"][-1])
    ways = re.findall("up|down", question["text"])
    assert ways == ["up" if rows[k, neuron] > 0 else "down" for k in outputs]
    assert set(ways) == {"up", "down"}
    assert "cannot tell" in question["choices"][question["right"]]


def is_tenfold(question: dict[str, Any], state: dict[str, Any]) -> None:
    rates = state["rates"]
    fall, tenfold = (
        rates["cost"] - cost for cost in (rates["present"]["cost"], rates["costs"][-1])
    )
    assert rates["rates"][-1] == pytest.approx(10 * rates["present"]["learning_rate"])
    assert question["right"] == (0 if tenfold > 1.1 * fall else 2 if tenfold < 0.9 * fall else 1)


def is_measured(question: dict[str, Any], state: dict[str, Any]) -> None:
    count = state["session"]["parameter_count"]
    assert question["choices"][question["right"]] == f"{count + 1:,}"
    assert f"{count:,}" in question["text"]


TRUTHS = {
    "measured": is_measured,
    "gate": is_gate,
    "torn": is_torn,
    "tenfold": is_tenfold,
    "others-cost": is_others_cost,
    "reading": is_reading,
    "wish-size": is_wish_size,
    "bias-signs": is_bias_signs,
    "weight-nudges": is_weight_nudges,
    "blue-or-red": is_blue_or_red,
    "largest-delta": is_largest_delta,
    "paper-pixel": is_paper_pixel,
    "row-sign": is_row_sign,
    "step-cost": is_step_cost,
}


def states_of(client: httpx.Client, network: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield states of some digits, right and wrong, before and after a step."""
    rate = 1.0
    for digit in client.get("/api/digits?split=test&indices=0,7,32").json()["digits"]:
        pixels = digit["pixels"]
        for target in (digit["label"], (digit["label"] + 5) % 10):
            session = Calls(client, **network)
            asked = {"pixels": pixels, "target": target, "learning_rate": rate}
            before = walk_state(session, pixels, target)
            yield before | {"rates": session.done("rates", **asked)}
            step = stepped(session, pixels, target, learning_rate=rate)
            after = walk_state(session, pixels, target, last_step=step)
            if step is None:  # It would have led beyond all bounds, and is not taken.
                yield after | {"rates": session.done("rates", **asked)}
            else:
                taken = {"steps": 1, "learning_rate": rate}
                yield after | {"others": session.done("others", **asked, step=taken)}
            client.delete(session.url)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_the_walk_asks_is_true(
    client: httpx.Client, page_modules: PageModules, name: str
) -> None:
    asked = set()
    for state in states_of(client, NETWORKS[name]):
        for question in page_modules.call(ASK, "walk", state):
            assert_well_asked(question)
            TRUTHS[question["id"]](question, state)
            asked.add(question["id"])
    if name in ("after 300", "after 1,000", "random"):
        assert asked >= ALWAYS
    if name == "after 1,000":
        assert asked == TRUTHS.keys()
    if name == "zeros":  # All is alike.
        assert not asked & {"weight-nudges", "largest-delta", "blue-or-red"}


PARAMETERS = [1.5, -0.4, -1.2, 0.6669, 1.8, -0.2007]
CHAINS = [
    {"parameters": PARAMETERS, "x": [0.6], "y": [1]},
    {"parameters": PARAMETERS, "x": [0.6], "y": [0]},
    {"parameters": [-p for p in PARAMETERS], "x": [0.9], "y": [0.4]},
    {"parameters": [2.0, 0.1, 3.0, -0.5, -3.5, 1.0], "x": [0.2], "y": [1]},
]
PERTURBED = {
    "ripple-weight": {"parameter": 4},
    "ripple-bias": {"parameter": 5},
    "ripple-activation": {"layer": 2, "index": 0},
    "ripple-back": {"parameter": 2},
}


def passed(client: httpx.Client, chain: dict[str, Any], **more: object) -> dict[str, Any]:
    body = {"parameters": chain["parameters"], "x": [chain["x"]], "y": [chain["y"]], **more}
    answer = client.post("/api/pass", json=body)
    assert answer.status_code == 200, answer.text
    passed: dict[str, Any] = answer.json()
    return passed


@pytest.mark.parametrize("by", [0.1, -0.3])
@pytest.mark.parametrize("chain", CHAINS, ids=range(len(CHAINS)))
def test_what_the_calculus_asks_is_true(
    client: httpx.Client, page_modules: PageModules, chain: dict[str, Any], by: float
) -> None:
    asked = {}
    for beat, nudge in PERTURBED.items():
        answer = passed(client, chain, layers=[1, 1, 1, 1], nudge={**nudge, "by": by})
        own = {"chain": chain, "by": by, "answers": {beat: answer}}
        question = page_modules.call(ASK, "ofCalculus", beat, own)
        if question is None:
            continue
        assert_well_asked(question)
        right, choice = question["right"], question["choices"][question["right"]]
        (example,) = answer["examples"]
        asked[beat] = right
        if beat == "ripple-weight":
            assert right == (0 if example["ripple"]["cost_change"] > 0 else 1)
        elif beat == "ripple-back":
            _, _, back, _, front, _ = map(abs, example["gradient"])
            assert right == (0 if back > front else 1)
        else:
            factor = 1 if beat == "ripple-bias" else chain["parameters"][4]
            assert float(choice.replace("−", "-")) == pytest.approx(by * factor, abs=6e-4)
    assert len(asked) >= 3
    answer = passed(client, chain, layers=[1, 1, 1, 1])
    own = {"chain": chain, "answers": {"gradient": answer}}
    question = page_modules.call(ASK, "ofCalculus", "gradient", own)
    gradient = np.abs(answer["examples"][0]["gradient"])
    if question is not None:
        assert_well_asked(question)
        assert question["right"] == int(np.argmax(gradient[[4, 5, 2, 3]]))


def test_a_hidden_neuron_acts_through_every_output(
    client: httpx.Client, page_modules: PageModules
) -> None:
    wide = {"parameters": np.linspace(-1, 1, 17).tolist(), "x": [0.7, 0.2], "y": [1, 0]}
    answer = passed(client, wide, layers=[2, 3, 2])
    own = {"wide": wide, "answers": {"layers": answer}}
    question = page_modules.call(ASK, "ofCalculus", "layers", own)
    assert_well_asked(question)
    assert question["choices"][question["right"]] == "2"


def test_without_numbers_a_question_waits_and_with_pointless_ones_it_is_not_asked(
    page_modules: PageModules, client: httpx.Client
) -> None:
    assert page_modules.call(ASK, "ofCalculus", "ripple-weight", {})["right"] is None
    saturated = {"parameters": [1, 0, 1, 0, 1, 60], "x": [0.5], "y": [1]}
    nudge = {"parameter": 4, "by": 0.1}
    answer = passed(client, saturated, layers=[1, 1, 1, 1], nudge=nudge)
    own = {"chain": saturated, "answers": {"ripple-weight": answer}}
    assert page_modules.call(ASK, "ofCalculus", "ripple-weight", own) is None


@pytest.mark.parametrize("name", ["untrained", "after 1,000", "trained"])
def test_what_the_descent_asks_is_true(
    client: httpx.Client, page_modules: PageModules, name: str
) -> None:
    session = Calls(client, **NETWORKS[name])
    page = {"session": session.describe(), "options": client.get("/api/options").json()}

    def ask(function: str, own: dict[str, Any], **more: object) -> dict[str, Any]:
        asked: dict[str, Any] = page_modules.call(ASK, "ofDescent", function, own, page | more)
        assert_well_asked(asked)
        return asked

    digits = client.get("/api/digits?split=test&count=6").json()["digits"]
    pixels = digits[0]["pixels"]
    backward = session.done("backward?weights=true", pixels=pixels, target=7)
    nudges = [
        value
        for weights, biases in zip(
            backward["nudges"]["weights"], backward["nudges"]["biases"], strict=True
        )
        for value in [*np.ravel(weights).tolist(), *biases]
    ]
    gradient = {"over": "digit", "nudges": nudges}
    asked = ask("zerosQuestion", {"gradient": {"over": "digit", "gradient": gradient}})
    share = nudges.count(0) / len(nudges)
    assert asked["right"] == round(4 * share)

    accuracy = session.accuracy()
    asked = ask("accuracyQuestion", {}, dataset=accuracy)
    assert asked["right"] == accuracy["correct"] / accuracy["total"]

    answer = session.post("directions", batch_size=10, batches=8)
    directions = json.loads(answer.text.splitlines()[-1])
    asked = ask("angleQuestion", {"miniBatches": {"directions": directions}})
    assert asked["right"] == pytest.approx(np.mean([b["angle"] for b in directions["batches"]]))

    predictions = client.get(f"{session.url}/predictions").json()
    asked = ask("confusionQuestion", {"learning": {"predictions": predictions}})
    counts = [
        predictions["confusion"][label][read]
        for label, read in (integers(choice) for choice in asked["choices"])
    ]
    confusion = np.array(predictions["confusion"])
    np.fill_diagonal(confusion, 0)
    assert counts[asked["right"]] == confusion.max() == max(counts)
    assert sorted(counts)[-2] < confusion.max() / 2


@pytest.mark.parametrize(
    ("signs", "right"), [("+++", 0), ("---", 1), ("+-+", 2), ("+0+", None), ("+0-", 2)]
)
def test_whether_digits_agree_is_read_from_their_nudges(
    page_modules: PageModules, signs: str, right: int | None
) -> None:
    values = [{"+": 0.1, "-": -0.1, "0": 0.0}[sign] for sign in signs]
    answers = [{"nudges": [value] * 13_002} for value in values]
    table = {"digits": [{}] * len(signs), "answers": answers}
    asked = page_modules.call(ASK, "ofDescent", "agreementQuestion", {"table": table}, {})
    if right is None:
        assert asked is None
    else:
        assert_well_asked(asked)
        assert asked["right"] == right
    table["answers"] = answers[:-1]
    asked = page_modules.call(ASK, "ofDescent", "agreementQuestion", {"table": table}, {})
    assert asked["right"] is None


@pytest.mark.parametrize(
    ("experiment", "depth", "activation", "figure"),
    [
        ("sigmoid-10", 10, "sigmoid", "mean_gradient"),
        ("relu", 10, "relu", "mean_gradient"),
        ("exploding", 5, "relu", "mean_delta"),
    ],
)
@pytest.mark.parametrize("share", [2.0, 1 / 4, 3e-3, 1e-7])
def test_what_is_left_at_the_first_layer_is_read_from_the_figures(
    page_modules: PageModules,
    experiment: str,
    depth: int,
    activation: str,
    figure: str,
    share: float,
) -> None:
    layers = [
        {figure: share * 0.02},
        *[{figure: 0.01}] * (depth - 2),
        {figure: 0.02},
        {figure: 0.02},
    ]
    starts = {"relu": ("he", 30), "exploding": ("standard_normal", 16)}
    initializer, width = starts.get(experiment, ("xavier", 16))
    choice = {"depth": depth, "width": width, "activation": activation, "seed": 7}
    b = {"choice": choice | {"initializer": initializer}, "frame": {"layers": layers}}
    asked = page_modules.call(ASK, "ofVanishing", "experimentQuestion", {"b": b}, {}, experiment)
    assert_well_asked(asked)
    distances = np.abs(np.log(asked_shares(asked)) - np.log(share))
    assert asked["right"] == int(np.argmin(distances))
    other = {"choice": b["choice"] | {"depth": 3}, "frame": b["frame"]}
    sides = {"b": other}
    assert (
        page_modules.call(ASK, "ofVanishing", "experimentQuestion", sides, {}, experiment) is None
    )


def asked_shares(question: dict[str, Any]) -> list[float]:
    """Return the share that each choice names."""

    def share(text: str) -> float:
        if "large" in text:
            return 1.0
        over, _, under = text.removeprefix("about ").removesuffix(" times").partition("/")
        return float(over.replace(",", "")) / float(under.replace(",", "") or 1)

    return [share(choice) for choice in question["choices"]]


def test_the_sigmoid_is_as_steep_as_the_server_says(
    client: httpx.Client, page_modules: PageModules
) -> None:
    options = client.get("/api/options").json()
    asked = page_modules.call(ASK, "ofVanishing", "ceilingQuestion", {}, {"options": options})
    assert_well_asked(asked)
    answer = client.get("/api/functions?activation=sigmoid&from=-8&to=8&count=201").json()
    assert max(answer["slope"]) == pytest.approx(0.25)
    assert asked["choices"][asked["right"]] == "a slope of 1/4"
