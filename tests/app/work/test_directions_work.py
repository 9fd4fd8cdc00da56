"""Mini-batches beside all digits, piece by piece."""

import numpy as np
import pytest

from app.data.digits import Split, load
from app.errors import InvalidInput
from app.nn.network import Network
from app.work import chunks
from app.work.averaging import Average
from app.work.mini_batch_steps import Directions
from tests.app.work.test_steps import finished


@pytest.fixture
def network() -> Network:
    network = Network((784, 6, 10))
    network.randomize("xavier", 3)
    return network


@pytest.fixture
def few() -> Split:
    train = load().train
    return Split(train.images[:50], train.labels[:50])


@pytest.fixture(autouse=True)
def seven_a_piece(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    count = network.parameters.vector.size
    monkeypatch.setattr(chunks, "PRODUCTS_PER_CHUNK", 7 * count)


def test_progress_grows_from_digit_to_digit(network: Network, few: Split) -> None:
    seen = Directions(network, few, [np.arange(20), np.arange(20, 30), np.arange(3)])
    done = [seen.done for _ in seen.work()]
    assert done[:8] == [7, 14, 21, 28, 35, 42, 49, 50]
    assert done[8:] == [57, 64, 70, 77, 80, 83]
    assert seen.done == seen.of == 83


def test_batches_that_make_up_the_whole_average_to_it(network: Network, few: Split) -> None:
    batches = [np.arange(start, start + 10) for start in range(0, 50, 10)]
    seen = Directions(network, few, batches)
    finished(seen.work())
    along = np.mean([each.deviation.along for each in seen.compared])
    assert along == pytest.approx(seen.exact.norm, rel=1e-9)
    cost = np.mean([each.cost for each in seen.compared])
    assert cost == pytest.approx(seen.exact.cost, rel=1e-12)
    assert [each.indices.tolist() for each in seen.compared] == [b.tolist() for b in batches]


def test_an_average_in_pieces_is_that_of_the_whole(network: Network, few: Split) -> None:
    mean = Average(network, few, np.arange(50))
    _, pieces = finished(mean.work())
    assert pieces == 8
    y = np.eye(10)[few.labels]
    whole = network.backprop(few.pixels(slice(None)), y)
    np.testing.assert_allclose(mean.gradient, whole.gradient.vector, rtol=1e-9, atol=1e-16)
    assert mean.cost == pytest.approx(whole.cost, rel=1e-12)
    assert mean.norm**2 == pytest.approx((mean.gradient**2).sum(), rel=1e-12)


def test_an_average_stops_where_numbers_end(few: Split) -> None:
    network = Network((784, 6, 10), "relu", "linear")
    network.parameters.vector[...] = 1e200
    mean = Average(network, few, np.arange(50))
    with pytest.raises(InvalidInput):
        next(mean.work())
    assert mean.done == 0
