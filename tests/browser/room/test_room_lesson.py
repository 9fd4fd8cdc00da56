"""A whole lesson: a projector, the presenter's window, a remote, and three seats in its room."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.data.digits import load
from tests.again import again
from tests.browser.support.audit import AXE, RUN
from tests.browser.support.desk import Desk, give_back, open_remote
from tests.browser.support.hall import Hall
from tests.browser.support.nudge_table import FIGURES
from tests.browser.support.opening import PHONE, Contexts, Open
from tests.browser.support.phones import SIDEWAYS, UPRIGHT, Phone
from tests.browser.support.playground import EXPLAINED, FOLLOW

LOW: Final[ViewportSize] = {"width": 375, "height": 640}
NEXT: Final = EXPLAINED.replace("cost", "lever-bias")
SEATS: Final = 3
FOURS: Final = (4, 6)
"""Two test digits, as the seats without a phone draw them."""


class Lesson:
    """All the pages of it, and what the seats without one do over HTTP."""

    def __init__(
        self,
        contexts: Contexts,
        open_playground: Open,
        sizes: Sequence[ViewportSize],
    ) -> None:
        self._contexts = contexts
        self.projector = open_playground(at=EXPLAINED, reduced_motion="reduce")
        self.page = self.projector.page
        self.hall = Hall(self.projector, SEATS - len(sizes))
        with self.page.expect_popup() as popup:
            self.page.get_by_role("button", name="Presenter's window").click()
        self.window = Desk(popup.value)
        self.remote = open_remote(contexts, self.hall)
        self.phones = [Phone(contexts, size) for size in sizes]
        for phone in self.phones:
            phone.page.goto(f"{self.hall.at.replace('/api/rooms', '/r')}")
        self.desks = [self.window, self.remote]
        for page in self._audited:
            page.evaluate(AXE.read_text("utf-8"))

    @property
    def _audited(self) -> list[Page]:
        return [each.page for each in (*self.desks, *self.phones)]

    def vote(self, *choices: int) -> None:
        """Let each seat answer, and the lecturer's pages count it; nobody is told how many."""
        for phone, choice in zip(self.phones, choices, strict=False):
            phone.choices.nth(choice).click()
        for seat, choice in enumerate(choices[len(self.phones) :]):
            self.hall.vote(seat, choice)
        for desk in self.desks:
            expect(desk.page.get_by_text("3 of 3 have answered")).to_be_visible()
        for phone in self.phones:
            expect(phone.standing).to_contain_text("3 answers so far")
            expect(phone.page.get_by_test_id("histogram")).to_be_hidden()
        expect(self.page.get_by_test_id("tally")).to_be_hidden()

    def expect_beat(self, beat: str) -> None:
        """Wait until all of it shows a beat."""
        expect(self.projector.body).to_have_attribute("data-beat", beat.partition("/")[2])
        for phone in self.phones:
            phone.expect_beat(beat)

    def audit(self) -> None:
        """Find nothing that keeps anybody out of a desk or a seat."""
        for page in self._audited:
            assert page.evaluate(RUN, None) == []

    def close(self) -> None:
        """Close what the projector's fixture does not."""
        give_back(self._contexts, self.remote)
        for phone in self.phones:
            phone.close()
        errors = [error for each in (*self.desks, *self.phones) for error in each.errors]
        assert errors == []


# One phone shows what a seat sees; what one does not see of another, and how all look on phones
# held otherwise, is looked at before a change is taken.
@pytest.fixture(params=[(UPRIGHT,), *again((UPRIGHT, UPRIGHT, SIDEWAYS))], ids=["one", "three"])
def lesson(
    request: pytest.FixtureRequest, contexts: Contexts, open_playground: Open
) -> Iterator[Lesson]:
    lesson = Lesson(contexts, open_playground, request.param)
    yield lesson
    lesson.close()


def test_a_whole_lesson(lesson: Lesson) -> None:
    expect(lesson.page.get_by_text("3 people here")).to_be_visible()
    scrolled = lesson.window.page.locator(
        "div:has(> section)"
    )  # Its bars have the theme's colours.
    expect(scrolled).not_to_have_css("scrollbar-color", "auto")
    expect(lesson.remote.page.get_by_test_id("remote-here")).to_have_text("3 people here")
    lesson.expect_beat("walk/cost")
    lead_on(lesson)
    ask_what_the_talk_asks(lesson)
    ask_a_question_of_ones_own(lesson)
    hear_who_is_lost(lesson)
    let_drawings_through(lesson)
    send_one_to_the_pad(lesson)
    step_on_all(lesson)
    blank_and_time(lesson)
    end(lesson)


