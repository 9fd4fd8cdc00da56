"""Who has to wait for whom: requests to one session do, others do not."""

import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from typing import Any

import httpx
import numpy as np
import pytest

from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.work import steps as module
from tests.app.calls import Calls
from tests.conftest import Serve
from tests.server.raw import connections


class Halt:
    """Makes every computation stand still until `go`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = threading.Event()
        self._go = threading.Event()
        backprop_digits = module.backprop_digits

        def halt(*arguments: Any) -> BackwardTrace:
            self.reached.set()
            assert self._go.wait(60)
            return backprop_digits(*arguments)

        monkeypatch.setattr(module, "backprop_digits", halt)

    def go(self) -> None:
        self._go.set()


@pytest.fixture
def halt(monkeypatch: pytest.MonkeyPatch) -> Halt:
    return Halt(monkeypatch)


def train(session: Calls, steps: int = 3) -> httpx.Response:
    return session.post("step", batch_size=10, steps=steps, learning_rate=0.1)


def test_others_are_answered_while_one_trains(serve: Serve, halt: Halt) -> None:
    client = serve()
    trained, other = Calls(client), Calls(client)
    with ThreadPoolExecutor(1) as pool:
        training = pool.submit(train, trained)
        assert halt.reached.wait(60)
        assert client.get("/api/health").status_code == 200
        assert client.get("/").status_code == 200
        other.done("forward", pixels=other.pixels())
        other.done("step", pixels=other.pixels(), target=1, learning_rate=0.1)
        other.done("undo")
        assert not training.done()
        halt.go()
        assert training.result().json()["iteration"] == 3


def test_requests_to_one_session_wait_for_each_other(serve: Serve, halt: Halt) -> None:
    client = serve()
    session = Calls(client)
    pixels = session.pixels()
    with ThreadPoolExecutor(2) as pool:
        training = pool.submit(train, session)
        assert halt.reached.wait(60)
        forward = pool.submit(session.done, "forward", pixels=pixels)
        # What is asked meanwhile is answered, so the forward pass has had time and has waited.
        assert client.get("/api/health").status_code == 200
        assert wait([forward], timeout=0.2).not_done
        halt.go()
        assert training.result().status_code == 200
    expected = session.network().forward(np.array(pixels)).output
    np.testing.assert_allclose(forward.result()["activations"][-1], expected, rtol=1e-12)


def test_no_step_is_lost_among_many(client: httpx.Client) -> None:
    session = Calls(client, weights="random", seed=1)
    alone = Calls(client, weights="random", seed=1)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: train(session, steps=2).json(), range(24)))
    assert sorted(answer["iteration"] for answer in answers) == list(range(2, 49, 2))
    assert train(alone, steps=48).status_code == 200
    np.testing.assert_allclose(
        session.network().parameters.vector, alone.network().parameters.vector, rtol=1e-9
    )
    assert session.describe()["undo"] == 24


def test_too_many_who_wait_are_sent_away(serve: Serve, halt: Halt) -> None:
    client = serve(max_waiting_per_session=2)
    session = Calls(client)
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(train, session) for _ in range(6)]
        refused = first(3, calls)
        assert Calls(client).describe()  # another session has room
        halt.go()
    for answer in refused:
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json().keys() == {"detail"}
    assert sorted(call.result().status_code for call in calls) == [200] * 3 + [429] * 3
    assert session.describe()["iteration"] == 9


def test_who_hangs_up_frees_the_place_it_waited_in(serve: Serve, halt: Halt) -> None:
    client = serve(max_waiting_per_session=4)
    session = Calls(client)
    pixels = session.pixels()
    with ThreadPoolExecutor(2) as pool:
        training = pool.submit(train, session)
        assert halt.reached.wait(60)
        with connections(client, 4) as waiting:
            for each in waiting:
                each.ask(session.url)
            # What waits with them is let go only once they have been heard: so it is asked last.
            one_more = pool.submit(session.post, "forward", pixels=pixels)
            assert one_more.result().status_code == 429
        # They have hung up, and the server hears of it soon.
        for _ in range(100):
            forward = pool.submit(session.post, "forward", pixels=pixels)
            if wait([forward], timeout=0.2).not_done:
                break
        halt.go()
        assert training.result().status_code == 200
        assert forward.result().status_code == 200


def test_too_many_computations_are_refused(serve: Serve, halt: Halt) -> None:
    client = serve(max_computations=2)
    sessions = [Calls(client) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(train, session) for session in sessions]
        refused = first(2, calls)
        for session in sessions:
            if session.url in {str(answer.url.path).removesuffix("/step") for answer in refused}:
                session.done("forward", pixels=session.pixels())
                assert session.describe() == session.created
        halt.go()
    for answer in refused:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
    assert sorted(call.result().status_code for call in calls) == [200] * 2 + [503] * 2
    assert sessions[0].accuracy()["total"] == 10_000


def test_sessions_in_use_are_not_given_up(serve: Serve, halt: Halt) -> None:
    client = serve(max_sessions=1)
    session = Calls(client)
    with ThreadPoolExecutor(1) as pool:
        training = pool.submit(train, session)
        assert halt.reached.wait(60)
        answer = client.post("/api/sessions")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
        halt.go()
        assert training.result().status_code == 200
    assert session.describe()["iteration"] == 3
    assert client.delete(session.url).status_code == 204
    assert client.post("/api/sessions").status_code == 201


def test_who_waits_for_a_deleted_session_finds_nothing(serve: Serve, halt: Halt) -> None:
    client = serve()
    session = Calls(client)
    with ThreadPoolExecutor(2) as pool:
        training = pool.submit(train, session)
        assert halt.reached.wait(60)
        deletion = pool.submit(client.delete, session.url)
        assert wait([deletion], timeout=0.1).not_done
        halt.go()
        assert training.result().status_code == 200
        assert deletion.result().status_code == 204
    assert client.get(session.url).status_code == 404


def test_computation_of_one_who_has_gone_is_given_up(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks during a call that would take hours: the session is free at once."""
    begun = threading.Event()
    step = Network.step

    def noted_step(network: Network, *arguments: Any) -> None:
        begun.set()
        step(network, *arguments)

    monkeypatch.setattr(Network, "step", noted_step)
    client = serve(max_examples_per_call=10**10)
    session = Calls(client)
    before = session.state()
    body = b'{"batch_size": 10, "steps": 1000000000, "learning_rate": 0.01}'
    head = f"POST {session.url}/step HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", client.base_url.port)) as connection:
        connection.sendall(head.encode() + body)
        assert begun.wait(60)
    assert session.state() == before


def first(count: int, calls: list[Future[httpx.Response]]) -> list[httpx.Response]:
    """Return the first answers, as soon as there are as many."""
    answers = []
    for call in as_completed(calls, timeout=60):
        answers.append(call.result())
        if len(answers) == count:
            break
    return answers
