"""The types that the browser's code is checked with are those of the models as they are."""

import json
from typing import Any

import httpx
import pytest

from app.api import (
    calculus_messages,
    changes,
    descend_routes,
    digits_routes,
    gradient_routes,
    landscape_routes,
    options_routes,
    pass_messages,
    predictions_routes,
    session_messages,
    source_routes,
    train_messages,
    what_if_routes,
)
from app.nn.serialization import read_metadata
from scripts import api_types
from tests.app.calls import Calls
from tests.app.training.training_client import trained

MODULES = (
    calculus_messages,
    changes,
    descend_routes,
    digits_routes,
    gradient_routes,
    landscape_routes,
    options_routes,
    pass_messages,
    predictions_routes,
    session_messages,
    source_routes,
    train_messages,
    what_if_routes,
)
MODELS: dict[str, Any] = {name: model for module in MODULES for name, model in vars(module).items()}


def test_the_types_are_those_of_the_models() -> None:
    written = api_types.TYPES.read_text(encoding="utf-8")
    assert written == api_types.written(), "Expected fresh types: run `make format`"


def test_unions_lists_and_optional_fields_are_told_apart() -> None:
    text = api_types.written()
    assert "  costs: (number | null)[];\n" in text
    assert "  cost: number;\n" in text
    assert "  terms?: NeuronTerms[][];\n" in text
    assert "  pass: BackwardAnswer | ForwardAnswer | null;\n" in text


SMALL = {"layers": [784, 4, 10], "weights": "random", "seed": 1}


def last_line(session: Calls, what: str, **body: object) -> Any:
    return json.loads(session.post(what, **body).text.splitlines()[-1])


def metadata(file: bytes) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in read_metadata(file).items()}


@pytest.fixture
def answers(client: httpx.Client) -> dict[str, Any]:
    """One answer of each kind, by the name of the model that describes it."""
    session = Calls(client, **SMALL)
    shown = {"pixels": session.pixels(), "target": 3}
    frame = trained(session, 3)
    run = frame["run"]["id"]
    layers, parameters = [1, 1], [0.5, 0.1]
    chain = {"layers": layers, "parameters": parameters, "x": [0.5], "y": [1.0]}
    get = {
        "SessionObject": session.url,
        "RunList": f"{session.url}/runs",
        "WholeRun": f"{session.url}/runs/{run}",
        "AccuracyAnswer": f"{session.url}/accuracy",
        "PredictionsAnswer": f"{session.url}/predictions",
        "DigitsAnswer": "/api/digits",
        "Options": "/api/options",
        "FunctionAnswer": "/api/functions?activation=tanh",
        "CodeAnswer": "/api/code",
    }
    return {name: client.get(url).json() for name, url in get.items()} | {
        "FrameHeader": frame.metadata,
        "ForwardAnswer": session.done("forward?terms=2", pixels=shown["pixels"]),
        "BackwardAnswer": session.done("backward?terms=2&weights=true", **shown),
        "StepAnswer": session.done("step", **shown, learning_rate=0.5),
        "LearnAnswer": session.done("learn", **shown, learning_rate=0.5, most=2),
        "ChangedSession": session.done("undo", **shown),
        "WhatIfAnswer": session.done("what_if", **shown, quantity={"parameter": 3}, value=1.0),
        "CheckAnswer": session.done("check", **shown, parameter=3),
        "FoldAnswer": session.done("fold", **shown, path=[400, 1, 2]),
        "PassAnswer": client.post(
            "/api/pass", json=chain | {"nudge": {"parameter": 0, "by": 0.1}}
        ).json(),
        "GradientHeader": metadata(session.post("gradient", examples=[shown]).content),
        "AverageAnswer": last_line(session, "gradient/average", over="count", count=20),
        "DirectionsAnswer": last_line(session, "directions", batch_size=10, batches=2),
        "LandscapeAnswer": last_line(
            session, "landscape", directions="gradient", size=5, examples=10, run=run
        ),
    }


def test_answers_are_what_the_types_say(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        MODELS[name].model_validate(answer, extra="forbid", by_alias=True)
