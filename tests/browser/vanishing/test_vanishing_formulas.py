"""The vanishing scene's formulas and its code: the networks' true numbers, lit both ways."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.support.audit import Audit
from tests.browser.support.opening import PHONE, Look, Open
from tests.browser.support.playground import Playground
from tests.browser.support.seats import faults
from tests.browser.support.serving import Serving
from tests.browser.support.vanishing import Vanishing

LINES = """async (code) => {
  const { codeOf } = await import("/static/js/scenes/vanishing/depth_code.js");
  const { initialVanishing } = await import("/static/js/scenes/vanishing/state.js");
  const { sides } = initialVanishing;
  const hidden = Object.keys(code.activations).filter((name) => name !== "softmax");
  return hidden.flatMap((activation) => ["slopes", "product"].map((part) => {
    const side = { ...sides.a, choice: { ...sides.a.choice, activation } };
    const own = { ...initialVanishing, sides: { a: side, b: side } };
    const { tabs, lines } = codeOf(part, own, { code });
    return { part, lines, functions: tabs.flatMap(({ functions }) => functions) };
  }));
}"""
SCROLLING = """() => [...document.querySelectorAll("#vanishing .formula")]
  .filter((formula) => formula.checkVisibility() && formula.scrollWidth > formula.clientWidth)
  .map((formula) => `${formula.scrollWidth} in ${formula.clientWidth}`)"""


@pytest.fixture
def vanishing(playground: Playground) -> Vanishing:
    return Vanishing(playground)


@pytest.fixture
def untouched(look: Look) -> Vanishing:
    """The scene on a page that the tests share: they leave its networks as they are."""
    return Vanishing(look("vanishing/slopes", reduced_motion="reduce"))


def formula(vanishing: Vanishing, side: str) -> Locator:
    return vanishing.side(side).get_by_role("group", name="Formula")


def in_formula(vanishing: Vanishing, side: str, symbol: str) -> Locator:
    return formula(vanishing, side).locator(f"[data-symbol='{symbol}']")


def seen(vanishing: Vanishing, part: str) -> None:
    """Open a part, and wait until its numbers are there: those after the first step."""
    vanishing.go(part)
    for side in ("a", "b"):
        vanishing.is_at_step(side, 1)
        expect(formula(vanishing, side)).not_to_be_empty()
    vanishing.playground.settle()


def test_the_neuron_furthest_out_is_written_out_or_the_one_pointed_at(
    untouched: Vanishing,
) -> None:
    seen(untouched, "slopes")
    z = np.array(untouched.ask_pass("b")["pre_activations"][0])
    furthest = int(np.argmax(np.abs(z)))
    expect_slope_of(untouched, furthest, z)
    expect(untouched.page.locator("[data-side=b] + p")).not_to_be_empty()
    another = point_at_another(untouched)
    assert another != furthest
    expect_slope_of(untouched, another, z)


def expect_slope_of(vanishing: Vanishing, neuron: int, z: np.ndarray) -> None:
    expect(in_formula(vanishing, "b", "neuron").first).to_contain_text(f"z{neuron}")
    a = 1 / (1 + np.exp(-z[neuron]))
    expect(formula(vanishing, "b")).to_contain_text(f"{a:.2f}⋅(1−{a:.2f})={a * (1 - a):.2f}")


def point_at_another(vanishing: Vanishing) -> int:
    """Point at dots until another neuron is written out, and return it."""
    written = in_formula(vanishing, "b", "neuron").first
    canvas = vanishing.side("b").locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    before = written.text_content()
    for x in range(round(box["width"] * 0.4), round(box["width"] * 0.7), 3):
        canvas.hover(position={"x": x, "y": box["height"] * 0.52})
        for y in np.linspace(box["height"] * 0.55, box["height"] * 0.8, 8):
            vanishing.page.mouse.move(box["x"] + x, box["y"] + float(y))
        if written.text_content() != before:
            break
    found = re.search(r"z(\d+)", written.text_content() or "")
    assert found is not None
    return int(found[1])


def test_the_remark_is_about_sigmoids(vanishing: Vanishing) -> None:
    seen(vanishing, "slopes")
    for side in ("a", "b"):
        vanishing.page.locator(f"#slopes-{side}-activation").select_option("relu")
        expect(formula(vanishing, side)).to_contain_text("z>0")
    expect(vanishing.page.locator("[data-side=b] + p")).to_be_hidden()


def test_a_path_is_written_as_its_product(untouched: Vanishing) -> None:
    seen(untouched, "product")
    untouched.rests()
    text = formula(untouched, "b").locator(".katex-html")
    row = untouched.rows("b").first
    layer, neuron = re.findall(r"\d+", row.locator("th").inner_text())
    weight, slope = (row.locator("td").nth(i).inner_text() for i in (2, 3))
    expect(text).to_contain_text(weight)
    expect(text).to_contain_text(slope)
    first = in_formula(untouched, "b", f"layer-{layer}")
    expect(first).to_have_count(2)
    expect(first.first).to_contain_text(neuron)
    expect(formula(untouched, "b").locator("[data-symbol]")).to_have_count(
        2 * untouched.rows("b").count()
    )


def test_a_path_that_comes_late_has_its_lines_filled(vanishing: Vanishing) -> None:
    vanishing.go("depth")
    vanishing.unfold()
    vanishing.set("b", "depth", "12")
    vanishing.stands_at_step(1)
    seen(vanishing, "product")
    expect(vanishing.rows("b")).to_have_count(12)
    tops = (
        in_formula(vanishing, "b", "layer-12").first,
        in_formula(vanishing, "b", "layer-11").first,
    )
    first, second = (each.bounding_box() for each in tops)
    assert first is not None
    assert second is not None
    assert second["y"] == pytest.approx(first["y"], abs=4)
    assert vanishing.page.evaluate(SCROLLING) == []


def test_a_factor_lights_its_bar_and_the_other_way_round(untouched: Vanishing) -> None:
    seen(untouched, "product")
    row = untouched.rows("b").nth(2)
    symbol = row.get_attribute("data-symbol") or ""
    in_formula(untouched, "b", symbol).first.hover()
    expect(row).to_have_class("lit")
    untouched.rows("b").nth(4).hover()
    expect(row).not_to_have_class("lit")
    other = untouched.rows("b").nth(4).get_attribute("data-symbol") or ""
    expect(in_formula(untouched, "b", other).first).to_have_class("enclosing lit")


def test_no_formula_is_wider_than_a_phone(open_playground: Open) -> None:
    vanishing = Vanishing(open_playground(PHONE))
    for part in ("slopes", "product"):
        seen(vanishing, part)
        assert (part, vanishing.page.evaluate(SCROLLING)) == (part, [])


def test_every_line_that_a_part_names_stands_in_the_source(modules: Page, server: Serving) -> None:
    code = modules.request.get(f"{server.url}/api/code").json()
    for found in modules.evaluate(LINES, code):
        shown = [each for each in code["functions"] if each["name"] in found["functions"]]
        known = {name for each in shown for marks in each["marks"] for name in marks}
        assert set(found["lines"]) <= known, found


def test_the_code_says_what_the_layers_hold(untouched: Vanishing) -> None:
    seen(untouched, "product")
    untouched.playground.key("c")
    panel = untouched.page.locator("#vanishing > aside")
    lit = panel.locator(
        "[data-line][aria-current]", has_text="delta = self.activation.delta(gradient_a, zs[-l]"
    )
    expect(lit).to_be_visible()
    deltas = untouched.ask_pass("a")["deltas"][0]
    held = lit.locator("div > span", has_text="2 sigmoids, layer 1: delta (16,)")
    expect(held).to_be_visible()
    least, most = (
        lit.locator("div > span:nth-child(even)")
        .nth(1)
        .inner_text()
        .replace("−", "-")
        .split(" to ")
    )
    assert float(least) == pytest.approx(min(deltas), rel=0.06)
    assert float(most) == pytest.approx(max(deltas), rel=0.06)
    untouched.go("slopes")
    expect(panel.locator("[data-line][aria-current]", has_text="return a - a * a")).to_be_visible()
    untouched.go("depth")
    expect(panel).to_be_hidden()
    expect(untouched.page.locator("#code")).to_be_hidden()
    untouched.go("slopes")
    untouched.playground.key("c")


@pytest.mark.long
def test_nobody_is_kept_out_beside_the_code(audit: Audit) -> None:
    vanishing = Vanishing(audit.playground)
    seen(vanishing, "slopes")
    audit.playground.key("c")
    for part in ("slopes", "product"):
        seen(vanishing, part)
        expect(vanishing.page.locator("#vanishing [data-line][aria-current]").first).to_be_visible()
        assert (part, audit.faults("#vanishing")) == (part, [])
        assert (part, faults(vanishing.page)) == (part, [])
        assert (part, vanishing.page.evaluate(SCROLLING)) == (part, [])
