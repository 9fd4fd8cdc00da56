"""The talk's questions are the room's: voted on, talked over, voted on again, revealed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.hall import GOING, Hall
from tests.browser.support.phones import AMOUNT
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import faults

SEATS = 5
DOTS = "[data-testid=dots] > span:not(:has(b))"
TRUTH = "[data-testid=dots] b"
ROOMS_SCRIPT = re.compile(r"/room(-\w+)?\.js")


def asking(playground: Playground, beat: str, seats: int = SEATS) -> Hall:
    """Open a room whose talk has come to a beat's question."""
    hall = Hall(playground, seats)
    playground.follow(EXPLAINED.replace("cost", beat))
    expect(playground.page.get_by_test_id("question")).to_be_visible()
    return hall


def test_a_question_is_counted_and_told_only_once_it_is_revealed(explained: Playground) -> None:
    hall = asking(explained, "lever-bias")
    question = hall.asked()
    page = explained.page
    assert question["text"] == page.get_by_test_id("question").text_content()
    for seat in range(4):
        hall.vote(seat, 0 if seat < 3 else 1)
    expect(page.get_by_test_id("answered")).to_have_text("4 of 5 have answered")
    expect(page.get_by_test_id("tally")).to_have_count(0)
    assert hall.state["closed_question"] is None
    explained.key("ArrowRight")
    tally = page.get_by_test_id("tally").locator("b")
    expect(tally).to_have_text(["3", "1", *["0"] * (len(question["choices"]) - 2)])
    told = hall.until("question", None)["closed_question"]
    assert told["counts"][:2] == [3, 1]
    right = page.get_by_test_id("tally").locator("[data-right=true] > span").last
    expect(right).to_have_text(question["choices"][int(told["right"])])
    expect(page.get_by_text(told["why"])).to_be_visible()
    assert faults(page) == []
    beat = explained.beat
    explained.key("ArrowRight")
    expect(explained.body).not_to_have_attribute("data-beat", beat)
    expect(page.get_by_test_id("tally")).to_have_count(0)


def test_after_talking_the_room_votes_again_and_sees_both_rounds(explained: Playground) -> None:
    hall = asking(explained, "lever-bias")
    page = explained.page
    for seat in range(SEATS):
        hall.vote(seat, 0)
    expect(page.get_by_test_id("answered")).to_have_text("5 of 5 have answered")
    page.get_by_role("button", name="Talk, then vote again").click()
    expect(page.get_by_test_id("answered")).to_have_text("0 of 5 have answered")
    expect(page.get_by_test_id("talk")).to_contain_text("Talk to your neighbour: ")
    assert hall.asked()["round"] == 2
    for seat in range(SEATS):
        hall.vote(seat, 1)
    expect(page.get_by_test_id("answered")).to_have_text("5 of 5 have answered")
    explained.key("ArrowRight")
    rows = page.get_by_test_id("tally").locator("li")
    expect(rows.nth(0).locator("b")).to_have_text(["5", "0"])
    expect(rows.nth(1).locator("b")).to_have_text(["0", "5"])


def test_who_goes_back_takes_the_question_back(explained: Playground) -> None:
    hall = asking(explained, "gate")
    hall.asked()
    explained.key("ArrowLeft")
    assert hall.until("question", None)["closed_question"] is None


def test_amounts_are_dots_beside_the_true_one(explained: Playground) -> None:
    hall = asking(explained, "gate")
    amount = hall.asked()["amount"]
    for seat in range(SEATS):
        share = amount["least"] + (amount["most"] - amount["least"]) * (seat + 1) / (SEATS + 1)
        hall.vote(seat, 0, amount=share)
    expect(explained.page.get_by_test_id("answered")).to_have_text("5 of 5 have answered")
    explained.key("ArrowRight")
    expect(explained.page.locator(DOTS)).to_have_count(SEATS)
    expect(explained.page.locator(TRUTH)).to_contain_text("truth")


@pytest.mark.long
def test_an_amount_of_ones_own_is_dots_too(explained: Playground) -> None:
    hall = Hall(explained, SEATS)
    hall.lead(question=AMOUNT)
    own = explained.page.get_by_role("region", name="The room", exact=True)
    expect(own.get_by_role("heading")).to_have_text(AMOUNT["text"])
    expect(own.locator("p").first).to_have_text("01")
    expect(own.locator("ol")).to_have_count(0)
    for seat in range(SEATS):
        hall.vote(seat, 0, amount=(seat + 1) / 10)
    hall.lead(reveal=True)
    expect(own.locator(DOTS)).to_have_count(SEATS)
    expect(own.locator(TRUTH)).to_contain_text("0.31")
    expect(own.get_by_test_id("tally")).to_have_count(0)


def test_a_page_that_is_loaded_again_asks_the_same_question_once(explained: Playground) -> None:
    hall = asking(explained, "lever-bias")
    hall.asked()
    hall.vote(0, 1)
    explained.watch.tolerate(GOING)
    explained.page.reload()
    expect(explained.page.get_by_test_id("answered")).to_have_text("1 of 5 have answered")
    assert hall.asked()["round"] == 1


def test_a_room_whose_script_comes_last_is_asked_all_the_same(explained: Playground) -> None:
    """After a reload on a slow network: the question stands there before the room."""
    asking(explained, "lever-bias").asked()
    explained.watch.tolerate(GOING)
    with explained.last_comes(ROOMS_SCRIPT):
        explained.page.reload()
        expect(explained.page.get_by_test_id("question")).to_be_visible()
    expect(explained.page.get_by_test_id("answered")).to_have_text("0 of 5 have answered")


def test_what_is_to_be_drawn_takes_the_place_of_an_earlier_answer(explained: Playground) -> None:
    hall = Hall(explained)
    own = {"text": "Which learns fastest?", "choices": ["a small rate", "a large one"], "right": 1}
    hall.lead(question=own)
    expect(explained.page.get_by_test_id("own-question")).to_have_text(own["text"])
    hall.lead(reveal=True)
    expect(explained.page.get_by_test_id("tally")).to_be_visible()
    hall.lead(drawing=True, digit=4)
    expect(explained.page.get_by_role("heading", name="Draw a 4 on your phone")).to_be_visible()
    expect(explained.page.get_by_test_id("own-question")).to_be_hidden()
