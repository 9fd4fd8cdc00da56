"""The held number's panel and the tip: a neuron's or weight's own numbers, and how one is kept."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from app.nn.network import Network
from tests.browser.support.drawing import Finger
from tests.browser.support.opening import Look
from tests.browser.support.playground import EXPLAINED, Playground

LAYERS = [784, 16, 16, 10]


@pytest.fixture
def inspected(look: Look) -> Iterator[Playground]:
    """An explained 2 with the panel open, on a page that the tests share; nothing is pinned."""
    playground = look(f"{EXPLAINED}&panel=number", reduced_motion="reduce")
    expect(panel(playground)).to_be_visible()
    yield playground
    playground.key("Escape")
    playground.key("i")


def cell(playground: Playground, name: str) -> Locator:
    return playground.page.get_by_role("gridcell", name=re.compile(f"^{name}\\b"))


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def point_at(playground: Playground, name: str) -> None:
    playground.page.mouse.move(*middle(cell(playground, name)))


def click(playground: Playground, name: str) -> None:
    playground.page.mouse.click(*middle(cell(playground, name)))


def panel(playground: Playground) -> Locator:
    return playground.page.locator("#panel-number")


def title(playground: Playground) -> Locator:
    return panel(playground).get_by_role("heading")


def tip(playground: Playground) -> Locator:
    return playground.page.locator("#tip")


def rows(playground: Playground, table: str) -> dict[str, str]:
    """Return the last cell of each row of a table, by its header."""
    found = panel(playground).locator(f"table.{table} tr")
    return {
        row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in found.all()
    }


def assert_shown(text: str, value: float) -> None:
    """Compare to the digits shown: a plain number, or one times a power of ten."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition(" × 10")
    digits = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(power or 0)
    assert float(mantissa) * scale == pytest.approx(value, abs=0.51 * 10**-digits * scale, rel=1e-6)


def answer_of(playground: Playground) -> Any:
    playground.settle()
    return playground.ask(playground.last_call("/backward"))


@pytest.mark.parametrize(
    ("name", "layer", "index"),
    [
        ("Neuron 5 of the second hidden layer", 2, 5),
        ("Neuron 15 of the first hidden layer", 1, 15),
        ("Output 2", 3, 2),
    ],
)
def test_a_neuron_shows_the_numbers_of_the_answer(
    inspected: Playground, name: str, layer: int, index: int
) -> None:
    click(inspected, name)
    expect(title(inspected)).to_contain_text(name.partition(" of")[0])
    answer = answer_of(inspected)
    facts = rows(inspected, "facts")
    nudge = answer["nudges"]["activations"][layer - 1][index]
    assert_shown(facts["nudge of a"], nudge)
    assert_shown(facts["nudge of z"], -answer["deltas"][layer - 1][index])
    assert_shown(facts["nudge of b"], answer["nudges"]["biases"][layer - 1][index])
    assert facts["nudge of a"][0] in "+−"
    total = rows(inspected, "sum")
    assert_shown(total["sum"], answer["pre_activations"][layer - 1][index])
    assert_shown(total["activation"], answer["activations"][layer][index])


def test_the_sum_can_be_added_up_by_hand(inspected: Playground) -> None:
    for name in ("Neuron 3 of the first hidden layer", "Output 3"):
        click(inspected, name)
        expect(title(inspected)).to_contain_text(name.partition(" of")[0])
        numbers = rows(inspected, "sum")
        z = float(numbers.pop("sum").replace("−", "-"))
        del numbers["activation"]
        assert len(numbers) == 5
        assert "bias" in numbers
        added = sum(float(text.replace("−", "-")) for text in numbers.values())
        assert added == pytest.approx(z, abs=0.00031)


