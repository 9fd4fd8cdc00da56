"""The whole OpenAPI description, asked with what it allows and with what it does not.

Few examples of each operation, always the same, and no word of time: on a busy machine it takes
longer and says the same.
"""

from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from app.main import create_app
from app.settings import Settings
from tests.again import one_in
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import RoomCalls
from tests.conftest import UNHURRIED, serving

schemathesis = pytest.importorskip("schemathesis", minversion="4.32")

EXAMPLES: Final = (3, 12)
"""Of each operation and kind in every run, and before a change is taken."""

QUICK: Final = {
    "max_new_sessions_at_once": 100_000,
    "max_new_rooms_at_once": 100_000,
    "max_rooms": 100_000,
    "max_wrong_codes_at_once": 100_000,
    "max_batch_size": 100,
    "max_examples_per_call": 1000,
    "max_directions": 3,
    "max_landscape_size": 5,
    "max_landscape_examples": 100,
    "max_measured": 500,
    "max_learn_steps": 5,
    "max_trained_for": 100,
}
"""Nothing that the description allows takes long with these, and there is room for all of it."""

NETWORKS: Final = ([784, 10], [1, 2])
"""One that digits fit, and one for which lists of numbers are often long enough."""

NAMED_BY_TEXT: Final = {"session_id", "run_id", "code", "question"}
"""Any text may stand there, so there is none that must not."""


@pytest.fixture(scope="module")
def asked() -> Iterator[httpx.Client]:
    """A server, and a client that believes no answer which the description does not promise."""
    with serving(Settings(**UNHURRIED | QUICK)) as client:
        yield client


def operations() -> list[Any]:
    description = create_app(Settings(**QUICK)).openapi()
    schema = schemathesis.openapi.from_dict(description)
    return [found.ok() for found in schema.get_all_operations()]


def can_be_wrong(operation: Any) -> bool:
    """Whether there is anything in a request that the description could forbid."""
    named = {parameter.name for parameter in operation.iter_parameters()}
    return len(operation.body) > 0 or bool(named - NAMED_BY_TEXT)


def fit(body: Any, layers: list[int]) -> None:
    """Let what is said of a digit have the sizes of the network: a schema knows nothing of them."""
    if isinstance(body, dict):
        for name, wanted in (("pixels", [0.5] * layers[0]), ("target", layers[-1] - 1)):
            if name in body:
                body[name] = wanted
        for value in body.values():
            fit(value, layers)


def ask(client: httpx.Client, operation: Any, mode: Any, examples: int) -> None:
    """Make requests of a kind, each to a new session."""
    layers = iter(NETWORKS * examples)

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        if "session_id" in case.path_parameters:
            session = Calls(client, layers=next(layers), weights="random")
            case.path_parameters["session_id"] = session.created["id"]
            if mode is schemathesis.GenerationMode.POSITIVE:
                fit(case.body, session.created["layers"])
        if "code" in case.path_parameters and not operation.path.endswith("/news"):
            room = RoomCalls(Calls(client, layers=[784, 10]))
            case.path_parameters["code"] = room.code
            case.path_parameters["question"] = room.ask()
            room.presented(drawing=True)
            case.headers.update(room.key)
        wanted = case.as_transport_kwargs(base_url=str(client.base_url))
        try:
            made = requests.Request(**wanted).prepare()
        except (requests.exceptions.RequestException, ValueError):
            return  # No client could send it.
        answer = client.request(
            made.method or "", made.url or "", headers=dict(made.headers), content=made.body
        )
        assert answer.status_code != 500, answer.text

    send()


@pytest.mark.parametrize("examples", one_in(2, EXAMPLES))
def test_every_operation_keeps_to_its_description(asked: httpx.Client, examples: int) -> None:
    modes = schemathesis.GenerationMode
    for operation in operations():
        for mode in (modes.POSITIVE, modes.NEGATIVE)[: 1 + can_be_wrong(operation)]:
            try:
                ask(asked, operation, mode, examples)
            except Unsatisfiable:
                assert mode is modes.NEGATIVE, operation.label
            except Exception as error:
                error.add_note(f"{operation.label}, {mode.name}")
                raise
