"""A beat of one's own: what CONTRIBUTING.md writes of it, as it is written there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.support.code_panel import lit
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.printing import printed
from tests.browser.support.serving import Serving

WRITTEN = (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILE = "/static/js/scenes/walk/largest_term.js"

ADD = """async (file) => {
  const { BACKWARD } = await import("/static/js/scenes/walk/beats.js");
  const { largestTermBeats } = await import(file);
  window.drawn = [];
  const watched = (beat) => ({
    ...beat,
    draw(context, frame) {
      window.drawn.push(frame.progress);
      beat.draw(context, frame);
    },
  });
  BACKWARD.cost.push((facts) => largestTermBeats(facts).map(watched));
}"""

TABLE = """
from app.take_home import cost_tables, tables

cost_tables.strongest = tables.strongest
exec({function!r}, vars(cost_tables))
shipped = cost_tables.cost_tables

def with_largest(facts, mean):
    yield from shipped(facts, mean)
    yield cost_tables.largest_table(facts).on("cost-largest")

cost_tables.cost_tables = with_largest
"""


def example(language: str, name: str) -> str:
    """Return the code in CONTRIBUTING.md that makes a name."""
    (found,) = [
        code
        for code in re.findall(rf"^```{language}\n(.*?)^```", WRITTEN, re.DOTALL | re.MULTILINE)
        if f"{name}(" in code
    ]
    return str(found)


@pytest.fixture(scope="module")
def sources() -> Iterator[Serving]:
    """A server of the modules as they stand: the test imports them too."""
    table = TABLE.format(function=example("python", "largest_table"))
    with Serving(first=table, NUDGE_SOURCE="1") as serving:
        yield serving


@pytest.fixture
def extended(open_playground: Open, sources: Serving) -> Playground:
    """The page with one beat more, and a drawn 2 that should have been a 3."""
    playground = open_playground(url=sources.url)
    script = example("js", "largestTermBeats")
    playground.page.route(
        f"**{FILE}", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    playground.page.evaluate(ADD, FILE)
    playground.follow(EXPLAINED.replace("walk/cost", "walk/cost-largest"))
    return playground


def test_a_beat_of_ones_own_is_one_object(extended: Playground) -> None:
    page = extended.page
    expect(page.locator("#parts [aria-current]")).to_have_text("Cost")
    term = max(extended.ask(extended.last_call("backward"))["cost_terms"])
    expect(extended.caption).to_contain_text(f"{term:.2f}")
    expect(page.locator("#formula annotation")).to_contain_text(f"{term:.2f}")
    page.wait_for_function("() => window.drawn.at(-1) === 1")
    drawn = page.evaluate("window.drawn")
    assert sorted(drawn) == drawn


def test_its_numbers_are_printed(extended: Playground) -> None:
    terms = extended.ask(extended.last_call("backward"))["cost_terms"]
    most = terms.index(max(terms))
    assert printed(extended) == [
        ["The largest term"],
        ["quantity", "number"],
        [f"output {most}", f"{terms[most]:.2f}"],
    ]


def test_its_lines_of_code_are_lit_and_the_story_goes_through_it(extended: Playground) -> None:
    count = extended.page.locator("#beat-count")
    index, beats = map(int, (count.text_content() or "").split(" / "))
    extended.key("c")
    expect(extended.page.locator("#panel-code [data-line][aria-current]").first).to_be_visible()
    assert all("a - y" in line for line in lit(extended))
    extended.key("ArrowLeft")
    expect(extended.body).to_have_attribute("data-beat", "cost-mean")
    for beat in ("cost-largest", "wishes"):
        extended.key("ArrowRight")
        expect(extended.body).to_have_attribute("data-beat", beat)
    expect(count).to_have_text(f"{index + 1} / {beats}")
