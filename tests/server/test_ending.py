"""A server that is told to end, with a hall at it: all are told, and it ends well and soon."""

import asyncio
import select
import signal
import socket
import sys
from collections.abc import Callable

import pytest

from tests import unencrypted
from tests.again import again
from tests.app.calls import Calls
from tests.app.test_command_line import PATIENCE_S
from tests.app.training.training_client import NEW
from tests.bench.crowd.sockets import Viewer
from tests.bench.server import HOST
from tests.server.raw import HANDSHAKE, connections
from tests.server_process import ServerProcess, started

RESTARTING = 1012


async def watched(
    port: int, count: int, session: str, key: str, process: ServerProcess
) -> list[int]:
    """Watch a training with many, end the server in the middle, and return how they were closed."""
    loop = asyncio.get_running_loop()
    paths = [f"/api/sessions/{session}/train", *[f"/api/watch/{key}"] * count]
    watching = [loop.create_future() for _ in paths]
    viewers = [Viewer(port, path, _third(seen)) for path, seen in zip(paths, watching, strict=True)]
    for viewer in viewers:
        await loop.create_connection(lambda own=viewer: own, HOST, port)
        await viewer.opened
    viewers[0].send(b'{"type":"start"}')
    await asyncio.gather(*watching)
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(asyncio.gather(*(viewer.closed for viewer in viewers)), PATIENCE_S)
    return [viewer.code for viewer in viewers]


def _third(seen: asyncio.Future[None]) -> Callable[[int, float], None]:
    """Return what takes note of frames, and tells of the third."""
    count = iter(range(1, 1_000_000))

    def note(_frame: int, _at: float) -> None:
        if next(count) == 3:
            seen.set_result(None)

    return note


@pytest.mark.parametrize("viewers", [50, *again(300)])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_a_hall_is_told_that_it_comes_back(viewers: int) -> None:
    with (
        started(NUDGE_SHUTDOWN_S="1") as (process, url),
        unencrypted.Client(base_url=url) as client,
    ):
        port = client.base_url.port or 0
        calls = Calls(client, **NEW)
        key = client.get(f"{calls.url}/watch").json()["watch_key"]
        with socket.create_connection((HOST, port)) as half:
            half.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n")
            half.sendall(b"Content-Length: 100\r\n\r\nhalf of it")
            codes = asyncio.run(watched(port, viewers, calls.created["id"], key, process))
            assert process.wait(PATIENCE_S) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert codes == [RESTARTING] * (1 + viewers)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_a_socket_is_read_until_the_other_side_has_closed_too() -> None:
    """Who closes with something unread resets the connection, and why it closed may be lost."""
    with (
        started(NUDGE_SHUTDOWN_S="8") as (process, url),
        unencrypted.Client(base_url=url) as client,
        connections(client, 1) as (one,),
    ):
        one.ask(f"{Calls(client, **NEW).url}/train", "GET", *HANDSHAKE)
        assert one.reply().status == 101
        process.send_signal(signal.SIGTERM)
        one.read_past(RESTARTING.to_bytes(2, "big"))
        one.send(b"\x8a\x80\0\0\0\0")
        assert not select.select([one.socket], [], [], 0.3)[0], one.rest()
        one.send(b"\x88\x82\0\0\0\0" + RESTARTING.to_bytes(2, "big"))
        assert one.rest() == b""
        assert process.wait(PATIENCE_S) == 0
