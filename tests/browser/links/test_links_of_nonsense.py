"""Addresses that anybody may have written: what is not as expected changes nothing."""

import pytest
from playwright.sync_api import expect

from tests.again import one_in
from tests.browser.support.linking import address
from tests.browser.support.opening import Open
from tests.browser.support.serving import Serving

LONG = "A" * 20_000
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "%",
    "walk/cost/<img>?digit=test-1",
    "walk/draw?<img src=x onerror=alert(1)>",
    "walk/draw?digit=<img src=x onerror=alert(1)>&panel=<b>&pin=<i>&ask=<u>",
    "walk/draw?digit=%&target=%E0%A4%A&rate=%00",
    "walk/draw?digit=ink-&target=10&rate=-1&network=&seed=",
    "walk/draw?digit=ink-AAA&target=-1&rate=NaN&network=a.b.c&seed=1e9",
    "walk/draw?digit=ink-AAAA..AAAA&target=1.5&rate=Infinity&network=__proto__",
    "walk/draw?digit=test-10000&target=0x3&rate=1e400&network=relu.relu.cross_entropy",
    "walk/draw?digit=train-99999999999999999999&seed=99999999999999999999&start=trained",
    "walk/draw?digit=constructor&panel=toString&pin=0+0+0&pin=9+9",
    "walk/draw?digit=train--1&panel=&pin=3+10&start=&ask=no",
    "walk/draw?__proto__=1&constructor=2&digit&target&rate",
    f"walk/draw?digit=ink-{LONG}&rate={LONG}&network={LONG}",
    "descent/gradient?whose=<img>&order=up&entry=13002&columns=1+b&over=7&row=-1&seed=x",
    "descent/gradient?columns=1+2+3+4+5+60000&entry=1+2+3&zoom=far+1&cell=9+10&along=me",
    "descent/training?batch=0&eta=0&momentum=1&shuffle=-1&scale=<b>",
    "descent/training?batch=1e9&eta=NaN&momentum=Infinity&shuffle=1.5",
    "calculus/chain?chain=1+2+3&by=NaN&pairs=<img>&parameter=6&wide=&neuron=3&path=784+0+0+0",
    "calculus/chain?chain=1+2+3+4+5+6+7+1e400&by=1e9&unfolded=1&path=0+0+0",
    "vanishing/depth?a=0+0+x+y+z+0+off&b=2+16+sigmoid+xavier+7+NaN+off&lesson=<img>",
    "vanishing/depth?a=2&measure=big&curve=up&layer=0&rank=1e9&example=as9-%3Cimg%3E&lesson=__proto__",
    "vanishing/depth?example=test-99999&layer=13&a=12+65+relu+he+7+0.1+off",
]
FRESH = {"walk": "draw", "descent": "gradient", "calculus": "chain", "vanishing": "depth"}


@pytest.mark.parametrize("hash_", one_in(3, HOSTILE), ids=lambda hash_: hash_[:40])
def test_nonsense_in_the_address_opens_the_page_as_it_always_is(
    open_playground: Open, server: Serving, hash_: str
) -> None:
    playground = open_playground(at=hash_)
    scene = hash_.partition("/")[0]
    is_known = scene in FRESH and "/<img" not in hash_.partition("?")[0]
    name, beat = (scene, FRESH[scene]) if scene in FRESH else ("walk", "draw")
    if "/training" in hash_:
        beat = "training"
        expect(playground.page.locator("#train-step")).to_be_enabled()
    expect(playground.body).to_have_attribute("data-scene", name)
    expect(playground.body).to_have_attribute("data-beat", beat)
    address(playground, rf"{name}/{beat}(\?trained=\d+(&seed=\d+)?|\?example=test-\d)?")
    playground.settle()
    is_unread = is_known and "?" in hash_ and "?<img" not in hash_
    expect(playground.message).to_be_visible(visible=is_unread or not is_known)
    if is_unread:
        expect(playground.message).to_contain_text("no readable value for")
    expect(playground.iteration).to_have_text("0")
    assert playground.page.locator("img").count() == 0
    assert "<img" not in playground.page.locator("body").inner_text()
    if name == "walk":
        playground.pad.click()  # And it can be used as ever.
        expect(playground.prediction).not_to_be_empty()


UNREAD = {
    "walk/cost?digit=test-3&target=x": ["target"],
    "walk/draw?digit=???": ["digit"],
    "walk/cost?digit=test-3&target=3&rate=abc": ["rate"],
    "walk/draw?network=sigmoid.sigmoid&panel=cod": ["network", "panel"],
    "descent/training?digit=test-3&batch=ten": ["batch"],
    "calculus/chain?by=much": ["by"],
    "vanishing/depth?layer=first": ["layer"],
    "walk/cost?digit=test-3&target=3&rate=0.5&of=mine": [],
}
"""The keys whose values say nothing, by the addresses that have them."""


@pytest.mark.parametrize("hash_", UNREAD)
def test_what_an_address_says_in_no_known_words_is_named(open_playground: Open, hash_: str) -> None:
    playground = open_playground(at=hash_)
    playground.settle()
    keys = ", ".join(f"“{key}”" for key in UNREAD[hash_])
    expect(playground.message).to_be_visible(visible=keys != "")
    if keys:
        expect(playground.message).to_contain_text(keys)
