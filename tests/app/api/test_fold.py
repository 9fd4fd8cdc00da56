"""A path through a network, folded into a chain."""

from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.calls import Calls, problem_of


@given(
    path=st.tuples(*(st.integers(0, n - 1) for n in (784, 16, 16, 10))), target=st.integers(0, 9)
)
def test_the_chain_computes_what_the_path_does(
    session: Calls, path: tuple[int, ...], target: int
) -> None:
    pixels = session.pixels()
    folded = session.done("fold", pixels=pixels, target=target, path=path)
    pass_ = session.done("backward", pixels=pixels, target=target)
    network = session.network()
    along = [layer[k] for layer, k in zip(pass_["activations"], path, strict=True)]
    assert folded["activations"] == pytest.approx(along)
    for l in range(3):
        row = network.weights[l][path[l + 1]]
        others = np.delete(row * np.array(pass_["activations"][l]), path[l]).sum()
        assert folded["rests"][l] == pytest.approx(others, rel=1e-6, abs=1e-6)
        assert folded["weights"][l] == pytest.approx(row[path[l]])
        assert folded["biases"][l] == pytest.approx(network.biases[l][path[l + 1]])
    chain = chain_of(session.client, folded)
    assert [a for (a,) in chain["activations"]] == pytest.approx(along, abs=1e-6)
    assert chain["cost"] == pytest.approx(pass_["cost_terms"][path[-1]], abs=1e-6)
    assert folded["path_count"] == 784 * 16 * 16 * 10


def chain_of(client: httpx.Client, folded: dict[str, Any]) -> Any:
    """Return the pass of the chain that was answered."""
    body = {
        "layers": [1, 1, 1, 1],
        "parameters": folded["parameters"],
        "x": folded["activations"][:1],
        "y": [folded["target"]],
    }
    answer = client.post("/api/pass", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["examples"][0]


@pytest.mark.parametrize("path", [[0, 0, 0], [784, 0, 0, 0], [0, 0, 0, 10], [0, -1, 0, 0], ["a"]])
def test_a_path_that_is_not_there_is_named(session: Calls, path: list[Any]) -> None:
    problem = problem_of(session.post("fold", pixels=session.pixels(), target=1, path=path))
    assert problem["loc"][:2] == ["body", "path"]


def test_softmax_outputs_cannot_be_folded(client: httpx.Client) -> None:
    session = Calls(client, layers=[4, 3, 2], output="softmax", weights="random")
    answer = session.post("fold", pixels=session.pixels(), target=1, path=[0, 0, 0])
    assert "softmax" in problem_of(answer)["msg"]
