"""Pages that are slow, silent or gone: they cost the server little, and others nothing."""

import os
import socket
import struct
import sys
import threading
from pathlib import Path
from time import monotonic

import httpx
import pytest

from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    SOON_S,
    TrainingClient,
    address,
    finished_at,
    trained,
    until_it_rests,
    watching,
)


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def test_two_frames_are_in_flight_at_most_and_the_newest_comes_next(fresh: Calls) -> None:
    with watching(fresh) as watcher, watching(fresh) as other:
        watcher.acknowledges = False
        watcher.send("start", batch_size=500)
        watcher.next_frame()
        watcher.next_frame()
        other.until(lambda frame: frame["elapsed_s"] > 1)
        with pytest.raises(TimeoutError):
            watcher.next_frame(timeout=0.1)
        seen = watcher.frames[-1]["iteration"]
        other.send("pause")
        present = other.until_status("paused")
        watcher.acknowledge()
        newest = watcher.next_frame()
        assert newest["iteration"] == present["iteration"] == fresh.describe()["iteration"] > seen
        assert newest["status"] == "paused"
        assert watcher.column("record.iterations")[-1] == present["iteration"]


def test_an_acknowledgement_gives_room_for_as_many_frames(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.acknowledges = False
        watcher.send("start", batch_size=5000)  # Few steps a frame: two have room.
        watcher.next_frame()
        for _ in range(3):
            watcher.send("ack", frame=watcher.frames[-2]["frame"])
            watcher.next_frame()
            with pytest.raises(TimeoutError):
                watcher.next_frame(timeout=0.3)


def test_who_stops_acknowledging_is_closed_and_the_run_pauses(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("start")
        watcher.until_iteration(20)
        watcher.acknowledges = False
        began = monotonic()
        assert watcher.close_code() == 1013
        assert monotonic() - began < 2 * SOON_S
    run = until_it_rests(fresh)
    assert run["status"] == "paused"
    assert run["iteration"] == fresh.describe()["iteration"]


@pytest.mark.parametrize("says_goodbye", [True, False])
def test_a_closed_tab_pauses_and_another_goes_on_from_there(
    fresh: Calls, says_goodbye: bool
) -> None:
    with watching(fresh) as watcher:
        watcher.send("start", learning_rate=0.3)
        watcher.until_iteration(50)
        if not says_goodbye:
            watcher.socket.socket.shutdown(socket.SHUT_RDWR)
    began = monotonic()
    run = until_it_rests(fresh)
    assert monotonic() - began < SOON_S
    here = fresh.describe()["iteration"]
    assert run["status"] == "paused"
    assert run["iteration"] == here
    with watching(fresh) as watcher:
        first = watcher.frames[0]
        assert (first["iteration"], first["status"]) == (here, "paused")
        assert first["settings"]["learning_rate"] == 0.3
        frame = watcher.run_on(3)
        assert frame["run"]["id"] == run["id"]
        iterations = watcher.column("record.iterations")
        assert (iterations[0], iterations[-1]) == (1, here + 3)


def test_a_connection_that_is_cut_loses_no_step_that_was_told(fresh: Calls) -> None:
    told = 0
    for cut in range(12):
        with watching(fresh) as watcher:
            for _ in range(5):
                watcher.send("step")
            before, told = told, watcher.until_iteration(told + 1 + cut % 4)["iteration"]
            assert all(frame["iteration"] >= before for frame in watcher.frames)
            own = watcher.socket.socket
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            own.shutdown(socket.SHUT_RD)
            own.close()  # By a reset, in the middle of what was asked for.
    until_it_rests(fresh)
    assert fresh.describe()["iteration"] >= told >= 12
    assert fresh.file() == fresh.file()


def test_the_run_goes_on_while_one_of_two_pages_is_open(fresh: Calls) -> None:
    with watching(fresh) as staying:
        with watching(fresh) as leaving:
            leaving.send("start")
            here = leaving.until_iteration(10)["iteration"]
        assert staying.until_iteration(here + 200)["status"] == "running"


@pytest.mark.long
def test_a_page_that_closes_in_the_middle_of_a_pause_loses_nobody_elses_step(
    fresh: Calls,
) -> None:
    with watching(fresh) as staying:
        for _ in range(10):
            with watching(fresh) as leaving:
                leaving.send("start")
                leaving.until_status("running")
                leaving.send("pause")
            staying.send("step")
            staying.until_status("finished")


def never_reading(calls: Calls) -> socket.socket:
    """Open a socket for a training that is started there, and read no frame of it."""
    host, port = calls.client.base_url.host, calls.client.base_url.port
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((host, port))
    path = address(calls).split(f":{port}")[1]
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
    )
    assert connection.recv(12) == b"HTTP/1.1 101"
    command = b'{"type": "start"}'
    mask = bytes(4)
    connection.sendall(bytes([0x81, 0x80 | len(command)]) + mask + command)
    return connection


def resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="Memory is read from /proc")
@pytest.mark.long
def test_who_never_reads_takes_little_memory_and_is_let_go(client: httpx.Client) -> None:
    """Eight of them: frames of 1.9 MB, kept for all, would be up to 150 MB a second."""
    calls = Calls(client, layers=[784, 420, 360, 10], weights="random", seed=1)
    trained(calls, 1)
    silent = [never_reading(calls) for _ in range(8)]
    while client.get(f"{calls.url}/runs").json()["runs"][0]["status"] != "running":
        pass
    before, began = resident_bytes(), monotonic()
    assert until_it_rests(calls)["status"] == "paused"
    assert monotonic() - began < 2 * SOON_S
    assert resident_bytes() - before < 60e6
    for connection in silent:
        connection.close()


def test_many_pages_get_the_same_run(fresh: Calls) -> None:
    ends: list[object] = []

    def watch() -> None:
        with watching(fresh) as page:
            end = page.until(finished_at(300))
            ends.append(end.metadata)
            iterations = page.column("record.iterations")
            assert (iterations[0], iterations[-1]) == (1, 300)

    with watching(fresh) as watcher:
        watcher.send("settings", batch_size=200)
        pages = [threading.Thread(target=watch) for _ in range(6)]
        for page in pages:
            page.start()
        watcher.send("epoch")
        end = watcher.until(finished_at(300)).metadata
        for page in pages:
            page.join()
        unnumbered = {"frame": 0, "complete": False}
        assert [each | unnumbered for each in ends] == 6 * [end | unnumbered]


def test_news_wait_for_the_acknowledgement_of_a_pause_too(fresh: Calls) -> None:
    """Acknowledgements are heard while a command is being carried out."""
    watcher: TrainingClient
    with watching(fresh) as watcher:
        watcher.send("start", batch_size=60_000)
        watcher.until_status("running")
        watcher.send("pause")
        assert watcher.until_status("paused")["reason"] == ""
