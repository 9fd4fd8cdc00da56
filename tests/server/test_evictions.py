"""Nobody's network is thrown away by another, and who asks for too many has to wait."""

from collections import Counter

import httpx
import pytest

from tests.app.calls import Calls
from tests.conftest import Serve

SMALL = {"layers": [3, 2], "weights": "random"}
EXAMPLE = {"pixels": [0.5, 0.1, 0.9], "target": 1, "learning_rate": 0.5}


@pytest.fixture
def crowded(serve: Serve) -> httpx.Client:
    """A server for three sessions, which lets anybody ask for them."""
    return serve(max_sessions=3, max_new_sessions_at_once=100_000)


def asked(client: httpx.Client, count: int) -> Counter[int]:
    """Return how often each status came for so many new sessions."""
    answers = [client.post("/api/sessions", json=SMALL) for _ in range(count)]
    for answer in answers:
        if answer.status_code != 201:
            assert int(answer.headers["Retry-After"]) >= 1
            assert answer.json().keys() == {"detail"}
    return Counter(answer.status_code for answer in answers)


def test_a_flood_of_new_sessions_leaves_a_network_that_has_learnt(crowded: httpx.Client) -> None:
    learnt = Calls(crowded, **SMALL)
    learnt.done("step", **EXAMPLE)
    assert asked(crowded, 20) == {201: 20}
    session = learnt.describe()
    assert (session["iteration"], session["undo"]) == (1, 1)


def test_where_all_networks_are_in_use_a_new_one_is_refused(crowded: httpx.Client) -> None:
    sessions = [Calls(crowded, **SMALL) for _ in range(3)]
    for session in sessions:
        session.done("step", **EXAMPLE)
    assert asked(crowded, 5) == {503: 5}
    assert [session.describe()["iteration"] for session in sessions] == [1, 1, 1]


def test_one_address_has_to_wait_after_its_share(serve: Serve) -> None:
    client = serve(max_new_sessions_at_once=20, max_new_sessions_per_s=0.001)
    assert asked(client, 30) == {201: 20, 429: 10}


def test_addresses_that_a_trusted_proxy_forwards_have_shares_of_their_own(serve: Serve) -> None:
    client = serve(max_new_sessions_at_once=2, max_new_sessions_per_s=0.001)
    for address in ("192.0.2.1", "192.0.2.2"):
        client.headers["X-Forwarded-For"] = address
        assert asked(client, 3) == {201: 2, 429: 1}


def test_in_ipv6_a_caller_has_a_whole_network(serve: Serve) -> None:
    client = serve(max_new_sessions_at_once=2, max_new_sessions_per_s=0.001)
    statuses: Counter[int] = Counter()
    for host in range(4):
        client.headers["X-Forwarded-For"] = f"[2001:db8:0:1::{host}]:4000{host}"
        statuses += asked(client, 1)
    assert statuses == {201: 2, 429: 2}
    client.headers["X-Forwarded-For"] = "2001:db8:0:2::1"
    assert asked(client, 1) == {201: 1}


def test_an_address_that_a_caller_makes_up_has_no_share_of_its_own(serve: Serve) -> None:
    client = serve(
        max_new_sessions_at_once=2,
        max_new_sessions_per_s=0.001,
        trusted_proxies=("192.0.2.9",),
    )
    statuses: Counter[int] = Counter()
    for number in range(6):
        client.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        statuses += asked(client, 1)
    assert statuses == {201: 2, 429: 4}


def test_undo_goes_back_so_far_as_the_limit_says(serve: Serve) -> None:
    session = Calls(serve(max_history_steps=3), **SMALL)
    for _ in range(5):
        session.done("step", **EXAMPLE)
    assert session.describe()["undo"] == 3
