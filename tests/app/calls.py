"""Calls to a session, and what the network in it should answer."""

from copy import copy
from typing import Any

import httpx
import numpy as np
import orjson
import safetensors.numpy

from app.nn.network import Network
from app.nn.serialization import load_into

JSON = {"Content-Type": "application/json"}


class Calls:
    """A new session, and every call to it."""

    def __init__(self, client: httpx.Client, **wanted: object) -> None:
        """Begin a session of the default network, or of `layers`, `activation`, … as named."""
        answer = client.post("/api/sessions", json=wanted)
        assert answer.status_code == 201, answer.text
        self.client = client
        self.created: dict[str, Any] = answer.json()
        self._rng = np.random.default_rng(0)
        self.url = f"/api/sessions/{self.created['id']}"

    def through(self, client: httpx.Client) -> "Calls":
        """Return calls to the same session through another server."""
        other = copy(self)
        other.client = client
        return other

    def describe(self) -> dict[str, Any]:
        return self._json(self.client.get(self.url))

    def post(self, what: str, **body: object) -> httpx.Response:
        return self.client.post(f"{self.url}/{what}", json=body)

    def done(self, what: str, **body: object) -> Any:
        """Return the answer's JSON of a call that must succeed."""
        return self._json(self.post(what, **body))

    def accuracy(self, split: str = "test") -> dict[str, float]:
        return self._json(self.client.get(f"{self.url}/accuracy", params={"split": split}))

    def file(self, dtype: str = "float64") -> bytes:
        answer = self.client.get(f"{self.url}/parameters", params={"dtype": dtype})
        assert answer.status_code == 200, answer.text
        return answer.content

    def tensors(self) -> dict[str, np.ndarray]:
        return safetensors.numpy.load(self.file())

    def put(self, file: bytes) -> httpx.Response:
        return self.client.put(f"{self.url}/parameters", content=file)

    def network(self) -> Network:
        """Return a network of our own with the session's parameters."""
        names = ("layers", "activation", "output", "cost")
        network = Network(*(self.created[name] for name in names))
        load_into(network.parameters, self.file())
        return network

    def state(self) -> tuple[dict[str, Any], bytes]:
        """Return all that a refused call must leave as it was."""
        tensors = self.tensors()
        return self.describe(), b"".join(tensors[name].tobytes() for name in sorted(tensors))

    def pixels(self) -> list[float]:
        """Return other random pixels at every call, as many as there are inputs."""
        return self._rng.random(self.created["layers"][0]).tolist()

    @staticmethod
    def _json(answer: httpx.Response) -> Any:
        assert answer.status_code == 200, answer.text
        return orjson.loads(answer.content)  # Some answers are long, and many are asked for.


def assert_close(answered: object, computed: object) -> None:
    """Compare nested lists with arrays or tuples of them, to 1e-9."""
    if isinstance(computed, tuple):
        assert isinstance(answered, list)
        for some, other in zip(answered, computed, strict=True):
            assert_close(some, other)
    else:
        np.testing.assert_allclose(np.asarray(answered), np.asarray(computed), 1e-9, 1e-12)


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """Return what a 422 says, which must have FastAPI's form and nothing beyond it."""
    assert answer.status_code == 422, answer.text
    detail = answer.json()["detail"]
    for problem in detail:
        assert problem.keys() == {"type", "loc", "msg"}
    first: dict[str, Any] = detail[0]
    return first