def lead_on(lesson: Lesson) -> None:
    """Two buttons lead, and what is next is known before."""
    following = lesson.remote.next.text_content() or ""
    lesson.remote.press("Next")  # The code goes away, and the lecture on.
    expect(lesson.hall.code_shown).to_be_hidden()
    for desk in lesson.desks:
        expect(desk.now).to_have_text(following)
    assert lesson.projector.beat != "cost"
    lesson.window.press("Back")
    lesson.expect_beat("walk/cost")


def ask_what_the_talk_asks(lesson: Lesson) -> None:
    """Votes in two rounds, then what is right."""
    lesson.page.evaluate(FOLLOW, NEXT)
    expect(lesson.page.get_by_test_id("question")).to_be_visible()
    lesson.vote(0, 0, 1)
    tally = lesson.remote.page.get_by_test_id("tally").locator("b")
    expect(tally).to_have_text(["2", "1", "0", "0"])
    lesson.audit()
    expect_in_reach(lesson.remote, "Reveal", "Vote again", "Next")
    lesson.window.press("Vote again")
    expect(lesson.page.get_by_test_id("talk")).to_contain_text("Talk to your neighbour")
    for phone in lesson.phones:
        expect(phone.page.get_by_text("Asked once more")).to_be_visible()
    lesson.vote(0, 1, 1)
    lesson.remote.press("Reveal")
    corner = lesson.page.get_by_test_id("room-count")
    expect(corner).to_have_text(f"{lesson.hall.code} · 3")  # Nobody needs to talk any more.
    both = ["2", "1", "1", "2", "0", "0", "0", "0"]
    for page in (lesson.page, lesson.remote.page, lesson.window.page):
        expect(page.get_by_test_id("tally").locator("b")).to_have_text(both)
    for phone, is_right in zip(lesson.phones, (False, True, True), strict=False):
        predicted = phone.page.get_by_test_id("predicted")
        expect(predicted).to_have_attribute("data-right", str(is_right).lower())
    lesson.audit()


def expect_in_reach(desk: Desk, *names: str) -> None:
    """Nothing need be scrolled for the next press, on a low phone either."""
    for size in (LOW, SIDEWAYS, PHONE):
        desk.page.set_viewport_size(size)
        for name in names:
            button = desk.page.get_by_role("button", name=name, exact=True)
            expect(button).to_be_in_viewport(ratio=1)


def ask_a_question_of_ones_own(lesson: Lesson) -> None:
    page = lesson.window.page
    page.get_by_label("Question", exact=True).fill("Which learns fastest?")
    for place, words in enumerate(("a small rate", "a large rate", "nobody knows"), 1):
        page.get_by_label(f"Answer {place}").fill(words)
    page.get_by_label("Right answer").select_option(label="2")
    lesson.window.press("Ask")
    own = lesson.page.get_by_test_id("own-question")
    expect(own).to_have_text("Which learns fastest?")
    expect(lesson.phones[0].choices).to_have_text(["a small rate", "a large rate", "nobody knows"])
    lesson.vote(1, 2, 2)
    expect(lesson.page.get_by_text("3 of 3 have answered")).to_be_visible()
    lesson.remote.press("Reveal")
    told = lesson.page.get_by_role("region", name="The room", exact=True).get_by_test_id("tally")
    expect(told.locator("b")).to_have_text(["0", "1", "2"])
    wrong = "You said: nobody knowsIt is: a large rate"
    words = ("You said: a large rateRight", wrong, wrong)
    for phone, said in zip(lesson.phones, words, strict=False):
        expect(phone.page.get_by_test_id("predicted")).to_have_text(said)
    lesson.remote.press("Next")  # From the answer back to the picture.
    expect(own).to_be_hidden()
    lesson.remote.press("Next")
    expect(lesson.projector.body).not_to_have_attribute("data-beat", "lever-bias")


