"""The address bar: a link pasted elsewhere opens the same scene, beat, digit and settings."""

import re
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, PROJECTOR, Open
from tests.browser.drawing import DIGITS, Finger
from tests.browser.playground import Playground
from tests.browser.serving import Serving

SEEN = """() => {
  const { scene, beat, panel } = document.body.dataset;
  const text = (selector) => document.querySelector(selector)?.innerText.trim();
  const whole = scene === "walk" ? document : document.querySelector(`#${scene}`);
  const seen = (element) => element.checkVisibility() && !element.closest("nav, .sample");
  const isSearch = ({ ariaLabel }) => ariaLabel?.startsWith("Find");
  const inputs = [...whole.querySelectorAll("input, select")];
  const fields = inputs.filter((field) => seen(field) && !isSearch(field));
  const pressed = [...whole.querySelectorAll("[aria-pressed=true]")].filter(seen);
  const numbers = [...whole.querySelectorAll("td, .calc-number, [data-value], .vanishing-words")];
  return {
    scene, beat, panel,
    hash: location.hash,
    prediction: text("[data-testid=prediction]"),
    cost: text("[data-testid=cost]"),
    iteration: text("[data-testid=iteration]"),
    caption: text(scene === "walk" ? "#caption" : `#${scene} .caption`),
    formula: text(scene === "walk" ? "#formula" : `#${scene} .formula`),
    fields: fields.map(({ id, value }) => `${id}=${value}`),
    pressed: pressed.map((button) => button.innerText),
    numbers: numbers.filter(seen).map(({ innerText, dataset }) => innerText || dataset.value),
  };
}"""
WRITE_NOW = "async () => { (await import('/static/js/address.js')).currentLink(); }"
SHOWS = f"(wanted) => JSON.stringify(({SEEN})()) === JSON.stringify(wanted)"


def address(playground: Playground, pattern: str) -> str:
    """Wait until the address has come to rest at one that matches, and return it."""
    playground.page.wait_for_url(re.compile(f"/#{pattern}$"))
    return playground.page.url


def opened(open_playground: Open, link: str, **options: Any) -> Playground:
    """Open a link as somebody else does, with nothing kept from before."""
    return open_playground(url=link, reduced_motion="reduce", **options)


def seen(playground: Playground) -> dict[str, Any]:
    playground.settle()
    playground.page.evaluate(WRITE_NOW)
    found: dict[str, Any] = playground.page.evaluate(SEEN)
    return found


def come_to_the_same(first: Playground, second: Playground) -> None:
    """Expect that both pages show the same, once the second one has all of it."""
    wanted = seen(first)
    try:
        second.page.wait_for_function(SHOWS, arg=wanted)
    except PlaywrightTimeout:
        assert seen(second) == wanted


@pytest.fixture
def calm(open_playground: Open) -> Playground:
    return open_playground(reduced_motion="reduce")


def is_found_again(open_playground: Open, first: Playground, pattern: str) -> Playground:
    """Expect that a page of its own, opened with the first one's address, shows the same."""
    second = opened(open_playground, address(first, pattern))
    come_to_the_same(first, second)
    return second


def go(playground: Playground, hash_: str) -> None:
    """Follow a link within the page."""
    playground.page.evaluate("(hash) => { location.hash = hash; }", hash_)
    expect(playground.body).to_have_attribute("data-beat", hash_.partition("/")[2])
    playground.settle()


INK = r"digit=ink-[\w.-]+"


