"""The code beside the calculus: the lines that compute a beat, lit, with this chain's numbers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.again import again_with
from tests.browser.support.audit import Audit
from tests.browser.support.calculus import BEATS, answer, enter
from tests.browser.support.opening import PHONE, Look, Open
from tests.browser.support.playground import Playground
from tests.browser.support.seats import faults
from tests.browser.support.serving import Serving

LINES = """async (code) => {
  const { codeOf } = await import("/static/js/scenes/calculus/chain_code.js");
  const { PARTS } = await import("/static/js/scenes/calculus/scene.js");
  const { initialCalculus } = await import("/static/js/scenes/calculus/state.js");
  const examples = Array.from({ length: 6 }, (_, parameter) => ["examples", parameter]);
  const parts = PARTS.map(({ id }) => [id, initialCalculus.parameter]);
  return [...parts, ...examples].map(([id, parameter]) => {
    const { tabs, lines } = codeOf(id, { ...initialCalculus, parameter }, { code });
    return { id, lines, functions: tabs.flatMap(({ functions }) => functions) };
  });
}"""
SCROLLING = """() => [...document.querySelectorAll("#calculus .formula, .calc-row-formula")]
  .filter((formula) => formula.checkVisibility() && formula.scrollWidth > formula.clientWidth)
  .map((formula) => `${formula.scrollWidth} in ${formula.clientWidth}`)"""


@pytest.fixture
def read(open_playground: Open) -> Playground:
    """The calculus with its code beside it, for somebody who wants no motion."""
    playground = open_playground(at="calculus/chain?panel=code", reduced_motion="reduce")
    enter(playground)
    expect(lit(playground).first).to_be_visible()
    return playground


@pytest.fixture
def looked_up(look: Look) -> Playground:
    """The same, on a page that the tests share."""
    playground = look("calculus/chain?panel=code", reduced_motion="reduce")
    enter(playground)
    expect(lit(playground).first).to_be_visible()
    return playground


def open_code(playground: Playground) -> None:
    playground.key("c")
    expect(lit(playground).first).to_be_visible()


def lit(playground: Playground) -> Locator:
    return playground.page.locator("#calculus [data-line][aria-current]")


def arrays(playground: Playground) -> dict[str, list[float]]:
    """Return the numbers beside the lit lines of all functions, by array and shape."""
    playground.settle()  # Names and numbers are read one after the other.
    panel = playground.page.locator("#calculus > aside")
    found = {}
    for tab in panel.get_by_role("tab").all():
        tab.click()
        names = panel.locator("[data-line] > div > span:nth-child(odd)").all_inner_texts()
        held = panel.locator("[data-line] > div > span:nth-child(even)").all_inner_texts()
        found |= {
            name: [float(each) for each in re.findall(r"(?<!l = )-?\d+(?:\.\d+)?", text)]
            for name, text in zip(names, (text.replace("−", "-") for text in held), strict=True)
        }
    return found


def about(*values: float) -> Any:
    return pytest.approx(list(values), rel=0.01, abs=0.006)


def test_every_line_that_a_beat_names_stands_in_the_source(modules: Page, server: Serving) -> None:
    code = modules.request.get(f"{server.url}/api/code").json()
    found = modules.evaluate(LINES, code)
    own = found[: len(BEATS)]  # What leads on to the next scene stands for no lines.
    assert [each["id"] for each in own] == BEATS
    for beat in own:
        shown = [each for each in code["functions"] if each["name"] in beat["functions"]]
        known = {name for each in shown for marks in each["marks"] for name in marks}
        assert beat["lines"], beat["id"]
        assert set(beat["lines"]) <= known, beat["id"]


@pytest.mark.parametrize(
    ("beat", "line"),
    [
        ("chain", "activation = function(z)"),
        again_with("tree", "zs.append(z)"),
        again_with("ripple-weight", "out=gradient.weights[-1]"),
        again_with("ripple-bias", "out=gradient.biases[-1]"),
        again_with("ripple-activation", "gradient_a = np.dot(delta, self.weights[-l + 1])"),
        ("ripple-back", "out=gradient.weights[-l]"),
        again_with("gradient", "out=gradient.biases[-l]"),
        ("examples", "gradient.vector *= 1 / len(y)"),
        again_with("layers", "gradient_a = np.dot(delta, self.weights[-l + 1])"),
        ("fold", "constants = zs - weights * activations[:-1]"),
    ],
)
def test_each_beat_lights_its_lines(looked_up: Playground, beat: str, line: str) -> None:
    enter(looked_up, beat)
    tabs = looked_up.page.locator("#calculus > aside").get_by_role("tab").all()
    for tab in tabs:
        tab.click()
        if lit(looked_up).filter(has_text=line).count() == 1:
            break
    expect(lit(looked_up).filter(has_text=line)).to_be_visible()


def test_the_lectures_form_comes_first(looked_up: Playground) -> None:
    enter(looked_up, "gradient")
    tabs = looked_up.page.locator("#calculus > aside").get_by_role("tab")
    expect(tabs.first).to_have_accessible_name("as in the lecture")
    expect(tabs.first).to_have_attribute("aria-selected", "true")


def test_the_arrays_hold_what_the_server_says(read: Playground) -> None:
    (chain,) = answer(read)["examples"]
    held = arrays(read)
    assert held["z (1,)"] == about(*(z for (z,) in chain["pre_activations"]))
    assert held["activation (1,)"] == about(*(a for (a,) in chain["activations"][1:]))

    enter(read, "ripple-weight")
    (pass_,) = answer(read)["examples"]
    held = arrays(read)
    assert held["gradient.weights[-1] (1, 1)"] == about(pass_["gradient"][4])
    assert held["activations[-2] (1,)"] == about(0.48)
    assert held["delta (1,)"] == about(pass_["factors"]["cost_by_z"][2][0])

    enter(read, "examples")
    said = answer(read)
    held = arrays(read)
    assert held["gradient.vector (6,)"] == about(*said["gradient"])
    deltas = [each["factors"]["cost_by_z"][2][0] for each in said["examples"]]
    assert held["delta (4, 1)"] == about(*deltas)

    enter(read, "layers")
    (wide,) = answer(read)["examples"]
    held = arrays(read)
    assert held["gradient_a (3,)"] == about(*wide["factors"]["cost_by_activation"][0])
    assert len(held["self.weights[-1] (2, 3)"]) == 6

    enter(read, "fold")
    expect(read.page.locator("#calculus [data-line] > div > span").first).to_be_visible()
    folded = read.ask(read.last_call("/fold"))
    held = arrays(read)
    assert held["constants (3,)"] == about(*folded["parameters"][1::2])
    assert held["rests (3,)"] == about(*folded["rests"])


def test_the_arrays_follow_the_sliders(read: Playground) -> None:
    read.page.locator("#calculus-w3").fill("-2.5")
    read.settle()
    (chain,) = answer(read)["examples"]
    assert arrays(read)["z (1,)"] == about(*(z for (z,) in chain["pre_activations"]))


def test_another_function_stays_as_long_as_it_has_something_to_say(read: Playground) -> None:
    tab = read.page.get_by_role("tab", name="perturb", exact=True)
    enter(read, "ripple-weight")
    tab.click()
    expect(lit(read).filter(has_text="ratios = tuple(")).to_be_visible()
    (pass_,) = answer(read)["examples"]
    held = arrays(read)
    assert held["ratios (3,)"] == about(*pass_["ripple"]["ratios"])
    assert "by = 0.10" in held
    tab.click()
    enter(read, "ripple-bias")
    expect(tab).to_have_attribute("aria-selected", "true")
    enter(read, "layers")
    expect(tab).to_have_attribute("aria-selected", "false")


def test_the_code_stays_open_from_scene_to_scene(looked_up: Playground) -> None:
    panel = looked_up.page.locator("#calculus > aside")
    button = looked_up.page.get_by_role("button", name="Code", exact=True)
    expect(button).to_have_attribute("aria-pressed", "true")
    looked_up.page.evaluate("() => { location.hash = 'walk'; }")
    expect(looked_up.page.locator("#panel-code [data-line]").first).to_be_visible()
    looked_up.page.evaluate("() => { location.hash = 'descent'; }")
    expect(button).to_be_hidden()
    looked_up.page.evaluate("() => { location.hash = 'calculus/gradient'; }")
    expect(lit(looked_up).first).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(panel).to_be_hidden()


@pytest.mark.long
def test_nothing_is_cut_off_beside_the_code(any_size: Playground) -> None:
    enter(any_size)
    open_code(any_size)
    whole = (any_size.page.viewport_size or {"width": 0})["width"] > 760
    for beat in BEATS:
        enter(any_size, beat)
        # The source itself is longer than its room, and scrolls in it.
        found = faults(any_size.page, whole=whole)
        assert (beat, found) == (beat, [])
        assert (beat, any_size.page.evaluate(SCROLLING)) == (beat, [])


def test_no_formula_is_wider_than_a_phone(open_playground: Open) -> None:
    phone = open_playground(PHONE, reduced_motion="reduce")
    for beat in BEATS:
        enter(phone, beat)
        assert (beat, phone.page.evaluate(SCROLLING)) == (beat, [])


@pytest.mark.long
def test_the_code_keeps_nobody_out(audit: Audit) -> None:
    """The scene beside it is looked through in test_calculus_scene.py, beat by beat."""
    enter(audit.playground)
    open_code(audit.playground)
    for beat in ("chain", "gradient", "fold"):
        enter(audit.playground, beat)
        assert (beat, audit.faults("#calculus > aside")) == (beat, [])
