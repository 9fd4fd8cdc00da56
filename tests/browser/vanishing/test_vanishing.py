"""The vanishing scene: two networks side by side, and that its numbers are the server's."""

import re
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, ViewportSize, expect

from tests.again import again
from tests.browser.support.audit import Audit
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import Playground
from tests.browser.support.seats import faults
from tests.browser.support.serving import Serving
from tests.browser.support.vanishing import Vanishing

PARTS = (
    "slopes",
    "depth",
    "sigmoid-2",
    "sigmoid-5",
    "sigmoid-10",
    "product",
    "relu",
    "xavier",
    "he",
    "exploding",
    "clipping",
)
"""In the order of the line of parts."""

KINDS = ("slopes", "depth", "sigmoid-10", "product", "exploding")
"""Parts whose pictures differ in kind; how each other one is laid is seen in test_every_seat.py."""

TICKS = """(axes) => axes.map((axis) => [...axis.children]
  .filter((tick) => tick.checkVisibility())
  .map((tick) => tick.getBoundingClientRect().toJSON())
  .sort((one, other) => one.left - other.left))"""


@pytest.fixture
def vanishing(playground: Playground) -> Vanishing:
    return Vanishing(playground)


@pytest.fixture(scope="module")
def heard() -> dict[Playground, Vanishing]:
    """Who has listened to a page that tests share, as its networks may stay for the next one."""
    return {}


@pytest.fixture
def shared(look: Look, heard: dict[Playground, Vanishing]) -> Vanishing:
    """The scene on a page that tests share: each names its lesson, and leaves it at step 1."""
    playground = look("vanishing/slopes")
    if playground not in heard:
        heard[playground] = Vanishing(playground)
    return heard[playground]


@pytest.mark.long
def test_the_parts_are_walked_both_ways(vanishing: Vanishing) -> None:
    vanishing.go("slopes")
    for here, part in pairwise(PARTS):
        while vanishing.playground.beat == here:  # A press may start the training first.
            vanishing.playground.key("ArrowRight")
            vanishing.playground.settle()
        assert vanishing.playground.beat == part
    vanishing.is_at(part)  # The address follows where the page rests.
    for part in reversed(PARTS[:-1]):
        vanishing.playground.key("PageUp")
        expect(vanishing.playground.body).to_have_attribute("data-beat", part)
    vanishing.is_at(part)
    vanishing.playground.key("End")
    vanishing.is_at(PARTS[-1])
    vanishing.playground.key("Home")
    vanishing.is_at(PARTS[0])


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_a_link_enters_the_scene(open_playground: Open, size: ViewportSize) -> None:
    playground = open_playground(size)
    menu = playground.page.get_by_role("navigation", name="Scenes")
    menu.get_by_role("link", name="Vanishing").click()
    Vanishing(playground).is_at("slopes")
    expect(playground.page.locator("#scenes [aria-current=page]")).to_have_text("Vanishing")
    expect(playground.pad).to_be_hidden()
    expect(playground.page.locator("#vanishing [data-caption]")).to_be_visible()


@pytest.mark.parametrize("width", [1280, *again(844, 1024, 1920)])
@pytest.mark.parametrize("part", ["sigmoid-10", *again("xavier", "product")])
def test_an_axis_says_two_of_its_numbers_at_least(shared: Vanishing, part: str, width: int) -> None:
    shared.page.set_viewport_size({"width": width, "height": 720})
    shared.go(part)
    axes = shared.page.locator("#vanishing td[aria-hidden] > div:visible")
    expect(axes).to_have_count(2)
    for ticks in axes.evaluate_all(TICKS):
        assert len(ticks) >= 2
        assert all(left["right"] < right["left"] for left, right in pairwise(ticks))
    shared.page.set_viewport_size(PROJECTOR)


GROWN = """(section) => {
  const table = () => section.querySelector(".layer-bars").getBoundingClientRect().top;
  const [words, before] = [section.querySelector(".vanishing-words"), table()];
  words.textContent = words.textContent.replace(/step .*/, "step 129,168");
  return table() - before;
}"""


