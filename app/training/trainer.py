"""Takes the steps of a run on a network of its own, in chunks that others may come between."""

from collections.abc import Sequence
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from app.data.digits import CLASSES, Digits
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.norms import norm
from app.nn.trace import BackwardTrace
from app.nn.train_settings import TrainSettings
from app.nn.training import Batches, Descent, one_hot
from app.sessions.compute import Work
from app.training.last_step import LastStep, look_at, without_pictures
from app.training.metrics import Evaluation, StepFigures
from app.training.run import Run, RunCheckpoint
from app.work.chunks import chunk_size, mean_gradient, score_digits

STEPS_AT_ONCE: Final = 8
"""Steps on small mini-batches between two looks at whether the numbers are still bounded."""

TOO_FAR: Final = (
    "The learning rate is too large for this network: a step has driven its numbers beyond all "
    "bounds. The parameters are as they were before that step."
)
OVERFLOWED: Final = (
    "The gradient has overflowed: from layer to layer the numbers grew until none could hold "
    "them. A smaller learning rate or a smaller start keeps them in bounds. The parameters are as "
    "they were before that step."
)

TRAIN_DIGITS_EVALUATED: Final = 10_000
EARLY_EVALUATIONS: Final = (0.05, 0.1, 0.2, 0.5, 1.5)
"""In epochs, besides their ends: most happens in the first ones. An evaluation takes as long as
training on some 7,000 digits, so that one an epoch is what a run can bear."""


SCRATCH_BYTES: Final = 64 << 10
"""What a mini-batch and its pass take, roughly."""


class Diverged(Exception):
    """The numbers have grown beyond all bounds; the message says which."""


