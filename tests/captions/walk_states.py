"""States of the page in which the walk is told, made of what the server answers."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import numpy as np

from tests.app.calls import Calls
from tests.page_modules import PageModules

SAY = "tests/captions/say.mjs"
MOST_STEPS = 100
"""How many the page takes until a drawing is read correctly."""


@dataclass(frozen=True)
class Beat:
    """What is said on one beat."""

    id: str
    caption: str
    question: str
    tex: str


@cache
def options_of(client: httpx.Client) -> dict[str, Any]:
    """Return what a server offers, always the same."""
    options: dict[str, Any] = client.get("/api/options").json()
    return options


def walk_state(
    session: Calls,
    pixels: list[float],
    target: int,
    *,
    learning_rate: float = 1.0,
    last_step: dict[str, Any] | None = None,
    accuracy: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the page's state once a drawing and the digit it should have been are known."""
    backward = session.done(
        "backward?weights=true&terms=3&inputs=true", pixels=pixels, target=target
    )
    tensors = session.tensors()
    layers = range(1, len(session.created["layers"]))
    return {
        "session": session.describe(),
        "options": options_of(session.client),
        "drawing": {"pixels": pixels, "placement": None, "sample": None},
        "forward": backward,
        "backward": backward,
        "target": target,
        "learningRate": learning_rate,
        "lastStep": last_step,
        "dataset": accuracy,
        "parameters": {
            kind: [tensors[f"{letter}{l}"].astype(np.float32).ravel().tolist() for l in layers]
            for kind, letter in (("weights", "W"), ("biases", "b"))
        },
    }


def stepped(
    session: Calls, pixels: list[float], target: int, *, learning_rate: float
) -> dict[str, Any] | None:
    """Take a step on a drawing, and return what the page keeps of it; None where it diverges."""
    before = session.done("forward?terms=3", pixels=pixels)
    answer = session.post("step", pixels=pixels, target=target, learning_rate=learning_rate)
    if answer.status_code == 422:
        return None
    step = answer.json()
    return _kept(before, [step["cost_before"], step["cost_after"]], learning_rate)


def learnt(
    session: Calls, pixels: list[float], target: int, *, learning_rate: float
) -> dict[str, Any]:
    """Take steps until a drawing is read as its target, and return what the page keeps of them."""
    before = session.done("forward?terms=3", pixels=pixels)
    taken = session.done(
        "learn", pixels=pixels, target=target, learning_rate=learning_rate, most=MOST_STEPS
    )
    return _kept(before, taken["costs"], learning_rate)


def _kept(before: dict[str, Any], costs: list[float], learning_rate: float) -> dict[str, Any]:
    return {
        "iteration": len(costs) - 1,
        "cost_before": costs[0],
        "cost_after": costs[-1],
        "steps": len(costs) - 1,
        "learning_rate": learning_rate,
        "before": before,
        "costs": costs,
    }


def beats_of(page_modules: PageModules, state: dict[str, Any]) -> list[Beat]:
    """Return what every beat of the walk says in a state."""
    return [Beat(**beat) for beat in page_modules.call(SAY, "walk", state)]