@pytest.mark.parametrize("width", [1280, *again(1024, 1366)])
def test_a_table_stays_where_it_is_while_the_steps_grow(vanishing: Vanishing, width: int) -> None:
    vanishing.page.set_viewport_size({"width": width, "height": 720})
    vanishing.go("depth")
    vanishing.stands_at_step(1)
    assert [vanishing.side(side).evaluate(GROWN) for side in ("a", "b")] == [0, 0]


@pytest.mark.parametrize("width", [1024, *again(390, 1280)])
def test_the_names_of_a_networks_fields_have_room(shared: Vanishing, width: int) -> None:
    shared.page.set_viewport_size({"width": width, "height": 800})
    shared.go("depth")
    shared.unfold()
    names = shared.side("b").locator("label > span")
    assert names.evaluate_all(CUT) == []
    shared.unfold()
    shared.page.set_viewport_size(PROJECTOR)


CUT = """(names) => names.filter((name) => {
  const range = document.createRange();
  range.selectNodeContents(name);
  const { width } = range.getBoundingClientRect();
  return width > name.parentElement.clientWidth || range.getClientRects().length > 1;
}).map((name) => name.textContent)"""


def test_an_address_opens_the_part(open_playground: Open, server: Serving) -> None:
    playground = open_playground(at="vanishing/relu")
    Vanishing(playground).is_at("relu")


@pytest.mark.long
def test_nobody_is_kept_out_and_nothing_is_cut_off(audit: Audit) -> None:
    vanishing = Vanishing(audit.playground)
    width = vanishing.page.evaluate("innerWidth")
    for part in KINDS:
        vanishing.go(part)
        if part == "slopes":
            expect(vanishing.caption).to_contain_text("16")
        else:
            expect(vanishing.bars("b").last).to_be_visible()
        if part == "depth":
            vanishing.unfold()
        assert audit.faults("#vanishing") == [], part
        assert faults(audit.playground.page) == [], part
        size = vanishing.caption.evaluate("(caption) => getComputedStyle(caption).fontSize")
        assert float(size.removesuffix("px")) >= (28 if width > 760 else 19)


def test_a_lesson_loads_its_two_networks(shared: Vanishing) -> None:
    shared.go("relu")
    shared.stands_at_step(1)
    sessions = shared.sessions()
    assert [each["layers"] for each in sessions] == [[784, *[30] * 10, 10]] * 2
    assert [each["activation"] for each in sessions] == ["sigmoid", "relu"]
    assert [each["initializer"] for each in sessions] == ["xavier", "he"]
    for side, activation in (("a", "sigmoid"), ("b", "relu")):
        expect(shared.field(side, "activation")).to_have_value(activation)
        expect(shared.field(side, "depth")).to_have_value("10")
        expect(shared.rows(side)).to_have_count(11)


def test_the_numbers_are_the_frames(shared: Vanishing) -> None:
    shared.go("sigmoid-5")
    shared.stands_at_step(1)
    shared.unfold()
    for measure, name in (("per weight", "mean_gradient"), ("norm", "gradient_norm")):
        shared.measure.select_option(label=measure)
        shared.playground.settle()
        for side in ("a", "b"):
            layers = shared.frame(side)["layers"]
            expect(shared.rows(side)).to_have_count(len(layers))
            for row, layer in zip(shared.rows(side).all(), layers, strict=True):
                size, slope, flat, speed = (shared.number(td) for td in row.locator("td").all()[1:])
                assert size == pytest.approx(layer[name], rel=0.06)
                assert slope == pytest.approx(layer["mean_slope"], rel=0.06)
                assert flat == pytest.approx(100 * layer["saturated"], abs=0.51)
                assert speed == pytest.approx(layer["speed"], rel=0.06)
    shared.unfold()


