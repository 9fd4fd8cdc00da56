"""The calculus scene: its beats, its numbers, and the light that binds formula and picture."""

import re

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.again import again, one_in
from tests.browser.support.audit import Audit
from tests.browser.support.calculus import BEATS, answer, change, enter, item, value
from tests.browser.support.linking import is_at
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import Playground
from tests.browser.support.seats import lasting_faults

SIDEWAYS: ViewportSize = {"width": 844, "height": 390}
NUDGED = {"ripple-weight": 4, "ripple-bias": 5, "ripple-back": 2}
NAMES = ["w1", "b1", "w2", "b2", "w3", "b3"]


def written(value: float, digits: int) -> str:
    """Return a number as the page writes it."""
    sign = "−" if value < 0 else ""
    return f"{sign}{abs(value):.{digits}f}"


def formula(playground: Playground) -> Locator:
    return playground.page.locator("#calculus").get_by_role("group", name="Formula")


def in_formula(playground: Playground, name: str) -> Locator:
    return formula(playground).locator(f"[data-symbol='{name}']").first


@pytest.fixture
def calm(renew: Look) -> Playground:
    """A page that tests share which change numbers, for somebody who wants no motion."""
    calm = renew("calculus/chain", reduced_motion="reduce")
    calm.page.get_by_role("button", name="Start again").click()
    return calm


@pytest.fixture
def still(look: Look) -> Playground:
    """The same, on a page that the tests share: its numbers stay those of the lecture."""
    return look("calculus/chain", reduced_motion="reduce")


