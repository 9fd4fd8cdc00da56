"""Screens of another kind: chosen colours, and one that becomes another while somebody draws."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, FRAMES

KNOWN: Final = EXPLAINED.partition("?")[2]
SYSTEM: Final = """(name) => {
  const sample = document.createElement("span");
  sample.style.color = name;
  document.body.append(sample);
  const { color } = getComputedStyle(sample);
  sample.remove();
  return color;
}"""
COLOUR_OF: Final = """([selector, property, pseudo]) =>
  getComputedStyle(document.querySelector(selector), pseudo)[property]"""
WRITES_IN: Final = """([colour, selector]) => {
  const canvas = document.querySelector(selector);
  const [red, green, blue] = colour.match(/\\d+/g).map(Number);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    count += data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] > 250;
  }
  return count;
}"""
CANVASES: Final = """() => ["#pad", "#network-view"].map((selector) => {
  const canvas = document.querySelector(selector);
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const fine = [canvas.width - Math.round(canvas.clientWidth * devicePixelRatio),
    canvas.height - Math.round(canvas.clientHeight * devicePixelRatio)];
  return { at: [x, y, width, height], fine };
})"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_forced_colours_keep_what_is_marked(look: Look, theme: str, scheme: str) -> None:
    playground = look(f"walk/cost?{KNOWN}", reduced_motion="reduce", forced_colors="active")
    page = playground.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    page.evaluate(FRAMES, 4)
    ground, ink, accent = (
        page.evaluate(SYSTEM, name) for name in ("Canvas", "CanvasText", "Highlight")
    )

    def colour(selector: str, of: str, pseudo: str | None = None) -> str:
        found: str = page.evaluate(COLOUR_OF, [selector, of, pseudo])
        return found

    assert colour("body", "backgroundColor") == ground
    assert colour("#target-3", "borderColor") == accent != colour("#target-4", "borderColor")
    current = colour(".part[aria-current]", "backgroundImage", "::before")
    assert accent in current
    assert accent not in colour(".part:not([aria-current])", "backgroundImage", "::before")
    assert page.evaluate(WRITES_IN, [ink, "#network-view"]) > 100
    playground.follow(f"vanishing/depth?{KNOWN}")
    assert colour("#vanishing .bars-bar", "backgroundColor") not in (ground, "rgba(0, 0, 0, 0)")
    # What only divides is weaker than what is told, though its colour may be a strong one.
    expect(page.locator("#vanishing .uplot canvas").first).to_be_visible()
    playground.settle()
    weak = page.evaluate(SYSTEM, "GrayText")
    assert page.evaluate(WRITES_IN, [weak, "#vanishing .uplot canvas"]) == 0
    playground.follow("calculus/chain")
    assert colour("#calculus .calc-ring", "stroke") == weak
    assert float(colour("#calculus .calc-ring", "strokeOpacity")) < 0.6


def test_nothing_moves_or_blurs_under_a_pen(open_playground: Open) -> None:
    playground = open_playground(reduced_motion="reduce")
    page = playground.page
    playground.watch.provoked("status of 503")
    devtools = page.context.new_cdp_session(page)
    box = playground.pad.bounding_box()
    assert box is not None

    def move(share: float) -> None:
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.5)

    move(0.2)
    page.mouse.down()
    move(0.3)
    before = page.evaluate(CANVASES)
    screen = {"width": 1280, "height": 720, "mobile": False}
    for share, change in (
        (0.4, lambda: devtools.send("Emulation.setDeviceMetricsOverride", screen | density(2))),
        (0.5, lambda: page.evaluate("document.querySelector('#theme').click()")),
        (0.6, lambda: page.evaluate("document.fonts.load('700 20px \"Inter Variable\"', 'σ')")),
        (0.7, lambda: page.route("**/forward*", lambda route: route.fulfill(status=503))),
        (0.8, lambda: devtools.send("Emulation.setDeviceMetricsOverride", screen | density(1.5))),
    ):
        change()
        move(share)
        page.evaluate(FRAMES, 4)
        now = page.evaluate(CANVASES)
        assert [each["at"] for each in now] == [each["at"] for each in before]
        assert [each["fine"] for each in now] == [[0, 0], [0, 0]]
    expect(playground.message).to_be_visible()
    assert [each["at"] for each in page.evaluate(CANVASES)] == [each["at"] for each in before]
    page.mouse.up()
    playground.press("undo-stroke")  # It was one.
    expect(playground.body).to_have_attribute("data-empty", "")


def density(ratio: float) -> dict[str, float]:
    return {"deviceScaleFactor": ratio}
