"""Every caption is true in every state, and short enough to be said."""

from typing import Any

import httpx
import pytest

from tests.captions.matrix import states
from tests.captions.scene_claims import SCENES
from tests.captions.scene_states import SAY, told
from tests.captions.walk_claims import WALK, Facts
from tests.captions.walk_states import beats_of
from tests.page_modules import PageModules


@pytest.fixture(scope="module")
def situations(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return dict(states(client))


GATES = ("gate", "further-2-gate", "further-drawing")
CHECKED = ""


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


def test_the_other_scenes_say_nothing_false(
    client: httpx.Client, page_modules: PageModules
) -> None:
    found = []
    for each in told(client):
        for beat in page_modules.call(SAY, each.scene, *each.arguments):
            faults = SCENES.faults(beat["caption"], each.facts, beat["id"])
            found += [(each.scene, each.name, beat["id"], fault) for fault in faults]
    assert not found, "\n".join(map(str, found))
