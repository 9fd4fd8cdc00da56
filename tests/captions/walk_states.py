"""States of the page in which the walk is told, made of what the server answers."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import numpy as np

from tests.app.calls import Calls
from tests.page_modules import PageModules

SAY = "tests/captions/say.mjs"


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
    session: Calls, pixels: list[float], target: int, *, learning_rate: float, steps: int = 1
) -> dict[str, Any] | None:
    """Take steps on a drawing, and return what the page keeps of them; None where they diverge."""
    before = session.done("forward?terms=3", pixels=pixels)
    costs: list[float] = []
    for _ in range(steps):
        body = {"pixels": pixels, "target": target, "learning_rate": learning_rate}
        answer = session.post("step", **body)
        if answer.status_code == 422:
            return None
        step = answer.json()
        costs += [step["cost_before"]] * (not costs) + [step["cost_after"]]
    return {
        "iteration": steps,
        "cost_before": costs[0],
        "cost_after": costs[-1],
        "steps": steps,
        "learning_rate": learning_rate,
        "before": before,
        "costs": costs,
    }


def beats_of(page_modules: PageModules, state: dict[str, Any]) -> list[Beat]:
    """Return what every beat of the walk says in a state."""
    return [Beat(**beat) for beat in page_modules.call(SAY, "walk", state)]