def test_a_fresh_page_has_nothing_to_say(calm: Playground) -> None:
    address(calm, "walk/draw")
    fetched = "performance.getEntriesByType('resource').map(({ name }) => name).join()"
    assert "digit_address" not in calm.page.evaluate(fetched)


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_a_drawing_is_found_again_to_the_pixel(open_playground: Open, size: Any) -> None:
    touch = size is PHONE
    first = open_playground(size, has_touch=touch, reduced_motion="reduce")
    if touch:
        Finger(first.page).draw(first.pad, DIGITS[4])
        expect(first.prediction).not_to_be_empty()
    else:
        first.draw(4)
    first.say(9)
    first.set_rate(0.1)
    first.settle()
    go(first, "walk/adding-up")
    link = address(first, rf"walk/adding-up\?{INK}&target=9&rate=0\.1")
    second = opened(open_playground, link, size=size, has_touch=touch)
    come_to_the_same(first, second)
    assert second.pixels() == first.pixels()
    for playground in (first, second):
        playground.press("undo-stroke")
    come_to_the_same(first, second)
    assert second.pixels() == first.pixels()


def test_a_digit_of_mnist_is_found_again(open_playground: Open, calm: Playground) -> None:
    calm.page.locator("#sample-label").select_option("7")
    for _ in range(2):
        with calm.page.expect_response("**/api/digits?*"):
            calm.press("sample-next")
        calm.settle()
    is_found_again(open_playground, calm, r"walk/answer\?digit=test-17")
    calm.say(3)
    second = is_found_again(open_playground, calm, r"walk/cost\?digit=test-17&target=3")
    assert second.pixels() == calm.pixels()


def test_another_network_and_random_weights_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    calm.page.locator("#network").select_option(index=2)
    calm.settle()
    named = r"network=relu\.softmax\.cross_entropy"
    is_found_again(open_playground, calm, rf"walk/cost\?{INK}&target=3&{named}")
    calm.press("reset-random")
    calm.settle()
    pattern = rf"walk/cost\?{INK}&target=3&{named}&start=random&seed=\d+"
    second = is_found_again(open_playground, calm, pattern)
    for playground in (calm, second):
        playground.press("step")
        expect(playground.iteration).to_have_text("1")
    come_to_the_same(calm, second)


def test_panel_question_and_pin_are_found_again(open_playground: Open, calm: Playground) -> None:
    calm.explain()
    calm.press("inspect")
    calm.press("ask")
    calm.page.get_by_role("gridcell").nth(5).focus()
    calm.key("Enter")
    calm.settle()
    is_found_again(
        open_playground, calm, rf"walk/cost\?{INK}&target=3&panel=inspect&ask=yes&pin=\d\+\d+"
    )


def test_the_gradients_entry_and_order_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    go(calm, "descent/gradient")
    calm.page.get_by_role("button", name="size").click()
    calm.page.get_by_label("Find an entry by its number or name").fill("4711")
    calm.settle()
    pattern = rf"descent/gradient\?{INK}&target=3&order=size&entry=4711\+\d+"
    is_found_again(open_playground, calm, pattern)


def test_the_tables_digits_rows_and_average_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    go(calm, "descent/wishes")
    expect(calm.page.locator(".digit-head.there")).to_have_count(6)
    calm.page.get_by_label("Exchange this 5").select_option("own")
    calm.page.get_by_label("Exchange this 4").select_option("7")
    calm.page.get_by_label("Find a row").fill("12700")
    calm.page.get_by_label("Average over").select_option("100")
    expect(calm.page.locator(".digit-head.there")).to_have_count(6)
    columns = r"columns=262\+as3-pad\+1387\+\d+\+2432\+264"
    pattern = rf"descent/wishes\?{INK}&target=3&seed=\d+&{columns}&over=100&row=12700"
    is_found_again(open_playground, calm, pattern)


def test_training_as_it_was_set_is_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "descent/training")
    expect(calm.page.locator("#train-step")).to_be_enabled()
    calm.page.locator("#train-activation").select_option("tanh")
    expect(calm.page.locator("#train-step")).to_be_enabled()
    calm.settle()
    wanted = {"batch_size": "32", "learning_rate": "1.5", "momentum": "0.5", "seed": "77"}
    for name, value in wanted.items():
        calm.page.locator(f"#train-{name}").fill(value)
        calm.page.locator(f"#train-{name}").press("Enter")
    network = r"network=tanh\.sigmoid\.squared_error&start=random&seed=\d+"
    told = r"batch=32&eta=1\.5&momentum=0\.5"
    second = is_found_again(
        open_playground, calm, rf"descent/training\?{network}&{told}&shuffle=77"
    )
    for playground in (calm, second):
        playground.press("train-step")
        expect(playground.page.get_by_test_id("train-step")).to_have_text("1")
        playground.settle()
    come_to_the_same(calm, second)


