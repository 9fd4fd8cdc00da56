"""A phone in a room: it comes in, follows, and goes its own way."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.again import again, again_with
from tests.browser.support.audit import AXE, RUN
from tests.browser.support.opening import Contexts
from tests.browser.support.phones import (
    QUESTION,
    SHOWN,
    SIDEWAYS,
    UPRIGHT,
    Lecture,
    Phone,
)
from tests.browser.support.seats import TRANSLATED_NUMBERS
from tests.browser.support.serving import Serving
from tests.path_proxy import PathProxy

FOUR = "ink-WZMzVVURURbuTMjMaZjMhmjMozjMv_jM.mZWZmZeZmZmZmZuZmZ2Z"
"""As the page's addresses name a drawing: a stroke down and to the right, and one down."""

WEIGHTS_AT_ONCE = 3

AT_REST = """(canvas) => new Promise((resolve) => {
  let [shown, frames] = ["", 0];
  const look = () => {
    const now = canvas.toDataURL();
    frames = now === shown ? frames + 1 : 0;
    shown = now;
    frames > 10 ? resolve(shown) : requestAnimationFrame(look);
  };
  look();
})"""
IS_OTHER = """(before) => document.querySelector("#network-view").toDataURL() !== before"""

Take = Callable[..., Phone]


@pytest.fixture
def lecture(server: Serving) -> Iterator[Lecture]:
    with Lecture(server) as lecture:
        yield lecture


@pytest.fixture
def take(contexts: Contexts) -> Iterator[Take]:
    """Takes phones; nothing may go wrong on them that a test does not name."""
    phones: list[Phone] = []

    def taken(*arguments: Any, **options: Any) -> Phone:
        phones.append(Phone(contexts, *arguments, **options))
        return phones[-1]

    yield taken
    errors = [error for phone in phones for error in phone.errors]
    for phone in phones:
        phone.close()
    assert errors == []


def test_a_code_is_typed_once_it_is_right(take: Take, lecture: Lecture, server: Serving) -> None:
    phone = take()
    page = phone.page
    page.goto(f"{server.url}/r")
    page.get_by_label("The room’s code").fill("abc")
    phone.press("Come in")
    alert = page.get_by_role("alert")
    expect(alert).not_to_be_empty()
    page.get_by_label("The room’s code").fill("ZZZZZ9")
    phone.press("Come in")
    expect(alert).to_contain_text("ZZZZZ9")
    assert [error for error in phone.errors if "404" not in error] == []
    phone.errors.clear()
    page.get_by_label("The room’s code").fill(f" {lecture.code.lower()} ")
    phone.press("Come in")
    expect(phone.root).to_have_attribute("data-state", "in")
    assert page.url == lecture.page


def test_a_wrong_address_asks_for_the_code(take: Take, lecture: Lecture, server: Serving) -> None:
    phone = take()
    phone.page.goto(f"{server.url}/r/ZZZZZ9")
    expect(phone.page.get_by_role("alert")).to_contain_text("There is no room ZZZZZ9.")
    expect(phone.page.get_by_label("The room’s code")).to_be_visible()
    phone.errors.clear()


HIDDEN = "({ scrollHeight, clientHeight }) => scrollHeight - clientHeight"


@pytest.mark.long
def test_a_full_room_is_said(take: Take) -> None:
    with Serving(NUDGE_MAX_SEATS="1") as small, Lecture(small) as lecture:
        first, second = take(), take()
        first.join(lecture)
        second.page.goto(lecture.page)
        expect(second.message).to_contain_text("The room is full.")
        for size in (SIDEWAYS, UPRIGHT):
            second.page.set_viewport_size(size)
            assert second.message.evaluate(HIDDEN) == 0
        for name in ("You lost me", "Take this network", "Back to the lecture"):
            expect(second.page.get_by_role("button", name=name)).to_be_hidden()
        second.errors.clear()


def test_it_shows_what_the_lecture_shows(take: Take, lecture: Lecture) -> None:
    phone = take()
    phone.join(lecture)
    expect(phone.reading).to_have_text("reads as 9")
    phone.expect_beat("walk/cost")
    expect(phone.scene.locator("#caption")).to_contain_text("It should be a 3.")
    expect(phone.scene.get_by_test_id("prediction")).to_have_text("9")
    lecture.show(address="#walk/wishes?digit=test-3&target=0")
    phone.expect_beat("walk/wishes")
    expect(phone.scene.get_by_test_id("prediction")).to_have_text("0")
    lecture.show(address="#calculus/chain")
    phone.expect_beat("calculus/chain")
    expect(phone.message).to_have_text("Following the lecture")


