"""The page's colours, as those see them who see red and green as one.

Simulated as Machado, Oliveira and Fernandes do (2009), at full severity; how different two colours
look is their distance in CIELAB.
"""

import re
from itertools import combinations
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

THEME: Final = Path(__file__).parent.parent / "static" / "css" / "theme.css"
SEEN_BY: Final = {
    "all three cones": np.eye(3),
    "without green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "without red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
TO_XYZ: Final = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
WHITE: Final = np.array([0.95047, 1.0, 1.08883])
APART: Final = 24
"""Up, down and what is spoken of stand beside each other in every picture."""
TOLD_APART: Final = 12
"""The two derivatives have their symbols beside them, too."""
CONTRAST: Final = 4.5

Colour: TypeAlias = NDArray[np.float64]


def colours_of(theme: str) -> dict[str, Colour]:
    """Return the colours of a theme by their names, as light of the three primaries."""
    selector = r"^:root" if theme == "dark" else r'^:root\[data-theme="light"\]'
    pattern = re.compile(selector + r" \{(.*?)\}", re.DOTALL | re.MULTILINE)
    blocks = pattern.findall(THEME.read_text("utf-8"))
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6});", "".join(blocks))
    return {name: light_of(code) for name, code in found}


def light_of(code: str) -> Colour:
    parts = np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    light: Colour = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return light


def looks(light: Colour, cones: NDArray[np.float64]) -> Colour:
    """Return lightness and the two opposites of CIELAB."""
    shares = TO_XYZ @ np.clip(cones @ light, 0, 1) / WHITE
    x, y, z = np.where(shares > 216 / 24389, np.cbrt(shares), (24389 / 27 * shares + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", SEEN_BY)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_what_a_colour_says_is_seen_without_red_or_green(theme: str, seen: str) -> None:
    colours = colours_of(theme)

    def distance(one: str, other: str) -> float:
        apart = looks(colours[one], SEEN_BY[seen]) - looks(colours[other], SEEN_BY[seen])
        return float(np.linalg.norm(apart))

    pairs = combinations(("positive", "negative", "accent"), 2)
    near = {pair: distance(*pair) for pair in pairs if distance(*pair) < APART}
    assert near == {}
    assert distance("of-a", "of-z") >= TOLD_APART


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_colour_of_words_stands_out_from_the_ground(theme: str) -> None:
    colours = colours_of(theme)
    luminance = {name: float(TO_XYZ[1] @ light) for name, light in colours.items()}

    def contrast(name: str, ground: str) -> float:
        low, high = sorted((luminance[name], luminance[ground]))
        return (high + 0.05) / (low + 0.05)

    words = ("ink", "dim", "positive", "negative", "accent", "of-a", "of-z")
    pale = {
        (name, ground): contrast(name, ground)
        for name in words
        for ground in ("ground", "raised")
        if contrast(name, ground) < CONTRAST
    }
    assert pale == {}
