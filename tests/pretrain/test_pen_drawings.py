"""Drawings of people whom no network was trained on, through the page's own code.

The strokes are not part of the project (see the README): `NUDGE_PEN_STROKES` names their file.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.data.trained import SHIPPED, Architecture, load_trained
from app.nn.network import Network
from app.nn.training import count_correct
from app.pretrain.pad import BRUSH_RADIUS, SIZES, on_pad, pad_pictures
from app.pretrain.recipe import RECIPES
from app.pretrain.strokes import PenDrawing, read_pen_drawings, split_by_writer
from tests.again import one_in
from tests.pretrain.page import pictures_on_the_page

FILE = os.environ.get("NUDGE_PEN_STROKES")
pytestmark = pytest.mark.skipif(not FILE, reason="NUDGE_PEN_STROKES names no file of strokes")

FLOOR = 0.93


def held_back_drawings() -> list[PenDrawing]:
    """Return the drawings of the writers whom no shipped network was trained on."""
    assert FILE
    fewest = min(recipe.held_back_writers for recipe in RECIPES.values())
    return split_by_writer(read_pen_drawings(Path(FILE)), fewest)[1]


@pytest.fixture(scope="module")
def drawings() -> list[PenDrawing]:
    return held_back_drawings()


@pytest.fixture(scope="module", params=SIZES, ids="{:g} of the pad".format)
def size(request: pytest.FixtureRequest) -> float:
    return float(request.param)


@pytest.fixture(scope="module")
def pictures(drawings: list[PenDrawing], size: float) -> NDArray[np.float64]:
    return pictures_on_the_page([on_pad(drawing, size) for drawing in drawings], BRUSH_RADIUS)


@pytest.mark.parametrize(
    "architecture",
    one_in(3, SHIPPED.values()),
    ids=SHIPPED,
)
def test_at_least_93_of_100_drawings_are_read_rightly(
    architecture: Architecture, drawings: list[PenDrawing], pictures: NDArray[np.float64]
) -> None:
    network = Network(*architecture)
    load_trained(network)
    labels = np.array([drawing.label for drawing in drawings])
    correct = count_correct(network, pictures, labels)
    print(
        f"{architecture.activation}: {correct} of {len(drawings)} = {correct / len(drawings):.2%}"
    )
    assert correct >= FLOOR * len(drawings)


def test_the_page_makes_the_pictures_that_were_trained_on(
    drawings: list[PenDrawing], size: float, pictures: NDArray[np.float64]
) -> None:
    differences = np.abs(pictures - pad_pictures(drawings, size))
    assert (differences > 1e-6).mean() < 0.001
    assert (differences > 1 / 64 + 1e-6).mean() < 0.0001
