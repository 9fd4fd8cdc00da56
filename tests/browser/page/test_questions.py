"""Questions before the answers: choosing, dragging, counting hands, what is said and what is."""

import re
from typing import Protocol

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.again import again, again_with, one_in
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.printing import SHEET
from tests.browser.support.seats import faults

PLACES = ("walk/lever-bias", "descent/gradient", "calculus/ripple-bias", "vanishing/sigmoid-10")
"""A beat with a question in each scene."""
NUMBERS = re.compile(r"[+−]\d+\.\d{3,}|\d\.\d+ ?· ?10")
"""What nudges, changes and small shares look like."""
GIVEN = {"−0.0800"}
"""What the calculus' picture shows of the chain before anything has changed."""
SETTINGS = f"{EXPLAINED.partition('?')[2]}&trained=1000&ask=yes"


def question(playground: Playground) -> Locator:
    return playground.page.get_by_test_id("question")


def predicted(playground: Playground) -> Locator:
    return playground.page.get_by_test_id("predicted")


def choices(playground: Playground) -> Locator:
    return playground.page.locator("[data-choice]")


class Ask(Protocol):
    """Brings a page that tests share to a beat with a question that nobody has answered yet."""

    def __call__(self, beat: str, target: int) -> Playground:
        """What was said to a question is kept: each test takes another digit for the target."""


@pytest.fixture
def ask(look: Look) -> Ask:
    def ask_at(beat: str, target: int) -> Playground:
        settings = SETTINGS.replace("target=3", f"target={target}")
        playground = look(f"walk/cost?{settings}", reduced_motion="reduce")
        playground.follow(f"walk/{beat}?{settings}")  # Who comes to a beat is asked there.
        return playground

    return ask_at


@pytest.mark.parametrize("place", one_in(4, PLACES))
def test_a_question_waits_then_stands_answered_until_the_beat_is_left(
    open_playground: Open, place: str
) -> None:
    playground = open_playground(at=f"{place}?{SETTINGS}", reduced_motion="reduce")
    expect(question(playground)).not_to_be_empty()
    expect(predicted(playground)).to_have_count(0)
    playground.key("1")
    expect(choices(playground).first).to_have_attribute("aria-pressed", "true")
    playground.key("PageDown")
    expect(question(playground)).to_have_count(0)
    expect(predicted(playground)).to_have_attribute("data-right", re.compile("^(true|false)$"))
    said = predicted(playground).inner_text()
    assert playground.beat == place.partition("/")[2]
    while playground.beat == place.partition("/")[2]:  # A press may start a training first.
        expect(predicted(playground)).to_have_text(said)
        playground.key("PageDown")
        playground.settle()
    playground.key("PageUp")
    expect(playground.body).to_have_attribute("data-beat", place.partition("/")[2])
    expect(predicted(playground)).to_contain_text("You said")


def test_choices_are_chosen_by_mouse_and_by_key_and_can_be_changed(ask: Ask) -> None:
    asked = ask("lever-bias", target=3)
    choices(asked).nth(2).click()
    expect(choices(asked).nth(2)).to_have_attribute("aria-pressed", "true")
    asked.key("2")
    pressed = [choice.get_attribute("aria-pressed") for choice in choices(asked).all()]
    assert pressed == ["false", "true", "false", "false"]
    target = asked.page.locator("#target-3")
    expect(target).to_have_attribute("aria-pressed", "true")  # A digit's key said no other digit.
    asked.key("9")
    expect(choices(asked).nth(1)).to_have_attribute("aria-pressed", "true")
    asked.key("ArrowRight")
    nudges = asked.ask(asked.last_call("/backward"))["nudges"]["biases"][-1]
    is_right = nudges[3] > 0 > max(nudges[:3] + nudges[4:])
    expect(predicted(asked)).to_have_attribute("data-right", str(is_right).lower())


