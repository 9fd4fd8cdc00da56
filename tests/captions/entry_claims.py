"""What is said of one entry of the gradient, beside another."""

import math
import re
from typing import Final

import numpy as np

from app.nn.parameters import Parameters, Position
from tests.captions.claims import number
from tests.captions.scene_claims import SCENES, Facts, index_of

ENTRY: Final = r"The (weight|bias) ((?:from|of) .+?) "
ROUNDED: Final = 0.051
"""What two digits leave out of a ratio at most."""
OTHER: Final = r"(a typical one, )?([wb]\S \S+?)(, the one before)?"


def nudge_of(facts: Facts, place: str) -> float:
    """Return the nudge of the entry that is looked at."""
    nudge: float = facts["gradient"][facts["picked"][int(place)]]
    return nudge


def position_of(facts: Facts, place: str) -> Position:
    """Return where the entry that is looked at stands."""
    return Parameters(facts["layers"]).position_of(facts["picked"][int(place)])


def is_named(facts: Facts, place: str, kind: str, name: str) -> bool:
    """Return whether a sentence names the entry that is looked at: from where, to where."""
    _, row, column = position_of(facts, place)
    numbers = [int(each) for each in re.findall(r"\d+", name)]
    return numbers == ([row] if column is None else [column, row]) and kind == (
        "bias" if column is None else "weight"
    )


@SCENES.claim(ENTRY + r"should (shrink|grow)\.")
def way(facts: Facts, place: str, kind: str, name: str, verb: str) -> bool:
    nudge = nudge_of(facts, place)
    is_so = nudge < 0 if verb == "shrink" else nudge > 0
    return is_so and is_named(facts, place, kind, name)


@SCENES.claim(ENTRY + r"does not matter here at all\.")
def is_nothing(facts: Facts, place: str, kind: str, name: str) -> bool:
    return nudge_of(facts, place) == 0 and is_named(facts, place, kind, name)


@SCENES.claim(r"Nothing is asked of its neuron\.")
def nothing_is_asked(facts: Facts, place: str) -> bool:
    layer, neuron, _ = position_of(facts, place)
    return not any(each["deltas"][layer - 1][neuron] for each in facts["passes"])


@SCENES.claim(r"(Its pixel|The neuron that it comes from) is at 0( in all digits)?\.")
def nothing_comes_in(facts: Facts, place: str, what: str, everywhere: str | None) -> bool:
    (layer, _, source), passes = position_of(facts, place), facts["passes"]
    assert source is not None
    comes = [each["activations"][layer - 1][source] for each in passes]
    is_said_of = (what == "Its pixel") == (layer == 1) and bool(everywhere) == (len(passes) > 1)
    return not any(comes) and is_said_of


def times_as_much(facts: Facts, place: str, typical: str, other: str, before: str) -> float:
    """Return how much the entry's nudge is of the other's, which is the one said."""
    index, place_ = index_of(other, facts["layers"]), int(place)
    sizes = np.abs(facts["gradient"])
    if before:
        assert index == facts["picked"][place_ - 1]
    else:
        assert typical
        larger = np.count_nonzero(sizes > sizes[index])
        assert sizes[index] > 0
        assert larger <= np.count_nonzero(sizes) / 2 <= np.count_nonzero(sizes >= sizes[index])
    with np.errstate(divide="ignore"):
        return float(sizes[facts["picked"][place_]] / sizes[index])


@SCENES.claim(rf"Changing this one matters (#) times as much as {OTHER}\.")
def more(facts: Facts, place: str, times: str, *other: str) -> bool:
    return math.isclose(number(times), times_as_much(facts, place, *other), rel_tol=ROUNDED)


@SCENES.claim(rf"Changing {OTHER}, matters (#) times as much as this one\.")
def less(facts: Facts, place: str, *said: str) -> bool:
    *other, times = said
    return math.isclose(1 / number(times), times_as_much(facts, place, *other), rel_tol=ROUNDED)


@SCENES.claim(rf"Changing it matters about as much as {OTHER}\.")
def about_the_same(facts: Facts, place: str, *other: str) -> bool:
    return 1 / 1.15 < times_as_much(facts, place, *other) < 1.15


@SCENES.claim(rf"Changing {OTHER}, does not matter at all\.")
def other_is_nothing(facts: Facts, place: str, *other: str) -> bool:
    return times_as_much(facts, place, *other) == np.inf
