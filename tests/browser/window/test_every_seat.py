"""In whatever window, at whatever beat: all can be read, and all that can be pressed is free."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.support.browsers import launch
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import SEAT, lasting_faults
from tests.browser.support.serving import Serving

SIZES: Final = (
    *((1920, 1080), (1366, 650), (1366, 600), (1280, 720)),
    *((1280, 600), (1024, 768), (844, 390), (390, 844)),
)
PROJECTORS: Final = {(1280, 720): 14, (1920, 1080): 20}
"""There letters have so many pixels, and nothing has to be scrolled."""
READABLE: Final = 14
PHONES: Final = ((844, 390), (390, 844))
PATIENT: Final = ((1280, 720), (390, 844))
"""There what is trained for a beat is waited for; elsewhere it is seen as it is at first."""
KNOWN: Final = EXPLAINED.partition("?")[2]
WALK: Final = "([addresses, wanted]) => seat.walk(addresses, wanted)"


@pytest.fixture(scope="module")
def seat(browser: Browser, server: Serving) -> Iterator[Page]:
    """A page whose scroll bars take room, as in most browsers, and all beats are there."""
    with_bars = launch(browser.browser_type, scroll_bars=True)
    page = with_bars.new_context(reduced_motion="reduce", bypass_csp=True).new_page()
    page.add_init_script(path=SEAT)
    playground = Playground(page, f"{server.url}/#{EXPLAINED}")
    playground.open()
    yield page
    problems = playground.watch.problems()
    with_bars.close()
    assert problems == []


@pytest.fixture(scope="module")
def beats(seat: Page) -> list[str]:
    """The addresses of all beats, of all parts, of all scenes."""
    found: list[str] = seat.evaluate("(known) => seat.addresses(known)", KNOWN)
    # The walk counts its beats; each part of the other scenes is one.
    of_the_walk = int(seat.locator("#beat-count").inner_text().partition("/")[2])
    assert len(found) == len(set(found)) == of_the_walk + seat.locator(".parts-line .part").count()
    return found


def wanted_at(size: tuple[int, int]) -> dict[str, Any]:
    """Return what is wanted of a window beside that nothing lies over anything."""
    least = PROJECTORS.get(size, READABLE if size in PHONES else 0)
    return {"least": least, "whole": size in PROJECTORS, "patient": size in PATIENT}


# Those that lie between others are walked through once before a change is taken: of wide windows,
# low ones and phones one each stays in every run.
BETWEEN: Final = ((1366, 650), (1366, 600), (1024, 768))


@pytest.mark.parametrize(
    "size",
    [pytest.param(size, marks=[pytest.mark.long] * (size in BETWEEN)) for size in SIZES],
    ids=str,
)
def test_every_beat_is_read_and_used(seat: Page, beats: list[str], size: tuple[int, int]) -> None:
    width, height = size
    seat.set_viewport_size({"width": width, "height": height})
    assert seat.evaluate(WALK, [beats, wanted_at(size)]) == {}


ZOOMED: Final = {
    percent: (round(1366 * 100 / percent), round(650 * 100 / percent))
    for percent in (50, 75, 125, 150, 200, 250)
}
"""What a laptop's window is for a page that is zoomed in or out."""
SPACED: Final = """
  * {
    line-height: 1.5 !important;
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  }
  p { margin-bottom: 2em !important; }
"""
"""The spacing that WCAG 2.2 wants a page to bear (1.4.12)."""
TELLING: Final = (
    *("walk/input-numbers", "walk/cost", "walk/gate", "walk/adding-up", "walk/further-pixels"),
    *("walk/step-ready", "descent/gradient", "descent/wishes", "descent/training"),
    *("descent/learning", "calculus/tree", "calculus/layers", "calculus/gradient"),
    *("calculus/examples", "vanishing/slopes", "vanishing/depth"),
    *("calculus/ripple-back", "vanishing/product"),
)
"""Beats between which all kinds of pictures, tables and controls are seen."""
ADDRESSES: Final = [f"{beat}?{KNOWN}" for beat in TELLING]


@pytest.mark.parametrize(
    "percent",
    # The smallest, the one that WCAG names and the largest stay in every run.
    [50, 200, 250, *(pytest.param(each, marks=pytest.mark.long) for each in (75, 125, 150))],
)
def test_no_zoom_lays_one_thing_over_another(seat: Page, percent: int) -> None:
    width, height = ZOOMED[percent]
    seat.set_viewport_size({"width": width, "height": height})
    assert seat.evaluate(WALK, [ADDRESSES, {}]) == {}


LOOKED_AT: Final = ((1280, 720), *PHONES)
"""A laptop, and a phone in both hands."""


@pytest.mark.parametrize("size", LOOKED_AT, ids=str)
def test_letters_twice_as_large_have_room(
    seat: Page, beats: list[str], size: tuple[int, int]
) -> None:
    """The browser's own setting, not the page's zoom."""
    width, height = size
    devtools = seat.context.new_cdp_session(seat)
    devtools.send("Page.enable")
    seat.set_viewport_size({"width": width, "height": height})
    try:
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        letters = seat.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert letters == min(32, width / 20)
        assert seat.evaluate(WALK, [beats if size in PHONES else ADDRESSES, {}]) == {}
    finally:
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})


@pytest.mark.parametrize("size", LOOKED_AT, ids=str)
def test_a_readers_spacing_of_text_has_room(seat: Page, size: tuple[int, int]) -> None:
    width, height = size
    seat.set_viewport_size({"width": width, "height": height})
    style = seat.add_style_tag(content=SPACED)
    try:
        assert seat.evaluate(WALK, [ADDRESSES, {}]) == {}
    finally:
        style.evaluate("(style) => style.remove()")


@pytest.mark.parametrize("size", [*LOOKED_AT, ZOOMED[125]], ids=str)
def test_what_stands_beside_the_picture_has_room(
    open_playground: Open, size: tuple[int, int]
) -> None:
    window: ViewportSize = {"width": size[0], "height": size[1]}
    playground = open_playground(window, at=f"walk/cost?{KNOWN}", reduced_motion="reduce")
    for name in ("code", "number"):
        playground.follow(f"walk/cost?{KNOWN}&panel={name}")
        playground.settle()
        assert lasting_faults(playground) == [], name
    playground.follow(f"walk/cost?{KNOWN}")
    playground.press("more")  # It covers what it lies over.
    assert [fault for fault in lasting_faults(playground) if "scroll bar" in fault] == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_chosen_colours_leave_every_text_readable(seat: Page, scheme: str) -> None:
    """Forced colours, where what is written in a colour of the page's own could vanish."""
    seat.set_viewport_size({"width": 1280, "height": 720})
    seat.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    try:
        assert seat.evaluate(WALK, [ADDRESSES, {"contrast": 3}]) == {}
    finally:
        seat.emulate_media(forced_colors="none", color_scheme=None)


@pytest.mark.parametrize("size", PROJECTORS, ids=str)
def test_what_is_presented_is_larger_and_whole(seat: Page, size: tuple[int, int]) -> None:
    width, height = size
    seat.set_viewport_size({"width": width, "height": height})
    seat.evaluate("document.documentElement.setAttribute('data-presenting', '')")
    shown = seat.evaluate(WALK, [ADDRESSES, {"least": PROJECTORS[size] * 1.1, "whole": True}])
    seat.evaluate("document.documentElement.removeAttribute('data-presenting')")
    assert shown == {}