@pytest.fixture(params=[PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def each_size(request: pytest.FixtureRequest, look: Look) -> Playground:
    """The scene on a projector, and on a phone, on pages that the tests share."""
    return look("calculus/chain", request.param, reduced_motion="reduce")


@pytest.mark.long
def test_keys_lead_through_all_beats_and_back(each_size: Playground) -> None:
    enter(each_size)
    for key, beats in (("ArrowRight", BEATS[1:]), ("ArrowLeft", BEATS[-2::-1])):
        for beat in beats:
            each_size.key(key)
            expect(each_size.body).to_have_attribute("data-beat", beat)
            expect(each_size.page.locator("#calculus [data-caption]")).not_to_be_empty()
            each_size.settle()
        is_at(each_size, "calculus", beat)  # The address follows where the page rests.
    each_size.key("End")
    is_at(each_size, "calculus", BEATS[-1])
    each_size.key("Home")
    is_at(each_size, "calculus", BEATS[0])


@pytest.mark.parametrize("beat", BEATS)
def test_an_address_opens_each_beat(look: Look, beat: str) -> None:
    playground = look(f"calculus/{beat}", reduced_motion="reduce")
    is_at(playground, "calculus", beat)


def test_an_address_opens_a_fresh_page_at_its_beat(open_playground: Open) -> None:
    is_at(open_playground(at="calculus/gradient"), "calculus", "gradient")


def test_it_opens_on_the_numbers_of_the_lecture(calm: Playground) -> None:
    enter(calm)
    expect(value(calm, "a2")).to_have_text("0.48")
    expect(value(calm, "a3")).to_have_text("0.66")
    expect(value(calm, "y")).to_have_text("1.00")
    (example,) = answer(calm)["examples"]
    assert example["activations"][2:] == [[pytest.approx(0.48)], [pytest.approx(0.66)]]
    expect(calm.page.locator("#calculus [data-caption]")).to_contain_text(
        written(example["cost"], 4)
    )


@pytest.mark.parametrize("beat", NUDGED)
def test_a_ripple_shows_what_the_server_computes(calm: Playground, beat: str) -> None:
    enter(calm, beat)
    (example,) = answer(calm)["examples"]
    caption = calm.page.locator("#calculus [data-caption]")
    expect(caption).to_contain_text(written(example["gradient"][NUDGED[beat]], 4))
    cost_change = example["ripple"]["cost_change"]
    expect(change(calm, "C")).to_contain_text(written(cost_change, 4))
    slope = example["factors"]["activation_by_z"][2][0]
    expect(calm.page.locator("[data-factor='z3-a3'] text")).to_have_text(f"× {written(slope, 2)}")


def test_a_ripple_runs_along_and_again_and_nothing_moves_aside_for_what_it_brings(
    open_playground: Open,
) -> None:
    playground = open_playground(at="calculus/ripple-weight")
    expect(playground.page.locator("#calculus [data-caption]")).to_contain_text("three factors")
    playground.take_clock()
    moved = change(playground, "C")
    written_out = formula(playground).locator(".katex-html")
    playground.play_until(moved.is_visible)
    whole = written_out.bounding_box()
    playground.key("Space")
    expect(moved).to_have_count(0)
    assert written_out.bounding_box() == whole
    assert written_out.locator("xpath=.//*[contains(@style, 'transparent')]").count() > 0
    playground.play_until(moved.is_visible)
    assert written_out.bounding_box() == whole


def test_a_slider_moves_the_derivatives_to_what_the_server_says(calm: Playground) -> None:
    enter(calm)
    calm.page.get_by_label("w(L), slider", exact=True).fill("-2.5")
    calm.page.locator("#calculus-y").fill("0.25")
    calm.settle()
    expect(calm.page.locator("#calculus-w3")).to_have_value("-2.5")
    assert calm.last_call("/api/pass").body["parameters"][4] == -2.5
    assert calm.last_call("/api/pass").body["y"] == [[0.25]]
    enter(calm, "gradient")
    gradient = answer(calm)["gradient"]
    for name, derivative in zip(NAMES, gradient, strict=True):
        shown = calm.page.locator(f"[data-derivative={name}]")
        sign = "+" if derivative >= 0 else ""
        expect(shown).to_have_text(sign + written(derivative, 4))


def test_a_formula_lights_the_picture_and_the_other_way_round(still: Playground) -> None:
    enter(still)
    in_formula(still, "a2").hover()
    expect(item(still, "a2")).to_have_class("calc-item lit")
    expect(item(still, "a3")).not_to_have_class("calc-item lit")
    item(still, "y").hover()
    expect(in_formula(still, "y")).to_have_class("enclosing lit")
    expect(item(still, "a2")).not_to_have_class("calc-item lit")
    still.page.locator("#calculus-b3").focus()
    expect(item(still, "b3")).to_have_class("calc-item calc-down lit")


def test_the_mean_is_that_of_the_examples(calm: Playground) -> None:
    enter(calm, "examples")
    calm.page.get_by_role("button", name="b(L)", exact=True).click()
    calm.page.get_by_label("x of example 2").fill("0.75")
    calm.settle()
    said = answer(calm)
    assert calm.last_call("/api/pass").body["x"][1] == [0.75]
    terms = [example["gradient"][5] for example in said["examples"]]
    for k, term in enumerate(terms):
        shown = calm.page.locator(f"[data-term='{k}']")
        expect(shown).to_have_text(("+" if term >= 0 else "") + written(term, 4))
    mean = said["gradient"][5]
    assert mean == pytest.approx(sum(terms) / len(terms))
    expect(calm.page.locator("[data-term=mean]")).to_contain_text(written(mean, 4))


def test_a_hidden_neuron_adds_up_its_paths(calm: Playground) -> None:
    enter(calm, "layers")
    calm.page.locator("#calculus-w2-1-2").fill("-1.75")
    calm.page.get_by_role("group", name="Paths from").get_by_role("button").nth(2).click()
    calm.settle()
    (example,) = answer(calm)["examples"]
    first, second = (row[2] for row in example["factors"]["paths"][0])
    total = example["factors"]["cost_by_activation"][0][2]
    assert total == pytest.approx(first + second)
    expect(formula(calm)).not_to_contain_text("?")
    shown = [float(each) for each in re.findall(r"\d\.\d{4}", formula(calm).inner_text())]
    for number in (first, second, total):
        assert min(abs(each - abs(number)) for each in shown) < 1.5e-4


def test_a_path_of_the_network_folds_into_the_chain_and_back(calm: Playground) -> None:
    enter(calm, "fold")
    expect(calm.page.locator("#calculus-path-0")).not_to_be_empty()
    for layer, index in enumerate((406, 3, 5, 2)):
        calm.page.locator(f"#calculus-path-{layer}").fill(str(index))
    calm.settle()
    call = calm.last_call("/fold")
    assert call.body["path"] == [406, 3, 5, 2]
    folded = calm.ask(call)
    calm.page.get_by_role("button", name="Fold", exact=True).click()
    is_at(calm, "calculus", "chain")
    calm.settle()
    assert calm.last_call("/api/pass").body["parameters"] == folded["parameters"]
    (example,) = answer(calm)["examples"]
    for (a,), along in zip(example["activations"], folded["activations"], strict=True):
        assert a == pytest.approx(along, abs=1e-6)
    expect(value(calm, "a1")).not_to_have_text("0.62")
    calm.page.get_by_role("button", name="Unfold").click()
    is_at(calm, "calculus", "fold")
    enter(calm)
    expect(value(calm, "a2")).to_have_text("0.48")
    expect(calm.page.get_by_role("button", name="Unfold")).to_be_hidden()


def test_a_neuron_that_is_pressed_lies_on_the_path(still: Playground) -> None:
    enter(still, "fold")
    expect(still.page.locator("#calculus-path-1")).not_to_be_empty()
    neuron = still.page.locator("#calculus [data-layer='1'][data-index='11']")
    neuron.click()
    expect(still.page.locator("#calculus-path-1")).to_have_value("11")
    expect(neuron).to_have_class("calc-chosen")


def test_the_walk_is_where_it_was_after_a_fold(viewed: Playground) -> None:
    is_at(viewed, "walk", "cost")
    pixels = viewed.pixels()
    enter(viewed, "fold")
    assert viewed.last_call("/fold").body["pixels"] == pixels
    viewed.page.get_by_role("link", name="Back to the walk").click()
    is_at(viewed, "walk", "cost")


def test_what_cannot_be_folded_is_said(calm: Playground) -> None:
    calm.page.locator("#network").select_option(index=1)
    enter(calm, "fold")
    expect(calm.page.locator("#calculus [data-caption]")).not_to_be_empty()
    expect(calm.page.get_by_role("button", name="Fold", exact=True)).to_be_disabled()


@pytest.mark.parametrize("beat", one_in(4, BEATS))
def test_nothing_is_cut_off(each_size: Playground, beat: str) -> None:
    enter(each_size, beat)
    whole = (each_size.page.viewport_size or {"width": 0})["width"] > 760
    assert lasting_faults(each_size, whole=whole) == []


@pytest.mark.parametrize("beat", ["chain", "tree", "fold"])
def test_a_low_window_begins_with_half_of_the_picture(look: Look, beat: str) -> None:
    playground = look(f"calculus/{beat}", SIDEWAYS, reduced_motion="reduce")
    picture = playground.page.locator("#calculus div:has(> [role=img]):visible").bounding_box()
    line = playground.page.locator("#calculus nav").bounding_box()
    assert picture is not None
    assert line is not None
    assert picture["y"] + picture["height"] / 2 < line["y"]


@pytest.mark.long
def test_formulas_are_fitted_whenever_their_fonts_come(open_playground: Open) -> None:
    playground = open_playground(PHONE, reduced_motion="reduce")
    held: list[Route] = []
    playground.page.route("**/KaTeX*", lambda route, _: held.append(route))
    enter(playground, "gradient")
    expect(playground.page.locator("#calculus .katex").first).to_be_visible()
    enter(playground, "chain")
    assert held
    for route in held:
        route.continue_()
    playground.page.evaluate("document.fonts.ready.then(() => true)")
    enter(playground, "gradient")
    assert lasting_faults(playground, whole=False) == []


@pytest.mark.long
def test_nothing_keeps_anybody_out(audit: Audit) -> None:
    enter(audit.playground)
    for beat in BEATS:
        enter(audit.playground, beat)
        assert (beat, audit.faults("#calculus")) == (beat, [])


HEADS_IN_THE_WAY = """() => {
  const boxes = (names) => [...document.querySelectorAll(`#calculus :is(${names})`)]
    .filter((each) => each.checkVisibility())
    .map((each) => ({ name: each.textContent || "head", box: each.getBoundingClientRect() }));
  const meet = ({ box: one }, { box: other }) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const heads = boxes(".calc-head");
  return heads.flatMap((head, i) => [...heads.slice(i + 1), ...boxes("text")]
    .filter((other) => meet(head, other)).map(({ name }) => name));
}"""


@pytest.mark.parametrize("size", [(1024, 768), *again((390, 844))], ids=str)
def test_no_arrows_head_covers_another_or_a_number(look: Look, size: tuple[int, int]) -> None:
    width, height = size
    tree = look("calculus/tree", {"width": width, "height": height}, reduced_motion="reduce")
    expect(tree.page.locator("#calculus [role=img] path").first).to_be_visible()
    assert tree.page.evaluate(HEADS_IN_THE_WAY) == []


def test_a_sum_is_as_exact_as_its_activation_beside_it(look: Look) -> None:
    tree = look("calculus/tree", reduced_motion="reduce")
    tree.settle()
    sums = [item(tree, name).locator("rect + text").text_content() or "" for name in ("z3", "a3")]
    assert [words.split(" ")[-1] for words in sums] == ["0.663", "0.660"]
