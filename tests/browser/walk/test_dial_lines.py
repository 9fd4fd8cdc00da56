"""The weights' lines while the dial is turned: drawn one network at a time, and each only once."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground

COUNTED = """(() => {
  const seen = globalThis.seenLines = { asked: 0, waiting: 0, most: 0 };
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", () => { seen.waiting -= 1; });
    }
    postMessage(...what) {
      seen.asked += 1;
      seen.waiting += 1;
      seen.most = Math.max(seen.most, seen.waiting);
      super.postMessage(...what);
    }
  };
})()"""
SWING = """([slider, stops]) => new Promise((resolve) => {
  const turn = () => {
    if (stops.length === 0) {
      resolve();
      return;
    }
    slider.value = String(stops.shift());
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(turn);
  };
  turn();
})"""
STOPS = 8


@pytest.fixture
def dialled(open_playground: Open) -> Playground:
    """A page with a digit, whose dial has all its networks."""
    playground = open_playground(reduced_motion="reduce")
    playground.page.add_init_script(COUNTED)
    playground.open()
    playground.explain()
    with playground.page.expect_response("**/trained_for/passes*"):
        playground.page.locator("#trained-for").hover()
    playground.page.wait_for_function("([most]) => seenLines.asked >= most", arg=[STOPS])
    return playground


def swing(playground: Playground, stops: list[int]) -> None:
    """Drag the dial, a stop a frame, and wait for the last one's lines."""
    dial = playground.page.locator("#trained-for").element_handle()
    playground.page.evaluate(SWING, [dial, stops])
    playground.settle()


def seen(playground: Playground, what: str) -> int:
    return int(playground.page.evaluate(f"seenLines.{what}"))


@pytest.mark.long
def test_a_dial_turned_fast_leaves_nothing_to_be_drawn_behind_it(dialled: Playground) -> None:
    swing(dialled, [*range(STOPS), *range(STOPS)[::-1]] * 3)
    assert seen(dialled, "most") == 1
    assert seen(dialled, "waiting") == 0


@pytest.mark.long
def test_a_stop_seen_before_is_shown_as_it_was(dialled: Playground) -> None:
    picture = dialled.page.locator("#network-view")
    expect(picture).to_have_attribute("data-lines", "drawn")
    pictures = []
    for stop in range(STOPS):
        swing(dialled, [stop])
        pictures.append(picture.screenshot())
    assert len(set(pictures)) == STOPS
    asked = seen(dialled, "asked")
    swing(dialled, [6, 0, 4])
    assert picture.screenshot() == pictures[4]
    swing(dialled, [2])
    assert picture.screenshot() == pictures[2]
    assert seen(dialled, "asked") == asked