def test_the_landscape_and_the_wall_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    go(calm, "descent/mini-batches")
    expect(calm.page.locator("#descent").get_by_text("Around step")).to_be_visible()
    calm.page.locator("#landscape-zoom").select_option(index=1)
    is_found_again(open_playground, calm, r"descent/mini-batches\?seed=\d+&zoom=near\+[\d.]+")
    go(calm, "descent/learning")
    calm.page.locator("#descent td button, #descent td[tabindex]").nth(13).click()
    is_found_again(
        open_playground, calm, r"descent/learning\?digit=test-0&zoom=near\+[\d.]+&cell=1\+\d"
    )


def test_the_calculus_numbers_are_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "calculus/chain")
    calm.page.locator("#calculus-w2").fill("0.1235")
    is_found_again(open_playground, calm, r"calculus/chain\?chain=1\.5\+-0\.4\+0\.1235[\d.+-]+")
    go(calm, "calculus/examples")
    calm.page.get_by_label("x of example 2", exact=True).fill("0.77")
    calm.page.locator("#calculus .calc-tools button").nth(1).click()
    pattern = r"calculus/examples\?chain=[\d.+-]+&pairs=0\.6\+1\+0\.77[\d.+-]+&parameter=1"
    is_found_again(open_playground, calm, pattern)
    go(calm, "calculus/layers")
    calm.page.locator("#calculus input[type=number]:visible").nth(3).fill("-2.5")
    is_found_again(open_playground, calm, r"calculus/layers\?.*&wide=[\d.+-]+")


def test_a_folded_path_is_found_again_and_unfolds(open_playground: Open, calm: Playground) -> None:
    calm.explain()
    go(calm, "calculus/fold")
    calm.page.locator("#calculus-path-1").fill("5")
    is_found_again(open_playground, calm, rf"calculus/fold\?{INK}&target=3&path=\d+\+5\+\d+\+\d+")
    calm.page.get_by_role("button", name="Fold", exact=True).click()
    second = is_found_again(
        open_playground, calm, r"calculus/chain\?.*&chain=[\de.+-]+&path=[\d+]+&unfolded=[\d.+-]+"
    )
    second.page.get_by_role("button", name="Unfold").click()
    address(second, r"calculus/fold\?(?!.*chain=).*")


def test_the_vanishing_gradients_networks_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    go(calm, "vanishing/depth")
    choose(calm, "b", "depth", "4")
    calm.page.locator("#vanishing-a-activation").select_option("tanh")
    choose(calm, "a", "clip", "0.5")
    calm.page.get_by_role("button", name="norm", exact=True).click()
    is_found_again(
        open_playground,
        calm,
        r"vanishing/depth\?a=2\+16\+tanh\+standard_normal\+7\+0\.5\+0\.5"
        r"&b=4\+16\+sigmoid\+xavier\+7\+0\.5\+off&measure=norm.*",
    )


def choose(playground: Playground, side: str, name: str, value: str) -> None:
    playground.page.locator(f"#vanishing-{side}-{name}").fill(value)
    playground.page.locator(f"#vanishing-{side}-{name}").press("Enter")


def test_a_lessons_path_and_digit_are_found_again(open_playground: Open, calm: Playground) -> None:
    go(calm, "vanishing/relu")
    go(calm, "vanishing/product")
    calm.page.get_by_role("button", name="Another path").click()
    calm.page.get_by_role("button", name="Another digit").click()
    pattern = r"vanishing/product\?lesson=relu&rank=1&example=test-1"
    is_found_again(open_playground, calm, pattern)


