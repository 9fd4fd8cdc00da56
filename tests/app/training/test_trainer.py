"""The trainer: the steps of a run, taken in pieces, and given up between any two."""

from collections.abc import Generator

import numpy as np
import pytest

from app.data.digits import Digits, load
from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.train_settings import TrainSettings
from app.nn.training import Batches, Descent, one_hot
from app.training.metrics import Record
from app.training.run import Run
from app.training.trainer import Diverged, Trainer, first_checkpoint
from tests.again import again

LARGEST = 1e6
LAYERS = (784, 12, 10)


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load()


def new_network(layers: tuple[int, ...] = LAYERS, activation: str = "sigmoid") -> Network:
    network = Network(layers, activation, activation, dtype=np.float32)
    network.randomize("xavier", 1)
    return network


def new_trainer(digits: Digits, layers: tuple[int, ...] = LAYERS, **settings: float) -> Trainer:
    network = new_network(layers)
    wanted = TrainSettings().changed(settings)
    start = first_checkpoint(0, network.parameters.vector)
    run = Run("", wanted, len(digits.train), {}, Record(0), [start])
    return Trainer(network, run, digits, LARGEST)


def go_on(run: Run, digits: Digits) -> Trainer:
    """Return another trainer that goes on from the run's last moment."""
    return Trainer(new_network(), run, digits, LARGEST)


def done(trainer: Trainer, until: int) -> int:
    """Work until so many steps are taken; return in how many pieces."""
    trainer.until = until
    return sum(1 for _ in trainer.work())


def plain_descent(digits: Digits, layers: tuple[int, ...], steps: int, **wanted: float) -> Network:
    network = new_network(layers)
    settings = TrainSettings().changed(wanted)
    descent = Descent(network, wanted.get("momentum", 0.0))
    batches = Batches(len(digits.train), settings.batch_size, settings.seed)
    for n in range(steps):
        batch = batches[n]
        x = digits.train.pixels(batch, np.float32)
        y = one_hot(digits.train.labels[batch], 10, np.float32)
        descent.step(x, y, settings.learning_rate)
    return network


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_small_steps_are_those_of_plain_descent(digits: Digits, momentum: float) -> None:
    trainer = new_trainer(digits, momentum=momentum, seed=5)
    done(trainer, 20)
    plain = plain_descent(digits, LAYERS, 20, momentum=momentum, seed=5)
    np.testing.assert_array_equal(trainer.network.parameters.vector, plain.parameters.vector)


@pytest.mark.parametrize("momentum", [0.9, *again(0.0)])
def test_large_steps_are_put_together_from_pieces(digits: Digits, momentum: float) -> None:
    wanted = {"batch_size": 60_000, "momentum": momentum}
    trainer = new_trainer(digits, **wanted)
    assert done(trainer, 2) > 60
    plain = plain_descent(digits, LAYERS, 2, **wanted)
    np.testing.assert_allclose(
        trainer.network.parameters.vector, plain.parameters.vector, rtol=1e-4, atol=1e-6
    )
    assert trainer.run.record.steps[0].batch_cost == pytest.approx(
        trainer.run.record.evaluations[0].train_cost, rel=0.1
    )


def test_pieces_are_small_for_large_networks(digits: Digits) -> None:
    trainer = new_trainer(digits, (784, 400, 200, 10), batch_size=1000)
    trainer.until = 1
    work = trainer.work()
    for _ in range(800):  # the evaluation before the first step
        next(work)
    assert trainer.iteration == 0
    assert sum(1 for _ in zip(range(40), work, strict=False)) == 40
    assert trainer.iteration == 0  # forty pieces of it, and still not taken


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("batch_size", [20_000, *again(10)])
def test_given_up_between_any_two_pieces_it_goes_on_exactly(
    digits: Digits, batch_size: int, momentum: float
) -> None:
    wanted = {"batch_size": batch_size, "momentum": momentum}
    end = 9 if batch_size > 10 else 90  # Of small ones a piece takes several.
    whole = new_trainer(digits, **wanted)
    done(whole, end)
    trainer = new_trainer(digits, **wanted)
    run = trainer.run
    n = 0
    while trainer.iteration < end:
        trainer.until = end
        given_up(trainer.work(), 3 + 11 * n)
        run.keep(trainer.checkpoint())
        trainer = go_on(run, digits)
        n += 1
    assert n > 3
    assert run.record.steps == whole.run.record.steps
    np.testing.assert_array_equal(
        trainer.network.parameters.vector, whole.network.parameters.vector
    )