def test_its_numbers_are_those_of_the_lectures_network(take: Take, lecture: Lecture) -> None:
    phone = take()
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    cost = phone.scene.get_by_test_id("cost")
    before = cost.text_content()
    assert before is not None
    lecture.step()
    expect(cost).not_to_have_text(before)
    expect(phone.scene.get_by_test_id("iteration")).to_have_text("1")


@pytest.mark.long
def test_a_network_that_changes_all_the_time_comes_now_and_then(
    take: Take, lecture: Lecture
) -> None:
    """For a whole hall all its weights would be too much at one change a second."""
    phone = take()
    phone.take_clock()
    looks: list[str] = []
    phone.page.on("request", lambda request: looks.append(urlsplit(request.url).path))
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    iteration = phone.scene.get_by_test_id("iteration")
    lecture.step()
    expect(iteration).to_have_text("1")
    for beat in 6 * ("wishes", "cost"):
        lecture.step()
        lecture.show(address=SHOWN.replace("cost", beat))
        phone.expect_beat(f"walk/{beat}")
    of_network = [path for path in looks if path.rpartition("/")[2].startswith("room-")]
    assert len(of_network) < 1 + 13
    assert len([path for path in looks if path.endswith("/parameters")]) <= 1 + WEIGHTS_AT_ONCE
    phone.page.clock.fast_forward(60_000)
    expect(iteration).to_have_text("13")


def test_an_empty_pad_is_empty(take: Take, lecture: Lecture) -> None:
    phone = take()
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    lecture.show(address="#walk/draw")
    expect(phone.page.get_by_text("Nothing is drawn yet.")).to_be_visible()
    expect(phone.scene.locator("#network-view")).to_be_hidden()
    lecture.show(address="#walk/draw?digit=ink-QAQAYAYA.AAAAgAAA")
    expect(phone.scene.get_by_test_id("prediction")).not_to_have_text("")


def test_a_drawing_comes_while_it_is_drawn(take: Take, lecture: Lecture) -> None:
    phone = take()
    lecture.show(address="#walk/draw")
    phone.join(lecture)
    expect(phone.page.get_by_text("Nothing is drawn yet.")).to_be_visible()
    seen = phone.scene.get_by_test_id("prediction")
    for length in range(len("ink-") + 4, FOUR.index("."), 4):
        lecture.show(address=f"#walk/draw?digit={FOUR[:length]}")
    lecture.show(address=f"#walk/draw?digit={FOUR}")
    expect(seen).to_have_text(str(lecture.shown_pass()["prediction"]))


def test_a_drawing_is_seen_before_its_numbers_come(take: Take, lecture: Lecture) -> None:
    phone = take()
    lecture.show(address=f"#walk/answer?digit={FOUR[: FOUR.index('.')]}")
    phone.join(lecture)
    phone.expect_beat("walk/answer")
    expect(phone.scene.get_by_test_id("prediction")).not_to_have_text("")
    held: list[Route] = []
    phone.page.route("**/forward?*", lambda route: held.append(route))  # noqa: PLW0108
    picture = phone.scene.locator("#network-view")
    before = picture.evaluate(AT_REST)
    lecture.show(address=f"#walk/answer?digit={FOUR}")
    phone.page.frames[-1].wait_for_function(IS_OTHER, arg=before)
    assert phone.scene.get_by_test_id("prediction").text_content() != ""
    phone.page.unroute_all()  # What was held goes on.
    expect(phone.scene.get_by_test_id("prediction")).to_have_text(
        str(lecture.shown_pass()["prediction"])
    )


@pytest.mark.long
def test_all_of_it_stays_below_the_servers_path(
    take: Take, lecture: Lecture, server: Serving
) -> None:
    with PathProxy(server.port, "/some/path", strips=True, says=False) as proxy:
        phone = take()
        asked: list[str] = []
        phone.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        phone.page.goto(f"{proxy.url}/r")
        phone.page.get_by_label("The room’s code").fill(lecture.code)
        phone.press("Come in")
        phone.expect_beat("walk/cost")
        phone.press("You lost me")
        expect(phone.page.get_by_role("button", name="Noted")).to_be_visible()
        phone.press("Take this network")
        expect(phone.page.locator("html")).to_have_attribute("data-ready", "true")
        expect(phone.page.locator("body")).to_have_attribute("data-beat", "cost")
        assert all(path.startswith("/some/path/") for path in asked), asked
        assert proxy.astray == []
        lecture.end()  # Else the proxy would still hold the news open.


