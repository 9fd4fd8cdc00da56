"""Parameters as safetensors: exact both ways, and nothing foreign gets in."""

import io
import json
import pickle
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from app.nn.parameters import Parameters
from app.nn.serialization import dump, load_into, read_metadata, read_vector

Header: TypeAlias = dict[str, Any]

LAYERS = (3, 4, 2)
NAMES = ("W1", "b1", "W2", "b2")


def drawn(dtype: type = np.float64) -> Parameters:
    parameters = Parameters(LAYERS, dtype=dtype)
    parameters.vector[...] = np.random.default_rng(1).standard_normal(parameters.vector.size)
    return parameters


def tensors_of(parameters: Parameters) -> dict[str, np.ndarray]:
    return {
        "W1": parameters.weights[0].copy(),
        "b1": parameters.biases[0].copy(),
        "W2": parameters.weights[1].copy(),
        "b2": parameters.biases[1].copy(),
    }


def assert_refused(data: bytes, reason: str, largest: float = np.inf) -> None:
    """The file is refused for this reason, and the parameters stay as they were."""
    for dtype in (np.float32, np.float64):
        parameters = drawn(dtype)
        before = parameters.vector.tobytes()
        with pytest.raises(ValueError, match=reason):
            load_into(parameters, data, largest)
        assert parameters.vector.tobytes() == before


# There and back


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(data=st.data())
def test_round_trip_is_exact(dtype: type, data: st.DataObject) -> None:
    width = 32 if dtype == np.float32 else 64
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=width)
    parameters = Parameters(LAYERS, dtype=dtype)
    size = parameters.vector.size
    parameters.vector[...] = data.draw(st.lists(numbers, min_size=size, max_size=size))
    again = Parameters(LAYERS, dtype=dtype)
    load_into(again, dump(parameters, {}))
    assert again.vector.tobytes() == parameters.vector.tobytes()


def test_other_programs_read_the_contracts_names_and_shapes() -> None:
    parameters = drawn()
    read = load(dump(parameters, {}))
    expected = tensors_of(parameters)
    assert sorted(read) == sorted(NAMES)
    for name in NAMES:
        assert read[name].dtype == np.float64
        np.testing.assert_array_equal(read[name], expected[name])


def test_other_programs_write_them_in_any_order_and_precision() -> None:
    parameters = drawn(np.float32)
    tensors = tensors_of(parameters)
    mixed = {name: tensors[name].astype(np.float64) for name in ("b2", "W1")}
    mixed |= {name: tensors[name] for name in ("W2", "b1")}
    for dtype in (np.float32, np.float64):
        again = Parameters(LAYERS, dtype=dtype)
        load_into(again, save(mixed))
        np.testing.assert_array_equal(again.vector, parameters.vector)


def test_single_precision_on_request() -> None:
    parameters = drawn(np.float64)
    read = load(dump(parameters, {}, np.float32))
    assert {tensor.dtype for tensor in read.values()} == {np.dtype(np.float32)}
    again = Parameters(LAYERS)
    load_into(again, dump(parameters, {}, np.float32))
    np.testing.assert_array_equal(again.vector, parameters.vector.astype(np.float32))


def test_reading_alone_changes_nothing() -> None:
    parameters, other = drawn(), Parameters(LAYERS)
    np.testing.assert_array_equal(read_vector(dump(parameters, {}), other), parameters.vector)
    np.testing.assert_array_equal(other.vector, 0)


@given(st.dictionaries(st.text(), st.text()))
def test_metadata(metadata: dict[str, str]) -> None:
    assert read_metadata(dump(drawn(), metadata)) == metadata


def test_file_without_metadata() -> None:
    data = save(tensors_of(drawn()))
    assert read_metadata(data) == {}
    assert read_metadata(with_header(data, lambda header: header | {"__metadata__": None})) == {}


# What does not fit


@pytest.mark.parametrize("name", NAMES)
def test_missing_tensor(name: str) -> None:
    tensors = tensors_of(drawn())
    del tensors[name]
    assert_refused(save(tensors), "Expected the tensors W1, b1, W2, b2, but got ")


def test_foreign_tensors() -> None:
    tensors = tensors_of(drawn())
    assert_refused(save(tensors | {"W3": np.zeros(1)}), "but got W1, W2, W3, b1, b2$")
    assert_refused(save({}), "but got none$")
    many = {f"{i:02}" + "x" * 1000: np.zeros(1) for i in range(50)}
    with pytest.raises(ValueError, match="but got 00x") as raised:
        load_into(drawn(), save(many))
    assert len(str(raised.value)) < 400  # not the file's whole list of names


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", ["transposed", "flat", "longer", "empty", "deeper"])
def test_wrong_shape(name: str, change: str) -> None:
    tensors = tensors_of(drawn())
    tensor = tensors[name]
    changed = {
        "transposed": tensor.T if tensor.ndim > 1 else tensor[:, np.newaxis],
        "flat": tensor.ravel() if tensor.ndim > 1 else tensor[:1],
        "longer": np.concatenate([tensor, tensor]),
        "empty": tensor[:0],
        "deeper": tensor[np.newaxis],
    }[change]
    tensors[name] = np.ascontiguousarray(changed)
    assert_refused(save(tensors), rf"Expected the shape .* for {name}, but got \(")


@pytest.mark.parametrize("dtype", ["float16", "int32", "int64", "uint8", "bool", "complex64"])
def test_wrong_type(dtype: str) -> None:
    tensors = tensors_of(drawn())
    tensors["b1"] = tensors["b1"].astype(dtype)
    assert_refused(save(tensors), rf"Expected float32 or float64 in b1, but got {dtype}$")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_that_are_none(name: str, bad: float, dtype: type) -> None:
    tensors = tensors_of(drawn(dtype))
    tensors[name].ravel()[-1] = bad
    assert_refused(save(tensors), f"Expected finite numbers in {name}")


