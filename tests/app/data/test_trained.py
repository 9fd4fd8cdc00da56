"""The networks that are shipped: what they are, what they say of themselves, how well they do."""

import json

import numpy as np
import pytest

from app.data import digits
from app.data.trained import (
    SHIPPED,
    Architecture,
    has_trained,
    load_trained,
    trained_file,
    trained_metadata,
)
from app.nn.network import Network
from app.nn.training import count_correct

ARCHITECTURES = pytest.mark.parametrize("architecture", SHIPPED.values(), ids=SHIPPED)


def loaded(architecture: Architecture) -> Network:
    network = Network(*architecture)
    load_trained(network)
    return network


@ARCHITECTURES
def test_at_least_95_of_100_test_digits_are_read_rightly(architecture: Architecture) -> None:
    test = digits.load().test
    correct = count_correct(loaded(architecture), test.pixels(slice(None)), test.labels)
    assert correct >= 0.95 * len(test), f"{correct} of {len(test)}"


@ARCHITECTURES
def test_the_metadata_tell_the_true_score(architecture: Architecture) -> None:
    test = digits.load().test
    network = Network(*architecture, dtype=np.float32)
    load_trained(network)
    correct = count_correct(network, test.pixels(slice(None), np.float32), test.labels)
    scores = json.loads(trained_metadata(*architecture)["scores"])
    # Other processors round otherwise: a digit on the edge may fall to the other side.
    assert scores["mnist_test"] * len(test) == pytest.approx(correct, abs=3)


@ARCHITECTURES
def test_the_metadata_tell_what_it_is_and_how_it_was_made(architecture: Architecture) -> None:
    metadata = trained_metadata(*architecture)
    assert json.loads(metadata["layers"]) == list(architecture.layers)
    assert metadata["activation"] == architecture.activation
    assert metadata["output"] == architecture.output
    assert metadata["cost"] == architecture.cost
    recipe = json.loads(metadata["recipe"])
    assert {"seed", "epochs", "batch_size", "learning_rate", "initializer"} <= recipe.keys()
    assert "CC BY-SA 3.0" in metadata["data"]
    assert "10.24432/C5MG6K" in metadata["data"]
    assert "CC BY 4.0" in metadata["data"]
    assert json.loads(metadata["scores"])["pen_drawings"] >= 0.93


@ARCHITECTURES
def test_the_file_holds_single_precision(architecture: Architecture) -> None:
    vector = loaded(architecture).parameters.vector
    assert vector.shape == (13_002,)
    assert (vector == vector.astype(np.float32)).all()


def test_each_file_has_its_architecture() -> None:
    assert all(trained_file(name).is_file() for name in SHIPPED)
    assert len(set(SHIPPED.values())) == len(SHIPPED)


def test_the_lectures_network_comes_first() -> None:
    first = next(iter(SHIPPED.values()))
    assert first == ((784, 16, 16, 10), "sigmoid", "sigmoid", "squared_error")
    assert has_trained([784, 16, 16, 10], "sigmoid", "sigmoid", "squared_error")


@pytest.mark.parametrize(
    "other",
    [
        Architecture((784, 16, 10), "sigmoid", "sigmoid", "squared_error"),
        Architecture((784, 16, 16, 10), "tanh", "sigmoid", "squared_error"),
        Architecture((784, 16, 16, 10), "sigmoid", "softmax", "squared_error"),
        Architecture((784, 16, 16, 10), "sigmoid", "sigmoid", "cross_entropy"),
    ],
)
def test_others_are_refused_and_stay_as_they_were(other: Architecture) -> None:
    assert not has_trained(*other)
    network = Network(*other)
    network.randomize("xavier", seed=1)
    before = network.parameters.vector.copy()
    with pytest.raises(ValueError, match="Expected an architecture that a trained network"):
        load_trained(network)
    assert (network.parameters.vector == before).all()
    with pytest.raises(ValueError, match=str(other.layers[1])):
        trained_metadata(*other)
