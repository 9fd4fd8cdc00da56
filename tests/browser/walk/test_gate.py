"""The gate: a nudge of a passes the slope of the curve and goes on as a nudge of z."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.again import again
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, FRAMES
from tests.browser.support.walk import answer_of, formula, numbers, said, show, strongest

TARGET: Final = 3
UNSURE: Final = f"{EXPLAINED.replace('walk/cost', 'walk/levers')}&trained=1000"

COLOURED: Final = """() => {
  const canvas = document.querySelector("#network-view");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const [width, height] = [Math.floor(canvas.width * 0.65), canvas.height];
  const { data } = context.getImageData(0, 0, width, height);
  const seen = { count: 0, right: 0, is_low: false, places: 0 };
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    const isBlue = blue - red > 90 && blue > green;
    const isRed = red - blue > 90 && red - green > 60;
    if (isBlue || isRed) {
      const [x, y] = [((i / 4) % width) / width, Math.floor(i / 4 / width) / height];
      seen.count += 1;
      seen.right = y < 0.75 ? Math.max(seen.right, x) : seen.right;
      seen.is_low ||= y > 0.8;
      seen.places = (seen.places * 31 + i) % 1_000_003;
    }
  }
  return seen;
}"""
"""How much of the picture's left is blue or red: how many pixels, how far right, whether low down,
and a number that tells other places apart."""


def neuron_of(answer: Any, beat: str) -> tuple[int, int]:
    """Return the layer, counted from 1, and the index of the neuron that a gate is of."""
    if beat == "gate":
        return 3, TARGET
    return 2, strongest(answer["nudges"]["biases"][1])


@pytest.mark.parametrize("beat", ["gate", "further-2-gate"])
def test_its_numbers_are_the_servers(look: Look, beat: str) -> None:
    playground = look(UNSURE)
    show(playground, beat)
    answer = answer_of(playground)
    layer, index = neuron_of(answer, beat)
    of_a = answer["nudges"]["activations"][layer - 1][index]
    of_z = -answer["deltas"][layer - 1][index]
    slope = answer["slopes"][layer - 1][index]
    assert of_z == pytest.approx(of_a * slope)
    come, at_slope, gone = numbers(playground.caption.inner_text())
    assert (come, at_slope, gone) == (said(of_a), said(slope), said(of_z))
    shown = [float(number) for number in numbers(formula(playground).partition("\\\\")[2])]
    assert shown[0] == pytest.approx(abs(of_a), abs=0.006)
    assert shown[-1] == pytest.approx(abs(of_z), rel=0.05)


def test_the_levers_after_it_go_on_from_the_nudge_of_z(look: Look) -> None:
    playground = look(UNSURE)
    of_z = -answer_of(playground)["deltas"][2][TARGET]
    for beat in ("lever-bias", "lever-weights", "lever-activations"):
        show(playground, beat)
        row = formula(playground).partition("\\\\")[2]
        first = float(numbers(row.partition("=")[2])[0])
        assert first == pytest.approx(abs(of_z), abs=0.006)
        assert re.search(r"= *-\(", row) is None


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_the_nudge_comes_along_a_and_leaves_along_z(
    open_playground: Open, size: dict[str, int]
) -> None:
    playground = open_playground(size, at=UNSURE)  # type: ignore[arg-type]
    playground.take_clock()
    playground.key("ArrowRight")
    expect(playground.body).to_have_attribute("data-beat", "gate")
    playground.settle()  # It waits for its curve.
    seen = []
    for _ in range(40):  # Each about 100 ms of the page's time.
        playground.page.clock.fast_forward(100)
        seen.append(playground.page.evaluate(COLOURED))
    right = [each["right"] for each in seen]
    low = [each["is_low"] for each in seen]
    come, at_curve, gone = (
        next(n for n, there in enumerate(found) if there)
        for found in (right, [x > right[-1] + 0.15 for x in right], low)
    )
    assert come < at_curve < gone  # Along a, to the curve, along z.
    assert seen[gone - 1]["count"] < seen[at_curve]["count"]  # It has been squeezed.
    assert right[-1] == right[gone] < 0.4  # Nothing of it is left at the curve,
    assert low[-1]  # it stays along z,
    assert seen[-1] == seen[-2]  # and it has come to rest.


def test_without_motion_it_is_there_at_once(look: Look) -> None:
    calm = look(UNSURE.replace("levers", "gate"), reduced_motion="reduce")
    before = calm.page.evaluate(COLOURED)
    calm.page.evaluate(FRAMES, 30)
    assert calm.page.evaluate(COLOURED) == before
    assert before["is_low"]


def test_an_output_of_softmax_has_no_gate(open_playground: Open) -> None:
    playground = open_playground(at=UNSURE.replace("&trained=1000", ""), reduced_motion="reduce")
    choice = playground.page.get_by_label("Network", exact=True)
    labels = choice.locator("option").all_inner_texts()
    choice.select_option(label=next(text for text in labels if "ReLU, softmax" in text))
    playground.settle()
    playground.key("PageDown")
    expect(playground.body).to_have_attribute("data-beat", "lever-bias")
    show(playground, "further-2-gate")
    answer = answer_of(playground)
    assert answer["slopes"][2] is None
    slope = answer["slopes"][1][strongest(answer["nudges"]["biases"][1])]
    assert f"slope {slope:.0f} " in playground.caption.inner_text()


def test_nudges_of_a_and_of_z_have_names_and_colours_of_their_own(look: Look) -> None:
    playground = look(UNSURE)
    show(playground, "gate")
    colours = {
        name: {
            playground.page.locator(found).first.evaluate("(it) => getComputedStyle(it).color")
            for found in (f"#caption .of-{name}", f"#formula [data-symbol=nudge-{name}]")
        }
        for name in ("a", "z")
    }
    assert [len(found) for found in colours.values()] == [1, 1]
    assert colours["a"] != colours["z"]
    show(playground, "wishes")
    wish = playground.page.locator("#formula [data-symbol=nudge-a]").first
    assert {wish.evaluate("(it) => getComputedStyle(it).color")} == colours["a"]