def test_numbers_beyond_the_largest() -> None:
    parameters = drawn()
    parameters.vector[...] = 0
    parameters.weights[1][0, 0] = -1000
    parameters.biases[1][1] = 1000
    again = drawn()
    load_into(again, dump(parameters, {}), largest=1000)
    np.testing.assert_array_equal(again.vector, parameters.vector)
    for view, name in ((parameters.biases[1], "b2"), (parameters.weights[1], "W2")):
        view[...] = -1000.5
        assert_refused(dump(parameters, {}), f"in {name}, none beyond ±1000$", largest=1000)


def test_numbers_beyond_single_precision() -> None:
    """1e300 is finite in the file, and would be infinite in the network."""
    tensors = tensors_of(drawn())
    tensors["W2"][0, 0] = 1e300
    single = drawn(np.float32)
    before = single.vector.copy()
    with pytest.raises(ValueError, match="Expected finite numbers in W2"):
        load_into(single, save(tensors))
    np.testing.assert_array_equal(single.vector, before)
    load_into(double := drawn(), save(tensors))
    assert double.weights[1][0, 0] == 1e300


# Broken and foreign files


def zipped(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, W1=array)
    return file.getvalue()


def with_header(data: bytes, change: Callable[[Header], Header]) -> bytes:
    """Return the file with its JSON header changed."""
    length = int.from_bytes(data[:8], "little")
    header = json.dumps(change(json.loads(data[8 : 8 + length]))).encode()
    return len(header).to_bytes(8, "little") + header + data[8 + length :]


WHOLE = dump(drawn(), {"iteration": "12"})
CANNOT_BE_READ = "Expected a safetensors file, but it cannot be read as one"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 8,
        b"\xff" * 100,
        WHOLE[:7],
        WHOLE[:100],
        WHOLE[:-1],
        WHOLE + b"\0",
        (2**62).to_bytes(8, "little") + WHOLE[8:],
        b"PK\x03\x04" + b"\0" * 60,
        zipped(np.zeros(1 << 22)),  # 32 MiB in 32 kB.
        pickle.dumps({"W1": [0.0]}),
        b'{"W1": [[0.0]]}',
    ],
)
def test_broken_and_foreign_bytes(data: bytes) -> None:
    assert_refused(data, CANNOT_BE_READ)


@pytest.mark.parametrize(("dtype", "count"), [("BF16", 8), ("F8_E4M3", 16), ("F8_E5M2", 16)])
def test_types_that_numpy_lacks(dtype: str, count: int) -> None:
    entry = {"dtype": dtype, "shape": [count], "data_offsets": [0, 16]}
    data = with_header(save({"W1": np.zeros(2)}), lambda header: header | {"W1": entry})
    assert_refused(data, f"Expected float32 or float64, but got {dtype}")


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F64", "shape": [2**62, 4], "data_offsets": [0, 16]},
        {"dtype": "F64", "shape": [-2], "data_offsets": [0, 16]},
        {"dtype": "F64", "shape": [2], "data_offsets": [0, 2**40]},
        {"dtype": "F64", "shape": [2], "data_offsets": [16, 0]},
        {"dtype": "O", "shape": [2], "data_offsets": [0, 16]},
        {},
        None,
    ],
)
def test_headers_that_lie(entry: Header | None) -> None:
    data = with_header(save({"W1": np.zeros(2)}), lambda header: header | {"W1": entry})
    assert_refused(data, CANNOT_BE_READ)


def load_or_refuse(data: bytes) -> None:
    """Load finite numbers, or raise ValueError and change nothing; no third way."""
    parameters = drawn(np.float32)
    before = parameters.vector.tobytes()
    try:
        load_into(parameters, data)
    except ValueError:
        assert parameters.vector.tobytes() == before
    else:
        assert np.isfinite(parameters.vector).all()
        read_metadata(data)


places = st.integers(0, len(WHOLE) - 1)
header_places = st.integers(0, 8 + int.from_bytes(WHOLE[:8], "little"))


@settings(max_examples=400)
@given(st.lists(st.tuples(places | header_places, st.integers(0, 255)), min_size=1, max_size=8))
def test_changed_bytes(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    load_or_refuse(bytes(data))


@settings(max_examples=200)
@given(places | header_places, st.integers(0, 12), st.binary(max_size=12))
def test_cut_out_and_pasted_bytes(at: int, cut: int, pasted: bytes) -> None:
    load_or_refuse(WHOLE[:at] + pasted + WHOLE[at + cut :])


@settings(max_examples=200)
@given(st.binary(max_size=200))
@example(b"\x02" + b"\0" * 7 + b"{}")
def test_random_bytes(data: bytes) -> None:
    load_or_refuse(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("F32"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "dtype": st.sampled_from(["F64", "F32", "F16", "BF16", "I32", "C64", "F4"]) | json_values,
        "shape": st.lists(st.integers(0, 5) | st.sampled_from([-1, 2**63, 2**64])) | json_values,
        "data_offsets": st.lists(st.integers(0, 200), min_size=2, max_size=2) | json_values,
    },
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from([*NAMES, "__metadata__", ""]), entries | json_values))
def test_random_headers(changes: Header) -> None:
    load_or_refuse(with_header(WHOLE, lambda header: header | changes))


def test_a_header_of_many_tensors_is_not_read() -> None:
    many = {f"{i:05}": np.zeros(0) for i in range(2000)}
    assert_refused(save(many), "Expected the tensors of a network, but got far more")
