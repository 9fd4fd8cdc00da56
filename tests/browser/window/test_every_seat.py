"""In whatever window, at whatever beat: all can be read, and all that can be pressed is free."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserType, Page

from tests.again import again, again_with, one_in
from tests.browser.support.browsers import launch
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import SEAT, UNPAINTED, look_from_afar
from tests.browser.support.serving import Serving

SIZES: Final = (
    *((1920, 1080), (1366, 650), (1366, 600), (1280, 720)),
    *((1280, 600), (1024, 768), (844, 390), (390, 844)),
)
PROJECTORS: Final = {(1280, 720): 14, (1920, 1080): 20}
"""There letters have so many pixels, and nothing has to be scrolled."""
READABLE: Final = 14
LAPTOP: Final = (1280, 720)
SIDEWAYS: Final = (844, 390)
UPRIGHT: Final = (390, 844)
PHONES: Final = (SIDEWAYS, UPRIGHT)
FINGER: Final = 44
"""What is pressed on a phone is as high as that."""
PATIENT: Final = (LAPTOP,)
"""There what is trained for a beat is waited for; elsewhere it is seen as it is at first."""
KNOWN: Final = EXPLAINED.partition("?")[2]
ANOTHER: Final = "digit=test-3&target=3"
"""Other numbers, of other widths."""
FIRST: Final = ("walk/", "descent/training", "descent/mini-batches", "descent/learning")
"""These take as long to be walked through as all the others."""
SET_OUT: Final = "(given) => { globalThis.walked = seat.walk(...given); }"
BEATS: Final = "(known) => seat.addresses(known)"
COUNTED: Final = """() => [
  Number(document.querySelector("#beat-count").innerText.split("/")[1]),
  document.querySelectorAll(".parts-line .part").length,
]"""


class Seats:
    """Two pages that share a way: a browser draws each by a process of its own."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self._devtools = [page.context.new_cdp_session(page) for page in pages]

    def resize(self, size: tuple[int, int]) -> None:
        """Make windows of a size: on a phone a finger is the pointer."""
        for page, devtools in zip(self._pages, self._devtools, strict=True):
            look_from_afar(page, devtools, {"width": size[0], "height": size[1]})
            devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": min(size) < 400})

    def emulate(self, **media: Any) -> None:
        for page in self._pages:
            page.emulate_media(**media)

    def set_letters(self, pixels: int) -> None:
        for devtools in self._devtools:
            devtools.send("Page.enable")
            devtools.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})

    def evaluate(self, script: str, given: Any = None) -> list[Any]:
        return [page.evaluate(script, given) for page in self._pages]

    def of_one(self, script: str, given: Any = None) -> Any:
        """Ask the first page only."""
        return self._pages[0].evaluate(script, given)

    def walk(self, addresses: list[str], wanted: dict[str, Any]) -> dict[str, list[str]]:
        """Return what is wrong at any of these beats."""
        first = [address for address in addresses if address.startswith(FIRST)]
        others = [address for address in addresses if not address.startswith(FIRST)]
        for page, way in zip(self._pages, (first, others), strict=True):
            page.evaluate(SET_OUT, [way, wanted])
        found = self.evaluate("() => walked")
        return found[0] | found[1]


@pytest.fixture(scope="module")
def seats(chromium: BrowserType, server: Serving) -> Iterator[Seats]:
    """Pages whose scroll bars take room, as in most browsers, and all beats are there."""
    with_bars = launch(chromium, scroll_bars=True, hurry=True)
    pages = [
        with_bars.new_context(reduced_motion="reduce", bypass_csp=True).new_page() for _ in range(2)
    ]
    playgrounds = [Playground(page, f"{server.url}/#{EXPLAINED}") for page in pages]
    for page, playground in zip(pages, playgrounds, strict=True):
        page.add_init_script(UNPAINTED)
        page.add_init_script(path=SEAT)
        playground.open()
    yield Seats(pages)
    problems = [playground.watch.problems() for playground in playgrounds]
    with_bars.close()
    assert problems == [[], []]


@pytest.fixture(scope="module")
def beats(seats: Seats) -> list[str]:
    """The addresses of all beats, of all parts, of all scenes."""
    found: list[str] = seats.of_one(BEATS, KNOWN)
    # The walk counts its beats; each part of the other scenes is one.
    counted, parts = seats.of_one(COUNTED)
    assert len(found) == len(set(found)) == counted + parts
    return found