def test_a_drawing_goes_through_both_networks_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.draw(7)
    calm.settle()
    go(calm, "vanishing/slopes")
    expect(calm.page.locator("#vanishing").get_by_text("the drawing, as a")).to_be_visible()
    is_found_again(open_playground, calm, rf"vanishing/slopes\?{INK}&example=as\d-pad")


def test_links_within_the_page_leave_the_settings_as_they_are(calm: Playground) -> None:
    calm.explain()
    calm.set_rate(0.1)
    calm.page.get_by_role("navigation", name="Scenes").get_by_role("link", name="Descent").click()
    address(calm, rf"descent/gradient\?{INK}&target=3&rate=0\.1")
    calm.page.locator("#descent .parts-list a").nth(1).click()
    address(calm, rf"descent/wishes\?{INK}&target=3&rate=0\.1.*")
    calm.page.get_by_role("navigation", name="Scenes").get_by_role("link", name="Walk").click()
    address(calm, rf"walk/cost\?{INK}&target=3&rate=0\.1")


def test_who_goes_back_keeps_what_was_chosen_since(calm: Playground) -> None:
    calm.draw(2)
    calm.page.locator("#network").select_option(index=2)
    address(calm, rf"walk/answer\?{INK}&network=relu.*")
    go(calm, "descent/gradient")
    calm.page.locator("#network").select_option(index=0)
    address(calm, rf"descent/gradient\?{INK}(&entry=\d+)?")
    calm.page.go_back()
    address(calm, rf"walk/answer\?{INK}")
    expect(calm.page.locator("#network")).to_have_js_property("selectedIndex", 0)


def test_a_pasted_address_is_taken_up_on_an_open_page(explained: Playground) -> None:
    named = "walk/cost?digit=train-5&target=8&rate=0.5&panel=inspect"
    explained.page.evaluate("(hash) => { location.hash = hash; }", named)
    expect(explained.page.locator("#target-8")).to_have_attribute("aria-pressed", "true")
    expect(explained.page.locator("#learning-rate-value")).to_have_text("0.5")
    expect(explained.page.locator("#panel-inspect")).to_be_visible()
    explained.settle()
    address(explained, re.escape(named))
    assert explained.last_call("/backward").body["target"] == 8


def test_steps_are_in_no_link(open_playground: Open, explained: Playground) -> None:
    explained.press("step")
    expect(explained.body).to_have_attribute("data-beat", "step")
    expect(explained.iteration).to_have_text("1")
    second = opened(open_playground, address(explained, rf"walk/step\?{INK}&target=3"))
    expect(second.body).to_have_attribute("data-beat", "step")
    expect(second.caption).to_contain_text("Press Step")
    expect(second.iteration).to_have_text("0")


def test_the_nearest_beat_is_shown_for_one_that_is_not_there(
    open_playground: Open, server: Serving, calm: Playground
) -> None:
    calm.draw(2)
    link = address(calm, rf"walk/answer\?{INK}").replace("walk/answer", "walk/further-1-sum")
    second = opened(open_playground, link)
    address(second, rf"walk/answer\?{INK}")  # Nobody has said yet what it should have been.
    third = opened(open_playground, f"{server.url}/#walk/no-such-beat")
    address(third, r"walk/[a-z-]+\?digit=test-0")
    expect(third.caption).not_to_be_empty()


def test_an_empty_pad_is_said_too(explained: Playground) -> None:
    address(explained, rf"walk/cost\?{INK}&target=3")
    explained.press("clear")
    address(explained, "walk/draw")


def test_a_link_to_now_need_not_wait_for_the_address(calm: Playground) -> None:
    calm.draw(2)
    address(calm, rf"walk/answer\?{INK}")
    link = calm.page.evaluate(
        """async () => {
          const { currentLink } = await import("/static/js/address.js");
          document.querySelector("#ask").click();
          return [currentLink(), location.href];
        }"""
    )
    assert link[0] == link[1]
    assert re.search(rf"/#walk/answer\?{INK}&ask=yes$", link[0])