def test_the_first_layers_of_a_deep_sigmoid_network_stand_still(shared: Vanishing) -> None:
    shared.go("sigmoid-10")
    shared.stands_at_step(1)
    sizes = [shared.number(row.locator("td").nth(1)) for row in shared.rows("b").all()]
    assert sizes[0] < sizes[-1] / 1000
    shares = [bar.evaluate("(bar) => bar.getBoundingClientRect().width")
              for bar in shared.bars("b").all()]  # fmt: skip
    assert all(one < other for one, other in pairwise(shares))
    assert shares[0] < shares[-1] / 4


def test_an_exploding_side_stops_with_a_message(shared: Vanishing) -> None:
    shared.go("exploding")
    shared.stands_at_step(1)
    errors = [layer["mean_delta"] for layer in shared.frame("b")["layers"][:-1]]
    assert all(front > 1.2 * behind for front, behind in pairwise(errors))
    widths = [bar.evaluate("(bar) => bar.getBoundingClientRect().width")
              for bar in shared.bars("b").all()[:-1]]  # fmt: skip
    assert all(front > behind for front, behind in pairwise(widths))
    shared.play.click()
    reason = shared.side("b").locator("[role=status]")
    expect(reason).to_contain_text("3")
    expect(shared.caption.get_by_text("Exploded:", exact=True)).to_be_visible()
    expect(shared.side("a").locator("[role=status]")).to_be_empty()
    shared.is_at_step("a", re.compile(r"^\d{4}$"))
    shared.is_at_step("b", 3)
    shared.playground.key("Space")
    shared.rests()
    shared.button("Fresh start").click()
    shared.stands_at_step(1)
    expect(reason).to_be_empty()


@pytest.mark.long
def test_clipping_saves_the_side_that_does_it(vanishing: Vanishing) -> None:
    vanishing.go("clipping")
    vanishing.stands_at_step(1)
    assert vanishing.frame("b")["settings"]["clip"] == 0.5
    assert vanishing.frame("a")["settings"]["clip"] is None
    vanishing.play.click()
    expect(vanishing.side("a").locator("[role=status]")).not_to_be_empty()
    vanishing.is_at_step("b", re.compile(r"^\d{4}$"))
    expect(vanishing.caption).not_to_be_empty()


def test_both_see_the_same_digits(shared: Vanishing) -> None:
    shared.go("relu")
    shared.stands_at_step(1)
    assert shared.frame("a")["batch"]["indices"] == shared.frame("b")["batch"]["indices"]


def test_leaving_the_scene_pauses_both(vanishing: Vanishing) -> None:
    vanishing.go("sigmoid-2")
    vanishing.stands_at_step(1)
    vanishing.playground.key("Space")
    for side in ("a", "b"):
        vanishing.is_at_step(side, re.compile(r"^\d\d+$"))
    sessions = [vanishing.session(side) for side in ("a", "b")]
    menu = vanishing.page.get_by_role("navigation", name="Scenes")
    menu.get_by_role("link", name="Walk").click()
    expect(vanishing.pad).to_be_visible()
    for session in sessions:
        vanishing.wait_for_status(session, "paused")
    menu.get_by_role("link", name="Vanishing").click()
    vanishing.rests()


LEAVE_AT_THE_FIRST_STEP = """() => {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (words) {
    send.call(this, words);
    if (words === '{"type":"step"}') {
      WebSocket.prototype.send = send;
      document.querySelector("#scenes [data-scene=walk]").click();
      document.body.dataset.left = "";
    }
  };
}"""


@pytest.mark.long
def test_leaving_at_once_and_coming_back_brings_the_figures(vanishing: Vanishing) -> None:
    vanishing.page.evaluate(LEAVE_AT_THE_FIRST_STEP)
    vanishing.page.evaluate("location.hash = 'vanishing/he'")
    expect(vanishing.playground.body).to_have_attribute("data-left", "")
    expect(vanishing.pad).to_be_visible()
    vanishing.page.go_back()
    vanishing.stands_at_step(1)


