"""Neurons by keyboard and for screen readers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.audit import Audit
from tests.browser.support.opening import PHONE, PROJECTOR, Look
from tests.browser.support.playground import Playground, address_of

NUMBER = r"([+−]?\d+\.\d+(?: · 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def focused(playground: Playground) -> str:
    return str(playground.page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))


def enter(playground: Playground) -> None:
    """Press Tab until the focus is on a neuron."""
    for _ in range(60):
        playground.key("Tab")
        if playground.page.evaluate("document.activeElement.role") == "gridcell":
            return
    pytest.fail("Tab does not lead into the network")


def cells(playground: Playground) -> Locator:
    return playground.page.get_by_role("gridcell")


def assert_shown(text: str, value: float) -> None:
    mantissa, _, power = text.replace("−", "-").partition(" · 10")
    unit = 10.0 ** int(power.translate(SUPERSCRIPTS) or "0")
    digits = len(mantissa.partition(".")[2])
    assert float(mantissa) * unit == pytest.approx(value, abs=0.51 * 10**-digits * unit)


def test_every_neuron_says_its_numbers(viewed: Playground) -> None:
    viewed.settle()
    answer: Any = viewed.ask(viewed.last_call("/backward"))
    labels = cells(viewed).evaluate_all("(all) => all.map((cell) => cell.ariaLabel)")
    assert len(labels) == len(set(labels)) == 1 + 16 + 16 + 10
    names = {1: "Neuron {} of the first hidden layer", 2: "Neuron {} of the second hidden layer"}
    for layer in (1, 2, 3):
        for index, activation in enumerate(answer["activations"][layer]):
            start = names.get(layer, "Output {}").format(index) + ","
            (label,) = [each for each in labels if each.startswith(start)]
            found = re.fullmatch(rf".*, activation {NUMBER}, nudge of a {NUMBER}", label)
            assert found, label
            assert_shown(found[1], activation)
            assert_shown(found[2], answer["nudges"]["activations"][layer - 1][index])
    inked = sum(value > 0 for value in answer["activations"][0])
    assert f"Input picture, {inked} of 784 pixels inked" in labels


def test_labels_do_not_say_what_is_not_computed(blank: Playground) -> None:
    expect(cells(blank).first).to_have_attribute("aria-label", "Input picture, nothing drawn")
    expect(cells(blank).last).to_have_attribute("aria-label", re.compile("not computed yet$"))
    blank.put(2)
    blank.settle()
    label = cells(blank).last.get_attribute("aria-label") or ""
    assert re.search(rf"activation {NUMBER}$", label)


def test_one_tab_stop_and_arrows_move_over_the_neurons(explained: Playground) -> None:
    """On a page of its own, where nobody has been in the grid."""
    enter(explained)
    assert focused(explained).startswith("Neuron 0 of the first hidden layer")
    for key, start in (
        ("ArrowDown", "Neuron 1 of the first"),
        ("ArrowRight", "Neuron 1 of the second"),
        ("End", "Neuron 15 of the second"),
        ("ArrowDown", "Neuron 15 of the second"),
        ("ArrowRight", "Output 9"),
        ("ArrowRight", "Output 9"),
        ("ArrowUp", "Output 8"),
        ("Home", "Output 0"),
        ("ArrowUp", "Output 0"),
        ("ArrowLeft", "Neuron 0 of the second"),
        ("ArrowLeft", "Neuron 0 of the first"),
        ("ArrowLeft", "Input picture"),
        ("ArrowLeft", "Input picture"),
        ("ArrowRight", "Neuron "),
    ):
        explained.key(key)
        assert focused(explained).startswith(start), key
    assert explained.beat == "cost"
    explained.key("Tab")
    assert explained.page.evaluate("document.activeElement.role") != "gridcell"
    explained.key("Shift+Tab")
    assert focused(explained).startswith("Neuron ")


def test_the_story_keeps_its_keys(viewed: Playground) -> None:
    enter(viewed)
    viewed.key("ArrowRight")
    assert viewed.beat == "cost"
    viewed.key("PageDown")
    assert viewed.beat != "cost"
    viewed.key("PageUp")
    assert viewed.beat == "cost"
    viewed.key("Escape")
    viewed.key("ArrowRight")
    assert viewed.beat != "cost"


def test_focus_points_enter_pins_and_escape_leaves(viewed: Playground) -> None:
    viewed.key("i")
    title = viewed.page.locator("#panel-number").get_by_role("heading")
    enter(viewed)
    viewed.key("Home")
    viewed.key("ArrowDown")
    expect(viewed.page.locator("#tip")).to_contain_text("neuron 1,")
    viewed.key("Enter")
    expect(title).to_contain_text("Neuron 1")
    expect(cells(viewed).and_(viewed.page.locator("[aria-selected=true]"))).to_have_count(1)
    viewed.key("ArrowDown")
    expect(title).to_contain_text("Neuron 1")
    viewed.key("Escape")
    expect(viewed.page.locator("[role=gridcell][aria-selected=true]")).to_have_count(0)
    assert viewed.page.evaluate("document.activeElement === document.body")
    viewed.key("i")


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_pointers_go_through_to_the_neuron_drawn_there(look: Look, size: Any) -> None:
    playground = look(address_of(2), size)
    playground.page.locator("#network-view").scroll_into_view_if_needed()
    for cell in [cells(playground).nth(place) for place in (1, 17, 30, 42)]:
        label = cell.get_attribute("aria-label") or ""
        box = cell.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        under = "([x, y]) => document.elementFromPoint(x, y).id"
        assert playground.page.evaluate(under, [x, y]) == "network-view"
        playground.page.mouse.move(x, y)
        name = label.split(",")[0].replace(" of the ", ", ").lower()
        expect(playground.page.locator("#tip")).to_contain_text(name)


def test_the_focus_can_be_seen(viewed: Playground) -> None:
    enter(viewed)
    style = viewed.page.evaluate(
        "(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])"
        "(getComputedStyle(document.activeElement))"
    )
    assert style == ["solid", "2px"]


@pytest.mark.long
def test_panels_and_neurons_keep_nobody_out(audit: Audit) -> None:
    playground = audit.playground
    playground.explain()
    playground.page.evaluate("location.hash = 'walk/further-1-levers'")
    found = {}
    for panel in ("c", "i"):
        playground.key(panel)
        playground.settle()
        enter(playground)
        playground.key("Enter")
        found[panel] = audit.faults("#panel", ".picture")
        playground.key("Escape")
    assert found == {"c": [], "i": []}