def test_who_looks_around_is_told_and_comes_back(take: Take, lecture: Lecture) -> None:
    phone = take()
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    back = phone.page.get_by_role("button", name="Back to the lecture")
    expect(back).to_be_hidden()
    following = phone.message.text_content() or ""
    phone.scene.locator("#previous-beat").click()
    expect(phone.message).not_to_have_text(following)
    lecture.show(address="#walk/wishes?digit=test-12&target=3")
    expect(phone.page.locator("body")).to_have_attribute("data-beat", "walk/wishes")
    expect(phone.scene.locator("body")).not_to_have_attribute("data-beat", "wishes")
    back.click()
    phone.expect_beat("walk/wishes")
    expect(phone.message).to_have_text("Following the lecture")
    expect(back).to_be_hidden()


def test_a_network_of_ones_own_begins_as_the_lectures(take: Take, lecture: Lecture) -> None:
    lecture.step()
    phone = take()
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    cost = phone.scene.get_by_test_id("cost").text_content()
    phone.press("Take this network")
    page = phone.page
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(page.locator("body")).to_have_attribute("data-beat", "cost")
    expect(page.get_by_test_id("iteration")).to_have_text("1")
    expect(page.get_by_test_id("cost")).to_have_text(cost or "")
    page.locator("#step").click()
    expect(page.get_by_test_id("iteration")).to_have_text("2")
    assert lecture.state()["network"] == 2, "The lecture's own stays as it is."


def test_a_training_is_told_in_figures(take: Take, lecture: Lecture) -> None:
    phone = take()
    phone.join(lecture)
    lecture.show(address="#descent/training")
    phone.expect_beat("descent/training")
    with phone.page.context.expect_page() as opening:
        phone.page.evaluate("() => void open('about:blank')")
    presenter = opening.value
    presenter.goto(lecture.page.partition("/r/")[0])
    address = f"api/sessions/{lecture.session['id']}/train"
    presenter.evaluate(
        """(path) => new Promise((resolve) => {
          const url = new URL(path, location.href);
          url.protocol = "ws:";
          globalThis.socket = new WebSocket(url);
          socket.onopen = resolve;
        })""",
        address,
    )
    presenter.evaluate("() => socket.send(JSON.stringify({ type: 'start' }))")
    expect(phone.message).to_contain_text("It is learning: step")
    presenter.evaluate("() => socket.send(JSON.stringify({ type: 'pause' }))")
    expect(phone.message).to_have_text("Following the lecture")


@pytest.mark.parametrize(("size", "theme"), [(UPRIGHT, "dark"), again_with(SIDEWAYS, "light")])
def test_nobody_is_kept_out(take: Take, lecture: Lecture, size: Any, theme: Any) -> None:
    phone = take(size, color_scheme=theme)
    phone.join(lecture)
    expect(phone.root).to_have_attribute("data-theme", theme)
    phone.expect_beat("walk/cost")
    phone.page.evaluate(AXE.read_text("utf-8"))
    assert phone.page.evaluate(RUN, None) == []
    assert phone.page.evaluate(TRANSLATED_NUMBERS) == []
    lecture.show(question=QUESTION)
    phone.choices.first.click()
    expect(phone.choices.first).to_have_attribute("aria-pressed", "true")
    assert phone.page.evaluate(RUN, None) == []
    lecture.show(reveal=True)
    expect(phone.page.get_by_test_id("histogram")).to_be_visible()
    assert phone.page.evaluate(RUN, None) == []
    assert phone.page.evaluate(TRANSLATED_NUMBERS) == []
    lecture.show(address=f"{SHOWN}&x=1", drawing=True, digit=4)
    expect(phone.pad).to_be_visible()
    assert phone.page.evaluate(RUN, None) == []
    assert phone.page.evaluate(TRANSLATED_NUMBERS) == []


