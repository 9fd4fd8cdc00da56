"""Training: the bare loop beside others, live with frames, by the book's recipe, and on a page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final

import httpx
import numpy as np
from playwright.sync_api import expect
from websockets.sync.client import ClientConnection, connect

from app.data.digits import load
from app.nn.network import Network
from app.nn.serialization import read_metadata
from app.nn.train_settings import TrainSettings
from app.nn.training import Batches, Descent, one_hot
from app.training.metrics import Record
from app.training.run import Run
from app.training.trainer import Trainer, first_checkpoint
from tests.bench import frames
from tests.bench.browser import chromium, fresh_page
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.server import Server, playground
from tests.bench.timing import Contestant, by_turns

LEARNING_RATE: Final = 0.1
LIVE_S: Final = 4.0
PAGE_S: Final = 6.0
ROUNDS: Final = 3
MATRIX: Final = 2048
OPERATIONS_PER_WEIGHT: Final = 6
"""For one example: a multiplication and an addition forward, and two of each backward."""
BOOK = TrainSettings(batch_size=10, learning_rate=1.5, seed=1)
BOOK_EPOCHS: Final = 30

LIVE_FLOOR = Floor(70, "% of the bare loop")
TORCH_FLOOR = Floor(6, "x")
MATRIX_FLOOR = Floor(2, "x", at_most=True)
BOOK_FLOOR = Floor(95, "%")
FRAMES_FLOOR = Floor(55, "a second")
FRAME_FLOOR = Floor(21, "ms p95", at_most=True)
TASK_FLOOR = Floor(50, "ms", at_most=True)


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    yield bare_loops()
    yield live()
    yield on_the_page()
    yield the_book()


def bare_loops() -> Table:
    """Time whole loops over the training digits, taken from the stored pictures batch by batch."""
    from tests.bench.peers import torch_eager

    rows = []
    ours = _steps_per_second(10, 6000)
    threads = torch_eager.default_threads()
    for count in (1, threads):
        torch_eager.use_threads(count)
        theirs = _torch_steps_per_second(10, 1500)
        ratio = ours / theirs
        cells = [f"{number(ours)}/s", f"{number(theirs)}/s", f"{number(ratio)} x"]
        rows.append(Row(f"batches of 10, PyTorch with {count} threads", cells, ratio, TORCH_FLOOR))
    work = OPERATIONS_PER_WEIGHT * sum(map(np.size, Network().weights)) * 60_000
    product = work / _matrix_rate()
    for what, epoch, floor in (
        ("an epoch's 600 steps of 100, to one matrix product", 600 * _step_s(100), MATRIX_FLOOR),
        ("the same with fetching the digits", 600 / _steps_per_second(100, 600), None),
    ):
        ratio = epoch / product
        cells = [seconds(epoch), seconds(product), f"{number(ratio)} x"]
        rows.append(Row(what, cells, ratio, floor))
    return Table(
        "The loop of training, 784-16-16-10, float32",
        ["app.nn", "the other", "ratio"],
        rows,
        [
            f"The best of {ROUNDS} rounds. The others' digits lie in memory as float32.",
            f"The matrix product of {MATRIX} x {MATRIX}: {work / 1e9:.1f} billion at its rate.",
        ],
    )


def _steps_per_second(batch_size: int, steps: int) -> float:
    train = load().train
    network = Network(dtype=np.float32)
    network.randomize("xavier", seed=1)
    descent, batches = Descent(network), Batches(len(train), batch_size, 0)
    targets = one_hot(np.arange(10), 10, np.float32)

    def loop() -> None:
        for n in range(steps):
            batch = batches[n]
            pixels = train.pixels(batch, np.float32)
            descent.step(pixels, targets[train.labels[batch]], LEARNING_RATE)

    return steps / _best(loop)


def _step_s(batch_size: int) -> float:
    """Return the time of a step on a mini-batch that lies in memory."""
    train = load().train
    network = Network(dtype=np.float32)
    network.randomize("xavier", seed=1)
    descent = Descent(network)
    x = train.pixels(slice(0, batch_size), np.float32)
    y = one_hot(train.labels[:batch_size], 10, np.float32)
    times = by_turns({"ours": Contestant(lambda: descent.step(x, y, LEARNING_RATE))})
    return times["ours"].best


def _torch_steps_per_second(batch_size: int, steps: int) -> float:
    import torch

    from tests.bench.peers import torch_eager

    train = load().train
    start = Network(dtype=np.float32)
    start.randomize("xavier", seed=1)
    network = torch_eager.TorchNetwork(start, LEARNING_RATE)
    pixels = torch_eager.tensor(train.pixels(slice(None), np.float32))
    targets = torch_eager.tensor(one_hot(train.labels, 10, np.float32))
    order = torch.randperm(len(train))

    def loop() -> None:
        for n in range(steps):
            batch = order[n * batch_size : (n + 1) * batch_size]
            network.step(pixels[batch], targets[batch])

    return steps / _best(loop)


def _matrix_rate() -> float:
    """Return the operations a second of one large float32 matrix product, on one core."""
    rng = np.random.default_rng(0)
    one, other = rng.random((2, MATRIX, MATRIX), np.float32)
    return float(2 * MATRIX**3 / _best(lambda: one @ other))


def _best(act: Any) -> float:
    act()
    lapses = []
    for _ in range(ROUNDS):
        began = perf_counter()
        act()
        lapses.append(perf_counter() - began)
    return min(lapses)


def live() -> Table:
    """Train through the socket while a viewer acknowledges every frame, beside the bare loop."""
    rows = []
    with playground() as server:
        for size in (10, 100):
            bare = _steps_per_second(size, 60_000 // size)
            with _viewer(server) as viewer:
                rate, per_second = _trained(viewer, size)
            share = 100 * rate / bare
            cells = [f"{number(rate)}/s", f"{number(bare)}/s", f"{number(share)} %"]
            cells.append(f"{per_second:.1f}")
            rows.append(Row(f"batches of {size}", cells, share, LIVE_FLOOR))
    return Table(
        f"Training live for {LIVE_S:.0f} s, with frames and pictures of the weights",
        ["live", "bare loop", "live to bare", "frames a second"],
        rows,
        ["Live counts the evaluations on 20,000 digits once an epoch, which the bare loop lacks."],
    )


@contextmanager
def _viewer(server: Server) -> Iterator[ClientConnection]:
    wanted = {"weights": "random", "seed": 1}
    answer = httpx.post(f"{server.url}/api/sessions", json=wanted).raise_for_status()
    url = server.url.replace("http", "ws", 1)
    address = f"{url}/api/sessions/{answer.json()['id']}/train"
    with connect(address, compression=None, max_size=None) as socket:
        yield socket


def _trained(viewer: ClientConnection, size: int) -> tuple[float, float]:
    """Return the steps and the frames a second of a run in mini-batches of `size`."""
    viewer.send(json.dumps({"type": "start", "batch_size": size, "learning_rate": LEARNING_RATE}))
    seen: list[tuple[float, int]] = []
    while not seen or seen[-1][0] - seen[0][0] < LIVE_S:
        message = viewer.recv()
        assert isinstance(message, bytes), message
        metadata = read_metadata(message)
        if "frame" not in metadata:
            continue  # a picture
        viewer.send(json.dumps({"type": "ack", "frame": json.loads(metadata["frame"])}))
        if json.loads(metadata["iteration"]) > 0:
            seen.append((perf_counter(), json.loads(metadata["iteration"])))
    (began, first), (ended, last) = seen[0], seen[-1]
    return (last - first) / (ended - began), (len(seen) - 1) / (ended - began)


def on_the_page() -> Table:
    """Watch the frames of the page while it trains at full speed on the same machine."""
    rows = []
    with playground() as server, chromium() as browser:
        for part, button in (
            ("training", "#train-play"),
            ("mini-batches", "#batch-play"),
            ("learning", "#learning-play"),
        ):
            with fresh_page(browser) as page:
                page.goto(f"{server.url}/#descent/{part}")
                page.wait_for_selector(f"{button}:enabled")
                page.wait_for_load_state("networkidle")
                page.click(button)
                expect(page.locator(button)).to_have_text("Pause")
                seen = frames.at_rest(page, PAGE_S)
                page.click(button)
            longest = f"{number(seen.longest_task)} ms" if seen.long_tasks else "none"
            for name, text, figure, floor in (
                ("frames a second", f"{seen.per_second:.1f}", seen.per_second, FRAMES_FLOOR),
                ("p95 of a frame", f"{seen.p95:.1f} ms", seen.p95, FRAME_FLOOR),
                ("longest task over 50 ms", longest, seen.longest_task, TASK_FLOOR),
            ):
                rows.append(Row(f"{part}, {name}", [text], figure, floor))
    return Table("Frames of the page while the network trains", [""], rows)


def the_book() -> Table:
    """Train the book's network by its recipe (Nielsen, ch. 1)."""
    network = Network([784, 30, 10], dtype=np.float32)
    network.randomize("standard_normal", seed=1)
    digits = load()
    run = Run(
        "the book's",
        BOOK,
        len(digits.train),
        {"layers": network.layers, "activation": "sigmoid", "output": "sigmoid",
         "cost": "squared_error"},
        Record(0),
        [first_checkpoint(0, network.parameters.vector)],
    )  # fmt: skip
    trainer = Trainer(network, run, digits, 1e6)
    trainer.until = BOOK_EPOCHS * run.steps_per_epoch
    began = perf_counter()
    for _ in trainer.work():
        pass
    took = perf_counter() - began
    best = max(run.record.evaluations, key=lambda each: each.accuracy)
    figure = 100 * best.accuracy
    epoch = (best.iteration - run.record.first_iteration) / run.steps_per_epoch
    cells = [f"{figure:.2f} %", f"{epoch:.1f}", seconds(took)]
    return Table(
        "The book's recipe: 784-30-10, standard normal start, batches of 10, 30 epochs",
        ["best on test", "at epoch", "time"],
        [Row("rate 1.5 (3.0 of the halved cost)", cells, figure, BOOK_FLOOR)],
        ["The book's own run: 95.42 %."],
    )
