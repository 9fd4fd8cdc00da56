"""The table of nudges: true columns, a true average, and what comes of listening to one alone."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.audit import Audit
from tests.browser.support.nudge_table import ROWS, columns_there
from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import faults

SPECIAL = "(all) => all.map(({ dataset }) => Number(dataset.value))"
AS_AT_FIRST = "columns=262+278+1387+2034+2432+264&over=columns"
"""The lecture's digits, and the average over them."""


@pytest.fixture
def own_table(open_playground: Open) -> Playground:
    """The table of one's own network, all of its columns there, on a page of its own."""
    playground = open_playground(at="descent/wishes?with=own", reduced_motion="reduce")
    complete(playground)
    return playground


@pytest.fixture
def changed(renew: Look) -> Playground:
    """The same on a page that tests share which change its columns."""
    playground = renew(f"descent/wishes?with=own&{AS_AT_FIRST}", reduced_motion="reduce")
    complete(playground)
    return playground


@pytest.fixture
def table(look: Look) -> Playground:
    """The same of the network of this part, on a page that tests share which only look at it."""
    playground = look("descent/wishes?row=0", reduced_motion="reduce")
    complete(playground)
    return playground


def complete(playground: Playground) -> None:
    """Wait until every column has come."""
    expect(columns_there(playground.page)).to_have_count(6)
    playground.settle()


def rows(playground: Playground) -> list[list[float]]:
    """Return the numbers of the rows shown, the average last."""
    return [
        row.locator("[data-value]").evaluate_all(SPECIAL)
        for row in playground.page.locator(ROWS).all()
    ]


def cell(playground: Playground, row: int, column: int) -> Locator:
    return playground.page.locator(ROWS).nth(row).locator("[data-value]").nth(column)


def followed(playground: Playground) -> Locator:
    """What comes of following one digit, or the average."""
    return playground.page.get_by_role("region", name="Following one digit alone")


def shares(playground: Playground) -> list[float]:
    """Return what share of each class is read right."""
    return playground.page.locator("[data-share]").evaluate_all(  # type: ignore[no-any-return]
        "(all) => all.map(({ dataset }) => Number(dataset.share))"
    )


def find_row(playground: Playground, name: str) -> None:
    playground.page.get_by_label("Find a row").fill(name)
    playground.settle()


def test_the_columns_are_the_lectures_digits(table: Playground) -> None:
    labels = table.page.locator("#descent [data-label]").evaluate_all(
        "(all) => all.map(({ dataset }) => dataset.label)"
    )
    assert labels == ["2", "5", "0", "4", "1", "9"]
    names = table.page.locator(f"{ROWS} th > span").all_inner_texts()
    assert names[:3] == ["w₀", "w₁", "w₂"]
    assert names[-1] == "w₁₃₀₀₁"


def test_the_average_is_the_mean_of_the_cells(table: Playground) -> None:
    for name in ("w2 3→7", "w3 5→2", "b3[4]", "w1 406→3"):
        find_row(table, name)
        for *cells, average in rows(table):
            assert len(cells) == 6
            assert average == pytest.approx(math.fsum(cells) / 6, rel=1e-9, abs=1e-18)


def test_the_average_forms_with_every_column(playground: Playground) -> None:
    playground.page.evaluate(
        """() => {
          window.seen = [];
          const note = () => {
            const cells = [...document.querySelectorAll(".wish-row.middle .wish")];
            const there = cells.filter(({ dataset }) => dataset.value !== "");
            window.seen[there.length] ??= there.map(({ dataset }) => Number(dataset.value));
            requestAnimationFrame(note);
          };
          note();
        }"""
    )
    playground.page.evaluate("location.hash = 'descent/wishes'")
    complete(playground)
    seen = playground.page.evaluate("window.seen")
    for count in range(2, 7):  # With the first column the rows are chosen.
        *cells, average = seen[count + 1]
        assert len(cells) == count
        assert average == pytest.approx(math.fsum(cells) / count, rel=1e-9, abs=1e-18)


def test_every_cell_is_what_the_api_says(table: Playground) -> None:
    asked = table.last_call("gradient")
    example = asked.body["examples"][0]
    url = f"{table.page.url.partition('#')[0]}api/digits?split=train&indices={example['index']}"
    (digit,) = table.page.request.get(url).json()["digits"]
    path = asked.path.replace("/gradient", "/backward?weights=true")
    answer = table.page.request.post(
        url.partition("/api")[0] + path,
        data={"pixels": digit["pixels"], "target": digit["label"]},
    ).json()
    find_row(table, "w2 3→7")
    expected = answer["nudges"]["weights"][1][7][3]
    value = float(cell(table, 4, 0).get_attribute("data-value") or "nan")
    assert value == pytest.approx(expected, rel=1e-9)


def test_the_average_over_all_comes_in_steps(changed: Playground) -> None:
    changed.page.get_by_label("Average over").select_option("all")
    expect(changed.page.locator("#descent th > label + span")).to_contain_text("60,000")
    expect(changed.page.locator("#descent [data-caption]")).to_contain_text("60,000")
    average = float(cell(changed, 4, 6).get_attribute("data-value") or "nan")
    assert math.isfinite(average)
    assert average != math.fsum(rows(changed)[4][:6]) / 6