@pytest.mark.parametrize("size", [UPRIGHT, *again(SIDEWAYS)])
def test_all_of_it_is_within_the_screen(take: Take, lecture: Lecture, size: Any) -> None:
    phone = take(size)
    phone.join(lecture)
    for beat in ("walk/cost", "walk/gate", "walk/why-fast"):
        lecture.show(address=SHOWN.replace("walk/cost", beat))
        phone.expect_beat(beat)
        expect(phone.scene.locator("#formula .katex").first).to_be_visible()
        assert phone.scene.locator("body").evaluate(CUT) == [], beat
    lecture.show(address=SHOWN)
    phone.expect_beat("walk/cost")
    for about, change in (
        ("question", {"question": QUESTION}),
        ("told", {"reveal": True}),
        ("draw", {"drawing": True, "digit": 4}),
    ):
        lecture.show(**change)
        expect(phone.page.locator("body")).to_have_attribute("data-about", about)
        assert phone.page.evaluate(TOO_FAR) == [], about
        if about == "told":
            assert phone.scene.locator("body").evaluate(CUT) == []


# What has just come may still be fitted.
NOT_WHOLE = """async (_, selectors) => {
  const seen = (each) => each.checkVisibility();
  const cut = () => {
    const [picture] = [...document.querySelectorAll(".parts-picture")].filter(seen);
    const all = selectors.flatMap((selector) => [...picture.querySelectorAll(selector)]);
    const { top, bottom } = picture.getBoundingClientRect();
    return [[0, all.length > 0], ...all.filter(seen).map((each) => {
      const box = each.getBoundingClientRect();
      return [each.outerHTML.slice(0, 80), box.top >= top - 1 && box.bottom <= bottom + 1];
    })].filter(([, isWhole]) => !isWhole);
  };
  for (let frame = 0; frame < 300 && cut().length > 0; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  return cut();
}"""
WHOLE: Final = {
    "calculus/chain": [".calc-picture", "svg text", ".calc-formula"],
    "calculus/fold": [".calc-picture", ".calc-formula"],
    "calculus/layers": [".calc-picture"],
    "descent/wishes": ["#descent [data-label]", ".wish-row"],
}


@pytest.mark.long
def test_held_sideways_pictures_stand_whole_beside_their_words(
    take: Take, lecture: Lecture
) -> None:
    """What is higher than a low screen is scrolled alone: nothing of it lies over anything else."""
    phone = take(SIDEWAYS)
    phone.join(lecture)
    body = phone.scene.locator("body")
    for beat, parts in WHOLE.items():
        lecture.show(address=SHOWN.replace("walk/cost", beat))
        phone.expect_beat(beat)
        expect(phone.scene.locator(f"{parts[-1]}:visible").first).to_be_visible()
        assert body.evaluate(NOT_WHOLE, parts) == [], beat
        words = phone.scene.locator("main > section[aria-live]:visible").bounding_box()
        picture = phone.scene.locator("main > section[aria-label]:visible").bounding_box()
        assert words is not None
        assert picture is not None
        assert words["x"] + words["width"] <= picture["x"] + 1
    for beat in ("descent/training", "descent/mini-batches"):
        lecture.show(address=SHOWN.replace("walk/cost", beat))
        phone.expect_beat(beat)
        least = "(all) => Math.min(...all.map(({ clientHeight }) => clientHeight))"
        drawn = phone.scene.locator("main > section[aria-label] canvas:visible")
        expect(drawn.first).to_be_visible()
        assert drawn.evaluate_all(least) >= 30, beat


@pytest.mark.parametrize("size", [UPRIGHT, SIDEWAYS])
def test_a_code_is_typed_within_the_screen(take: Take, server: Serving, size: Any) -> None:
    phone = take(size)
    phone.page.goto(f"{server.url}/r")
    expect(phone.page.get_by_label("The room’s code")).to_be_visible()
    assert phone.page.evaluate(TOO_FAR) == []


CUT = """() => [".picture", "#caption", "#formula", ".time"]
  .map((selector) => document.querySelector(selector))
  .filter((each) => {
    const { top, bottom, height } = each.getBoundingClientRect();
    const isLow = each.matches(".picture") && height < innerHeight * 0.5;
    const isCut = [...each.querySelectorAll(".katex-html")]
      .map((row) => row.getBoundingClientRect())
      .some((row) => row.bottom > bottom + 4 || row.top < top - 4);
    return top < 0 || bottom > innerHeight + 1 || isCut || isLow;
  })
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect().toJSON()])"""
"""What cannot be seen whole of a lecture's picture and words; the picture has half of the frame."""

TOO_FAR = """() => [...document.querySelectorAll("button, h2, p, label, input, canvas, iframe")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => {
    const { left, right, height } = each.getBoundingClientRect();
    return left < 0 || right > screen.width || (each.localName === "button" && height < 36);
  })
  .map((each) => each.outerHTML)"""
