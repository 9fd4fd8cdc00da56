"""Parameters as a file: out, in, and what is refused."""

import json
import struct

import httpx
import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.app.calls import Calls, problem_of
from tests.conftest import Serve

SHAPES = {"W1": (4, 5), "b1": (4,), "W2": (3, 4), "b2": (3,), "W3": (2, 3), "b3": (2,)}


def fitting(dtype: type = np.float64) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    return {name: rng.normal(size=shape).astype(dtype) for name, shape in SHAPES.items()}


def session_in(file: bytes) -> dict[str, object]:
    """Return what a file says of the network that it was made of."""
    (length,) = struct.unpack("<Q", file[:8])
    metadata = json.loads(file[8 : 8 + length])["__metadata__"]
    session: dict[str, object] = json.loads(metadata["session"])
    return session


def test_file_holds_every_layer_and_the_session(small: Calls) -> None:
    answer = small.client.get(f"{small.url}/parameters")
    assert answer.headers["content-type"] == "application/octet-stream"
    tensors = safetensors.numpy.load(answer.content)
    assert {name: tensor.shape for name, tensor in tensors.items()} == SHAPES
    assert session_in(answer.content) == small.created


@pytest.mark.parametrize(
    ("layers", "accepted", "encoding"),
    [
        ([784, 16, 10], "gzip", "gzip"),
        ([784, 16, 10], "br", None),
        ([784, 512, 10], "gzip", None),
    ],
    ids=["small", "another encoding", "too large to be kept waiting for"],
)
def test_a_small_file_is_compressed_for_whoever_takes_that(
    client: httpx.Client, layers: list[int], accepted: str, encoding: str | None
) -> None:
    calls = Calls(client, layers=layers, weights="random")
    answer = client.get(f"{calls.url}/parameters", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert safetensors.numpy.load(answer.content)["W1"].shape == (layers[1], layers[0])


def test_a_file_to_be_handed_on_does_not_say_whose_it_is(small: Calls) -> None:
    answer = small.client.get(f"{small.url}/parameters", params={"without_id": True})
    id_ = small.created["id"]
    assert id_.encode() not in answer.content
    assert {**session_in(answer.content), "id": id_} == small.created
    assert safetensors.numpy.load(answer.content).keys() == SHAPES.keys()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numbers_come_in_the_type_asked_for(small: Calls, dtype: str) -> None:
    tensors = safetensors.numpy.load(small.file(dtype))
    assert {str(tensor.dtype) for tensor in tensors.values()} == {dtype}
    for name, tensor in small.tensors().items():
        assert (tensors[name] == tensor.astype(dtype)).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_put_is_what_is_got(small: Calls, dtype: type) -> None:
    tensors = fitting(dtype)
    answer = small.put(safetensors.numpy.save(tensors))
    assert (answer.status_code, answer.content) == (204, b"")
    for name, tensor in small.tensors().items():
        assert (tensor == tensors[name]).all()
    assert small.describe()["undo"] == 1


def test_a_file_of_one_session_fits_another(session: Calls, client: httpx.Client) -> None:
    other = Calls(client, weights="random", seed=8)
    assert other.put(session.file()).status_code == 204
    assert other.state()[1] == session.state()[1]


def test_a_network_begun_for_a_file_has_nothing_before_it(small: Calls) -> None:
    file = safetensors.numpy.save(fitting())
    answer = small.client.put(f"{small.url}/parameters", content=file, params={"undoable": False})
    assert answer.status_code == 204
    assert (small.describe()["undo"], small.describe()["weights"]) == (0, "loaded")
    assert small.client.post(f"{small.url}/undo").status_code == 409


def test_a_network_from_a_file_is_its_own_beginning_until_that_is_undone(session: Calls) -> None:
    assert session.describe()["weights"] == "trained"
    session.done("step", batch_size=10, steps=1, learning_rate=0.5)
    assert session.put(session.file()).status_code == 204
    loaded = session.describe()
    assert (loaded["weights"], loaded["iteration"]) == ("loaded", 0)
    assert session.post("undo").status_code == 200
    back = session.describe()
    assert (back["weights"], back["iteration"]) == ("trained", 1)


def changed(**tensors: np.ndarray | None) -> bytes:
    together = fitting() | tensors
    return safetensors.numpy.save({k: v for k, v in together.items() if v is not None})


def with_number(number: float) -> bytes:
    weights = fitting()["W2"]
    weights[1, 2] = number
    return changed(W2=weights)


MISFITS = {
    "empty": (b"", "cannot be read"),
    "no file of that kind": (b"PK\x03\x04" + b"\0" * 200, "cannot be read"),
    "cut off": (changed()[:-1], "cannot be read"),
    "a header that never ends": (b"\xff" * 8 + b"{}", "cannot be read"),
    "a layer is missing": (changed(b2=None), "b2"),
    "a layer too many": (changed(W4=np.zeros((2, 2))), "W4"),
    "another shape": (changed(W1=np.zeros((5, 4))), "W1"),
    "as long, but flat": (changed(W1=np.zeros(20)), "W1"),
    "whole numbers": (changed(b1=np.zeros(4, np.int64)), "b1"),
    "half precision": (changed(b1=np.zeros(4, np.float16)), "b1"),
    "NaN": (with_number(np.nan), "W2"),
    "infinity": (with_number(np.inf), "W2"),
    "too large": (with_number(-1.1e6), "W2"),
}


@pytest.mark.parametrize(("file", "named"), MISFITS.values(), ids=MISFITS)
def test_what_does_not_fit_is_refused_with_the_reason(
    small: Calls, file: bytes, named: str
) -> None:
    before = small.state()
    problem = problem_of(small.put(file))
    assert problem["loc"] == ["body"]
    assert named in problem["msg"]
    assert small.state() == before


def test_the_largest_number_is_the_settings(serve: Serve) -> None:
    small = Calls(serve(max_parameter_size=2.5), layers=[5, 4, 3, 2], seed=0)
    tensors = {name: np.full(shape, 2.5) for name, shape in SHAPES.items()}
    assert small.put(safetensors.numpy.save(tensors)).status_code == 204
    tensors["b3"][0] = 2.6
    assert small.put(safetensors.numpy.save(tensors)).status_code == 422


@hypothesis_settings(max_examples=150)
@given(data=st.data())
def test_damaged_files_never_hurt(small: Calls, data: st.DataObject) -> None:
    file = bytearray(changed())
    for _ in range(data.draw(st.integers(1, 4))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    answer = small.put(bytes(file))
    assert answer.status_code in (204, 422), answer.text
    for tensor in small.tensors().values():
        assert (np.abs(tensor) <= 1e6).all()
