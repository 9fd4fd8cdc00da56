"""Sums add up, and products multiply, in the digits that every beat shows."""

from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.activations import HIDDEN_ACTIVATIONS
from tests.app.calls import Calls
from tests.app.take_home.programs import says_sum
from tests.captions.arithmetic import faults
from tests.captions.walk_states import SAY, beats_of, stepped, walk_state
from tests.page_modules import PageModules

PARAMETERS = ["w1", "b1", "w2", "b2", "w3", "b3"]
PERTURBED = ["w3", "b3", "a2", "w2"]
FUNCTIONS = [
    ("sigmoid", "sigmoid", "squared_error"),
    ("sigmoid", "sigmoid", "cross_entropy"),
    ("relu", "softmax", "cross_entropy"),
    ("tanh", "sigmoid", "squared_error"),
    ("tanh", "tanh", "squared_error"),
    ("leaky_relu", "linear", "squared_error"),
]
CHAINS = 100
DRAWINGS = 40
"""Others in each run; the sums of a walk are some fifty of each drawing's."""
NETWORKS = st.fixed_dictionaries(
    {
        "functions": st.sampled_from(FUNCTIONS),
        "layers": st.sampled_from([[784, 16, 16, 10], [784, 16, 10], [784, 12, 8, 12, 10]]),
        "start": st.one_of(
            st.tuples(st.just("trained_for"), st.sampled_from([0, 100, 1000])),
            st.tuples(st.just("initializer"), st.sampled_from(["standard_normal", "zeros", "he"])),
        ),
        "seed": st.integers(0, 5),
    }
)


def begun(client: httpx.Client, network: dict[str, Any]) -> Calls:
    """Begin a session with such a network."""
    activation, output, cost = network["functions"]
    kind, value = network["start"]
    is_recipe = kind == "trained_for" and network["layers"] == [784, 16, 16, 10]
    start = {kind: value} if is_recipe else {"weights": "random", "seed": network["seed"]}
    if kind == "initializer":
        start["initializer"] = value
    names = {"activation": activation, "output": output, "cost": cost}
    return Calls(client, layers=network["layers"], **names, **start)


@settings(max_examples=DRAWINGS)
@given(NETWORKS, st.integers(0, 9999), st.integers(0, 9), st.sampled_from([None, 0.1, 10.0]))
def test_the_walk_adds_up(
    client: httpx.Client,
    page_modules: PageModules,
    network: dict[str, Any],
    index: int,
    target: int,
    rate: float | None,
) -> None:
    session = begun(client, network)
    try:
        asked = f"/api/digits?split=test&indices={index}"
        (digit,) = client.get(asked).json()["digits"]
        pixels = digit["pixels"]
        step = stepped(session, pixels, target, learning_rate=rate) if rate else None
        state = walk_state(session, pixels, target, learning_rate=rate or 1, last_step=step)
        found = {beat.id: [*faults(beat.tex)] for beat in beats_of(page_modules, state)}
        assert {id: each for id, each in found.items() if each} == {}
    finally:
        client.delete(session.url)


NUMBER = st.floats(-3, 3).map(lambda value: round(value, 3))
SHARE = st.floats(0, 1).map(lambda value: round(value, 2))