def test_a_choice_begins_another_network(vanishing: Vanishing) -> None:
    vanishing.go("depth")
    vanishing.stands_at_step(1)
    expect(vanishing.field("a", "depth")).to_be_hidden()
    vanishing.unfold()
    vanishing.set("a", "depth", "3")
    expect(vanishing.words("a")).to_contain_text("3 × 16")
    vanishing.is_at_step("a", 1)
    first = vanishing.session("a")
    vanishing.field("a", "activation").select_option("tanh")
    expect(vanishing.side("a")).not_to_have_attribute("data-session", first)
    vanishing.is_at_step("a", 1)
    expect(vanishing.words("a")).to_contain_text("3 × 16")
    assert vanishing.sessions()[0]["activation"] == "tanh"
    before = vanishing.sessions()[0]["id"]
    vanishing.set("a", "learning-rate", "0.25")
    vanishing.button("One step").click()
    vanishing.is_at_step("a", 2)
    assert vanishing.frame("a")["settings"]["learning_rate"] == 0.25
    assert vanishing.sessions()[0]["id"] == before
    vanishing.set("a", "depth", "13")
    expect(vanishing.field("a", "depth")).to_have_attribute("aria-invalid", "true")
    assert vanishing.sessions()[0]["id"] == before


@pytest.mark.parametrize("way", ["part", *again("another", "fresh")])
def test_what_two_networks_have_learnt_comes_back(vanishing: Vanishing, way: str) -> None:
    vanishing.go("depth")
    vanishing.stands_at_step(1)
    back = vanishing.page.get_by_role("button", name="Undo", exact=True)
    expect(back).to_be_hidden()
    for step in (2, 3):
        vanishing.button("One step").click()
        vanishing.stands_at_step(step)
    learnt = [session["id"] for session in vanishing.sessions()]
    if way == "another":
        vanishing.unfold()
        vanishing.field("a", "activation").select_option("tanh")
        vanishing.is_at_step("a", 1)
    elif way == "fresh":
        vanishing.button("Fresh start").click()
        vanishing.stands_at_step(1)
    else:
        vanishing.page.evaluate("location.hash = 'vanishing/he'")
        vanishing.is_at("he")
        vanishing.stands_at_step(1)
    vanishing.rests()
    assert [session["id"] for session in vanishing.sessions()] != learnt
    back.click()
    vanishing.stands_at_step(3)
    assert [session["id"] for session in vanishing.sessions()] == learnt
    vanishing.button("One step").click()
    vanishing.stands_at_step(4)


def test_a_network_that_the_server_has_lost_begins_anew(vanishing: Vanishing) -> None:
    vanishing.go("sigmoid-2")
    vanishing.stands_at_step(1)
    vanishing.button("One step").click()
    vanishing.stands_at_step(2)
    before = vanishing.sessions()[1]
    address = f"{vanishing.playground.url}/api/sessions/{before['id']}"
    assert vanishing.page.request.delete(address).ok
    expect(vanishing.playground.message).to_contain_text("2 sigmoids")
    vanishing.is_at_step("b", 1)
    vanishing.is_at_step("a", 2)
    other, after = vanishing.sessions()
    assert after["id"] != before["id"]
    assert after["layers"] == before["layers"]
    assert vanishing.page.request.delete(f"{address.removesuffix(before['id'])}{other['id']}").ok
    expect(vanishing.playground.message).to_contain_text("1 sigmoid and 2 sigmoids")


def test_the_drawing_of_the_page_is_sent_there_and_back(explained: Playground) -> None:
    vanishing = Vanishing(explained)
    pixels = explained.pixels()
    vanishing.go("slopes")
    example = vanishing.page.locator("#vanishing [data-own]:visible")
    expect(example).to_have_attribute("data-own", "true")
    expect(example).to_have_attribute("data-label", "3")
    expect(vanishing.caption).to_contain_text("1")
    vanishing.ask_pass("a")
    assert explained.last_call("/backward").body == {"pixels": pixels, "target": 3}
    vanishing.button("Another digit").click()
    expect(example).to_have_attribute("data-own", "false")
    vanishing.go("product")
    expect(example).to_have_attribute("data-own", "false")