def test_a_weight_shows_its_number_and_its_nudge(inspected: Playground) -> None:
    start = middle(cell(inspected, "Neuron 0 of the second hidden layer"))
    end = middle(cell(inspected, "Output 0"))
    inspected.page.mouse.click((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    expect(title(inspected)).to_contain_text("Weight")
    expect(title(inspected)).to_contain_text("neuron 0 → output 0")
    answer = answer_of(inspected)
    facts = rows(inspected, "facts")
    assert facts["its number"] == f"{784 * 16 + 16 + 16 * 16 + 16:,}"
    nudge = answer["nudges"]["weights"][2][0][0]
    assert_shown(facts["nudge of w"], nudge)
    assert_shown(facts["activation it carries"], answer["activations"][2][0])
    assert_shown(facts["nudge of z"], -answer["deltas"][2][0])


def test_a_weight_has_the_place_that_the_parameters_give_it(modules: Page) -> None:
    network = Network(LAYERS)
    network.parameters.vector[...] = range(len(network.parameters.vector))
    chance = random.Random(3)
    for _ in range(20):
        layer = chance.randint(1, 3)
        to, before = chance.randrange(LAYERS[layer]), chance.randrange(LAYERS[layer - 1])
        place = modules.evaluate(
            """async (place) => {
              const { indexOfParameter } = await import("/static/js/network/names.js");
              const [layers, layer, to, from] = place;
              return indexOfParameter(layers, { kind: "weight", layer, to, from });
            }""",
            [LAYERS, layer, to, before],
        )
        assert place == network.weights[layer - 1][to, before]


def test_what_is_not_known_is_not_0(viewed: Playground) -> None:
    viewed.press("clear")
    viewed.key("i")
    expect(panel(viewed)).to_contain_text("First draw a digit.")
    click(viewed, "Neuron 2 of the first hidden layer")
    assert rows(viewed, "facts")["activation"] == "not computed yet"
    viewed.key("i")
    viewed.put(2)
    viewed.key("i")
    viewed.settle()
    facts = rows(viewed, "facts")
    assert set(facts.values()) == {"not computed yet"}
    assert "activation" in rows(viewed, "sum")
    viewed.say(3)
    expect(panel(viewed)).not_to_contain_text("not computed yet")
    viewed.key("Escape")
    viewed.key("i")


def test_a_first_layer_neuron_shows_its_weights_and_their_nudges(inspected: Playground) -> None:
    click(inspected, "Neuron 4 of the first hidden layer")
    expect(panel(inspected).locator("figure")).to_have_count(2)
    colours = """(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size > 20;
    }"""
    for picture in panel(inspected).locator("canvas").all():
        inspected.page.wait_for_function(colours, arg=picture.element_handle())
    click(inspected, "Output 1")
    expect(panel(inspected).locator("figure")).to_have_count(0)


def test_pinned_is_kept_until_it_is_let_go(inspected: Playground) -> None:
    one, other = "Neuron 5 of the second hidden layer", "Output 7"
    expect(title(inspected)).to_contain_text("Weight")
    ways = {
        "again": lambda: click(inspected, one),
        "Escape": lambda: inspected.key("Escape"),
        "empty": lambda: inspected.page.locator("#network-view").click(position={"x": 5, "y": 5}),
        "button": lambda: panel(inspected).get_by_role("button", name="Unpin").click(),
    }
    for way, let_go in ways.items():
        click(inspected, one)
        point_at(inspected, other)
        expect(title(inspected), way).to_contain_text("Neuron 5")
        let_go()
        expect(title(inspected), way).to_contain_text("Weight")


def inside(box: FloatRect | None, frame: FloatRect | None) -> bool:
    assert box is not None
    assert frame is not None
    return (
        box["x"] >= frame["x"]
        and box["y"] >= frame["y"]
        and box["x"] + box["width"] <= frame["x"] + frame["width"]
        and box["y"] + box["height"] <= frame["y"] + frame["height"]
    )


def test_the_tip_says_what_is_pointed_at(viewed: Playground) -> None:
    picture = viewed.page.get_by_role("region", name="The network", exact=True)
    answer = answer_of(viewed)
    point_at(viewed, "Neuron 5 of the second hidden layer")
    expect(tip(viewed)).to_contain_text("neuron 5, second hidden layer")
    a, nudge = re.findall(r"[+−]?\d+\.\d+", tip(viewed).inner_text())
    assert_shown(a, answer["activations"][2][5])
    assert_shown(nudge, answer["nudges"]["activations"][1][5])
    for name in ("Neuron 0 of the first hidden layer", "Output 0", "Output 9", "Input picture"):
        point_at(viewed, name)
        expect(tip(viewed)).to_be_visible()
        assert inside(tip(viewed).bounding_box(), picture.bounding_box())


def test_a_click_marks_what_it_holds(viewed: Playground) -> None:
    ring = """(canvas, [x, y]) => {
      const ratio = canvas.width / canvas.clientWidth;
      const { left, top } = canvas.getBoundingClientRect();
      const at = [(x - left) * ratio, (y - top) * ratio];
      return Array.from(canvas.getContext("2d").getImageData(...at, 1, 1).data).join();
    }"""
    network = viewed.page.locator("#network-view")
    name = "Neuron 5 of the second hidden layer"
    box = cell(viewed, name).bounding_box()
    assert box is not None
    seen = []
    for act in (lambda: None, lambda: click(viewed, name), lambda: viewed.key("Escape")):
        act()
        viewed.page.mouse.move(0, 0)
        viewed.settle()
        beside = [
            network.evaluate(ring, [box["x"] + box["width"] / 2, box["y"] + dy]) for dy in range(9)
        ]
        seen.append(beside)
    assert seen[0] == seen[2] != seen[1]


def test_a_resting_pointer_does_not_hold_a_tip_over_the_next_beats(viewed: Playground) -> None:
    point_at(viewed, "Output 4")
    expect(tip(viewed)).to_be_visible()
    viewed.key("PageDown")
    expect(tip(viewed)).to_be_hidden()
    x, y = middle(cell(viewed, "Output 4"))
    viewed.page.mouse.move(x + 1, y)
    expect(tip(viewed)).to_be_visible()


def test_a_tap_shows_the_tip_and_not_under_the_finger(phone: Playground) -> None:
    phone.put(2)
    for name in ("Neuron 0 of the first hidden layer", "Output 9"):
        target = cell(phone, name)
        phone.page.locator("#network-view").scroll_into_view_if_needed()
        x, y = middle(target)
        finger = Finger(phone.page)
        finger.touch("Start", (x, y))
        finger.touch("End")
        expect(tip(phone)).to_contain_text("a = ")
        expect(tip(phone)).to_contain_text(name.partition(" of")[0].lower())
        box = tip(phone).bounding_box()
        assert inside(
            box, phone.page.get_by_role("region", name="The network", exact=True).bounding_box()
        )
        assert box is not None
        assert not (
            box["x"] - 20 < x < box["x"] + box["width"] + 20
            and box["y"] - 20 < y < box["y"] + box["height"] + 20
        )