def numbers(count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(NUMBER, min_size=count, max_size=count)


def assert_true(formulas: list[str]) -> None:
    assert [fault for tex in formulas for fault in faults(tex)] == []


@settings(max_examples=CHAINS)
@given(numbers(6), NUMBER, SHARE, st.sampled_from([0.01, 0.1, -0.5]), st.sampled_from(PERTURBED))
def test_the_chain_multiplies(
    client: httpx.Client,
    page_modules: PageModules,
    parameters: list[float],
    x: float,
    y: float,
    by: float,
    name: str,
) -> None:
    layer = int(name[1])
    is_activation = name[0] == "a"
    nudge = {"layer": layer, "index": 0} if is_activation else {"parameter": PARAMETERS.index(name)}
    chain = {"parameters": parameters, "x": [x], "y": [y]}
    body = {"layers": [1, 1, 1, 1], "parameters": parameters, "x": [[x]], "y": [[y]]}
    answer = client.post("/api/pass", json=body | {"nudge": nudge | {"by": by}}).json()
    (example,) = answer["examples"]
    assert_true(page_modules.call(SAY, "chainFormulas", chain, example, by, name))


@settings(max_examples=CHAINS)
@given(numbers(6), st.lists(st.tuples(NUMBER, SHARE), min_size=1, max_size=6), st.integers(0, 5))
def test_the_examples_mean_is_that_of_the_shown_ones(
    client: httpx.Client,
    page_modules: PageModules,
    parameters: list[float],
    pairs: list[tuple[float, float]],
    parameter: int,
) -> None:
    body = {
        "layers": [1, 1, 1, 1],
        "parameters": parameters,
        "x": [[x] for x, _ in pairs],
        "y": [[y] for _, y in pairs],
    }
    answer = client.post("/api/pass", json=body).json()
    terms = [each["gradient"][parameter] for each in answer["examples"]]
    mean, name = answer["gradient"][parameter], PARAMETERS[parameter]
    assert_true(page_modules.call(SAY, "examplesFormulas", name, terms, mean))


@settings(max_examples=CHAINS)
@given(numbers(17), numbers(2), st.lists(SHARE, min_size=2, max_size=2), st.integers(0, 2))
def test_paths_through_both_outputs_add_up(
    client: httpx.Client,
    page_modules: PageModules,
    parameters: list[float],
    x: list[float],
    y: list[float],
    neuron: int,
) -> None:
    body = {"layers": [2, 3, 2], "parameters": parameters, "x": [x], "y": [y]}
    (example,) = client.post("/api/pass", json=body).json()["examples"]
    assert_true(page_modules.call(SAY, "pathsFormulas", example, neuron))


@settings(max_examples=DRAWINGS)
@given(
    st.sampled_from([0, 1000]),
    st.integers(0, 9999),
    st.tuples(*(st.integers(0, count - 1) for count in (784, 16, 16, 10))),
)
def test_a_folded_path_adds_up(
    client: httpx.Client,
    page_modules: PageModules,
    trained_for: int,
    index: int,
    path: tuple[int, ...],
) -> None:
    session = Calls(client, trained_for=trained_for)
    (digit,) = client.get(f"/api/digits?split=test&indices={index}").json()["digits"]
    folded = session.done("fold", pixels=digit["pixels"], target=digit["label"], path=path)
    client.delete(session.url)
    assert_true([page_modules.call(SAY, "foldFormula", folded)])


@given(st.sampled_from(["sigmoid", "tanh", "relu", "leaky_relu", "linear"]), st.floats(-30, 30))
def test_a_slope_is_made_of_the_shown_activation(
    client: httpx.Client, page_modules: PageModules, name: str, z: float
) -> None:
    outputs = client.get("/api/options").json()["descriptors"]["outputs"]
    (activation,) = [each for each in outputs if each["id"] == name]
    function = HIDDEN_ACTIVATIONS[name]
    a = function(np.array([z]))
    slope = function.derivative(np.array([z]), a)
    neuron = {"z": z, "a": float(a[0]), "slope": float(slope[0])}
    assert_true([page_modules.call(SAY, "slopeFormula", activation, neuron)])


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=6), st.integers(-6, 0))
def test_the_average_is_that_of_the_shown_nudges(
    page_modules: PageModules, nudges: list[float], size: int
) -> None:
    nudges = [each * 10.0**size for each in nudges]
    average = sum(nudges) / len(nudges)
    row = {"nudges": nudges, "average": average, "isTheirs": True}
    texts = page_modules.call(SAY, "tableRow", row)
    says_sum(texts, [*nudges, average], parts=len(nudges))


@pytest.mark.parametrize(
    ("tex", "count"),
    [
        (r"1.24 &= 1.20 + 0.03\,\text{(7 more)}", 1),
        (r"1.23 &= 1.20 + 0.03\,\text{(7 more)}", 0),
        (r"0.16 &= 1.80 \times 0.10\,(1 - 0.10)", 0),
        (r"0.17 &= 1.80 \times 0.10\,(1 - 0.10)", 1),
        (r"-0.07 &\approx 0.48 \cdot 0.22 \cdot (-0.68)", 0),
        (r"1.23 \cdot 10^{-7} &= 1.20 \cdot 10^{-7} + 0.03 \cdot 10^{-7}", 0),
        (r"1.24 \cdot 10^{-7} &= 1.20 \cdot 10^{-7} + 0.03 \cdot 10^{-7}", 1),
        (r"\htmlData{symbol=a}{a} &= \sigma(0.20 + 0.30) = 0.99", 0),
        (r"0.37 &= -\ln 0.69", 0),
        (r"0.35 &= -\ln 0.69", 1),
    ],
)
def test_a_formula_is_read_as_it_is_shown(tex: str, count: int) -> None:
    assert len([*faults(tex)]) == count
