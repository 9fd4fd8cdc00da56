"""One session that asks for much takes nothing from the others."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx

from tests.app.calls import Calls
from tests.conftest import Serve

SMALL = {"layers": [3, 2], "weights": "random"}
PIXELS = [0.5, 0.1, 0.9]
LANDSCAPE = {"directions": "gradient", "size": 41, "examples": 10_000}


def asked(session: Calls, count: int) -> list[httpx.Response]:
    return [session.post("forward", pixels=PIXELS) for _ in range(count)]


def test_a_session_has_so_many_requests_and_others_have_their_own(serve: Serve) -> None:
    client = serve(max_session_requests_at_once=5, max_session_requests_per_s=0.01)
    flooding, other = (Calls(client, **SMALL) for _ in range(2))
    answers = asked(flooding, 7)
    assert [answer.status_code for answer in answers] == 5 * [200] + 2 * [429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].json().keys() == {"detail"}
    assert {answer.status_code for answer in asked(other, 5)} == {200}


def test_of_what_never_was_a_session_little_is_remembered(serve: Serve) -> None:
    client = serve(max_session_requests_at_once=1, max_session_requests_per_s=0.01)
    long = f"/api/sessions/{'x' * 64}"
    assert [client.get(f"{long}{end}").status_code for end in "ab"] == [404, 429]


def test_what_is_refused_is_not_even_read(serve: Serve) -> None:
    session = Calls(serve(max_session_requests_at_once=1, max_session_requests_per_s=0.01), **SMALL)
    statuses = [session.client.post(f"{session.url}/forward", content=b"{").status_code]
    statuses += [session.client.post(f"{session.url}/forward", content=b"{").status_code]
    assert statuses == [422, 429]


def test_landscapes_of_one_session_leave_anothers_what_if_alone(serve: Serve) -> None:
    client = serve(max_session_requests_at_once=10_000)
    flooding, other = Calls(client), Calls(client)
    pixels = [0.0] * 784
    question = {"pixels": pixels, "target": 3, "quantity": {"parameter": 5}, "value": 1.0}

    def landscape() -> int:
        with client.stream("POST", f"{flooding.url}/landscape", json=LANDSCAPE) as answer:
            if answer.status_code == 200:
                next(answer.iter_lines())
                going.append(answer)
                other_is_done.wait(60)
            return answer.status_code

    going: list[httpx.Response] = []
    other_is_done = Event()
    with ThreadPoolExecutor(16) as pool:
        floods = [pool.submit(landscape) for _ in range(16)]
        statuses = Counter(other.post("what_if", **question).status_code for _ in range(20))
        other_is_done.set()
        client.delete(flooding.url)
    assert statuses == {200: 20}
    assert 429 in {flood.result() for flood in floods}
