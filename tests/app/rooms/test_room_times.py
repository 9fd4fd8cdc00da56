"""How long rooms live, who counts as being there, and how codes may be guessed: by a clock."""

import math
import secrets
from asyncio import run
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app.errors import TooManyRequests, Unavailable
from app.nn.network import Network
from app.rooms.guesses import Guesses
from app.rooms.room import Room
from app.rooms.room_store import ABANDONED_S, ALPHABET, CODE_LENGTH, ENDED_KNOWN_S, MemoryRooms
from app.rooms.seats import (
    ACTIONS_AT_ONCE,
    HERE_AFTER_S,
    KNOWN_PER_SEAT,
    SILENT_AFTER_S,
    Seats,
)
from app.sessions.session import Session
from tests.app.rooms.rooms_client import new_seat
from tests.app.turned_clock import TurnedClock

HOUR = 3600.0
KEY = "key"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def rooms(clock: TurnedClock) -> MemoryRooms:
    return MemoryRooms(3, 12 * HOUR, 2 * HOUR, clock)


@pytest.fixture
def opened(rooms: MemoryRooms, clock: TurnedClock) -> Callable[[], Room]:
    session = Session(Network([2, 2]), "zeros", 0, "random", 1000)
    return lambda: run(rooms.create(lambda code: Room(code, KEY, session, 5, clock=clock)))


def test_a_room_lives_two_hours_without_its_presenter(
    rooms: MemoryRooms, opened: Callable[[], Room], clock: TurnedClock
) -> None:
    room = opened()
    clock.now += 2 * HOUR - 1
    assert run(rooms.find(room.code)) is room
    assert not room.is_presenter("another")
    clock.now += 1
    told: list[bool] = []
    room.listeners.add(told.append)
    run(rooms.expire())
    assert (told, room.is_open) == ([True], False)
    assert run(rooms.find(room.code)) is None


def test_with_its_presenter_it_lives_twelve(
    rooms: MemoryRooms, opened: Callable[[], Room], clock: TurnedClock
) -> None:
    room = opened()
    for _ in range(11):
        clock.now += HOUR
        assert room.is_presenter(KEY)
        assert run(rooms.find(room.code)) is room
    clock.now += HOUR
    room.is_presenter(KEY)
    assert run(rooms.find(room.code)) is None
    assert not room.is_open


def test_an_empty_room_makes_way_after_ten_minutes(
    rooms: MemoryRooms, opened: Callable[[], Room], clock: TurnedClock
) -> None:
    first, second, third = (opened() for _ in range(3))
    second.is_presenter(KEY)
    clock.now += ABANDONED_S - 1
    with pytest.raises(Unavailable):
        opened()
    clock.now += 1
    for room in (first, third):
        room.seats.hear_of(new_seat())
    second.is_presenter(KEY)
    with pytest.raises(Unavailable):
        opened()
    clock.now += HERE_AFTER_S
    opened()
    assert [room.is_open for room in (first, second, third)] == [False, True, True]


def test_the_code_of_an_ended_room_is_no_guess_for_an_hour(
    rooms: MemoryRooms, opened: Callable[[], Room], clock: TurnedClock
) -> None:
    room = opened()
    run(rooms.delete(room))
    assert run(rooms.has_ended(room.code.lower()))
    clock.now += ENDED_KNOWN_S
    run(rooms.expire())
    assert not run(rooms.has_ended(room.code))


def test_a_seat_is_here_while_it_is_heard_of(clock: TurnedClock) -> None:
    seats = Seats(3, clock)
    seat = new_seat()
    seats.hear_of(seat)
    clock.now += HERE_AFTER_S - 1
    assert len(seats) == 1
    clock.now += 1
    assert len(seats) == 0
    seats.note_part(seat)
    with seats.listening(seat, list), seats.listening(seat, list), seats.listening(None, list):
        with seats.listening(new_seat(), list), pytest.raises(Unavailable):
            seats.hear_of(new_seat())
        clock.now += HOUR
        assert len(seats) == 2
        seats.act(seat)
    clock.now += HERE_AFTER_S
    assert len(seats) == 0
    assert seats.knows(seat)


def test_a_full_room_has_place_where_nobody_listens(clock: TurnedClock) -> None:
    """Seats that were made up, and heard of once, do not keep anybody out."""
    seats = Seats(3, clock)
    listener, back, once = new_seat(), new_seat(), new_seat()
    with seats.listening(listener, list):
        for seat in (back, back, once):
            clock.now += 1
            seats.hear_of(seat)
        first, second, third = (new_seat() for _ in range(3))
        seats.hear_of(first)
        assert [seats.is_here(seat) for seat in (listener, back, once)] == [True, True, False]
        with seats.listening(first, list):
            seats.act(second)
            assert [seats.is_here(seat) for seat in (listener, back, first)] == [True, False, True]
            with seats.listening(second, list), pytest.raises(Unavailable):
                seats.hear_of(third)
            seats.hear_of(third)
    assert len(seats) <= 3