def test_choices_are_large_enough_for_fingers(open_playground: Open) -> None:
    playground = open_playground(
        PHONE, at=f"walk/lever-bias?{SETTINGS}", reduced_motion="reduce", has_touch=True
    )
    for choice in choices(playground).all():
        box = choice.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    choices(playground).first.tap()
    expect(choices(playground).first).to_have_attribute("aria-pressed", "true")


def test_nothing_says_the_answer_while_a_question_waits(open_playground: Open) -> None:
    first, *_ = PLACES
    playground = open_playground(at=f"{first}?{SETTINGS}&panel=code", reduced_motion="reduce")
    for place in PLACES:
        playground.follow(f"{place}?{SETTINGS}&panel=code")
        answers = choices(playground).all_text_contents()
        waiting = playground.page.locator("body").aria_snapshot()
        playground.key("PageDown")
        playground.settle()
        expect(question(playground)).to_have_count(0)
        shown = playground.page.locator("body").aria_snapshot()
        told, revealed = (set(NUMBERS.findall(text)) for text in (waiting, shown))
        assert revealed - told, place
        offered = set(NUMBERS.findall(" ".join(answers)))
        assert told <= offered | GIVEN, (place, told)


def test_without_a_choice_a_press_reveals_and_the_question_is_asked_again(
    ask: Ask,
) -> None:
    asked = ask("lever-bias", target=4)
    asked.key("PageDown")
    expect(question(asked)).to_have_count(0)
    expect(predicted(asked)).to_have_count(0)
    expect(asked.caption).not_to_be_empty()
    asked.key("PageUp")
    asked.key("PageDown")
    expect(question(asked)).to_have_count(1)


def test_what_was_said_is_kept_over_scenes_and_on_the_way_back(ask: Ask) -> None:
    asked = ask("lever-bias", target=5)
    asked.key("2")
    asked.key("PageDown")
    said = predicted(asked).inner_text()
    asked.follow("calculus/chain")
    asked.follow("walk/lever-bias")
    expect(predicted(asked)).to_have_text(said)
    asked.key("PageDown")
    asked.key("PageUp")
    expect(predicted(asked)).to_have_text(said)
    asked.say(7)  # Another digit makes it another question.
    asked.settle()
    asked.key("PageUp")
    asked.key("PageDown")
    expect(question(asked)).to_contain_text("7")


# Its button and its key are the page's own: two scenes show that they are asked in each.
@pytest.mark.parametrize("places", [PLACES[::3], *again(PLACES)], ids=["two", "all"])
def test_questions_are_one_key_away_everywhere(look: Look, places: tuple[str, ...]) -> None:
    for place in places:
        playground = look(f"{place}?{SETTINGS.removesuffix('&ask=yes')}", reduced_motion="reduce")
        ask = playground.page.locator("#ask")
        expect(question(playground)).to_have_count(0)
        expect(ask).to_have_attribute("aria-pressed", "false")
        playground.key("a")
        expect(ask).to_have_attribute("aria-pressed", "true")
        playground.key("a")


def drag(playground: Playground, share: float) -> None:
    box = playground.page.get_by_role("slider", name="Your guess").bounding_box()
    assert box is not None
    mouse, y = playground.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] * share, y, steps=4)
    mouse.up()


def test_an_amount_is_dragged_and_the_gap_to_the_truth_is_drawn(ask: Ask) -> None:
    playground = ask("wishes", target=3)
    slider = playground.page.get_by_role("slider", name="Your guess")
    drag(playground, 0.25)
    least, most = (float(slider.get_attribute(f"aria-value{end}") or 0) for end in ("min", "max"))
    assert float(slider.get_attribute("aria-valuenow") or 0) == pytest.approx(
        least + (most - least) / 4, abs=(most - least) / 100
    )
    words = slider.get_attribute("aria-valuetext") or ""
    slider.focus()
    for key, beat in (("ArrowRight", "wishes"), ("ArrowUp", "wishes")):
        playground.key(key)
        assert playground.beat == beat
    expect(slider).not_to_have_attribute("aria-valuetext", words)
    playground.key("1")
    expect(choices(playground).first).to_have_attribute("aria-pressed", "true")
    said = slider.get_attribute("aria-valuetext") or ""
    playground.key("PageDown")
    gap = playground.page.get_by_test_id("gap")
    expect(gap).to_have_attribute("aria-label", re.compile(re.escape(said)))
    expect(predicted(playground)).to_contain_text(said)
    nudges = playground.ask(playground.last_call("/backward"))["nudges"]["activations"][-1]
    largest = max(map(abs, nudges))
    expect(gap).to_have_attribute("aria-label", re.compile(f"{largest:.2f}$"))