def given_up(work: Generator[None, None, None], pieces: int) -> None:
    for _ in zip(range(pieces), work, strict=False):
        pass
    work.close()


def test_an_evaluation_that_was_given_up_is_made_when_it_goes_on(digits: Digits) -> None:
    """The curve is evaluated at the same moments, however often its run was interrupted."""
    whole = new_trainer(digits, batch_size=1000)
    done(whole, 6)
    trainer = new_trainer(digits, batch_size=1000)
    run = trainer.run
    trainer.until = 3
    work = trainer.work()
    while trainer.iteration < 3:
        next(work)
    next(work)
    work.close()  # in the midst of the evaluation at 3
    assert run.record.evaluations[-1].iteration == 0
    run.keep(trainer.checkpoint())
    trainer = go_on(run, digits)
    done(trainer, 6)
    assert run.record == whole.run.record


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@pytest.mark.parametrize("batch_size", [10, 60_000])
def test_what_grows_beyond_all_bounds_is_taken_back(
    digits: Digits, batch_size: int, activation: str
) -> None:
    trainer = new_trainer(digits, batch_size=batch_size, learning_rate=1e12, momentum=0.5)
    network = new_network(activation=activation)
    run = trainer.run
    run.checkpoints = [first_checkpoint(0, network.parameters.vector)]
    trainer = Trainer(network, run, digits, LARGEST)
    with pytest.raises(Diverged, match="learning rate"):
        done(trainer, 1000)
    assert np.abs(network.parameters.vector).max() <= LARGEST
    assert all(np.isfinite(step).all() for step in run.record.steps)
    velocity = trainer.checkpoint().velocity
    assert velocity is not None
    assert not velocity.any()


def test_evaluations_are_made_early_and_then_twice_an_epoch(digits: Digits) -> None:
    trainer = new_trainer(digits, batch_size=1000)
    done(trainer, 150)
    evaluated = [each.iteration for each in trainer.run.record.evaluations]
    assert evaluated == [0, 3, 6, 12, 30, 60, 90, 120, 150]
    assert [each.iteration for each in trainer.run.checkpoints] == evaluated


def test_steps_asked_for_while_it_ends_are_due(digits: Digits) -> None:
    trainer = new_trainer(digits)
    trainer.until = 1
    work = trainer.work()
    while trainer.iteration < 1:
        next(work)
    next(work)
    assert not trainer.is_step_due
    trainer.until = 2
    for _ in work:
        pass
    assert trainer.is_step_due
    done(trainer, 2)
    assert trainer.iteration == 2
    assert not trainer.is_step_due


def test_the_last_step_is_told_while_the_next_is_put_together(digits: Digits) -> None:
    trainer = new_trainer(digits, batch_size=10_000)
    assert trainer.last_step() is None
    trainer.until = 2
    work = trainer.work()
    while len(trainer.run.record.evaluations) < 2:  # at the beginning, and after the first step
        next(work)
    assert trainer.iteration == 1
    for _ in range(3):  # of the second step
        next(work)
    last = trainer.last_step()
    assert last is not None
    np.testing.assert_array_equal(last.batch, trainer.batches[0])
    x = digits.train.pixels(last.batch)
    network = new_network()
    gradient = network.backprop(x, one_hot(digits.train.labels[last.batch], 10)).gradient
    expected = [np.hypot(*norms) for norms in zip(*norms_of(gradient), strict=True)]
    assert last.gradient_norms == pytest.approx(expected, rel=1e-4)
    assert [layer.gradient_norm for layer in last.layers] == pytest.approx(
        norms_of(gradient)[0], rel=1e-4
    )
    while trainer.iteration < 2:
        assert trainer.last_step() is last
        next(work)
    assert trainer.last_step() is not last


def norms_of(gradient: Parameters) -> tuple[list[float], list[float]]:
    """The norms of the layers' weights, and of their biases."""
    weights, biases = gradient.weights, gradient.biases
    return [float(np.linalg.norm(w)) for w in weights], [float(np.linalg.norm(b)) for b in biases]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_speed_is_that_of_the_step(digits: Digits, momentum: float) -> None:
    trainer = new_trainer(digits, momentum=momentum, clip=0.1)
    done(trainer, 20)
    before = trainer.network.copy()
    done(trainer, 21)
    last = trainer.last_step()
    assert last is not None
    for of_layer, w, then in zip(last.layers, trainer.network.weights, before.weights, strict=True):
        expected = np.linalg.norm(w - then) / np.linalg.norm(w)
        assert of_layer.speed == pytest.approx(expected, rel=1e-2)
