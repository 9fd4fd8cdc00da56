"""Parameters as a safetensors file: `W1`, `b1`, `W2`, … and text metadata; no pickle anywhere."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike
from safetensors import SafetensorError
from safetensors.numpy import load, save

from app.nn.arrays import Array
from app.nn.parameters import Parameters

HEADER_LENGTH_BYTES: Final = 8
MOST_HEADER_BYTES: Final = 64 << 10
"""Names and shapes of all layers' tensors, and what may be said of them."""


def dump(
    parameters: Parameters | None,
    metadata: Mapping[str, str],
    dtype: DTypeLike | None = None,
    others: Mapping[str, Sequence[float] | Array] | None = None,
    dtype_of_others: DTypeLike | None = np.float64,
) -> bytes:
    """Return a safetensors file of all weights and biases, as `dtype` where one is given.

    others: further tensors by name, each of its own type where none is given. The same
    arguments give the same bytes.
    """
    views = {} if parameters is None else _named_views(parameters)
    tensors = {name: np.ascontiguousarray(view, dtype) for name, view in views.items()}
    for name, values in (others or {}).items():
        tensors[name] = np.ascontiguousarray(values, dtype_of_others)
    return _with_metadata_in_order(save(tensors, dict(metadata)))


def load_into(parameters: Parameters, data: bytes, largest: float = np.inf) -> None:
    """Fill `parameters` from a safetensors file; on an error they stay as they were.

    Raises: ValueError where a name, shape or type does not fit, or a number is not finite, too
    large for the parameters' own type, or larger in size than `largest`.
    """
    parameters.vector[...] = read_vector(data, parameters, largest)


def read_vector(data: bytes, like: Parameters, largest: float = np.inf) -> Array:
    """Return the flat vector in a safetensors file made for the layers of `like`.

    Raises: ValueError as `load_into` does.
    """
    _check_header(data)
    tensors = _read(data)
    expected = _named_views(like)
    if tensors.keys() != expected.keys():
        raise ValueError(
            f"Expected the tensors {', '.join(expected)}, but got {_shortened(sorted(tensors))}"
        )
    largest = np.float64(min(largest, np.finfo(like.vector.dtype).max))
    read = np.empty_like(like.vector)
    parts = []
    for name, view in expected.items():
        tensor = tensors[name]
        if tensor.dtype not in (np.float32, np.float64):
            raise ValueError(f"Expected float32 or float64 in {name}, but got {tensor.dtype}")
        if tensor.shape != view.shape:
            raise ValueError(f"Expected the shape {view.shape} for {name}, but got {tensor.shape}")
        if not (np.abs(tensor) <= largest).all():
            raise ValueError(f"Expected finite numbers in {name}, none beyond ±{largest:g}")
        parts.append(tensor.ravel())
    return np.concatenate(parts, out=read, casting="same_kind")


def read_metadata(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file that is known to be sound."""
    header, _ = split(data)
    return dict(header.get("__metadata__") or {})


def split(data: bytes) -> tuple[dict[str, Any], int]:
    """Return the header of a safetensors file that is known to be sound, and where it ends."""
    end = HEADER_LENGTH_BYTES + int.from_bytes(data[:HEADER_LENGTH_BYTES], "little")
    return json.loads(data[HEADER_LENGTH_BYTES:end]), end


def framed(header: bytes) -> bytes:
    """Return how a safetensors file with this header begins.

    Spaces keep the numbers that follow aligned, as the format wants it.
    """
    padded = header.ljust(-(-len(header) // HEADER_LENGTH_BYTES) * HEADER_LENGTH_BYTES)
    return len(padded).to_bytes(HEADER_LENGTH_BYTES, "little") + padded


def _with_metadata_in_order(data: bytes) -> bytes:
    """Sort the metadata: the library leaves its order to chance."""
    header, end = split(data)
    text = json.dumps(header, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return framed(text.encode()) + data[end:]


def _named_views(parameters: Parameters) -> dict[str, Array]:
    pairs = zip(parameters.weights, parameters.biases, strict=True)
    return {
        name: view
        for l, (weight, bias) in enumerate(pairs, start=1)
        for name, view in ((f"W{l}", weight), (f"b{l}", bias))
    }


def _read(data: bytes) -> dict[str, Array]:
    try:
        return load(data)
    except KeyError as error:  # numpy has no such numbers.
        raise ValueError(f"Expected float32 or float64, but got {error.args[0]}") from error
    except (SafetensorError, TypeError, ValueError) as error:
        raise ValueError("Expected a safetensors file, but it cannot be read as one") from error


def _check_header(data: bytes) -> None:
    """Raise ValueError where a file names far more tensors than any network has."""
    length = int.from_bytes(data[:HEADER_LENGTH_BYTES], "little")
    if MOST_HEADER_BYTES < length <= len(data):
        raise ValueError("Expected the tensors of a network, but got far more")


def _shortened(names: Sequence[str], most: int = 10) -> str:
    shown = [name[:20] for name in names[:most]]
    return ", ".join(shown) + (", …" if len(names) > most else "") or "none"