def test_after_the_truth_a_guess_is_right_within_the_stated_tolerance(ask: Ask) -> None:
    playground = ask("wishes", target=4)
    nudges = playground.ask(playground.last_call("/backward"))["nudges"]["activations"][-1]
    largest = max(nudges, key=abs)
    slider = playground.page.get_by_role("slider", name="Your guess")
    most = float(slider.get_attribute("aria-valuemax") or 0)
    expect(playground.page.get_by_text("right within")).to_contain_text(f"{most / 10:.2f}")
    drag(playground, 0.5 + (largest + most / 20) / (2 * most))
    playground.key("PageDown")
    expect(predicted(playground)).to_have_attribute("data-right", "true")


def test_hands_are_counted_and_stand_as_a_histogram(ask: Ask) -> None:
    asked = ask("lever-bias", target=6)
    asked.key("h")
    fields = asked.page.get_by_label("Hands for: ")
    expect(fields).to_have_count(4)
    for field, count in zip(fields.all(), (7, 80, 12, 1), strict=True):
        field.fill(str(count))
    fields.last.press("PageDown")
    hands = asked.page.get_by_test_id("hands").locator("li")
    expect(hands).to_have_count(4)
    counts = [re.findall(r"\d+", row.inner_text())[0] for row in hands.all()]
    assert counts == ["7", "80", "12", "1"]
    expect(asked.page.locator("[data-testid=hands] [data-right=true]")).to_have_count(1)
    expect(predicted(asked)).to_have_count(0)
    assert asked.beat == "lever-bias"
    asked.key("PageDown")
    assert asked.beat != "lever-bias"


def test_playing_halts_at_a_question_and_the_play_key_goes_on(ask: Ask) -> None:
    playground = ask("wishes", target=8)
    play = playground.page.locator("#play")
    playground.key("Space")
    expect(play).to_have_class(re.compile("playing"))
    expect(question(playground)).to_have_count(0)
    playground.key("Space")
    playground.follow("walk/lever-bias")
    expect(question(playground)).to_have_count(1)
    expect(play).not_to_have_class(re.compile("playing"))


def test_the_step_is_asked_about_before_its_cost_is_seen(open_playground: Open) -> None:
    playground = open_playground(at=f"walk/step-ready?{SETTINGS}", reduced_motion="reduce")
    while playground.beat != "step":
        playground.key("PageDown")
        playground.settle()
    expect(playground.iteration).to_have_text("1")
    expect(question(playground)).not_to_be_empty()
    expect(playground.cost).to_be_hidden()
    playground.key("1")
    playground.key("PageDown")
    expect(playground.cost).to_be_visible()
    cost = float(playground.cost.text_content() or "")
    expect(predicted(playground)).to_contain_text(f"{cost:.2f}")


# Nothing is sent to a printer: the sheet stays as it would be printed.
PRINT = "() => { window.print = () => { document.documentElement.dataset.printed = 'yes'; }; }"


def test_the_printed_sheet_lists_what_was_said_and_what_it_was(open_playground: Open) -> None:
    asked = open_playground(at=f"walk/lever-bias?{SETTINGS}", reduced_motion="reduce")
    text = question(asked).inner_text()
    words = choices(asked).nth(1).locator("> span").inner_text()
    asked.key("2")
    asked.key("PageDown")
    asked.page.evaluate(PRINT)
    asked.key("Control+p")
    expect(asked.page.locator("html")).to_have_attribute("data-printed", "yes")
    cells = asked.page.locator(f"{SHEET} table").last.locator("td").all_text_contents()
    assert cells[:2] == [text, words]
    assert cells[2] in (words, "its own up, theirs up", "its own down, theirs down")


