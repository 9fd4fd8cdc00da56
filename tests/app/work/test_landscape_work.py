"""The cost on a plane, piece by piece: every place against a pass of its own."""

import numpy as np
import pytest

from app.data.digits import load
from app.errors import Conflict
from app.nn.network import Network
from app.nn.training import one_hot
from app.training.run import RunCheckpoint
from app.work import landscape as module
from app.work.landscape import Landscape, View
from tests.app.work.test_steps import finished

DIGITS = np.array([3, 1, 4, 1, 5, 9, 2])
VIEW = View(along_path=False, size=5, span=None, seed=1)


def network_of(*layers: int, output: str = "sigmoid", cost: str = "squared_error") -> Network:
    network = Network(layers, "tanh", output, cost)
    network.randomize("xavier", 3)
    return network


def cost_at(network: Network, vector: np.ndarray, digits: np.ndarray = DIGITS) -> float:
    other, train = network.copy(), load().train
    other.parameters.vector[...] = vector
    return other.backprop(train.pixels(digits), one_hot(train.labels[digits], 10)).cost


def walk(network: Network, checkpoints: int, seed: int = 0) -> list[RunCheckpoint]:
    """A path that wanders about, with `network` at its end."""
    rng = np.random.default_rng(seed)
    steps = 0.01 * rng.standard_normal((checkpoints, network.parameters.vector.size))
    vectors = (network.parameters.vector + np.cumsum(steps, axis=0) - steps.sum(axis=0)).astype(
        np.float32
    )
    return [RunCheckpoint(10 * n, vector, None, 10 * n) for n, vector in enumerate(vectors)]


@pytest.mark.parametrize("layers", [(784, 10), (784, 6, 10), (784, 6, 5, 4, 10)])
@pytest.mark.parametrize("pieces_of", [1, 3, 1000])
def test_each_place_is_a_pass_of_its_own(
    layers: tuple[int, ...], pieces_of: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = network_of(*layers)
    count = network.parameters.vector.size
    monkeypatch.setattr(module, "PRODUCTS_PER_CHUNK", pieces_of * count)
    seen = Landscape(network.copy(), load().train, DIGITS, walk(network, 4), VIEW)
    finished(seen.work())
    here = network.parameters.vector
    train = load().train
    y = one_hot(train.labels[DIGITS], 10)
    gradient = network.backprop(train.pixels(DIGITS), y).gradient.vector
    across = -gradient / np.linalg.norm(gradient)
    random = module.random_direction(network.parameters, 1)
    up = random - (random @ across) * across
    up /= np.linalg.norm(up)
    for y_place, row in zip(seen.y, seen.costs, strict=True):
        for x_place, cost in zip(seen.x, row, strict=True):
            place = here + x_place * across + y_place * up
            assert cost == pytest.approx(cost_at(network, place), rel=1e-9)
    assert seen.point_cost == pytest.approx(cost_at(network, here), rel=1e-12)
    assert seen.gradient_norm == pytest.approx(np.linalg.norm(gradient), rel=1e-9)
    for checkpoint, place in zip(seen.path, seen.walked, strict=True):
        away = checkpoint.vector - here
        assert (place["x"], place["y"]) == pytest.approx((away @ across, away @ up), abs=1e-9)
        assert place["cost"] == pytest.approx(cost_at(network, checkpoint.vector), rel=1e-9)
        assert place["iteration"] == checkpoint.iteration


def test_progress_comes_to_its_end() -> None:
    network = network_of(784, 6, 10)
    seen = Landscape(network.copy(), load().train, DIGITS, walk(network, 4), VIEW)
    done = []
    for _ in seen.work():
        assert not done or seen.done >= done[-1]
        done.append(seen.done)
    assert seen.done == seen.of


def test_the_plane_holds_the_whole_path() -> None:
    network = network_of(784, 6, 10)
    view = View(along_path=True, size=7, span=None, seed=0)
    seen = Landscape(network.copy(), load().train, DIGITS, walk(network, 9), view)
    finished(seen.work())
    for place in seen.walked:
        assert seen.x[0] < place["x"] < seen.x[-1]
        assert seen.y[0] < place["y"] < seen.y[-1]
    assert (seen.walked[-1]["x"], seen.walked[-1]["y"]) == pytest.approx((0, 0), abs=1e-5)
    assert seen.gradient_norm is None


def test_a_cost_of_nothing_is_a_number() -> None:
    """Far downhill a digit is read so surely that its cost rounds to 0."""
    network = network_of(784, 10, output="softmax", cost="cross_entropy")
    view = View(along_path=False, size=5, span=1e3, seed=0)
    seen = Landscape(network.copy(), load().train, DIGITS[:1], [], view)
    finished(seen.work())
    assert seen.costs[2][4] == 0


def test_a_cost_beyond_all_bounds_is_none() -> None:
    network = Network((784, 4, 10), "relu", "linear")
    network.randomize("he", 3)
    view = View(along_path=False, size=5, span=1e160, seed=0)
    seen = Landscape(network.copy(), load().train, DIGITS, [], view)
    finished(seen.work())
    assert seen.costs[0][0] is None
    assert seen.costs[2][2] == pytest.approx(seen.point_cost)


@pytest.mark.parametrize("checkpoints", [0, 1, 2])
def test_too_few_checkpoints_make_no_plane(checkpoints: int) -> None:
    network = network_of(784, 6, 10)
    view = View(along_path=True, size=5, span=None, seed=0)
    with pytest.raises(Conflict):
        finished(Landscape(network, load().train, DIGITS, walk(network, checkpoints), view).work())


def test_where_the_cost_is_level_there_is_no_downhill() -> None:
    dead = Network((784, 4, 10), "relu", "relu")
    for bias in dead.biases:
        bias[...] = -1
    with pytest.raises(Conflict):
        finished(Landscape(dead, load().train, DIGITS, [], VIEW).work())