def test_a_cell_opens_the_walk_of_its_digit_at_its_weight(table: Playground) -> None:
    find_row(table, "w3 5→2")
    cell(table, 4, 1).click()
    expect(table.body).to_have_attribute("data-scene", "walk")
    expect(table.body).to_have_attribute("data-beat", "lever-weights")
    expect(table.page.locator("#target-5")).to_have_attribute("aria-pressed", "true")
    expect(table.page.locator("#tip")).to_contain_text(re.compile(r"\b5\b.*\b2\b"))
    table.page.go_back()
    expect(table.body).to_have_attribute("data-beat", "wishes")
    complete(table)


@pytest.mark.parametrize(
    ("name", "beat"),
    [("w1 406→3", "further-pixels"), ("w2 3→7", "further-2-levers"), ("b3[4]", "lever-bias")],
)
def test_a_picture_opens_the_walk_at_the_beat_of_the_row(
    table: Playground, name: str, beat: str
) -> None:
    find_row(table, name)
    table.page.get_by_role("button", name="Open the walk of").nth(4).click()
    expect(table.body).to_have_attribute("data-scene", "walk")
    expect(table.body).to_have_attribute("data-beat", beat)
    expect(table.page.locator("#target-1")).to_have_attribute("aria-pressed", "true")


def test_a_column_can_be_exchanged_for_any_label(changed: Playground) -> None:
    before = rows(changed)
    changed.page.locator("#descent [data-label='4'] select").select_option("7")
    expect(changed.page.locator("#descent [data-label]").nth(3)).to_have_attribute(
        "data-label", "7"
    )
    complete(changed)
    after = rows(changed)
    assert [row[:3] for row in after] == [row[:3] for row in before]
    for *cells, average in after:
        assert average == pytest.approx(math.fsum(cells) / 6, rel=1e-9, abs=1e-18)


def test_the_viewers_own_drawing_becomes_a_column(renew: Look) -> None:
    wishes = EXPLAINED.replace("walk/cost", "descent/wishes")
    explained = renew(f"{wishes}&{AS_AT_FIRST}", reduced_motion="reduce")
    complete(explained)
    explained.page.locator("#descent [data-label='2'] select").select_option("own")
    complete(explained)
    expect(explained.page.locator("#descent [data-label]").first).to_have_attribute(
        "data-label", "3"
    )
    asked: dict[str, Any] = explained.last_call("gradient").body["examples"][0]
    assert asked["target"] == 3
    explained.page.get_by_role("button", name="Open the walk of").first.click()
    expect(explained.body).to_have_attribute("data-scene", "walk")
    expect(explained.page.locator("#undo-stroke")).to_be_enabled()


def test_listening_to_one_alone_ruins_the_others_and_is_undone(own_table: Playground) -> None:
    expect(own_table.page.locator("[data-share] output").first).not_to_be_empty()
    before = shares(own_table)
    own_table.page.get_by_role("button", name="Follow only this 1").click()
    expect(followed(own_table).get_by_role("heading")).not_to_be_empty()
    expect(own_table.page.locator("[data-fallen=true]").nth(4)).to_be_visible()
    own_table.page.get_by_role("button", name="Stop").click()
    expect(own_table.page.get_by_role("button", name="Undo all of it")).to_be_enabled()
    complete(own_table)
    fallen = shares(own_table)
    assert sum(fallen) < sum(before) - 1
    assert fallen[1] >= before[1] - 0.02
    own_table.page.get_by_role("button", name="Undo all of it").click()
    expect(own_table.page.locator("[data-fallen=true]")).to_have_count(0)
    complete(own_table)
    assert shares(own_table) == before


def test_stepping_on_the_average_leaves_nobody_behind(own_table: Playground) -> None:
    expect(own_table.page.locator("[data-share] output").first).not_to_be_empty()
    before = shares(own_table)
    own_table.page.get_by_role("button", name="Step on the average").click()
    expect(followed(own_table).locator("> p")).to_have_text(re.compile(r"^[1-9]\d* "))
    own_table.page.get_by_role("button", name="Stop").click()
    complete(own_table)
    assert min(shares(own_table)) > min(before) - 0.15


def test_the_most_disputed_weight_is_wanted_both_up_and_down(table: Playground) -> None:
    table.page.get_by_role("button", name="Where they disagree most").click()
    table.settle()
    *cells, _ = rows(table)[4]
    assert min(cells) < 0 < max(cells)


def test_nothing_is_cut_off(any_size: Playground) -> None:
    any_size.page.evaluate("location.hash = 'descent/wishes'")
    complete(any_size)
    width = (any_size.page.viewport_size or {"width": 0})["width"]
    if width > 760:
        assert faults(any_size.page, whole=True) == []
    else:  # There the table is scrolled, between its names and the average.
        assert any_size.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.long
def test_nothing_keeps_anybody_out(audit: Audit) -> None:
    audit.playground.page.evaluate("location.hash = 'descent/wishes'")
    complete(audit.playground)
    assert audit.faults() == []