def test_the_neurons_on_the_flat_ends_are_counted(vanishing: Vanishing) -> None:
    vanishing.go("slopes")
    expect(vanishing.caption).to_contain_text("1")
    before = vanishing.session("a")
    vanishing.page.locator("#slopes-a-activation").select_option("relu")
    expect(vanishing.side("a")).not_to_have_attribute("data-session", before)
    vanishing.is_at_step("a", 1)
    off = vanishing.ask_pass("a")["pre_activations"][0]
    count = sum(z <= 0 for z in off)
    expect(vanishing.caption).to_contain_text(re.compile(rf"1\b.*16\b.*\b{count} with ReLU\b"))
    vanishing.page.locator("#vanishing-layer").fill("2")
    expect(vanishing.caption).to_contain_text(re.compile(r"^\D*2\b"))
    vanishing.playground.settle()
    is_drawn(vanishing.page, "[data-side=a] canvas")


def test_the_strongest_path_is_multiplied_out(shared: Vanishing) -> None:
    shared.go("sigmoid-10")
    shared.stands_at_step(1)
    shared.go("product")
    expect(shared.rows("b")).to_have_count(10)
    answer, network = shared.ask_pass("b"), shared.parameters("b")
    slopes = [np.array(a) * (1 - np.array(a)) for a in answer["activations"]]
    target = shared.playground.last_call("/backward").body["target"]
    product, after = 1.0, target
    for row, name in zip(shared.rows("b").all(), shared.names("b"), strict=True):
        layer, neuron = (int(part) for part in name.split(" / "))
        shown = [shared.number(cell) for cell in row.locator("td").all()[1:]]
        weight, slope = network[f"W{layer + 1}"][after, neuron], slopes[layer][neuron]
        product *= weight * slope
        assert shown == pytest.approx([product, weight, slope, weight * slope], rel=0.06)
        after = neuron
    assert abs(product) < 0.25**10
    assert abs(product) == pytest.approx(strongest(network, slopes, target))
    expect(shared.caption).to_contain_text(re.compile(r"10\b.*1/4.*¹⁰.*9\.5·10⁻⁷"))
    words = shared.caption.inner_text()
    shared.button("Another path").click()
    expect(shared.rows("b").last.locator("th")).not_to_have_text(name)
    expect(shared.caption).not_to_have_text(words)
    shared.playground.follow("vanishing/product?rank=0")


def strongest(
    network: dict[str, NDArray[np.float64]], slopes: list[NDArray[np.float64]], target: int
) -> float:
    """Return the largest product of factors of any path from an output to the first layer."""
    last = len(slopes) - 1
    largest = np.zeros(len(slopes[last]))
    largest[target] = 1
    for layer in range(last - 1, 0, -1):
        factors = np.abs(network[f"W{layer + 1}"] * slopes[layer])  # (n_out, n_in)
        largest = (largest[:, None] * factors).max(axis=0)
    return float(largest.max())


def is_drawn(page: Page, selector: str) -> None:
    """Expect that something comes to stand on a canvas."""
    page.wait_for_function(
        """(selector) => {
          const canvas = document.querySelector(selector);
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value > 0);
        }""",
        arg=selector,
    )


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)], ids=str)
def test_slopes_of_two_networks_stand_at_the_same_height(
    open_playground: Open, size: tuple[int, int]
) -> None:
    width, height = size
    playground = open_playground(
        {"width": width, "height": height},
        at="vanishing/slopes?digit=test-12&target=3",
        reduced_motion="reduce",
    )
    for side in ("a", "b"):
        expect(Vanishing(playground).words(side)).to_contain_text("of 16")
    playground.key("f")
    tops = playground.page.locator("[data-side] canvas").evaluate_all(
        "(plots) => plots.map((plot) => Math.round(plot.getBoundingClientRect().top))"
    )
    assert len(tops) == 2
    assert tops[0] == tops[1]
