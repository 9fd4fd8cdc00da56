"""The last step back: what the drawing itself should have been, pixel by pixel."""

from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, FRAMES, Playground
from tests.browser.support.walk import answer_of, formula, numbers, said, show, strongest

BEAT: Final = "further-drawing"
AT: Final = EXPLAINED.replace("walk/cost", f"walk/{BEAT}")
SEEN: Final = 0.09
"""Pixels with a larger share of the largest nudge have clearly a colour."""

COLOURED: Final = """() => {
  const canvas = document.querySelector("#network-view");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const { data } = context.getImageData(0, 0, canvas.width * 0.6, canvas.height);
  let [blue, red, lower] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    const lead = data[i + 2] - data[i];
    blue += Number(lead > 60);
    red += Number(lead < -34);
    const isLower = i > data.length / 2 ? 1 : -1;
    lower += isLower * (Number(lead > 60) - Number(lead < -34));
  }
  return [blue, red, lower];
}"""


def coloured(playground: Playground) -> tuple[int, int]:
    """Return how many points of the network's picture are blue and how many are red."""
    blue, red, _ = playground.page.evaluate(COLOURED)
    return blue, red


def test_ink_is_asked_for_where_the_nudges_are_positive(viewed: Playground) -> None:
    show(viewed, BEAT)
    nudges = answer_of(viewed)["nudges"]["inputs"]
    most = max(map(abs, nudges))
    more = sum(nudge > SEEN * most for nudge in nudges)
    less = sum(nudge < -SEEN * most for nudge in nudges)
    blue, red = coloured(viewed)
    _, _, lower = viewed.page.evaluate(COLOURED)
    signs = [(nudge > SEEN * most) - (nudge < -SEEN * most) for nudge in nudges]
    expected = sum(signs[392:]) - sum(signs[:392])
    assert abs(expected) > 10
    assert lower * expected > 0  # More of the one in the lower half.
    assert blue / (blue + red) == pytest.approx(more / (more + less), abs=0.06)


def test_its_formula_is_of_the_strongest_pixel(viewed: Playground) -> None:
    show(viewed, BEAT)
    answer = answer_of(viewed)
    nudges, delta = answer["nudges"]["inputs"], answer["deltas"][0]
    pixel = strongest(nudges)
    assert f"a^{{(0)}}_{{{pixel}}}" in formula(viewed)
    value, factor, _ = numbers(formula(viewed))
    assert value == said(nudges[pixel])
    assert factor in [said(each) for each in delta]


def test_it_grows_out_of_the_inputs_and_then_its_nudges_come(open_playground: Open) -> None:
    playground = open_playground(at=AT.replace(BEAT, "further-pixels"))
    expect(playground.body).to_have_attribute("data-beat", "further-pixels")
    playground.take_clock()
    playground.key("ArrowRight")
    expect(playground.body).to_have_attribute("data-beat", BEAT)
    seen = []
    for _ in range(20):  # Each 100 ms of the page's time.
        playground.page.clock.fast_forward(100)
        seen.append(sum(coloured(playground)))
    grown = seen.index(min(seen))
    assert seen[grown] < 0.2 * seen[-1]  # It covers the network, and has no colours yet.
    assert any(seen[grown] < coming < seen[-1] for coming in seen[grown:])
    assert seen[-1] == seen[-2]


def test_without_motion_it_is_there_at_once(look: Look) -> None:
    calm = look(AT, reduced_motion="reduce")
    before = coloured(calm)
    calm.page.evaluate(FRAMES, 30)
    assert coloured(calm) == before
    assert min(before) > 0


def test_it_stands_between_the_weights_of_the_pixels_and_the_step(viewed: Playground) -> None:
    show(viewed, "further-pixels")
    for key, beat in (
        ("PageDown", BEAT),
        ("PageDown", "step-ready"),
        ("PageUp", BEAT),
        ("PageUp", "further-pixels"),
    ):
        viewed.key(key)
        expect(viewed.body).to_have_attribute("data-beat", beat)


def test_the_sheet_has_its_numbers(viewed: Playground) -> None:
    show(viewed, BEAT)
    session: Any = viewed.last_call("backward").path.split("/")[3]
    call = viewed.last_call("backward").body
    answer = viewed.page.request.post(
        f"{viewed.url}/api/sessions/{session}/tables/walk", data={**call, "beat": BEAT}
    )
    assert answer.ok
    titles = " ".join(table["title"] for table in answer.json()["tables"])
    assert "pixels with the strongest nudges" in titles
