"""Addresses that stand in lecturers' slides: each leads where it did when it was written.

An address is followed with a key that no page knows. The page has taken the address up when it has
written one of its own, without that key; what it then says must hold all that was asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import Browser, expect

from tests.again import one_in
from tests.browser.support.opening import PROJECTOR
from tests.browser.support.playground import Playground
from tests.browser.support.serving import Serving

SHARED: Final = frozenset({"digit", "target", "network", "start", "seed", "rate", "panel"})
KEYS: Final = {
    "walk": SHARED | {"ask", "pin"},
    "descent": SHARED
    | {"whose", "order", "entry", "columns", "over", "row", "scale", "along", "zoom", "cell"}
    | {"batch", "eta", "momentum", "shuffle"},
    "calculus": SHARED
    | {"chain", "by", "pairs", "parameter", "wide", "neuron", "path", "unfolded"},
    "vanishing": SHARED | {"lesson", "a", "b", "measure", "curve", "layer", "rank", "example"},
}
"""All that a scene's addresses may say."""

UNKNOWN: Final = "no-such-key"
PATIENCE_MS: Final = 30_000

RENAMED: Final = {"inspect": "number", "what-if": "number"}
"""What an old address calls otherwise than the page does now."""

# The page has written an address of its own, and it holds what was asked for.
WRITTEN: Final = """([unknown, path, wanted]) => {
  const [found, settings] = location.hash.slice(1).split("?");
  const written = new URLSearchParams(settings);
  const isHeld = ([key, value]) => written.get(key) === value;
  return !written.has(unknown) && found === path && wanted.every(isHeld);
}"""


@dataclass(frozen=True)
class Pin:
    """An address, and what somebody then sees."""

    path: str
    settings: str
    sees: tuple[tuple[str, str | None], ...] = ()
    """Selectors, each with a field's value or a text, or with None for what is only to be seen."""

    @property
    def wanted(self) -> list[tuple[str, str]]:
        return [(key, RENAMED.get(value, value)) for key, value in parse_qsl(self.settings)]


INK: Final = "ink-BAFAGAFAHAGAJAJA"
TEST: Final = "digit=test-17&target=3"
PRESSED: Final = "[aria-pressed=true]:visible"


def pressed(id_: str) -> tuple[str, None]:
    return (f"#{id_}[aria-pressed=true]", None)


def holds(id_: str, value: str) -> tuple[str, str]:
    return (f"#{id_}", value)


CHAIN: Final = "1.25+-0.5+0.1235+0.5+1.75+-0.25+0.5+0.75"
WIDE: Final = "0.5+" * 16 + "-2.5+0.75+0.25+1+0.5"
A, B = "3+12+tanh+he+9+0.25+0.5", "4+16+sigmoid+xavier+11+0.5+off"

