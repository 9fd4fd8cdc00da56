"""The network itself: a step of descent, and back-propagation of one example, beside others'."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import Any, TypeVar

import numpy as np

from app.data import digits
from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.training import Descent, one_hot
from tests.bench.peers.bare_numpy import BareNetwork
from tests.bench.peers.lecture import LectureNetwork
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.timing import ROUNDS, Contestant, by_turns

T = TypeVar("T")

LEARNING_RATE = 0.1
DIFFERENT_BATCHES = 64
"""Each contestant goes round these mini-batches, so that none has its input in the cache alone."""
STEP_FLOOR = Floor(6, "x")
BACKPROP_FLOOR = Floor(1, "x")
NOTE = f"Times: the best of {ROUNDS} rounds by turns. A ratio above 1 means that app.nn is faster."


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    yield descent_steps()
    yield one_example()


def descent_steps(batch_sizes: Sequence[int] = (10, 32, 100)) -> Table:
    """Time `app.nn.training.Descent` beside bare numpy, PyTorch and the lecture's loop."""
    from tests.bench.peers import torch_eager

    threads = torch_eager.default_threads()
    rows = []
    for size in batch_sizes:
        times = by_turns(_steppers(size, threads))
        ours = times["ours"]
        one, default = (ours.ratio_to(times[name]) for name in ("torch 1", "torch default"))
        cells = [seconds(each.best) for each in times.values()]
        cells += [f"{number(ours.ratio_to(times['bare']))} x", f"{number(one)} x"]
        cells += [f"{number(default)} x"]
        is_judged = size == batch_sizes[0]
        rows.append(
            Row(f"{size} examples", cells, min(one, default), STEP_FLOOR if is_judged else None)
        )
    torch_use_default(threads)
    return Table(
        "A step of descent, 784-16-16-10, sigmoid, squared error, float32 (the lecture's: float64)",
        [
            *("app.nn", "bare numpy", "torch, 1 thread", f"torch, {threads} threads", "lecture"),
            *("to bare", "to torch 1", f"to torch {threads}"),
        ],
        rows,
        [NOTE],
    )


def torch_use_default(threads: int) -> None:
    """Give PyTorch its threads back."""
    from tests.bench.peers import torch_eager

    torch_eager.use_threads(threads)


def _steppers(size: int, threads: int) -> dict[str, Contestant]:
    """Return all who take steps on mini-batches of `size`, checked to do the same work."""
    from tests.bench.peers import torch_eager

    start = _network(np.float32)
    ours, bare, lecture = _network(np.float32), BareNetwork(start), LectureNetwork.like(start)
    torch_network = torch_eager.TorchNetwork(start, LEARNING_RATE)
    descent = Descent(ours)
    batches = _batches(size)
    columns = [
        [(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in zip(xs, ys, strict=True)]
        for xs, ys in ((xs.astype(np.float64), ys.astype(np.float64)) for xs, ys in batches)
    ]
    tensors = [(torch_eager.tensor(xs), torch_eager.tensor(ys)) for xs, ys in batches]
    torch_step = _over(tensors, lambda batch: torch_network.step(*batch))
    contestants = {
        "ours": Contestant(_over(batches, lambda batch: descent.step(*batch, LEARNING_RATE))),
        "bare": Contestant(_over(batches, lambda batch: bare.step(*batch, LEARNING_RATE))),
        "torch 1": Contestant(torch_step, lambda: torch_eager.use_threads(1)),
        "torch default": Contestant(torch_step, lambda: torch_eager.use_threads(threads)),
        "lecture": Contestant(_over(columns, lambda batch: lecture.step(batch, LEARNING_RATE))),
    }
    for name in ("ours", "bare", "torch 1", "lecture"):
        contestants[name].call()
    moved = ours.weights[0]
    for other in (bare.weights[0], torch_network.first_weights(), lecture.weights[0]):
        np.testing.assert_allclose(moved, other, rtol=1e-4, atol=1e-6)
    return contestants


def one_example() -> Table:
    """Time `Network.backprop` of one example beside the lecture's code, both in float64."""
    network = _network(np.float64)
    lecture = LectureNetwork.like(network)
    examples = [(xs[0].astype(np.float64), ys[0].astype(np.float64)) for xs, ys in _batches(1)]
    columns = [(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in examples]
    x, y = examples[0]
    np.testing.assert_allclose(
        network.backprop(x, y).gradient.weights[0], lecture.backprop(*columns[0])[1][0], rtol=1e-9
    )
    buffer = Parameters(network.layers)
    times = by_turns(
        {
            "ours": Contestant(_over(examples, lambda each: network.backprop(*each))),
            "buffer": Contestant(_over(examples, lambda each: network.backprop(*each, buffer))),
            "lecture": Contestant(_over(columns, lambda each: lecture.backprop(*each))),
        }
    )
    rows = []
    for what, name in (("backprop", "ours"), ("backprop into a given gradient", "buffer")):
        ratio = times[name].ratio_to(times["lecture"])
        cells = [seconds(times[each].best) for each in (name, "lecture")]
        cells += [f"{number(ratio)} x", f"{seconds(times[name].typical)}"]
        rows.append(Row(what, cells, ratio, BACKPROP_FLOOR))
    return Table(
        "Back-propagation of one example, 784-16-16-10, float64",
        ["app.nn", "lecture", "to lecture", "app.nn, median"],
        rows,
        [NOTE],
    )


def _network(dtype: type[np.floating[Any]]) -> Network:
    network = Network(dtype=dtype)
    network.randomize("xavier", seed=1)
    return network


def _batches(size: int) -> list[tuple[Any, Any]]:
    """Return different mini-batches of training digits and their desired outputs, float32."""
    train = digits.load().train
    order = np.random.default_rng(1).permutation(len(train))
    chosen = order[: size * DIFFERENT_BATCHES].reshape(DIFFERENT_BATCHES, size)
    return [
        (train.pixels(batch, np.float32), one_hot(train.labels[batch], 10, np.float32))
        for batch in chosen
    ]


def _over(inputs: Sequence[T], act: Callable[[T], object]) -> Callable[[], object]:
    """Return a call that does `act` with the next of the inputs, round and round."""
    rounds = cycle(inputs)
    return lambda: act(next(rounds))
