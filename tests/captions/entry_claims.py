"""What is said of one entry of the gradient, beside another."""

import math
import re
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from tests.captions.claims import number
from tests.captions.scene_claims import SCENES, Facts, index_of

ENTRY: Final = r"The (weight|bias) ((?:from|of) .+?) "
ROUNDED: Final = 0.051
"""What two digits leave out of a ratio at most."""
OTHER: Final = r"(a typical one, )?([wb]\S \S+?)(, the one before)?"


class Entry(NamedTuple):
    """A weight or a bias, where it stands, and its nudge."""

    layer: int
    neuron: int
    source: int | None
    """None for a bias."""
    nudge: float


def entry_of(facts: Facts, place: str, kind: str = "", name: str = "") -> Entry:
    """Return which entry is looked at; fail where it is not the one that a sentence names."""
    index = facts["picked"][int(place)]
    at, layer = index, 1
    for before, own in pairwise(facts["layers"]):
        if at < own * (before + 1):
            break
        at, layer = at - own * (before + 1), layer + 1
    is_weight = at < own * before
    neuron, source = divmod(at, before) if is_weight else (at - own * before, None)
    if name:
        assert kind == ("weight" if is_weight else "bias")
        numbers = [int(each) for each in re.findall(r"\d+", name)]
        assert numbers == [each for each in (source, neuron) if each is not None]
    return Entry(layer, neuron, source, facts["gradient"][index])


@SCENES.claim(ENTRY + r"should (shrink|grow)\.")
def way(facts: Facts, place: str, kind: str, name: str, verb: str) -> bool:
    nudge = entry_of(facts, place, kind, name).nudge
    return nudge < 0 if verb == "shrink" else nudge > 0


@SCENES.claim(ENTRY + r"does not matter here at all\.")
def is_nothing(facts: Facts, place: str, kind: str, name: str) -> bool:
    return entry_of(facts, place, kind, name).nudge == 0


@SCENES.claim(r"Nothing is asked of its neuron\.")
def nothing_is_asked(facts: Facts, place: str) -> bool:
    entry = entry_of(facts, place)
    return not any(each["deltas"][entry.layer - 1][entry.neuron] for each in facts["passes"])


@SCENES.claim(r"(Its pixel|The neuron that it comes from) is at 0( in all digits)?\.")
def nothing_comes_in(facts: Facts, place: str, what: str, everywhere: str | None) -> bool:
    entry, passes = entry_of(facts, place), facts["passes"]
    assert entry.source is not None
    comes = [each["activations"][entry.layer - 1][entry.source] for each in passes]
    is_named = (what == "Its pixel") == (entry.layer == 1)
    return not any(comes) and is_named and bool(everywhere) == (len(passes) > 1)


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
