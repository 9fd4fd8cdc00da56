"""What the room has drawn is the descent's mini-batch: columns, their average, a step along it."""

import re
import secrets
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import APIResponse, Request, Route, expect

from app.data.digits import Digits, load
from app.nn.network import Network
from app.nn.serialization import load_into
from app.nn.training import one_hot
from tests import unencrypted
from tests.again import again_with
from tests.browser.support.desk import Desk, give_back, open_remote
from tests.browser.support.hall import GOING, Hall
from tests.browser.support.nudge_table import AVERAGE_NAME, FIGURES, OPENERS, ROWS, columns_there
from tests.browser.support.opening import Contexts, Open
from tests.browser.support.phones import Phone
from tests.browser.support.playground import EXPLAINED, Playground

MOST_BYTES = 8000
"""Of a step, for each phone: 300 of them are to stay within 3 MB a second."""
CELLS = "(all) => all.map(({ dataset }) => [Number(dataset.index), Number(dataset.value)])"
AVERAGES = "(all) => all.map(({ dataset }) => Number(dataset.value))"


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load()


class Lesson:
    """A projector whose room draws, and the remote that leads it."""

    def __init__(self, projector: Playground, seats: int, contexts: Contexts) -> None:
        self.projector = projector
        self.page = projector.page
        self.hall = Hall(projector, seats)
        self.desk: Desk = open_remote(contexts, self.hall)

    def draw(self, digits: Digits) -> tuple[np.ndarray, np.ndarray]:
        """Have every seat draw a test digit; return pictures and labels as the room keeps them."""
        count = len(self.hall.seats)
        self.desk.unfold("Drawings")
        self.desk.page.get_by_label("Which digit").select_option("")
        self.desk.press("Have it drawn")
        self.hall.until("drawing", True)
        pixels, labels = digits.test.pixels(slice(0, count)), digits.test.labels[:count]
        self.hall.draw(zip(pixels.tolist(), labels.tolist(), strict=True))
        expect(self.desk.wall).to_have_count(count)
        return pixels.astype(np.float32).astype(np.float64), labels

    @property
    def network(self) -> Network:
        """What the room sees now."""
        network = Network([784, 16, 16, 10])
        load_into(network.parameters, unencrypted.get(f"{self.hall.at}/parameters").content)
        return network

    def expect_table(self, columns: int, count: int) -> None:
        """Wait until all columns are there, and the average over all drawings."""
        expect(columns_there(self.page)).to_have_count(columns)
        expect(self.page.locator(AVERAGE_NAME)).to_have_text(f"of {count}")


@pytest.fixture
def begin(contexts: Contexts, open_playground: Open) -> Iterator[Callable[[int], Lesson]]:
    """Begins a lesson with so many seats."""
    begun: list[Lesson] = []

    def one(seats: int) -> Lesson:
        projector = open_playground(at=EXPLAINED, reduced_motion="reduce")
        begun.append(Lesson(projector, seats, contexts))
        return begun[-1]

    yield one
    for lesson in begun:
        give_back(contexts, lesson.desk)
        assert lesson.desk.errors == []


# One, some of them, and more than there are columns, all of them; before a change is taken as many
# as a room holds.
@pytest.mark.parametrize(
    ("count", "picked"),
    [(10, 3), *(again_with(count, count) for count in (1, 40, 500))],
)
def test_all_that_was_drawn_is_one_mini_batch(
    begin: Callable[[int], Lesson], digits: Digits, count: int, picked: int
) -> None:
    """The columns are those that were let through, the average is over all."""
    lesson = begin(count)
    desk, page = lesson.desk, lesson.page
    x, labels = lesson.draw(digits)
    if picked == count:
        desk.press("Show all")
    else:
        desk.let_through(picked)
    columns = min(picked, 6)
    expect(page.get_by_test_id("wall").locator("li")).to_have_count(picked)
    expect(page.get_by_role("heading", name="Draw a digit")).to_be_in_viewport(ratio=1)
    desk.press("All as the mini-batch")
    expect(lesson.projector.body).to_have_attribute("data-beat", "wishes")
    expect(page.get_by_test_id("wall")).to_be_hidden()
    lesson.expect_table(columns, count)

    network = lesson.network
    wanted = -network.backprop(x, one_hot(labels, 10)).gradient.vector
    of_each = [
        -network.backprop(x[[k]], one_hot(labels[[k]], 10)).gradient.vector for k in range(columns)
    ]
    names = [f"Open the walk of this {label}" for label in labels[:columns]]
    for head, name in zip(page.locator(OPENERS).all(), names, strict=True):
        expect(head).to_have_attribute("aria-label", name)
    for row in page.locator(ROWS).all():
        cells = row.locator("button").evaluate_all(CELLS)
        index = cells[0][0]
        expected = [vector[index] for vector in of_each]
        np.testing.assert_allclose([value for _, value in cells], expected, atol=1e-12)
        average = row.locator("output").evaluate_all(AVERAGES)
        np.testing.assert_allclose(average, [wanted[index]], atol=1e-12)

    desk.press("Step on the room's batch")
    before, after = (
        int((network.forward(x).prediction == labels).sum()) / count * 100,
        lambda: int((lesson.network.forward(x).prediction == labels).sum()) / count * 100,
    )
    figures = page.locator(FIGURES)
    expect(figures).to_contain_text(f"The room's {count}: {before:.0f} % → ")
    expect(figures).to_contain_text(f"→ {after():.0f} % read right")
    expect(desk.page.get_by_test_id("remote-result")).to_have_text(figures.text_content() or "")
    moved = lesson.network.parameters.vector - network.parameters.vector
    np.testing.assert_allclose(moved, wanted, atol=1e-12)
    lesson.expect_table(columns, count)
    assert lesson.hall.state["drawings"]["step"]["count"] == count


