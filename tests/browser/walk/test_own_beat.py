"""A beat of one's own, as CONTRIBUTING.md adds one: one object in a part of the story."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.support.code_panel import lit
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving

LARGEST_TERM = """async () => {
  const at = "/static/js";
  const { BACKWARD } = await import(`${at}/scenes/walk/beats.js`);
  const { strongest } = await import(`${at}/network/names.js`);
  const { format } = await import(`${at}/kit/format.js`);
  const { aligned, number, symbol } = await import(`${at}/kit/tex.js`);
  const { picture } = await import(`${at}/network/beat_picture.js`);
  window.drawn = [];
  const largestTerm = ({ backward, last }) => {
    const most = strongest(backward.cost_terms);
    const term = backward.cost_terms[most];
    return [
      {
        id: "cost-largest",
        caption: [
          { text: `Output ${most} alone costs ` },
          { text: format(term).text, tone: "accent" },
        ],
        tex: aligned(`${symbol("C", `C_{0,${most}}`)} &= ${number(term)}`),
        lines: ["cost-terms"],
        question: null,
        picture: picture({ activations: last, cost: true, lit: last }),
        duration: 200,
        draw(context, { layout, theme, progress }) {
          const { x, ys, radius } = layout.columns[last - 1];
          context.strokeStyle = theme.accent;
          const far = radius + 6;
          context.strokeRect(x - far, ys[most] - far, 2 * far, 2 * far);
          window.drawn.push(progress);
        },
      },
    ];
  };
  BACKWARD.cost.push(largestTerm);
}"""


@pytest.fixture(scope="module")
def sources() -> Iterator[Serving]:
    """A server of the modules as they stand: the test imports them too."""
    with Serving(NUDGE_SOURCE="1") as serving:
        yield serving


@pytest.fixture
def extended(open_playground: Open, sources: Serving) -> Playground:
    """The page with one beat more, and a drawn 2 that should have been a 3."""
    playground = open_playground(url=sources.url)
    playground.page.evaluate(LARGEST_TERM)
    playground.follow(EXPLAINED.replace("walk/cost", "walk/cost-largest"))
    return playground


def test_a_beat_of_ones_own_is_one_object(extended: Playground) -> None:
    page = extended.page
    expect(page.locator("#parts [aria-current]")).to_have_text("Cost")
    beats = page.locator("#beat-count").text_content() or ""
    assert beats.endswith("/ 39")
    term = max(extended.ask(extended.last_call("backward"))["cost_terms"])
    expect(extended.caption).to_contain_text(f"{term:.2f}")
    expect(page.locator("#formula annotation")).to_contain_text(f"{term:.2f}")
    page.wait_for_function("() => window.drawn.at(-1) === 1")
    drawn = page.evaluate("window.drawn")
    assert sorted(drawn) == drawn


def test_its_lines_of_code_are_lit_and_the_story_goes_through_it(extended: Playground) -> None:
    extended.key("c")
    expect(extended.page.locator("#panel-code .code-line.lit").first).to_be_visible()
    assert all("a - y" in line for line in lit(extended))
    extended.key("ArrowLeft")
    expect(extended.body).to_have_attribute("data-beat", "cost-mean")
    for beat in ("cost-largest", "wishes"):
        extended.key("ArrowRight")
        expect(extended.body).to_have_attribute("data-beat", beat)
