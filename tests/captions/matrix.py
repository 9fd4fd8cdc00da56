"""The states in which every caption must be true, made by the server's own core."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import numpy as np
import safetensors.numpy

from app.data.digits import load
from app.nn.network import Network
from tests.app.calls import Calls
from tests.captions.walk_states import learnt, stepped, walk_state

LECTURE: Final = [784, 16, 16, 10]
SOFTMAX: Final = {"output": "softmax", "cost": "cross_entropy"}
LINEAR: Final = {"activation": "leaky_relu", "output": "linear"}


@dataclass(frozen=True)
class Situation:
    """A network, a drawing, the digit that it should be, and steps that were taken on it."""

    name: str
    network: dict[str, Any]
    index: int | Callable[[Network], int] = 18
    """Of the test digit, or how it is found."""
    target: int | None = None
    """None for its label."""
    change: Callable[[dict[str, Any]], None] | None = None
    """Of the parameters."""
    rate: float = 1.0
    take: Callable[..., dict[str, Any] | None] | None = None
    """The steps that were taken."""
    pinned: dict[str, Any] | None = None
    is_unbounded: bool = False
    """Whether a step leads beyond all bounds, so that nothing is known of the other digits."""


def times(factor: float, *names: str) -> Callable[[dict[str, Any]], None]:
    """Return a change that multiplies parameters."""

    def change(tensors: dict[str, Any]) -> None:
        for name in names or tensors:
            tensors[name] = tensors[name] * factor

    return change


def with_dead_neurons(tensors: dict[str, Any]) -> None:
    tensors["b1"] = tensors["b1"] - 1000 * (np.arange(len(tensors["b1"])) % 2)


def all_dead(tensors: dict[str, Any]) -> None:
    tensors["b1"] = tensors["b1"] - 1e5


def outputs_of(network: Network) -> tuple[Any, Any]:
    test = load().test
    chosen = np.arange(2000)
    return network.forward(test.pixels(chosen)).output, test.labels[chosen]


def wrong_by_a_hair(network: Network) -> int:
    """Return the test digit that is read wrong by the smallest margin."""
    outputs, labels = outputs_of(network)
    own = outputs[np.arange(len(labels)), labels]
    margin = outputs.max(axis=1) - own
    return int(np.argmin(np.where(margin > 0, margin, np.inf)))


def far_wrong(network: Network) -> int:
    """Return the test digit whose right output is the darkest."""
    outputs, labels = outputs_of(network)
    return int(np.argmin(outputs[np.arange(len(labels)), labels]))


MATRIX: Final = (
    Situation("right", {}),
    Situation("an 8", {}, index=61),
    Situation("wrong by a hair", {}, index=wrong_by_a_hair),
    Situation("far wrong", {}, index=far_wrong),
    Situation("another target", {}, target=8),
    Situation("untrained", {"trained_for": 0}),
    Situation("half trained", {"trained_for": 1000}),
    Situation("a little trained", {"trained_for": 300}, index=5),
    Situation("standard normal", {"weights": "random", "initializer": "standard_normal"}),
    Situation("zeros", {"weights": "random", "initializer": "zeros"}),
    Situation("saturated", {"trained_for": 1000}, target=8, change=times(8)),
    Situation("nudges exactly 0", {}, target=8, change=times(1000)),
    Situation("right and exactly so", {}, change=times(1000)),
    Situation("softmax, right", {"activation": "relu", **SOFTMAX}),
    Situation("softmax, wrong", {"activation": "relu", **SOFTMAX}, target=8),
    Situation("softmax, unsure", {"activation": "tanh", "weights": "random", **SOFTMAX}),
    Situation("softmax, sure", {"activation": "relu", **SOFTMAX}, change=times(30, "W3", "b3")),
    Situation("dead", {"activation": "relu", **SOFTMAX}, target=2, change=with_dead_neurons),
    Situation("all dead", {"activation": "relu", **SOFTMAX}, target=2, change=all_dead),
    Situation("binary", {"cost": "cross_entropy", "trained_for": 1000}, target=4),
    Situation("binary, exact", {"cost": "cross_entropy"}, change=times(1000)),
    Situation("tanh", {"activation": "tanh", "trained_for": 1000}, target=5),
    Situation("tanh outputs", {"activation": "tanh", "output": "tanh", "weights": "random"}),
    Situation("linear", {**LINEAR, "weights": "random"}),
    Situation("deeper", {"layers": [784, 16, 16, 16, 12, 10], "weights": "random"}),
    Situation("one hidden layer", {"layers": [784, 16, 10], "weights": "random"}),
    Situation("no hidden layer", {"layers": [784, 10], "weights": "random"}),
    Situation("a step", {"trained_for": 1000}, take=stepped),
    Situation(
        "numbers beyond all bounds",
        {**LINEAR, "layers": [784, 16, 16, 16, 12, 10], "weights": "random"},
        change=times(1e4),
        rate=1000,
        is_unbounded=True,
    ),
    Situation("too long a step", {"trained_for": 1000}, take=stepped, rate=100, index=7),
    Situation("a step to nothing", {}, target=8, change=times(1000), take=stepped),
    Situation("learnt", {"trained_for": 1000}, target=8, take=learnt),
    Situation("learnt slowly", {}, target=8, take=learnt, rate=0.02),
    Situation("a pinned neuron", {"trained_for": 600}, pinned={"layer": 1, "index": 3}),
    Situation("a pinned output", {}, pinned={"layer": 3, "index": 7}),
)


def state_in(client: httpx.Client, situation: Situation) -> dict[str, Any]:
    """Return the page's state in a situation."""
    session = Calls(client, **{"seed": 1} | situation.network)
    try:
        if situation.change is not None:
            tensors = session.tensors()
            situation.change(tensors)
            answer = session.put(safetensors.numpy.save(tensors))
            assert answer.status_code == 204, answer.text
        find = situation.index
        index = find(session.network()) if callable(find) else find
        (digit,) = client.get(f"/api/digits?split=test&indices={index}").json()["digits"]
        pixels = digit["pixels"]
        target = digit["label"] if situation.target is None else situation.target
        step = None
        if situation.take:
            step = situation.take(session, pixels, target, learning_rate=situation.rate)
            assert step is not None
        state = walk_state(
            session,
            pixels,
            target,
            learning_rate=situation.rate,
            last_step=step,
            accuracy={**session.accuracy()},
        )
        pinned = situation.pinned and {"kind": "neuron", **situation.pinned}
        return state | {"pinned": pinned} | after_step(session, state, situation)
    finally:
        client.delete(session.url)