def read_as_a_four(hall: Hall) -> float:
    """Return how far the drawing that was let through is read as what it is."""
    *_, shown = hall.got("drawings/shown")["drawings"]
    return float(shown["reading"]["activation"])


TEXTS = """(rows) =>
  rows.map((row) => [...row.querySelectorAll("[data-index]")].map((cell) => cell.textContent))"""


def expect_same_table(lesson: Lesson, phone: Phone) -> None:
    """Wait until a phone whose own is the third column shows the projector's numbers."""
    rows = lesson.page.locator(ROWS).evaluate_all(TEXTS)
    assert len(rows) == 7
    for row, (one, two, own, average) in enumerate(rows):
        cells = phone.scene.locator(ROWS).nth(row).locator("[data-index]")
        for cell, value in enumerate((own, one, two, average)):
            expect(cells.nth(cell)).to_have_text(value)


@pytest.mark.long
def test_a_phone_follows_with_its_own_drawing(
    begin: Callable[[int], Lesson], contexts: Contexts, digits: Digits
) -> None:
    lesson = begin(2)
    phone = Phone(contexts)
    phone.page.goto(f"{lesson.hall.at.partition('/api/')[0]}/r/{lesson.hall.code}")
    lesson.draw(digits)
    phone.draw_a_four()
    phone.page.get_by_label("It is a").select_option("4")
    phone.press("Send")
    expect(lesson.desk.wall).to_have_count(3)
    lesson.desk.let_through(3)
    lesson.desk.press("Take no more")
    expect(lesson.page.get_by_test_id("wall").locator("li")).to_have_count(3)
    lesson.desk.press("All as the mini-batch")
    expect(lesson.page.get_by_test_id("question")).to_be_visible()
    lesson.desk.press("Reveal")
    lesson.expect_table(3, 3)
    phone.expect_beat("descent/wishes")
    address = lesson.hall.until_address("over=room&row=")
    assert "columns=" not in address
    expect(columns_there(phone.scene).first).to_contain_text("your 4")
    expect_same_table(lesson, phone)
    before = read_as_a_four(lesson.hall)
    (middle,) = re.findall(r"row=(\d+)", address)
    average = lesson.page.locator(f"output[data-index='{middle}']")
    shown = average.text_content() or ""
    fetched: list[Request] = []
    phone.page.on("requestfinished", lambda request: fetched.append(request))  # noqa: PLW0108
    lesson.page.get_by_role("button", name="Step on the room’s batch").click()
    expect(average).not_to_have_text(shown)
    lesson.expect_table(3, 3)
    expect_same_table(lesson, phone)
    sizes = [request.sizes() for request in fetched]
    size = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    assert size <= MOST_BYTES, [request.url for request in fetched]
    own = phone.drawn.first
    expect(own).to_contain_text(f"Your 4: {before:.2f} → ")
    expect(own).to_contain_text(f" → {read_as_a_four(lesson.hall):.2f}")
    expect(own).to_be_visible()
    phone.close()
    assert phone.errors == []


def test_without_a_drawing_that_was_let_through_it_is_said(
    begin: Callable[[int], Lesson], digits: Digits
) -> None:
    lesson = begin(1)
    lesson.draw(digits)
    lesson.desk.press("All as the mini-batch")
    expect(lesson.projector.message).not_to_be_empty()