def wanted_at(size: tuple[int, int]) -> dict[str, Any]:
    """Return what is wanted of a window beside that nothing lies over anything."""
    least = PROJECTORS.get(size, READABLE if size in PHONES else 0)
    whole, patient = size in PROJECTORS, size in PATIENT
    finger = FINGER if size in PHONES else 0
    return {"least": least, "whole": whole, "said": True, "patient": patient, "finger": finger}


# A projector's and those of a phone held either way differ most; the others are walked through once
# before a change is taken.
IN_EVERY_RUN: Final = (LAPTOP, *PHONES)


@pytest.mark.parametrize(
    "size",
    [*IN_EVERY_RUN, *again(*(size for size in SIZES if size not in IN_EVERY_RUN))],
    ids=str,
)
def test_every_beat_is_read_and_used(seats: Seats, beats: list[str], size: tuple[int, int]) -> None:
    seats.resize(size)
    others = [beat.replace(KNOWN, ANOTHER) for beat in beats if "/adding-2" not in beat]
    assert seats.walk(others if size in PHONES else beats, wanted_at(size)) == {}


ZOOMED: Final = {
    percent: (round(1366 * 100 / percent), round(650 * 100 / percent))
    for percent in (50, 125, 200, 250)
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
BESIDE: Final = [
    f"walk/{beat}?{ANOTHER}&panel={panel}"
    for panel in ("code", "number")
    for beat in ("cost", "gate", "adding-row")
]
ADDRESSES: Final = [*(f"{beat}?{KNOWN}" for beat in TELLING), *BESIDE[::2]]
FEW: Final = [
    *(f"{beat}?{KNOWN}" for beat in ("walk/cost", "walk/adding-up", "descent/wishes")),
    *(f"{beat}?{KNOWN}" for beat in ("descent/training", "calculus/tree", "vanishing/product")),
    BESIDE[0],
]
"""Of these one each with a table, a drawing, a formula, controls and code."""
FEW_OR_ALL: Final = pytest.mark.parametrize("way", [FEW, *again(ADDRESSES)], ids=["few", "telling"])
"""Each setting is seen in every run; at all these beats, once before a change is taken."""


LOW: Final = (375, 640)
"""A small phone: its bars take no room, but these do."""
ASKED: Final = "walk/target?digit=test-3"
CARDS: Final = """() => {
  const { top } = document.querySelector(".time").getBoundingClientRect();
  const cards = [...document.querySelectorAll(".ask-digit")];
  return cards.filter((card) => card.getBoundingClientRect().bottom < top).length;
}"""


@FEW_OR_ALL
def test_a_low_phone_shows_what_is_pressed_whole_or_not_yet(seats: Seats, way: list[str]) -> None:
    seats.resize(LOW)
    wanted = {"least": READABLE, "finger": FINGER}
    assert seats.walk([*way, ASKED], wanted) == {}
    # There the walk has ended: the digits stand where they are asked for.
    assert seats.evaluate(CARDS)[0] == 10


@pytest.mark.parametrize(
    ("percent", "way"),
    [(200, FEW), *(again_with(percent, ADDRESSES) for percent in ZOOMED)],  # WCAG names 200 %.
    ids=["200-few", *map(str, ZOOMED)],
)
def test_no_zoom_lays_one_thing_over_another(seats: Seats, percent: int, way: list[str]) -> None:
    seats.resize(ZOOMED[percent])
    assert seats.walk(way, {}) == {}


# There the bar's words take a second row, of which the picture's has to be had.
TWO_ROWS: Final = (1024, 680)
LOWEST: Final = [f"{beat}?{KNOWN}" for beat in ("walk/cost", "walk/adding-row", "calculus/tree")]


def test_a_low_window_has_room_for_two_rows_of_words(seats: Seats) -> None:
    seats.resize(TWO_ROWS)
    assert seats.walk(LOWEST, {}) == {}


LOOKED_AT: Final = (LAPTOP, *PHONES)
"""A laptop, and a phone in both hands."""


ROOT_LETTERS: Final = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.mark.parametrize(
    ("size", "is_short"),
    [(LAPTOP, True), *(again_with(size, False) for size in LOOKED_AT)],
    ids=[f"{LAPTOP}-few", *map(str, LOOKED_AT)],
)
def test_letters_twice_as_large_have_room(
    seats: Seats, beats: list[str], size: tuple[int, int], *, is_short: bool
) -> None:
    """The browser's own setting, not the page's zoom."""
    seats.resize(size)
    try:
        seats.set_letters(32)
        assert seats.evaluate(ROOT_LETTERS) == [min(32, size[0] / 20)] * 2
        walked = beats if size == UPRIGHT else ADDRESSES
        assert seats.walk(FEW if is_short else walked, {"least": READABLE}) == {}
    finally:
        seats.set_letters(16)


TURN_MENU: Final = "document.querySelector('#more').click()"
EMPTIED: Final = """async () => {
  location.hash = "walk/input";
  document.querySelector("#clear").click();
  while (document.body.dataset.beat !== "draw") {
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
}"""
SPACE: Final = """(style) => {
  const spacing = document.head.appendChild(document.createElement("style"));
  spacing.id = "spacing";
  spacing.textContent = style;
}"""


@pytest.mark.parametrize(
    ("size", "is_short"),
    [(LAPTOP, True), *(again_with(size, False) for size in LOOKED_AT)],
    ids=[f"{LAPTOP}-few", *map(str, LOOKED_AT)],
)
def test_a_readers_spacing_of_text_has_room(
    seats: Seats, beats: list[str], size: tuple[int, int], *, is_short: bool
) -> None:
    seats.resize(size)
    seats.evaluate(SPACE, SPACED)
    try:
        walked = ADDRESSES if size == SIDEWAYS else beats
        assert seats.walk(FEW if is_short else [*walked, *BESIDE], {}) == {}
    finally:
        seats.evaluate("document.querySelector('#spacing').remove()")


@pytest.mark.parametrize("size", one_in(4, [*LOOKED_AT, ZOOMED[125]]), ids=str)
def test_what_the_menu_holds_is_under_no_scroll_bar(seats: Seats, size: tuple[int, int]) -> None:
    seats.resize(size)
    assert seats.walk([f"walk/cost?{KNOWN}", f"descent/training?{KNOWN}"], {}) == {}
    seats.evaluate(TURN_MENU)
    try:  # It covers what it lies over.
        found = [fault for faults in seats.evaluate("() => seat.faults({})") for fault in faults]
        assert [fault for fault in found if "scroll bar" in fault] == []
    finally:
        seats.evaluate(TURN_MENU)


@pytest.mark.parametrize(
    ("scheme", "way"),
    [("dark", FEW), *(again_with(scheme, ADDRESSES) for scheme in ("dark", "light"))],
    ids=["dark-few", "dark", "light"],
)
def test_chosen_colours_leave_every_text_readable(
    seats: Seats, scheme: str, way: list[str]
) -> None:
    """Forced colours, where what is written in a colour of the page's own could vanish."""
    seats.resize(LAPTOP)
    seats.emulate(forced_colors="active", color_scheme=scheme)
    try:
        assert seats.walk(way, {"contrast": 3}) == {}
    finally:
        seats.emulate(forced_colors="none", color_scheme="null")


@pytest.mark.parametrize(
    ("size", "way"),
    [(LAPTOP, FEW), *(again_with(size, ADDRESSES) for size in PROJECTORS)],
    ids=[f"{LAPTOP}-few", *map(str, PROJECTORS)],
)
def test_what_is_presented_is_larger_and_whole(
    seats: Seats, size: tuple[int, int], way: list[str]
) -> None:
    seats.resize(size)
    seats.evaluate("document.documentElement.setAttribute('data-presenting', '')")
    try:
        wanted = {"least": PROJECTORS[size] * 1.1, "whole": True}
        assert seats.walk(way, wanted) == {}
    finally:
        seats.evaluate("document.documentElement.removeAttribute('data-presenting')")


@pytest.mark.parametrize("size", LOOKED_AT, ids=str)
def test_the_empty_pad_is_read_too(seats: Seats, size: tuple[int, int]) -> None:
    """What stands on it goes with the first ink, which all addresses above bring along."""
    seats.resize(size)
    seats.evaluate(EMPTIED)
    assert seats.evaluate("() => seat.faults({})") == [[], []]
