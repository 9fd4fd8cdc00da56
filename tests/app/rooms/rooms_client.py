"""A room with its presenter, its seats and their news, over HTTP."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.app.calls import Calls

SMALL = {"layers": [5, 4, 3, 2], "weights": "random", "seed": 1}
QUESTION = {"text": "Which way?", "choices": ["up", "down", "neither"], "right": 1, "why": "So."}
ELSEWHERE = {"X-Forwarded-For": "198.51.100.7"}
"""Headers of a request from another address, as a proxy on this machine forwards it."""


def new_seat() -> str:
    return secrets.token_urlsafe(16)


OPENED: list["RoomCalls"] = []
"""Rooms that a file of tests has opened and that may be open still."""


class RoomCalls:
    """A new room, and every call to it."""

    def __init__(self, session: Calls, **wanted: object) -> None:
        """Open a room for a session."""
        body = {"session": session.created["id"], **wanted}
        answer = session.client.post("/api/rooms", json=body)
        assert answer.status_code == 201, answer.text
        self.session = session
        self.client = session.client
        self.opened: dict[str, Any] = answer.json()
        self.code: str = self.opened["code"]
        self.key = {"Authorization": f"Bearer {self.opened['key']}"}
        self.url = f"/api/rooms/{self.code}"
        OPENED.append(self)

    def state(self, **query: object) -> dict[str, Any]:
        answer = self.client.get(self.url, params=query)
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def put(self, **change: object) -> httpx.Response:
        return self.client.put(self.url, json=change, headers=self.key)

    def presented(self, **change: object) -> dict[str, Any]:
        """Return the state after a change that must succeed."""
        answer = self.put(**change)
        assert answer.status_code == 200, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def ask(self, **other: object) -> str:
        """Ask a question; return its id."""
        asked: str = self.presented(question=QUESTION | other)["question"]["id"]
        return asked

    def vote(self, question: str, seat: str, choice: int, **other: object) -> httpx.Response:
        path = f"{self.url}/questions/{question}/votes/{seat}"
        return self.client.put(path, json={"choice": choice, **other})

    def answers(self, question: str, *, keyed: bool = False) -> dict[str, Any]:
        headers = self.key if keyed else {}
        answer = self.client.get(f"{self.url}/questions/{question}", headers=headers)
        assert answer.status_code == 200, answer.text
        answers: dict[str, Any] = answer.json()
        return answers

    def draw(self, seat: str, pixels: list[float], label: int = 3) -> httpx.Response:
        body = {"pixels": pixels, "label": label}
        return self.client.put(f"{self.url}/drawings/{seat}", json=body)

    def get(self, what: str, *, keyed: bool = False, **query: object) -> httpx.Response:
        headers = self.key if keyed else {}
        return self.client.get(f"{self.url}/{what}", params=query, headers=headers)

    def got(self, what: str, *, keyed: bool = False, **query: object) -> Any:
        answer = self.get(what, keyed=keyed, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def end(self) -> httpx.Response:
        return self.client.delete(self.url, headers=self.key)


class Stream:
    """News as they come, read one by one."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines()
        self.comments = 0

    def next(self) -> dict[str, Any] | None:
        """Return the next state; None where the stream has ended."""
        id_, data = "", None
        for line in self._lines:
            if line.startswith(":"):
                self.comments += 1
            elif line.startswith("id:"):
                id_ = line[3:].strip()
            elif line.startswith("data:"):
                data = json.loads(line[5:])
            elif not line and data is not None:
                assert str(data["version"]) == id_
                state: dict[str, Any] = data
                return state
        return None

    def until(self, is_wanted: Any) -> dict[str, Any]:
        while True:
            state = self.next()
            assert state is not None, "The news have ended."
            if is_wanted(state):
                return state


@contextmanager
def news(room: RoomCalls, seat: str | None = None, *, keyed: bool = False) -> Iterator[Stream]:
    query = {} if seat is None else {"seat": seat}
    headers = room.key if keyed else {}
    with room.client.stream("GET", f"{room.url}/news", params=query, headers=headers) as answer:
        if answer.status_code != 200:
            answer.read()
            raise AssertionError(f"{answer.status_code} {answer.text}")
        yield Stream(answer)


def meanwhile(call: Any) -> threading.Thread:
    """Run a call beside."""
    thread = threading.Thread(target=call)
    thread.start()
    return thread