RELOADED_AT = """(address) => {
  history.replaceState(history.state, "", address);
  location.reload();
}"""
"""The address is written late: the page may be loaded again before it says what is shown."""


@pytest.mark.long
def test_what_is_hidden_again_is_no_column_any_more(
    begin: Callable[[int], Lesson], digits: Digits
) -> None:
    """And a page that is loaded again comes back to the room's batch."""
    lesson = begin(4)
    lesson.draw(digits)
    lesson.desk.let_through(3)
    lesson.desk.press("Take no more")
    lesson.desk.press("All as the mini-batch")
    lesson.expect_table(3, 4)
    lesson.desk.wall.nth(1).click()
    lesson.expect_table(2, 4)
    names = lesson.page.locator(OPENERS)
    labels = [int(digits.test.labels[index]) for index in (0, 2)]
    for place, label in enumerate(labels):
        expect(names.nth(place)).to_have_attribute("aria-label", f"Open the walk of this {label}")
    lesson.hall.until_address("over=room")
    lesson.projector.watch.tolerate(GOING)
    for address in (lesson.page.evaluate("location.hash"), "#descent/wishes"):
        with lesson.page.expect_event("load"):
            lesson.page.evaluate(RELOADED_AT, address)
        lesson.expect_table(2, 4)
    lesson.desk.press("Show none")
    lesson.expect_table(0, 4)


@pytest.mark.long
def test_the_steps_on_the_batch_can_be_undone_beside_its_table(
    begin: Callable[[int], Lesson], digits: Digits
) -> None:
    lesson = begin(3)
    lesson.draw(digits)
    lesson.desk.let_through(1)
    lesson.desk.press("Take no more")
    lesson.desk.press("All as the mini-batch")
    lesson.expect_table(1, 3)
    before = lesson.network.parameters.vector
    undo = lesson.page.get_by_role("button", name="Undo all of it")
    expect(undo).to_be_disabled()
    for iteration in (1, 2):
        lesson.page.get_by_role("button", name="Step on the room’s batch").click()
        expect(lesson.projector.iteration).to_have_text(str(iteration))
    figures = lesson.page.locator(FIGURES)
    expect(figures).to_contain_text("The room's 3:")
    undo.click()
    expect(lesson.projector.iteration).to_have_text("0")
    expect(undo).to_be_disabled()
    expect(figures).not_to_contain_text("The room's 3:")
    np.testing.assert_array_equal(lesson.network.parameters.vector, before)
    assert lesson.hall.state["drawings"]["step"] is None


@pytest.mark.long
def test_all_are_shown_that_have_come_though_the_wall_is_behind(
    begin: Callable[[int], Lesson], digits: Digits
) -> None:
    lesson = begin(3)
    desk, hall = lesson.desk.page, lesson.hall
    lesson.draw(digits)
    held: list[Route] = []
    desk.route("**/drawings", lambda route: held.append(route))  # noqa: PLW0108
    late = secrets.token_urlsafe(16)
    hall.got("", seat=late)
    hall.seats = [late]
    hall.draw([(digits.test.pixels(9).tolist(), 9)])
    expect(desk.get_by_text("4 drawings")).to_be_visible()
    expect(lesson.desk.wall).to_have_count(3)
    lesson.desk.press("Show all")
    desk.unroute_all()
    expect(lesson.page.get_by_test_id("wall").locator("li")).to_have_count(4)
    expect(lesson.desk.wall).to_have_count(4)


@pytest.mark.long
def test_a_tap_counts_though_what_was_asked_before_it_comes_after_it(
    begin: Callable[[int], Lesson], digits: Digits
) -> None:
    lesson = begin(3)
    desk, hall = lesson.desk.page, lesson.hall
    lesson.draw(digits)
    late: list[tuple[Route, APIResponse]] = []
    desk.route("**/drawings", lambda route: late.append((route, route.fetch())), times=1)
    with desk.expect_request("**/drawings"):
        hall.seats = [secrets.token_urlsafe(16)]
        hall.draw([(digits.test.pixels(9).tolist(), 9)])
    lesson.desk.wall.nth(0).click()
    wall = lesson.page.get_by_test_id("wall").locator("li")
    expect(wall).to_have_count(1)
    for route, answer in late:
        route.fulfill(response=answer)
    expect(lesson.desk.wall).to_have_count(4)
    lesson.desk.wall.nth(1).click()
    expect(wall).to_have_count(2)