class Trainer:
    """Trains from a run's last checkpoint on, in single precision as frameworks do.

    `work` changes nothing but this object and the run's record and checkpoints, which only grow:
    they may be read while it works.
    """

    def __init__(self, network: Network, run: Run, digits: Digits, largest: float) -> None:
        """Take over the network, in single precision, and the run's position."""
        self.network = network
        self.run = run
        self.digits = digits
        self.largest = largest
        checkpoint = run.checkpoints[-1]
        network.parameters.vector[...] = checkpoint.vector
        self.iteration = checkpoint.iteration
        self.position = checkpoint.position
        self.until: int | None = None
        """At which iteration to stop; None for not at all."""
        self.batch: NDArray[np.intp] = np.empty(0, np.intp)
        """The training digits of the last step."""
        self._trace: BackwardTrace | None = None
        """The last step's pass, as long as its gradient is in `descent`."""
        self._last_step: LastStep | None = None
        self.batch_cost: float | None = None
        """Their mean C0 before that step."""
        self.descent = Descent(network)
        self.apply(run.settings)
        if checkpoint.velocity is not None and self.descent.velocity is not None:
            self.descent.velocity[...] = checkpoint.velocity
        self._targets = one_hot(np.arange(CLASSES), CLASSES, np.float32)
        self._chunk_size = chunk_size(network)
        self._next_evaluation = self._evaluation_after(self.iteration - 1)

    def apply(self, settings: TrainSettings) -> None:
        """Train with other settings from the next step on."""
        self.settings = settings
        self.batches = Batches(len(self.digits.train), settings.batch_size, settings.seed)
        settings.apply(self.descent)

    def _is_bounded(self) -> bool:
        """Return whether no parameter has grown beyond the bounds."""
        vector = self.network.parameters.vector
        with np.errstate(all="ignore"):
            # The norm is cheaper, and enough except for large networks with large parameters.
            if np.dot(vector, vector) <= self.largest**2:
                return True
            return bool(np.abs(vector).max() <= self.largest)

    def last_step(self) -> LastStep | None:
        """Return the figures of the last step, None before the first; not while it works.

        Where a step has been taken back, they are those of the one before it, if that is known.
        """
        if self._trace is not None:
            self._last_step = look_at(self.descent, self._trace, self.batch, was_taken=True)
            self._trace = None
        return self._last_step

    @property
    def is_step_due(self) -> bool:
        """Whether there are steps to be taken."""
        return self.until is None or self.iteration < self.until

    @property
    def nbytes(self) -> int:
        """Memory that it takes: network, gradient and a spare copy; the order of the digits."""
        order = len(self.digits.train) * np.dtype(np.intp).itemsize
        return 3 * self.network.parameters.vector.nbytes + order + SCRATCH_BYTES

    def work(self) -> Work[None]:
        """Take the steps that are due, and evaluate from time to time and at the end.

        It may be abandoned between two chunks: an unfinished step is not taken.
        Raises: Diverged; the network is then as it was before the step that did it.
        """
        if not self.run.record.evaluations:
            yield from self.evaluate()
        yield from self._evaluate_if_due()
        while self.is_step_due:
            yield from self._take_steps()
            yield from self._evaluate_if_due()
        yield from self.evaluate()

    def checkpoint(self) -> RunCheckpoint:
        """Return the present state, from which the run can go on exactly."""
        velocity = self.descent.velocity
        return RunCheckpoint(
            self.iteration,
            self.network.parameters.vector.copy(),
            None if velocity is None else velocity.copy(),
            self.position,
        )

    def _evaluate_if_due(self) -> Work[None]:
        if self.iteration == self._next_evaluation:
            yield from self.evaluate()
            self._next_evaluation = self._evaluation_after(self.iteration)

    def _take_steps(self) -> Work[None]:
        """Take a few steps at once where the mini-batches are small, otherwise one in chunks."""
        before = self.checkpoint()
        if self.settings.batch_size > self._chunk_size:
            yield from self._large_step(before)
        elif not self._small_steps(min(STEPS_AT_ONCE, self._steps_to_stop())):
            # One of them went too far: the steps before it are taken again, one by one.
            self._restore(before)
            while self._small_steps(1):
                before = self.checkpoint()
                self.last_step()  # The next one writes over its gradient.
            self._give_up(before)
        yield

    def _small_steps(self, count: int) -> bool:
        """Take `count` steps; return whether all numbers are within their bounds."""
        record, noted = self.run.record, []
        rate = self.settings.learning_rate
        iteration = self.iteration
        with np.errstate(all="ignore"):
            for position in range(self.position, self.position + count):
                batch = self.batches[position]
                trace = self.descent.step(*self._examples(batch), rate)
                iteration += 1
                if record.wants(iteration):
                    noted.append(self._figures(iteration, trace.cost))
        costs = [each.batch_cost for each in noted]
        self._trace, self.batch = without_pictures(trace), batch
        if not (self._is_bounded() and np.isfinite(costs).all()):
            return False
        self._note(iteration, noted)
        return True

    def _large_step(self, before: RunCheckpoint) -> Work[None]:
        """Take one step on a mini-batch whose gradient is put together from chunks."""
        batch = self.batches[self.position]
        cost, trace = yield from mean_gradient(
            self.network, self.digits.train, batch, self.descent.gradient
        )
        with np.errstate(all="ignore"):
            self.descent.descend(self.settings.learning_rate)
            figures = self._figures(self.iteration + 1, cost)
        self._trace, self.batch = without_pictures(trace), batch
        if not (self._is_bounded() and np.isfinite(cost)):
            self._give_up(before)
        is_wanted = self.run.record.wants(figures.iteration)
        self._note(figures.iteration, [figures] if is_wanted else [])

    def _figures(self, iteration: int, cost: float) -> StepFigures:
        return StepFigures(iteration, cost, norm(self.descent.gradient.vector))

    def _note(self, iteration: int, noted: list[StepFigures]) -> None:
        self.position += iteration - self.iteration
        self.iteration = iteration
        if noted:
            self.batch_cost = noted[-1].batch_cost
            self.run.record.steps.extend(noted)

    def _steps_to_stop(self) -> int:
        """Return how many steps there are until one is the last, or an evaluation is due."""
        ends = (self._next_evaluation, self._next_evaluation if self.until is None else self.until)
        return max(1, min(ends) - self.iteration)

    def _restore(self, checkpoint: RunCheckpoint) -> None:
        self.network.parameters.vector[...] = checkpoint.vector
        if self.descent.velocity is not None and checkpoint.velocity is not None:
            self.descent.velocity[...] = checkpoint.velocity
        self.iteration, self.position = checkpoint.iteration, checkpoint.position

    def _give_up(self, before: RunCheckpoint) -> NoReturn:
        self._restore(before)
        if self._last_step is None and self._trace is not None:
            self._last_step = look_at(self.descent, self._trace, self.batch, was_taken=False)
        self._trace = None
        if self.descent.velocity is not None:
            self.descent.velocity[...] = 0
        has_overflowed = not np.isfinite(norm(self.descent.gradient.vector))
        raise Diverged(OVERFLOWED if has_overflowed else TOO_FAR)

    def _examples(self, batch: NDArray[np.intp]) -> tuple[Array, Array]:
        train = self.digits.train
        return train.pixels(batch, np.float32), self._targets[train.labels[batch]]

    def _evaluation_after(self, iteration: int) -> int:
        """Return the first iteration after another at which an evaluation is due."""
        first, per_epoch = self.run.record.first_iteration, self.run.steps_per_epoch
        done = iteration - first
        early = (round(share * per_epoch) for share in EARLY_EVALUATIONS)
        due = ((done // per_epoch + 1) * per_epoch, *early)
        return first + min(each for each in due if each > done)

    def evaluate(self) -> Work[None]:
        """Note how the network does now, unless that is noted already."""
        evaluations = self.run.record.evaluations
        if evaluations and evaluations[-1].iteration == self.iteration:
            return
        digits, count = self.digits, min(TRAIN_DIGITS_EVALUATED, len(self.digits.train))
        train = yield from score_digits(self.network, digits.train, np.arange(count))
        total = len(digits.test)
        test = yield from score_digits(self.network, digits.test, np.arange(total))
        if not np.isfinite((train.cost_sum, test.cost_sum)).all():
            raise Diverged("The cost has become infinite: the learning rate is too large.")
        self.run.record.evaluations.append(
            Evaluation(
                self.iteration, train.cost_sum / count, test.cost_sum / total, test.correct / total
            )
        )
        self.run.keep(self.checkpoint())


def first_checkpoint(iteration: int, vector: Sequence[float] | Array) -> RunCheckpoint:
    """Return where a run begins that follows no other, in single precision."""
    return RunCheckpoint(iteration, np.array(vector, np.float32), None, 0)
