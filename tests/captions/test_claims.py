"""Every caption is true in every state, and short enough to be said."""

from typing import Any

import httpx
import pytest

from tests.captions import entry_claims  # noqa: F401 - its claims are the scenes' too
from tests.captions.matrix import states
from tests.captions.scene_claims import SCENES
from tests.captions.scene_states import SAY, told
from tests.captions.step_claims import WALK
from tests.captions.walk_claims import Facts
from tests.captions.walk_states import beats_of
from tests.page_modules import PageModules


@pytest.fixture(scope="module")
def situations(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return dict(states(client))


GATES = ("gate", "further-2-gate", "further-drawing")
CHECKED = ""
PARTS_WITH_WORDS_OF_THEIR_OWN = 10
"""Of the vanishing gradient: all but "Depth", whose sentence speaks of any two networks."""


def test_the_walk_says_nothing_false(
    situations: dict[str, dict[str, Any]], page_modules: PageModules
) -> None:
    found = []
    for name, state in situations.items():
        facts = Facts(state)
        for beat in beats_of(page_modules, state):
            if beat.id.startswith(CHECKED):
                found += [
                    (name, beat.id, fault) for fault in WALK.faults(beat.caption, facts, beat.id)
                ]
    assert not found, "\n".join(map(str, found))
    assert not WALK.unread, WALK.unread


def test_the_other_scenes_say_nothing_false(
    client: httpx.Client, page_modules: PageModules
) -> None:
    found = []
    spoken = set()
    for each in told(client):
        beats = page_modules.call(SAY, each.scene, *each.arguments)
        of_any = [beat["caption"] for beat in beats if beat["id"] == "depth"]
        spoken |= {beat["id"] for beat in beats if of_any and beat["caption"] not in of_any}
        for beat in beats:
            faults = SCENES.faults(beat["caption"], each.facts, beat["id"])
            found += [(each.scene, each.name, beat["id"], fault) for fault in faults]
    assert not found, "\n".join(map(str, found))
    assert len(spoken) == PARTS_WITH_WORDS_OF_THEIR_OWN, spoken
    assert not SCENES.unread, SCENES.unread
