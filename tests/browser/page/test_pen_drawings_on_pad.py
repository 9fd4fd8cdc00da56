"""Real people's drawings, drawn on the pad, are read as the page's code reads them.

How many of them are read right is tested with all of them, in tests/pretrain. They are none of the
project's files: NUDGE_PEN_STROKES names the file, the README its source.
"""

import math
import operator
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page

from app.pretrain.pad import on_pad
from app.pretrain.recipe import RECIPES
from app.pretrain.strokes import PenDrawing, read_pen_drawings, split_by_writer
from tests.browser.support.drawing import Point, draw
from tests.browser.support.playground import Playground

STROKES = os.environ.get("NUDGE_PEN_STROKES", "")
SIZE = 0.6
"""How much of the pad's side a drawing spans."""
NEARLY = 0.01
"""How far from the original a drawn line may be: a quarter of the brush's radius."""
DRAWN_BY_HAND = 10
SAME = 0.9
"""Share of drawings read alike: a mouse jumps a little, and some digits are doubtful."""
READ = """async (drawings) => {
  const { digitImage } = await import("/static/js/input/digit_image.js");
  const { BRUSH_RADIUS } = await import("/static/js/input/pad.js");
  const post = async (path, body) => {
    const headers = { "Content-Type": "application/json" };
    return (await fetch(path, { method: "POST", headers, body })).json();
  };
  const { id } = await post("/api/sessions", "{}");
  const predictions = [];
  for (const strokes of drawings) {
    const body = JSON.stringify({ pixels: digitImage(strokes, BRUSH_RADIUS) });
    predictions.push((await post(`/api/sessions/${id}/forward`, body)).prediction);
  }
  return predictions;
}"""

pytestmark = pytest.mark.skipif(not STROKES, reason="NUDGE_PEN_STROKES names no file")


@pytest.fixture(scope="module")
def held_back() -> list[PenDrawing]:
    """The drawings of the people whom the shipped network has never seen."""
    drawings = read_pen_drawings(Path(STROKES))
    return split_by_writer(drawings, RECIPES["sigmoid"].held_back_writers)[1]


@pytest.mark.long
def test_drawings_on_the_pad_are_read_as_the_pages_code_reads_them(
    playground: Playground, modules: Page, held_back: list[PenDrawing]
) -> None:
    sample = held_back[:: len(held_back) // DRAWN_BY_HAND][:DRAWN_BY_HAND]
    answers = []
    for drawing in sample:
        draw(playground.pad, [without_needless_points(s) for s in on_pad(drawing, SIZE)])
        playground.settle()
        answers.append(int(playground.prediction.inner_text()))
        playground.press("clear")
    assert share_equal(answers, read_by_code(modules, sample)) >= SAME


def read_by_code(modules: Page, drawings: list[PenDrawing]) -> list[int]:
    """Return what the shipped network reads in the pictures that the page's code makes."""
    strokes = [[stroke.tolist() for stroke in on_pad(drawing, SIZE)] for drawing in drawings]
    predictions: list[int] = modules.evaluate(READ, strokes)
    return predictions


def without_needless_points(stroke: NDArray[np.float64]) -> list[Point]:
    """Return the stroke without points that are nearly on the line between their neighbours.

    Every event of the pointer takes a frame of the browser's. (Ramer, Douglas, Peucker, 1972.)
    """
    first, last = stroke[0], stroke[-1]
    x, y = last - first
    offset_x, offset_y = (stroke - first).T
    length = math.hypot(x, y)
    if length > NEARLY:
        away = np.abs(x * offset_y - y * offset_x) / length
    else:
        away = np.hypot(offset_x, offset_y)
    corner = int(away.argmax())
    if away[corner] <= NEARLY:
        return [(float(first[0]), float(first[1])), (float(last[0]), float(last[1]))]
    start = without_needless_points(stroke[: corner + 1])
    return [*start[:-1], *without_needless_points(stroke[corner:])]


def share_equal(answers: list[int], others: list[int]) -> float:
    equal: int = sum(map(operator.eq, answers, others))
    return equal / len(others)
