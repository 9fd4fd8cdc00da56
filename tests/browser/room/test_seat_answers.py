"""What a phone is asked in a room, what it draws, and what comes of both."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.opening import Contexts
from tests.browser.support.phones import AMOUNT, QUESTION, Lecture, Phone
from tests.browser.support.serving import Serving

WISHES = "#walk/wishes?digit=test-12&target=3"


@pytest.fixture
def lecture(server: Serving) -> Iterator[Lecture]:
    with Lecture(server) as lecture:
        yield lecture


@pytest.fixture
def come(contexts: Contexts, lecture: Lecture) -> Iterator[Callable[[], Phone]]:
    """Lets phones come into the lecture's room; nothing may go wrong on them."""
    phones: list[Phone] = []

    def one() -> Phone:
        phones.append(Phone(contexts))
        phones[-1].join(lecture)
        return phones[-1]

    yield one
    errors = [error for phone in phones for error in phone.errors]
    for phone in phones:
        phone.close()
    assert errors == []


@pytest.fixture
def phone(come: Callable[[], Phone]) -> Phone:
    return come()


def test_the_last_answer_counts_until_it_is_revealed(lecture: Lecture, phone: Phone) -> None:
    asked = lecture.show(question=QUESTION)["question"]["id"]
    page = phone.page
    expect(page.get_by_test_id("question")).to_have_text(QUESTION["text"])
    expect(phone.choices).to_have_text(["up", "down", "neither"])
    expect(phone.shown).to_be_hidden()
    phone.answer(0)
    expect(phone.standing).to_contain_text("1 answer so far")
    phone.answer(2)
    expect(phone.choices.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(phone.choices.nth(0)).to_have_attribute("aria-pressed", "false")
    lecture.vote(asked, "s" * 22, 1)
    expect(phone.standing).to_contain_text("2 answers so far")
    expect(page.get_by_test_id("histogram")).to_be_hidden()
    lecture.show(reveal=True)
    predicted = page.get_by_test_id("predicted")
    expect(predicted).to_have_text("You said: neitherIt is: down")
    expect(predicted).to_have_attribute("data-right", "false")
    expect(page.get_by_text(str(QUESTION["why"]))).to_be_visible()
    counts = page.get_by_test_id("histogram").locator("b")
    expect(counts).to_have_text(["0", "1", "1"])
    expect(phone.shown).to_be_visible()
    lecture.show(address=WISHES)
    expect(predicted).to_be_hidden()


def test_who_is_right_is_told_so_and_who_said_nothing_too(
    lecture: Lecture, come: Callable[[], Phone]
) -> None:
    first, second = come(), come()
    lecture.show(question=QUESTION)
    first.answer(1)
    expect(second.standing).to_have_text("1 answer so far")
    lecture.show(reveal=True)
    expect(first.page.get_by_test_id("predicted")).to_have_text("You said: downRight")
    expect(second.page.get_by_test_id("predicted")).to_have_text("You said nothingIt is: down")


@pytest.mark.long
def test_two_rounds_stand_side_by_side(lecture: Lecture, phone: Phone) -> None:
    lecture.show(question=QUESTION)
    phone.answer(0)
    expect(phone.standing).to_contain_text("1 answer so far")
    lecture.show(question=QUESTION)
    expect(phone.page.get_by_text("Asked once more")).to_be_visible()
    expect(phone.choices.nth(0)).to_have_attribute("aria-pressed", "false")
    phone.answer(1)
    expect(phone.standing).to_contain_text("1 answer so far")
    lecture.show(reveal=True)
    counts = phone.page.get_by_test_id("histogram").locator("b")
    expect(counts).to_have_text(["before 1", "now 0", "before 0", "now 1", "before 0", "now 0"])


def test_an_amount_is_dragged(lecture: Lecture, phone: Phone) -> None:
    lecture.show(question=AMOUNT)
    slider = phone.page.get_by_role("slider", name="Your guess")
    expect(slider).to_be_visible()
    box = slider.bounding_box()
    assert box is not None
    mouse, middle = phone.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.8, middle, steps=5)
    mouse.up()
    said = phone.page.locator("output").text_content()
    assert said is not None
    assert 0.7 < float(said) < 0.9
    expect(phone.standing).to_contain_text("Your answer counts")
    expect(phone.standing).to_contain_text("1 answer so far")
    lecture.show(reveal=True)
    expect(phone.page.get_by_test_id("predicted")).to_contain_text(f"You said: {said}It is: 0.31")
    expect(phone.page.get_by_test_id("told-mine")).to_have_count(1)
    expect(phone.page.get_by_test_id("told-dot")).to_have_count(1)


