"""How many digits the shipped networks read rightly: MNIST's, and those that people draw.

Pen drawings are measured where NUDGE_PEN_STROKES names the file of strokes (the README tells where
it comes from): those of the writers that the networks were not trained on.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from app.data import digits
from app.data.trained import SHIPPED, load_trained
from app.nn.network import Network
from app.nn.training import chunks, count_correct
from app.pretrain.pad import SIZES, on_pad, pen_accuracies
from app.pretrain.recipe import RECIPES
from app.pretrain.strokes import PenDrawing, read_pen_drawings, split_by_writer
from tests.bench.browser import chromium, fresh_page, probe
from tests.bench.report import Floor, Row, Table
from tests.bench.server import playground

MNIST_FLOOR = Floor(95, "%")
PEN_FLOOR = Floor(93, "%")
PAD_SIDE = 280
DRAWINGS_AT_ONCE = 100


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    yield on_mnist()
    path = os.environ.get("NUDGE_PEN_STROKES")
    if not path:
        print("\nPen drawings: not measured, NUDGE_PEN_STROKES names no file of strokes.")
        return
    drawings = read_pen_drawings(Path(path))
    yield on_pen_drawings(drawings)
    yield through_the_page(drawings)


def on_mnist() -> Table:
    """Count the test digits that each shipped network knows."""
    test = digits.load().test
    pixels = test.pixels(slice(None), np.float32)
    rows = []
    for name, network in _shipped().items():
        correct = count_correct(network, pixels, test.labels)
        share = correct / len(test) * 100
        cells = [f"{correct:,} of {len(test):,}", f"{share:.2f} %"]
        rows.append(Row(name, cells, share, MNIST_FLOOR))
    return Table("MNIST's test digits", ["right", ""], rows)


def on_pen_drawings(drawings: Sequence[PenDrawing]) -> Table:
    """Count the drawings of held-back writers that each shipped network knows, small and large."""
    rows = []
    for name, network in _shipped().items():
        by_size = pen_accuracies(network, _held_back(name, drawings))
        share = float(np.mean(list(by_size.values()))) * 100
        cells = [f"{each * 100:.2f} %" for each in by_size.values()]
        rows.append(Row(name, [*cells, f"{share:.2f} %"], share, PEN_FLOOR))
    columns = [*(f"{size:g} of the pad" for size in SIZES), "mean"]
    return Table("Pen drawings of held-back writers, by the size of the drawing", columns, rows)


def through_the_page(drawings: Sequence[PenDrawing]) -> Table:
    """Let the page's own pad and image code make the pictures, in a browser."""
    rows = []
    with playground() as server, chromium() as browser, fresh_page(browser) as page:
        page.goto(f"{server.url}/api/health")
        for name, network in _shipped().items():
            held_back = _held_back(name, drawings)
            labels = np.array([drawing.label for drawing in held_back])
            shares = [
                count_correct(network, _pictures(page, held_back, size), labels) / len(labels)
                for size in SIZES
            ]
            mean = float(np.mean(shares)) * 100
            cells = [*(f"{share * 100:.2f} %" for share in shares), f"{mean:.2f} %"]
            rows.append(Row(name, cells, mean, PEN_FLOOR))
    columns = [*(f"{size:g} of the pad" for size in SIZES), "mean"]
    return Table("The same drawings through pad.js and digit_image.js, in Chromium", columns, rows)


def _pictures(page: Page, drawings: Sequence[PenDrawing], size: float) -> np.ndarray:
    """Return what the page's code makes of the drawings, shape (n, 784)."""
    pictures = []
    for part in chunks(len(drawings), DRAWINGS_AT_ONCE):
        strokes = [
            [stroke.tolist() for stroke in on_pad(drawing, size)] for drawing in drawings[part]
        ]
        wanted = {"drawings": strokes, "side": PAD_SIDE}
        pictures += page.evaluate(probe("pictures.js"), wanted)
    return np.array(pictures)


def _held_back(name: str, drawings: Sequence[PenDrawing]) -> list[PenDrawing]:
    return split_by_writer(drawings, RECIPES[name].held_back_writers)[1]


def _shipped() -> dict[str, Network]:
    networks = {name: Network(*architecture) for name, architecture in SHIPPED.items()}
    for network in networks.values():
        load_trained(network)
    return networks
