"""Adding up: two columns, the other eight at once, one row head to tail, and all rows."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.again import again, one_in
from tests.browser.support.opening import PHONE, Look
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.walk import (
    answer_of,
    formula,
    names_the_strongest,
    numbers,
    said,
    show,
    strongest,
)

TARGET = 3
AFTER = "further-2-gate"
SIGNED = re.compile(r"(-?) ?(\d+\.\d+)")
TONE = ("up", "down")


def strengths(answer: dict[str, Any]) -> list[int]:
    """Return the outputs but the target, whose column is the strongest first."""
    asked = answer["contributions"][1]
    others = [k for k in range(10) if k != TARGET]
    return sorted(others, key=lambda k: -max(map(abs, asked[k])))


def direction(playground: Playground) -> str:
    """Return which way the caption says, by the word that stands apart."""
    return playground.caption.locator("span", has_text=re.compile("^(up|down)$")).first.inner_text()


def test_ten_columns_take_three_presses_then_comes_one_row_and_all(viewed: Playground) -> None:
    strongest_other = strengths(answer_of(viewed))[0]
    show(viewed, "adding-3")
    beats = [viewed.beat]
    while viewed.beat != AFTER:
        viewed.key("PageDown")
        beats.append(viewed.beat)
    expected = ["adding-others", "adding-row", "adding-up", AFTER]
    assert beats == [f"adding-{TARGET}", f"adding-{strongest_other}", *expected]


def test_the_columns_say_what_is_asked_for_the_most(viewed: Playground) -> None:
    answer = answer_of(viewed)
    asked = answer["contributions"][1]
    second, third, *_ = strengths(answer)
    beats = {f"adding-{TARGET}": TARGET, f"adding-{second}": second, "adding-others": third}
    for beat, output in beats.items():
        show(viewed, beat)
        most = strongest(asked[output])
        wish = asked[output][most]
        caption = viewed.caption.inner_text()
        if abs(wish) < 0.002:
            assert "next to nothing" in caption
        else:
            assert f"neuron {most} " in caption
            assert numbers(caption) == [said(wish)]
            assert direction(viewed) == TONE[wish < 0]


@pytest.mark.parametrize("output", one_in(4, (k for k in range(10) if k != TARGET)))
def test_the_address_of_any_column_leads_to_where_it_comes(viewed: Playground, output: int) -> None:
    own = strengths(answer_of(viewed))[0] == output
    beat = f"adding-{output}" if own else "adding-others"
    viewed.page.evaluate("(hash) => { location.hash = hash }", f"#walk/adding-{output}")
    expect(viewed.body).to_have_attribute("data-beat", beat)
    viewed.page.wait_for_function("(beat) => location.hash.includes(beat)", arg=beat)


def test_one_row_is_laid_head_to_tail_and_adds_up_as_it_is_shown(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "adding-row")
    found = re.search(r"neuron (\d+)", viewed.caption.inner_text())
    assert found is not None
    row = int(found[1])
    nudge = answer["nudges"]["activations"][1][row]
    assert numbers(viewed.caption.inner_text()) == [said(nudge)]
    assert direction(viewed) == TONE[nudge < 0]
    values = formula(viewed).split("&=")[-1]
    terms = [float(sign + digits) for sign, digits in SIGNED.findall(values)]
    digits = len(numbers(formula(viewed))[0].partition(".")[2])
    assert sum(terms) == pytest.approx(nudge, abs=0.5000001 * 10**-digits)


def test_all_rows_add_up_to_the_layers_nudges(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "adding-up")
    names_the_strongest(viewed, answer["nudges"]["activations"][1])


@pytest.mark.parametrize("by", ["o", "button"])
@pytest.mark.parametrize("beat", ["adding-row", *again("adding-up")])
def test_one_output_alone_or_all_ten(viewed: Playground, beat: str, by: str) -> None:
    toggle = viewed.page.get_by_test_id("one-or-all")
    expect(toggle).to_be_hidden()
    show(viewed, beat)
    all_ten = viewed.caption.inner_text()
    expect(toggle).to_have_attribute("aria-pressed", "false")

    def switch() -> None:
        if by == "button":
            toggle.click()
        else:
            viewed.key(by)

    switch()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    own = answer_of(viewed)["contributions"][1][TARGET]
    expect(viewed.caption).to_contain_text(f"Output {TARGET} alone")
    found = re.search(r"neuron (\d+)", viewed.caption.inner_text())
    assert found is not None
    assert numbers(viewed.caption.inner_text()) == [said(own[int(found[1])])]
    heads = viewed.page.locator("#column-heads button:enabled")
    assert heads.count() == 1
    assert viewed.beat == beat
    switch()
    expect(viewed.caption).to_have_text(all_ten)
    switch()
    viewed.key("PageDown")
    viewed.key("PageUp")
    expect(viewed.caption).to_have_text(all_ten)


def test_the_room_says_up_or_down_before_all_ten_are_added(viewed: Playground) -> None:
    viewed.key("a")
    show(viewed, "adding-others")
    while viewed.beat == "adding-others":
        viewed.key("PageDown")  # It may have a question of its own.
    expect(viewed.body).to_have_attribute("data-beat", "adding-row")
    expect(viewed.page.get_by_test_id("question")).to_contain_text("up or down")
    expect(viewed.page.locator("#column-heads").get_by_text("Σ")).to_have_count(0)
    viewed.key("o")
    expect(viewed.caption).to_contain_text(f"Output {TARGET} alone")
    viewed.key("o")
    question = viewed.page.get_by_test_id("question")
    expect(question).to_be_visible()
    viewed.page.locator("[data-choice]").first.click()
    viewed.key("PageDown")
    expect(viewed.caption).to_contain_text("head to tail")
    expect(viewed.page.locator("#column-heads").get_by_text("Σ")).to_be_visible()
    expect(viewed.page.get_by_test_id("predicted")).to_have_attribute(
        "data-right", re.compile("true|false")
    )
    viewed.key("a")


def test_on_a_phone_one_row_has_the_whole_width(look: Look) -> None:
    phone = look(EXPLAINED, PHONE, reduced_motion="reduce")
    show(phone, "adding-row")
    picture = phone.page.locator("#network-view").bounding_box()
    heads = [head.bounding_box() for head in phone.page.locator("#column-heads button").all()]
    assert picture is not None
    xs = [box["x"] for box in heads if box is not None]
    assert len(xs) == 10
    assert xs[-1] - xs[0] > 0.6 * picture["width"]


def test_columns_too_narrow_to_be_pressed_are_numbered_like_the_rows(viewed: Playground) -> None:
    show(viewed, "further-1")
    asking = len(answer_of(viewed)["contributions"][0])
    every = [str(k) for k in range(0, asking, 4)]
    expect(viewed.page.locator("#column-heads button")).to_have_count(0)
    expect(viewed.page.locator("#column-heads > span", has_not_text="Σ")).to_have_text(every)


RECORD = """() => {
  globalThis.ends = [];
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const write = prototype.fillText;
    prototype.fillText = function (text, x, y) {
      if (this.textAlign === "right" && /^−?\\d+\\.\\d+$/.test(text)) {
        ends.push(Math.round(x));
      }
      return write.call(this, text, x, y);
    };
  }
}"""


@pytest.mark.parametrize("beat", ["further-1", "further-1-levers"])
def test_on_a_phone_no_numbers_stand_below_the_arrows(look: Look, beat: str) -> None:
    phone = look(EXPLAINED, PHONE, reduced_motion="reduce")
    phone.page.evaluate(RECORD)
    show(phone, beat)
    ends = set(phone.page.evaluate("ends"))
    assert len(ends) == 1  # They end left of the layer that the arrows are about.