@pytest.mark.long
def test_the_talk_is_led_through_with_every_question_answered(open_playground: Open) -> None:
    playground = open_playground(PROJECTOR, reduced_motion="reduce")
    playground.page.goto(f"{playground.url}/#talk")
    expect(playground.body).to_have_attribute("data-beat", "input")
    asked: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    still = 0
    while still < 3:
        playground.settle()
        scene, beat = playground.body.get_attribute("data-scene") or "", playground.beat
        if question(playground).count() == 1:
            assert question(playground).inner_text().strip()
            asked.setdefault(scene, set()).add(beat)
            playground.key("1")
            playground.key("PageDown")
            expect(predicted(playground)).to_have_attribute("data-right", re.compile("."))
            assert playground.beat == beat
        still = still + 1 if (scene, beat) in seen else 0
        seen.add((scene, beat))
        playground.key("PageDown")
        expect(playground.body).not_to_have_attribute("data-beat", "")
    counts = {scene: len(beats) for scene, beats in asked.items()}
    for scene, least in {"walk": 7, "descent": 3, "calculus": 3, "vanishing": 3}.items():
        assert counts.get(scene, 0) >= least, (scene, asked.get(scene))
    assert sum(counts.values()) >= 16


# What lies over a question, its choices or its outcome.
CROSSED = """() => {
  const parts = [
    ".caption", ".asking button", ".asking [role=slider]", ".asking .predicted", ".hands-shown",
    "#formula", ".controls", ".time", ".parts-line", ".readout", ".parts-picture > *", "header.bar",
  ].flatMap((selector) => [...document.querySelectorAll(selector)])
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && height > 0);
  const names = ([element]) => element.id || element.className;
  return parts.flatMap((one, i) => parts.slice(i + 1)
    .filter(([other, there]) => {
      const [element, here] = one;
      return !element.contains(other) && !other.contains(element)
        && here.left < there.right - 1 && here.right > there.left + 1
        && here.top < there.bottom - 2 && here.bottom > there.top + 2;
    })
    .map((other) => `${names(one)} and ${names(other)}`));
}"""
STICKING = ("time", "parts-line")
"""What a phone keeps at the foot of the screen."""


@pytest.mark.parametrize(
    ("size", "places"),
    [
        (PROJECTOR, (*PLACES, "walk/wishes")),
        again_with(PROJECTOR, ("descent/mini-batches",)),
        again_with(PHONE, (*PLACES, "walk/wishes", "descent/mini-batches")),
    ],
    ids=["projector", "projector-with-mini-batches", "phone"],
)
def test_nothing_lies_on_a_question_or_on_its_outcome(
    open_playground: Open, size: ViewportSize, places: tuple[str, ...]
) -> None:
    playground = open_playground(size, at=f"{places[0]}?{SETTINGS}", reduced_motion="reduce")

    def found() -> list[str]:
        playground.settle()
        crossed: list[str] = playground.page.evaluate(CROSSED)
        wide: list[str] = faults(playground.page, whole=size == PROJECTOR)
        is_stuck = [set(STICKING) & set(fault.split(" and ")) for fault in crossed]
        return wide + [
            fault
            for fault, stuck in zip(crossed, is_stuck, strict=True)
            if size == PROJECTOR or not stuck
        ]

    hands = playground.page.get_by_label("Hands for: ")
    for place in places:
        playground.follow(f"{place}?{SETTINGS}")
        expect(question(playground)).not_to_be_empty()
        if hands.count() > 0:
            playground.key("h")
        expect(hands).to_have_count(0)
        assert (place, found()) == (place, [])
        playground.key("h")
        expect(hands).not_to_have_count(0)
        assert (place, found()) == (place, [])
        hands.first.fill("31")
        hands.first.blur()
        playground.key("1")
        playground.key("PageDown")
        expect(predicted(playground)).to_have_attribute("data-right", re.compile("."))
        assert (place, found()) == (place, [])
