"""How much stands on the first screens to be pressed, typed or chosen."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Look

MOST = 24
CONTROLS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, canvas[tabindex]")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled
    && !each.closest(".skip, .visually-hidden") && each.getBoundingClientRect().width > 1)
  .map((each) => each.id || each.textContent.trim())"""


@pytest.mark.parametrize(
    "at", ["walk/draw", "descent/training", "calculus/tree", "vanishing/depth"]
)
def test_a_first_screen_has_few_controls(look: Look, at: str) -> None:
    playground = look(at, reduced_motion="reduce")
    expect(playground.page.locator("[data-caption]:visible")).not_to_be_empty()
    playground.settle()
    controls = playground.page.evaluate(CONTROLS)
    assert 10 < len(controls) <= MOST, controls