def hear_who_is_lost(lesson: Lesson) -> None:
    lesson.expect_beat(f"walk/{lesson.projector.beat}")
    lost = lesson.phones[:2]
    for phone in lost:
        phone.press("You lost me")
        expect(phone.page.get_by_role("button", name="Noted")).to_be_disabled()
    told = lesson.window.lost
    expect(told).to_contain_text(re.compile(rf"The walk · Three levers, \d of \d: {len(lost)}"))
    expect(told).not_to_contain_text("walk/")


def let_drawings_through(lesson: Lesson) -> None:
    """Nobody sees one before; each can be hidden again."""
    lesson.remote.unfold("Drawings")
    lesson.remote.press("Have it drawn")
    for phone in lesson.phones:
        expect(phone.page.get_by_role("heading", name="Draw a 4")).to_be_visible()
        phone.draw_a_four()
        phone.press("Send")
        expect(phone.page.get_by_text("Sent.")).to_be_visible()
    pixels = load().test.pixels
    lesson.hall.draw((pixels(four).tolist(), 4) for four in FOURS[: len(lesson.hall.seats)])
    wall = lesson.page.get_by_test_id("wall").locator("li")
    for desk in lesson.desks:
        expect(desk.wall).to_have_count(3)
    expect(lesson.page.get_by_text("3 drawings")).to_be_visible()
    expect(wall).to_have_count(0)
    lesson.remote.let_through(2)
    expect(wall).to_have_count(2)
    lesson.audit()
    expect(lesson.window.wall.nth(1)).to_have_attribute("aria-pressed", "true")
    lesson.window.wall.nth(1).click()
    expect(wall).to_have_count(1)
    lesson.window.press("Show all")
    expect(wall).to_have_count(3)
    lesson.remote.press("Show none")
    expect(wall).to_have_count(0)
    expect(lesson.remote.wall.nth(0)).to_have_attribute("aria-pressed", "false")
    lesson.remote.let_through(1)
    expect(wall).to_have_count(1)
    lesson.remote.press("Take no more")
    for phone in lesson.phones:
        expect(phone.pad).to_be_hidden()


def send_one_to_the_pad(lesson: Lesson) -> None:
    """The very picture, here and on every phone, and where its address is gone to again."""
    (shown,) = lesson.hall.got("drawings/shown")["drawings"]
    lesson.remote.press("The one shown to the pad")
    lesson.expect_beat("walk/answer")
    expect(lesson.page.get_by_test_id("wall")).to_be_hidden()
    assert f"digit={shown['ink']}" in lesson.hall.until_address("digit=ink-")
    assert lesson.hall.got("pass")["activations"][0] == shown["pixels"]
    again = lesson.page.context.new_page()
    with again.expect_request(re.compile("(for|back)ward")) as asked:
        again.goto(f"{lesson.projector.url}/#walk/answer?digit={shown['ink']}")
    assert asked.value.post_data_json["pixels"] == shown["pixels"]
    again.close()


def step_on_all(lesson: Lesson) -> None:
    lesson.remote.press("All as the mini-batch")
    expect(lesson.projector.body).to_have_attribute("data-beat", "wishes")
    lesson.window.press("Step on the room's batch")
    expect(lesson.page.locator(FIGURES)).to_contain_text("The room's 3: 100 % → 100 %")
    for phone in lesson.phones:
        own = phone.drawn.first
        expect(own).to_have_text(re.compile(r"Your 4: 0\.\d\d → 0\.\d\d"))
        expect(own).to_be_visible()
    lesson.audit()


def blank_and_time(lesson: Lesson) -> None:
    root = lesson.page.locator("html")
    lesson.remote.press("Blank")
    expect(root).to_have_attribute("data-blank", "")
    lesson.window.press("Blank")
    expect(root).not_to_have_attribute("data-blank", "")
    corner = lesson.page.get_by_test_id("room-count")
    lesson.remote.press("Timer")
    expect(corner).to_have_text(re.compile(r"^(2:00|1:5\d) · "))
    lesson.remote.press("Timer")
    expect(corner).to_have_text(f"{lesson.hall.code} · 3")


def end(lesson: Lesson) -> None:
    lesson.projector.key("r")
    lesson.page.get_by_role("button", name="Close the room").click()
    lesson.page.get_by_role("button", name="Really?").click()
    for phone in lesson.phones:
        expect(phone.page.get_by_text("The lecture is over.")).to_be_visible()
    for desk in lesson.desks:
        expect(desk.page.get_by_text("The room is closed.")).to_be_visible()