def test_a_scene_is_shown_even_where_its_settings_cannot_be_taken_up(calm: Playground) -> None:
    calm.watch.provoked("links.js")
    calm.page.route("**/links.js", lambda route: route.abort())
    calm.page.evaluate("location.hash = 'descent/training?rate=0.5'")
    expect(calm.message).to_contain_text("could not be fetched")
    expect(calm.body).to_have_attribute("data-beat", "training")


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
    "descent/gradient?whose=<img>&order=up&entry=13002&columns=1+2&over=7&row=-1&seed=x",
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


@pytest.mark.parametrize("hash_", HOSTILE, ids=lambda hash_: hash_[:40])
def test_nonsense_in_the_address_opens_the_page_as_it_always_is(
    open_playground: Open, server: Serving, hash_: str
) -> None:
    playground = open_playground(url=f"{server.url}/#{hash_}")
    playground.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    scene = hash_.partition("/")[0]
    name, beat = (scene, FRESH[scene]) if scene in FRESH else ("walk", "draw")
    if "/training" in hash_:
        beat = "training"
        expect(playground.page.locator("#train-step")).to_be_enabled()
    expect(playground.body).to_have_attribute("data-scene", name)
    expect(playground.body).to_have_attribute("data-beat", beat)
    address(playground, rf"{name}/{beat}(\?seed=\d+|\?example=test-\d)?")
    playground.settle()
    expect(playground.message).to_be_hidden()
    expect(playground.iteration).to_have_text("0")
    assert playground.page.locator("img").count() == 0
    assert "<img" not in playground.page.locator("body").inner_text()
    if name == "walk":
        playground.draw(2)  # And it can be used as ever.


ROUND_TRIP = """async ([strokes, split, index]) => {
  const { digitText, digitNamed } = await import("/static/js/digit_address.js");
  const again = (digit) => digitNamed(digitText({ strokes: [], from: null, ...digit }));
  return [again({ strokes }), again({ from: { split, index } })];
}"""


def test_every_step_of_the_pad_goes_there_and_back(modules: Any) -> None:
    steps = [step / 4095 for step in (0, 1, 63, 64, 65, 2047, 4031, 4032, 4094, 4095)]
    strokes = [[[x, y] for x in steps for y in steps], [[steps[3], steps[8]]]]
    ink, place = modules.evaluate(ROUND_TRIP, [strokes, "train", 59_999])
    assert ink == {"from": None, "strokes": strokes}
    assert place == {"from": {"split": "train", "index": 59_999}, "strokes": None}


NAMED = """async (texts) => {
  const { digitNamed } = await import("/static/js/digit_address.js");
  return texts.map((text) => digitNamed(text));
}"""


def test_what_names_no_digit_is_none(modules: Any) -> None:
    texts = [
        "",
        "ink-",
        "ink-AAA",
        "ink-AAAA.",
        "ink-.AAAA",
        "ink-AA A",
        "test-",
        "test-1e3",
        "ink",
    ]
    texts += ["test-10000", "train-60000", "validation-3", "test-٣", f"ink-{'A' * 20_004}"]
    assert modules.evaluate(NAMED, texts) == [None] * len(texts)


NUMBERS = """async (state) => {
  const { calculusSettings, calculusWishes } = await import(
    "/static/js/scenes/calculus/address.js"
  );
  const { initialCalculus } = await import("/static/js/scenes/calculus/state.js");
  const settings = new URLSearchParams(calculusSettings({ ...initialCalculus, ...state }));
  return calculusWishes(new URLSearchParams(settings.toString()));
}"""


@pytest.mark.parametrize("value", [0.1 + 0.2, -1e-7, 5e-324, 1 / 3, -999_999.999, 2**-40])
def test_numbers_go_there_and_back_exactly(modules: Any, value: float) -> None:
    wanted = {"by": value, "chain": {"parameters": [value] * 6, "x": [value], "y": [0.5]}}
    assert modules.evaluate(NUMBERS, wanted) == wanted