def after_step(session: Calls, state: dict[str, Any], situation: Situation) -> dict[str, Any]:
    """Return what a step has done to the other digits, and what longer and shorter ones would."""
    step = state["lastStep"]
    asked = {
        "pixels": state["drawing"]["pixels"],
        "target": state["target"],
        "learning_rate": state["learningRate"],
        "step": step and {key: step[key] for key in ("steps", "learning_rate")},
    }
    others = session.post("others", **asked)
    assert others.status_code == 200 or situation.is_unbounded, others.text
    return {
        "others": others.json() if others.status_code == 200 else None,
        "rates": session.done("rates", **asked),
    }


def states(client: httpx.Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each situation's name and state; and the states before all answers are there."""
    for situation in MATRIX:
        yield situation.name, state_in(client, situation)
    known = state_in(client, MATRIX[0])
    yield "rewound", known | {"rewound": True}
    yield "one output alone", state_in(client, MATRIX[6]) | {"alone": True}
    (nothing,) = (each for each in MATRIX if each.name == "zeros")
    yield "one output alone, without nudges", state_in(client, nothing) | {"alone": True}
    yield "mean unknown", known | {"dataset": None}
    yield "no target", known | {"backward": None, "target": None}
    yield "empty", {"options": known["options"], "session": known["session"]}