def test_a_reload_keeps_the_seat_and_what_it_has_said(lecture: Lecture, phone: Phone) -> None:
    lecture.show(question=QUESTION)
    phone.answer(1)
    expect(phone.standing).to_contain_text("1 answer so far")
    phone.page.reload()
    expect(phone.choices.nth(1)).to_have_attribute("aria-pressed", "true")
    phone.answer(2)
    expect(phone.choices.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(phone.standing).to_contain_text("1 answer so far")
    lecture.show(reveal=True)
    expect(phone.page.get_by_test_id("predicted")).to_contain_text("You said: neither")
    phone.page.reload()
    expect(phone.page.get_by_test_id("predicted")).to_contain_text("You said: neither")
    assert lecture.desk()["questions"][0]["counts"] == [0, 0, 1]


def test_an_answer_that_comes_too_late_is_not_told_as_ones_own(
    lecture: Lecture, come: Callable[[], Phone]
) -> None:
    phone = come()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    lecture.show(question=QUESTION)
    phone.answer(1)
    phone.page.route("**/votes/*", hold)
    phone.choices.nth(2).click()
    lecture.show(reveal=True)
    told = phone.page.get_by_test_id("predicted")
    expect(told).to_be_visible()
    held[0].continue_()
    expect(told).to_have_text("You said: downRight")
    expect(phone.page.get_by_text("Your last answer came too late to count.")).to_be_visible()
    assert [error for error in phone.errors if "409" not in error] == []
    phone.errors.clear()


def test_it_works_where_nothing_may_be_kept(contexts: Contexts, lecture: Lecture) -> None:
    phone = Phone(contexts)
    phone.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new Error("SecurityError"); } });
        }"""
    )
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    lecture.show(question=QUESTION)
    phone.answer(1)
    lecture.show(reveal=True)
    expect(phone.page.get_by_test_id("predicted")).to_have_text("You said: downRight")
    assert phone.errors == []
    phone.close()


def test_who_comes_late_does_not_see_what_was_told_before(
    lecture: Lecture, come: Callable[[], Phone]
) -> None:
    lecture.show(question=QUESTION)
    lecture.show(reveal=True)
    late = come()
    late.expect_beat("walk/cost")
    expect(late.page.get_by_test_id("histogram")).to_be_hidden()


def test_you_lost_me_is_counted_for_the_beat(lecture: Lecture, phone: Phone) -> None:
    noted = phone.page.get_by_role("button", name="Noted")
    with phone.page.expect_response("**/lost"):  # It says so before that is counted.
        phone.press("You lost me")
        expect(noted).to_be_disabled()
    lecture.show(address=WISHES)
    expect(phone.page.get_by_role("button", name="You lost me")).to_be_enabled()
    lost = {each["beat"]: each["count"] for each in lecture.desk()["lost"]}
    assert lost == {"walk/cost": 1, "walk/wishes": 0}


def test_a_drawing_is_sent_and_changed(lecture: Lecture, phone: Phone) -> None:
    lecture.show(drawing=True, digit=4)
    page = phone.page
    expect(page.get_by_role("heading", name="Draw a 4")).to_be_visible()
    send = page.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    phone.draw_a_four()
    send.click()
    expect(page.get_by_text("Sent. Change it and send it again")).to_be_visible()
    (drawing,) = lecture.drawings()
    assert drawing["label"] == 4
    assert max(drawing["pixels"]) == 1
    reading = drawing["reading"]
    words = f"Your 4 is read as {reading['prediction']}: its 4 is {reading['activation']:.2f}."
    expect(phone.drawn).to_have_text(words)
    phone.press("Clear")
    phone.page.mouse.click(100, 300)
    send.click()
    expect(phone.drawn).not_to_have_text(words)
    (other,) = lecture.drawings()
    assert other["seat"] == drawing["seat"]
    assert other["pixels"] != drawing["pixels"]


def test_each_phone_sees_whether_its_own_is_read_better(
    lecture: Lecture, come: Callable[[], Phone]
) -> None:
    drawer, other = come(), come()
    lecture.show(drawing=True, digit=4)
    drawer.draw_a_four()
    drawer.press("Send")
    expect(drawer.page.get_by_text("Sent.")).to_be_visible()
    before = lecture.drawings()[0]["reading"]["activation"]
    lecture.show(drawing=False)
    expect(drawer.pad).to_be_hidden()
    lecture.step_on_drawings()
    after = lecture.drawings()[0]["reading"]["activation"]
    step = lecture.state()["drawings"]["step"]
    costs = f"mean cost {step['before']['cost']:.2f} → {step['after']['cost']:.2f}"
    own = f"Your 4: {before:.2f} → {after:.2f}"
    room = f"The room: 100 % → 100 % read right, {costs}"
    expect(drawer.drawn).to_have_text([own, room])
    expect(other.drawn).to_have_text([room])
    lecture.show(address=WISHES)
    expect(drawer.drawn.first).to_be_hidden()


def test_any_digit_may_be_drawn_where_none_is_named(lecture: Lecture, phone: Phone) -> None:
    lecture.show(drawing=True)
    phone.draw_a_four()
    phone.page.get_by_label("It is a").select_option("7")
    phone.press("Send")
    expect(phone.page.get_by_text("Sent.")).to_be_visible()
    assert lecture.drawings()[0]["label"] == 7