def test_in_a_full_room_who_only_listens_gives_way(clock: TurnedClock) -> None:
    """Whoever has a phone there asks for what is shown, or does something, soon after coming."""
    seats = Seats(4, clock)
    sees, acts, made_up = new_seat(), new_seat(), new_seat()
    let_go: list[str | None] = []

    def listening(seat: str | None) -> AbstractContextManager[None]:
        return seats.listening(seat, lambda: let_go.append(seat))

    with listening(None), listening(sees), listening(acts), listening(made_up):
        seats.note_part(sees)
        seats.act(acts)
        clock.now += SILENT_AFTER_S - 1
        with pytest.raises(Unavailable):
            seats.hear_of(new_seat())
        clock.now += 1
        first, second, third = (new_seat() for _ in range(3))
        with listening(first), listening(second):
            assert {*let_go} == {None, made_up}
            assert len(seats) == 4
            assert [seats.knows(seat) for seat in (sees, acts, made_up)] == [True, True, False]
            with pytest.raises(Unavailable):
                seats.hear_of(third)
            clock.now += SILENT_AFTER_S
            seats.elsewhere = 1
            with pytest.raises(Unavailable):  # Another process may have told them what is shown.
                seats.hear_of(third)
            seats.elsewhere = 0
            seats.hear_of(third)
            assert let_go[2:] == [first]
    assert seats.is_here(third)
    assert not seats.is_here(made_up)


def test_people_come_and_go_and_few_of_them_are_kept(clock: TurnedClock) -> None:
    seats = Seats(3, clock)
    first = new_seat()
    seats.hear_of(first)
    for _ in range(3 * KNOWN_PER_SEAT):
        clock.now += HERE_AFTER_S
        seats.hear_of(new_seat())
    assert not seats.knows(first)
    assert len(seats) == 1


def test_a_seat_does_so_much_and_no_more(clock: TurnedClock) -> None:
    seats = Seats(3, clock)
    flooding, other = new_seat(), new_seat()
    for _ in range(ACTIONS_AT_ONCE):
        seats.act(flooding)
    with pytest.raises(TooManyRequests):
        seats.act(flooding)
    seats.act(other)
    clock.now += 1
    seats.act(flooding)


def guessed(guesses: Guesses, address: str, count: int) -> int:
    """Return how many of `count` wrong codes are let through."""
    through = 0
    for _ in range(count):
        try:
            guesses.check(address)
        except TooManyRequests:
            continue
        guesses.note_wrong(address)
        through += 1
    return through


def test_a_hall_may_mistype_and_guessing_soon_ends(clock: TurnedClock) -> None:
    guesses = Guesses(1, 300, clock)
    assert guessed(guesses, "192.0.2.1", 300) == 300
    assert guessed(guesses, "192.0.2.1", 1000) == 0
    through = 0
    for _ in range(100):
        clock.now += HOUR / 100
        through += guessed(guesses, "192.0.2.1", 100)
    assert through <= 3600
    guesses.check("192.0.2.2")


def test_ten_thousand_tries_an_hour_find_no_code() -> None:
    codes, rooms, tries = len(ALPHABET) ** CODE_LENGTH, 50, 10_000
    assert 1 - math.exp(-tries * rooms / codes) < 0.001
    assert not set("0O1IL") & set(ALPHABET)


def test_where_all_guess_those_who_have_not_are_let_in(clock: TurnedClock) -> None:
    guesses = Guesses(1, 300, clock)
    guessers = [f"192.0.2.{host}" for host in range(50)]
    through = [guessed(guesses, address, 300) for address in guessers]
    assert through == [300] * 20 + [1] * 30
    with pytest.raises(TooManyRequests):
        guesses.check(guessers[0])
    guesses.check("198.51.100.7")
    assert guessed(guesses, "198.51.100.7", 10) == 1
    with pytest.raises(TooManyRequests) as refused:
        guesses.check(guessers[-1])
    assert refused.value.retry_after_s >= 1


def test_a_key_is_kept_as_its_fingerprint_alone(opened: Callable[[], Room]) -> None:
    key = secrets.token_urlsafe(24)
    room = Room("ABCDEF", key, opened().shared.session, 5)
    assert key not in repr(vars(room))
    assert room.is_presenter(key)
    assert not room.is_presenter(key[:-1])