WALK: Final = (
    Pin("walk/answer", f"digit={INK}"),
    Pin("walk/answer", "digit=test-17"),
    Pin("walk/answer", "digit=train-5"),
    Pin("walk/cost", f"digit={INK}&target=4", (pressed("target-4"),)),
    Pin("walk/cost", TEST, (pressed("target-3"),)),
    Pin("walk/adding-up", "digit=train-5&target=8", (pressed("target-8"),)),
    Pin("walk/step-ready", f"{TEST}&rate=0.1", (("#learning-rate-value", "0.1"),)),
    Pin("walk/cost", f"{TEST}&rate=10", (("#learning-rate-value", "10"),)),
    Pin("walk/cost", f"{TEST}&panel=code", (("#panel-code", None), pressed("code"))),
    Pin("walk/cost", f"{TEST}&panel=inspect", (("#panel-number", None), pressed("number"))),
    Pin("walk/cost", f"{TEST}&panel=what-if", (("#panel-number", None), pressed("number"))),
    Pin("walk/cost", f"{TEST}&ask=yes", (pressed("ask"),)),
    Pin("walk/cost", f"{TEST}&panel=inspect&pin=2+5"),
    Pin("walk/cost", f"{TEST}&panel=inspect&pin=2+5+3"),
    Pin("walk/forward-1-weights", f"{TEST}&network=tanh.sigmoid.squared_error"),
    Pin("walk/cost", f"{TEST}&network=relu.softmax.cross_entropy"),
    Pin("walk/lever-weights", f"{TEST}&start=random&seed=7"),
    Pin("walk/cost", f"{TEST}&network=relu.softmax.cross_entropy&start=random&seed=12"),
)
DESCENT: Final = (
    Pin("descent/gradient", f"{TEST}&rate=0.2&panel=code"),
    Pin("descent/gradient", f"{TEST}&whose=mini_batch", ((f"#descent {PRESSED}", None),)),
    Pin("descent/gradient", f"{TEST}&whose=all", ((f"#descent {PRESSED}", None),)),
    Pin("descent/gradient", f"{TEST}&order=size", ((f"#descent {PRESSED} >> text=size", None),)),
    Pin("descent/gradient", f"{TEST}&entry=4711+0"),
    Pin("descent/gradient", f"{TEST}&entry=4712+12700"),
    Pin("descent/wishes", f"{TEST}&columns=262+as3-pad+1387+12+2432+264"),
    Pin("descent/wishes", f"{TEST}&columns=262+7+as4-test-3+12+2432+264"),
    Pin("descent/wishes", f"{TEST}&over=100"),
    Pin("descent/wishes", f"{TEST}&over=mini_batch&row=12700"),
    Pin("descent/wishes", f"{TEST}&row=12701"),
    Pin("descent/training", "scale=log", (("[aria-label^=log][aria-pressed=true]", None),)),
    Pin("descent/training", "batch=32", (holds("train-batch_size", "32"),)),
    Pin("descent/training", "eta=1.5", (holds("train-learning_rate", "1.5"),)),
    Pin("descent/training", "momentum=0.5"),
    Pin("descent/training", "shuffle=77"),
    Pin("descent/mini-batches", "along=path", (holds("landscape-along", "path"),)),
    Pin("descent/mini-batches", "zoom=near+0.5", (holds("landscape-zoom", "near"),)),
    Pin("descent/mini-batches", "zoom=close+0.25", (holds("landscape-zoom", "close"),)),
    Pin("descent/learning", "cell=4+9"),
    Pin("descent/gradient", f"{TEST}&network=tanh.sigmoid.squared_error&start=random&seed=8"),
)
CALCULUS: Final = (
    Pin("calculus/chain", "rate=0.25&panel=code"),
    Pin("calculus/chain", f"chain={CHAIN}", (holds("calculus-w2", "0.1235"),)),
    Pin("calculus/tree", f"chain={CHAIN.replace('0.1235', '0.25')}"),
    Pin("calculus/ripple-weight", "by=0.25"),
    Pin("calculus/ripple-bias", "by=-0.5"),
    Pin(
        "calculus/examples",
        "pairs=0.5+1+0.77+0.25+0.9+0.7+0.3+0.4",
        (("[aria-label='x of example 2']", "0.77"),),
    ),
    Pin("calculus/examples", "parameter=1"),
    Pin("calculus/layers", f"wide={WIDE}"),
    Pin("calculus/layers", "neuron=2"),
    Pin("calculus/fold", f"{TEST}&path=406+5+7+3", (holds("calculus-path-1", "5"),)),
    Pin("calculus/chain", f"{TEST}&path=406+5+7+3&unfolded={CHAIN}"),
    Pin("calculus/chain", f"{TEST}&network=relu.softmax.cross_entropy&start=random&seed=9"),
)
VANISHING: Final = (
    Pin("vanishing/slopes", f"{TEST}&network=relu.softmax.cross_entropy&start=random&seed=10"),
    Pin("vanishing/slopes", "rate=0.3&panel=code"),
    Pin("vanishing/depth", f"a={A}", (("#vanishing .side-a .vanishing-name", "3 tanh"),)),
    Pin("vanishing/depth", f"a={A}&b={B}", (("#vanishing .side-b .vanishing-name", "4 sigmoids"),)),
    Pin("vanishing/depth", "measure=norm", ((".vanishing-bar select", "norm"),)),
    Pin("vanishing/depth", "measure=error", ((".vanishing-bar select", "error"),)),
    Pin("vanishing/depth", "curve=gradient", ((".vanishing-charts select", "gradient"),)),
    Pin("vanishing/product", "lesson=relu&rank=1"),
    Pin("vanishing/product", "lesson=exploding&rank=2"),
    Pin("vanishing/slopes", "lesson=sigmoid-5&layer=2"),
    Pin("vanishing/slopes", "lesson=relu&example=test-1"),
    Pin("vanishing/slopes", f"digit={INK}&example=as4-pad"),
)
PINS: Final = {"walk": WALK, "descent": DESCENT, "calculus": CALCULUS, "vanishing": VANISHING}


@pytest.fixture(scope="module")
def pages(browser: Browser, server: Serving) -> Iterator[dict[str, Playground]]:
    """A page a scene, which follows its addresses one after another."""
    context = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    opened: dict[str, Playground] = {}
    for scene in PINS:
        opened[scene] = Playground(context.new_page(), server.url)
        opened[scene].open()
    yield opened
    problems = [problem for page in opened.values() for problem in page.watch.problems()]
    context.close()
    assert problems == []


def ids(pin: Pin) -> str:
    return f"{pin.path}?{pin.settings}"


PINNED: Final = [pin for pins in PINS.values() for pin in pins]


@pytest.mark.parametrize("pin", one_in(3, PINNED), ids=ids)
def test_an_old_link_leads_where_it_did(pages: dict[str, Playground], pin: Pin) -> None:
    scene, beat = pin.path.split("/")
    page = pages[scene]
    address = f"{pin.path}?{pin.settings}&{urlencode({UNKNOWN: 1})}"
    page.page.evaluate("(hash) => { location.hash = hash; }", address)
    expect(page.body).to_have_attribute("data-scene", scene)
    expect(page.body).to_have_attribute("data-beat", beat)
    page.page.wait_for_function(WRITTEN, arg=[UNKNOWN, pin.path, pin.wanted])
    for selector, wanted in pin.sees:
        seen = page.page.locator(selector).first
        expect(seen).to_be_visible()
        if wanted is not None and seen.evaluate("(element) => element.matches('input, select')"):
            expect(seen).to_have_value(wanted)
        elif wanted is not None:
            expect(seen).to_have_text(wanted)


@pytest.mark.parametrize("scene", KEYS)
def test_every_key_of_a_scene_is_in_an_old_link(scene: str) -> None:
    assert {key for pin in PINS[scene] for key, _ in pin.wanted} == KEYS[scene]
