"""Questions of a room: one seat one vote, the last one counts, and nothing is told before."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.rooms import seats
from tests.app.calls import Calls, problem_of
from tests.app.rooms.rooms_client import QUESTION, SMALL, RoomCalls, new_seat, news
from tests.conftest import Serve


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    return RoomCalls(Calls(client, **SMALL))


def test_votes_are_told_by_the_reveal_and_not_before(room: RoomCalls) -> None:
    question = room.ask()
    for choice in (0, 1, 1):
        room.vote(question, new_seat(), choice)
    hidden = {"answered": 3, "counts": None, "right": None, "earlier": None, "amounts": None}
    assert room.answers(question) == hidden
    keyed = {"answered": 3, "counts": [1, 2, 0], "right": 1, "earlier": [], "amounts": []}
    assert room.answers(question, keyed=True) == keyed
    state = room.state()
    assert state["question"]["answered"] == 3
    assert state["question"].keys() & {"counts", "right", "why"} == set()
    assert state["closed_question"] is None
    state = room.presented(reveal=True)
    assert state["question"] is None
    assert state["closed_question"]["counts"] == [1, 2, 0]
    assert (state["closed_question"]["right"], state["closed_question"]["why"]) == (1, "So.")
    assert room.answers(question) == keyed


def test_of_a_seat_the_last_vote_counts(room: RoomCalls) -> None:
    question, seat = room.ask(), new_seat()
    for choice in (0, 2, 2, 1):
        assert room.vote(question, seat, choice).status_code == 204
    assert room.answers(question, keyed=True)["counts"] == [0, 1, 0]


def test_the_same_vote_again_changes_nothing(room: RoomCalls) -> None:
    question, seat = room.ask(), new_seat()
    room.vote(question, seat, 1)
    before = room.state()
    assert room.vote(question, seat, 1).status_code == 204
    assert room.state() == before


def test_after_the_end_no_vote_counts(room: RoomCalls) -> None:
    revealed = room.ask()
    room.presented(reveal=True)
    closed = room.ask(text="Another?")
    room.presented(question=None)
    replaced = room.ask(text="A third?")
    room.ask(text="A fourth?")
    for question in (revealed, closed, replaced):
        assert room.vote(question, new_seat(), 0).status_code == 409
        assert room.answers(question)["answered"] == 0
    assert room.vote("99", new_seat(), 0).status_code == 404


def test_a_question_may_be_closed_first_and_told_later(room: RoomCalls) -> None:
    question = room.ask()
    room.vote(question, new_seat(), 2)
    state = room.presented(question=None)
    assert (state["question"], state["closed_question"]) == (None, None)
    assert room.answers(question)["counts"] is None
    assert room.presented(reveal=True)["closed_question"]["counts"] == [0, 0, 1]


def test_there_must_be_something_to_reveal(room: RoomCalls) -> None:
    assert room.put(reveal=True).status_code == 409
    room.ask()
    assert room.put(reveal=True, address="#descent").status_code == 200
    before = room.state()
    assert room.put(reveal=True, address="#walk").status_code == 409
    assert room.state() == before


def test_a_second_round_keeps_both_histograms(room: RoomCalls) -> None:
    seats = [new_seat() for _ in range(3)]
    first = room.ask()
    for seat in seats:
        room.vote(first, seat, 0)
    second = room.ask()
    assert second != first
    assert room.state()["question"]["round"] == 2
    assert room.answers(second)["earlier"] is None
    assert room.vote(first, seats[0], 1).status_code == 409
    for seat in seats[:2]:
        room.vote(second, seat, 1)
    closed = room.presented(reveal=True)["closed_question"]
    assert (closed["round"], closed["earlier"], closed["counts"]) == (2, [[3, 0, 0]], [0, 2, 0])
    other = room.presented(question=QUESTION | {"choices": ["yes", "no"]})["question"]
    assert other["round"] == 1


def test_reveal_and_the_next_question_go_in_one_call(room: RoomCalls) -> None:
    room.ask()
    state = room.presented(reveal=True, question=QUESTION | {"text": "Next?"})
    assert state["closed_question"]["text"] == QUESTION["text"]
    assert state["question"]["text"] == "Next?"


def test_amounts_are_dragged_within_their_bounds(room: RoomCalls) -> None:
    question = room.ask(amount={"least": -2, "most": 2}, right=0.7)
    assert room.state()["question"]["amount"] == {"least": -2, "most": 2}
    for amount in (1.5, -0.25, 0.75):
        assert room.vote(question, new_seat(), 0, amount=amount).status_code == 204
    assert room.vote(question, new_seat(), 2).status_code == 204
    assert problem_of(room.vote(question, new_seat(), 0, amount=2.1))["loc"] == ["body", "amount"]
    assert room.answers(question)["amounts"] is None
    room.presented(reveal=True)
    told = room.answers(question)
    assert told["amounts"] == [-0.25, 0.75, 1.5]
    assert (told["right"], told["answered"], told["counts"]) == (0.7, 4, [3, 0, 1])


def test_a_question_of_choices_takes_no_amount(room: RoomCalls) -> None:
    question = room.ask()
    refused = room.vote(question, new_seat(), 0, amount=1)
    assert problem_of(refused)["loc"] == ["body", "amount"]


@pytest.mark.parametrize("choice", [3, -1, 0.5, "1", None, True])
def test_a_choice_must_be_one_of_the_choices(room: RoomCalls, choice: object) -> None:
    question = room.ask()
    path = f"{room.url}/questions/{question}/votes/{new_seat()}"
    refused = room.client.put(path, json={"choice": choice})
    assert problem_of(refused)["loc"] == ["body", "choice"]
    assert room.answers(question)["answered"] == 0


def test_a_seat_cannot_flood(room: RoomCalls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "ACTIONS_PER_S", 0.001)
    question, seat = room.ask(), new_seat()
    statuses = Counter(room.vote(question, seat, n % 2).status_code for n in range(80))
    assert statuses == {204: seats.ACTIONS_AT_ONCE, 429: 80 - seats.ACTIONS_AT_ONCE}
    assert room.vote(question, new_seat(), 0).status_code == 204
    assert room.answers(question)["answered"] == 2


def test_three_hundred_votes_some_twice_and_some_changed_are_counted_exactly(
    serve: Serve,
) -> None:
    room = RoomCalls(Calls(serve(), **SMALL))
    question = room.ask()
    chance = random.Random(4)
    seats = [new_seat() for _ in range(300)]
    said = {seat: chance.randrange(3) for seat in seats}
    sent = [*said.items(), *list(said.items())[:30]]
    chance.shuffle(sent)
    with news(room) as stream, ThreadPoolExecutor(16) as pool:
        stream.next()
        answers = pool.map(lambda vote: room.vote(question, *vote).status_code, sent)
        assert {*answers} == {204}
        changed = {seat: (said[seat] + 1) % 3 for seat in seats[30:60]}
        answers = pool.map(lambda vote: room.vote(question, *vote).status_code, changed.items())
        assert {*answers} == {204}
        state = stream.until(lambda state: state["seats"] >= 300)
        assert state["question"]["answered"] == 300
    room.presented(reveal=True)
    counts = Counter((said | changed).values())
    assert room.answers(question)["counts"] == [counts[choice] for choice in range(3)]


def test_votes_that_race_with_the_reveal_all_count_or_are_refused(room: RoomCalls) -> None:
    question = room.ask()
    with ThreadPoolExecutor(8) as pool:
        votes = [pool.submit(room.vote, question, new_seat(), 1) for _ in range(60)]
        reveal = pool.submit(room.presented, reveal=True)
        statuses = Counter(vote.result().status_code for vote in votes)
        reveal.result()
    assert statuses.keys() <= {204, 409}
    told = room.answers(question)
    assert told["answered"] == statuses[204] == told["counts"][1]


def test_the_lost_are_counted_by_beat_and_once_each(room: RoomCalls) -> None:
    seats = [new_seat() for _ in range(3)]

    def lose(seat: str) -> int:
        return room.client.post(f"{room.url}/lost", json={"seat": seat}).status_code

    room.presented(address="#walk/cost?digit=test-1")
    assert [lose(seat) for seat in (*seats, seats[0])] == [204] * 4
    room.presented(address="#walk/cost?digit=test-2")
    lose(seats[1])
    room.presented(address="#descent/step")
    lose(seats[1])
    before = room.state()
    assert lose(seats[1]) == 204
    assert room.state() == before
    assert room.got("desk", keyed=True)["lost"] == [
        {"beat": "walk", "count": 0},
        {"beat": "walk/cost", "count": 3},
        {"beat": "descent/step", "count": 1},
    ]


def test_the_desk_holds_all_that_was_asked(room: RoomCalls) -> None:
    first = room.ask()
    room.vote(first, new_seat(), 2)
    room.presented(reveal=True)
    room.ask(text="Another?")
    room.presented(note="Breathe.")
    desk = room.got("desk", keyed=True)
    assert desk["note"] == "Breathe."
    told, asked = desk["questions"]
    assert (told["counts"], told["open"], told["revealed"]) == ([0, 0, 1], False, True)
    assert (asked["text"], asked["open"], asked["revealed"]) == ("Another?", True, False)


def test_what_was_not_known_when_it_was_asked_is_told_by_the_reveal(room: RoomCalls) -> None:
    room.ask(right=None, why="")
    assert room.put(right=2).status_code == 422
    assert room.put(reveal=True, right=7).status_code == 409
    told = room.presented(reveal=True, right=2, why="Because.")["closed_question"]
    assert (told["right"], told["why"]) == (2, "Because.")
    room.ask(amount={"least": 0, "most": 1}, right=None)
    told = room.presented(reveal=True, right=0.25)["closed_question"]
    assert (told["right"], told["why"]) == (0.25, "So.")
