"""No connection takes more than its share, however it is used, and the server says so."""

import asyncio
import select
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from app.serving.gate import SPARE, Admission, Gate, Limits
from app.serving.http_connection import MOST_UNWANTED_BYTES
from app.settings import Settings
from tests.app.calls import Calls
from tests.conftest import Serve, serving
from tests.server.raw import HANDSHAKE, Raw, connections

MB = 1 << 20
INVALID_DATA = 1007
SOON = {"head_s": 0.2, "body_s": 0.3, "unread_s": 0.3}
"""Limits that a test can wait for."""

PATIENT_S = 60

KERNEL_BUFFERS = 12 * MB
"""So much the system takes on the way, whether or not the server reads it."""


def gave_up(one: Raw) -> bool:
    """Wait, without reading, until the server has closed a connection."""
    poll = select.poll()
    poll.register(one.socket, select.POLLRDHUP)
    return bool(poll.poll(PATIENT_S * 1000))


def _transport() -> asyncio.Transport:
    return asyncio.Transport({"peername": ("192.0.2.1", 40000)})


@pytest.fixture
def raw(client: httpx.Client) -> Iterator[Raw]:
    with connections(client, 1) as (one,):
        yield one


class TestHeads:
    def test_a_long_head_is_refused(self, raw: Raw) -> None:
        raw.ask("/api/health", "GET", f"X-Long: {'a' * 40_000}")
        reply = raw.reply()
        assert reply.status == 431
        assert reply.detail()
        assert raw.is_closed()

    def test_so_is_one_of_very_many_lines(self, raw: Raw) -> None:
        raw.ask("/api/health", "GET", *["a:"] * 6000)
        assert raw.reply().status == 431

    @pytest.mark.parametrize(
        "piece",
        [b"X-More: and more\r\n" * 3000, b"a" * 50_000],
        ids=["of many lines", "of one line"],
    )
    def test_a_head_without_end_is_refused(self, raw: Raw, piece: bytes) -> None:
        raw.send(b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        assert raw.sent_until_closed(piece, 100 * MB) < KERNEL_BUFFERS

    def test_an_address_without_end_is_refused(self, raw: Raw) -> None:
        raw.send(b"GET /")
        assert raw.sent_until_closed(b"a" * 50_000, 100 * MB) < KERNEL_BUFFERS

    @pytest.mark.parametrize(
        "piece",
        [b"X-More: and more\r\n" * 3000, b"a" * 50_000],
        ids=["of many lines", "of one line"],
    )
    def test_trailers_without_end_are_refused(self, raw: Raw, piece: bytes) -> None:
        raw.ask("/api/sessions", "POST", "Transfer-Encoding: chunked")
        raw.send(b"2\r\n{}\r\n0\r\nX-Trailer: ")
        assert raw.sent_until_closed(piece, 100 * MB) < KERNEL_BUFFERS

    def test_a_chunk_extension_without_end_is_refused(self, raw: Raw) -> None:
        raw.ask("/api/sessions", "POST", "Transfer-Encoding: chunked")
        raw.send(b"2;extension=")
        assert raw.sent_until_closed(b"a" * 50_000, 100 * MB) < KERNEL_BUFFERS

    def test_a_trailer_is_no_header(self, raw: Raw) -> None:
        raw.ask(
            "/api/sessions", "POST", "Content-Type: application/json", "Transfer-Encoding: chunked"
        )
        raw.send(b"2\r\n{}\r\n0\r\nHost: evil.example\r\n\r\n")
        assert raw.reply().status == 201
        assert raw.answer("/api/health").status == 200

    def test_what_is_no_http_is_refused_in_the_contracts_form(self, raw: Raw) -> None:
        raw.send(b"nonsense\r\n\r\n")
        reply = raw.reply()
        assert reply.status == 400
        assert reply.detail()


class TestBodies:
    @pytest.mark.parametrize("path", ["/api/sessions", "/api/nothing"], ids=["read", "not read"])
    @pytest.mark.parametrize(
        ("header", "piece"),
        [
            ("Content-Length: 10000000000", bytes(50_000)),
            ("Transfer-Encoding: chunked", b"c350\r\n%s\r\n" % bytes(50_000)),
        ],
        ids=["with its size", "in chunks"],
    )
    def test_one_without_end_is_answered_and_closed(
        self, raw: Raw, path: str, header: str, piece: bytes
    ) -> None:
        raw.ask(path, "POST", "Content-Type: application/json", header)
        raw.send(piece * 4)
        assert raw.reply().status in (404, 413)
        assert raw.sent_until_closed(piece, 100 * MB) < MOST_UNWANTED_BYTES + KERNEL_BUFFERS

    def test_one_in_tiny_chunks_is_given_up(self, raw: Raw) -> None:
        raw.ask("/api/sessions/x/parameters", "PUT", "Transfer-Encoding: chunked")
        assert raw.sent_until_closed(b"1\r\na\r\n" * 10_000, 100 * MB) < KERNEL_BUFFERS


class TestPipelines:
    ONE = b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    def test_what_is_asked_ahead_is_answered_in_order(self, raw: Raw) -> None:
        raw.send(self.ONE * 200)
        assert [raw.reply().status for _ in range(200)] == [200] * 200

    def test_without_end_it_is_given_up_and_nothing_is_logged(
        self, raw: Raw, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert raw.sent_until_closed(self.ONE * 1000, 20 * MB) < KERNEL_BUFFERS
        assert gave_up(raw)
        assert caplog.messages == []


def test_who_hangs_up_is_gone_though_more_was_asked_ahead(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    calls = Calls(client, layers=[784, 300, 10], weights="random")
    for _ in range(5):
        with connections(client, 1) as (one,):
            one.ask(f"{calls.url}/accuracy?split=train")
            one.ask("/api/health")
    calls.accuracy()  # After those, whose turn it was.
    assert caplog.messages == []


def test_a_socket_is_not_opened_before_what_was_asked_ahead_is_answered(
    raw: Raw, caplog: pytest.LogCaptureFixture
) -> None:
    head = "".join(f"{line}\r\n" for line in HANDSHAKE)
    wish = f"GET /api/watch/x HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode()
    raw.send(TestPipelines.ONE * 20 + wish)
    assert b" 101 " not in raw.rest()
    assert caplog.messages == []


@pytest.fixture(scope="module")
def hasty() -> Iterator[httpx.Client]:
    """A server that waits for nobody for long."""
    with serving(Settings(**SOON, keep_alive_s=PATIENT_S)) as client:
        yield client


class TestWaiting:
    @pytest.mark.parametrize(
        "start",
        [b"", b"\r\n", b"GET /api/hea", b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n"],
        ids=["nothing", "an empty line", "half an address", "half a head"],
    )
    def test_a_head_that_does_not_come_is_not_waited_for(
        self, hasty: httpx.Client, start: bytes
    ) -> None:
        with connections(hasty, 1) as (one,):
            one.send(start)
            assert one.is_closed()

    def test_nor_is_the_head_of_a_second_request(self, hasty: httpx.Client) -> None:
        with connections(hasty, 1) as (one,):
            assert one.answer("/api/health").status == 200
            one.send(b"\r\nGET /")
            assert one.reply().status == 408
            assert one.is_closed()

    @pytest.mark.parametrize(
        "path", ["/api/sessions", "/api/sessions/none/parameters", "/api/nothing"]
    )
    def test_a_body_that_does_not_come_is_not_waited_for(
        self, hasty: httpx.Client, path: str
    ) -> None:
        headers = ("Content-Type: application/json", "Content-Length: 100")
        with connections(hasty, 1) as (one,):
            one.ask(path, "POST", *headers)
            one.send(b'{"layers": ')
            assert one.is_closed()

    def test_an_answer_that_nobody_reads_is_given_up(self, hasty: httpx.Client) -> None:
        large = Calls(hasty, layers=[784, 500, 100, 10], weights="random")
        one = Raw(hasty, receive_buffer=4096)
        for _ in range(4):  # More than the system takes on the way.
            one.ask(f"{large.url}/parameters")
        with hasty.stream("GET", f"{large.url}/parameters") as other:
            assert len(other.read()) > 3 * MB  # Who reads gets all of it.
        assert gave_up(one)
        one.close()

    def test_of_many_that_wait_for_readers_those_with_most_are_given_up(self, serve: Serve) -> None:
        client = serve(max_unread_bytes=MB // 2, unread_s=10 * PATIENT_S)
        large = Calls(client, layers=[784, 500, 100, 10], weights="random")
        small = Calls(client, layers=[784, 50, 10], weights="random")
        with connections(client, 2) as (little, much):
            for one, calls in ((little, small), (much, large)):
                for _ in range(6):
                    one.ask(f"{calls.url}/parameters")
            assert gave_up(much)
            assert [little.reply().status for _ in range(6)] == [200] * 6


class TestRoom:
    def test_silent_connections_give_way(self, serve: Serve) -> None:
        client = serve(max_connections=20)
        with connections(client, 60), connections(client, 5) as good:
            for each in good:
                assert each.answer("/api/options").status == 200

    def test_sockets_count_and_health_is_answered_nevertheless(self, serve: Serve) -> None:
        client = serve(max_connections=8, root_path="/nudge")
        session = Calls(client, layers=[784, 2, 10], weights="random")
        client.close()
        with connections(client, 8) as sockets:
            for each in sockets:
                each.ask(f"{session.url}/train", "GET", *HANDSHAKE)
                assert each.reply().status == 101
            with connections(client, 1) as (one,):
                reply = one.answer("/api/options")
                assert reply.status == 503
                assert reply.detail()
                assert one.is_closed()
            with connections(client, 1) as (one,):
                assert one.answer("/api/health").status == 200
                assert one.answer("/nudge/api/health").status == 200
            with connections(client, 1) as (one,):
                one.ask(f"{session.url}/train", "GET", *HANDSHAKE)
                reply = one.reply()
                assert reply.status == 503
                assert reply.detail()

    @pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere this machine has one address")
    def test_whoever_holds_most_gives_way_to_others(self, serve: Serve) -> None:
        client = serve(max_connections=8)
        session = Calls(client, layers=[784, 2, 10], weights="random")
        client.close()
        with connections(client, 8, "127.0.0.2") as sockets:
            for each in sockets:
                each.ask(f"{session.url}/train", "GET", *HANDSHAKE)
                assert each.reply().status == 101
            with ExitStack() as others:
                for _ in range(3):  # One after the other: who has not asked yet gives way first.
                    (each,) = others.enter_context(connections(client, 1, "127.0.0.3"))
                    each.ask(f"{session.url}/train", "GET", *HANDSHAKE)
                    assert each.reply().status == 101
                with connections(client, 1, "127.0.0.2") as (one,):
                    assert one.answer("/api/options").status == 503
                assert all(gave_up(each) for each in sockets[-3:])

    def test_beyond_the_spare_ones_all_are_refused_at_once(self) -> None:
        gate = Gate(Limits(2, 1, 1, 1, 1, 1, 1), [], "", str)
        places = [gate.enter(others, _transport()) for others in range(3 + SPARE)]
        assert places == [*[Admission.ORDINARY] * 2, *[Admission.SPARE] * SPARE, Admission.FULL]


class TestSockets:
    EMPTY_PING = b"\x89\x80\0\0\0\0"
    LONG_PING = b"\x89\xfd\0\0\0\0" + bytes(125)
    EMPTY_PIECE = b"\x00\x80\0\0\0\0"
    PONG = b"\x8a\x80\0\0\0\0"

    @pytest.fixture
    def socket(self, client: httpx.Client) -> Iterator[Raw]:
        session = Calls(client, layers=[784, 2, 10], weights="random")
        with connections(client, 1) as (one,):
            one.ask(f"{session.url}/train", "GET", *HANDSHAKE)
            assert one.reply().status == 101
            yield one

    @pytest.mark.parametrize("frame", [EMPTY_PING, LONG_PING, PONG], ids=["ping", "long", "pong"])
    def test_a_flood_of_frames_ends_the_socket(self, socket: Raw, frame: bytes) -> None:
        assert socket.sent_until_closed(frame * 500, 100 * MB) < KERNEL_BUFFERS

    def test_so_does_one_of_empty_pieces_of_a_message(self, socket: Raw) -> None:
        socket.send(b"\x01\x80\0\0\0\0")
        assert socket.sent_until_closed(self.EMPTY_PIECE * 500, 100 * MB) < KERNEL_BUFFERS

    @pytest.mark.parametrize(
        "odd",
        [
            "Cookie: " + "a" * 30_000,
            "Sec-WebSocket-Protocol: " + ",".join("a" * 8000),
            "Content-Length: 5",
            "\r\n".join(["a: b"] * 150),
        ],
        ids=["a long header", "many protocols", "a body", "many headers"],
    )
    def test_a_handshake_that_cannot_be_read_is_answered_and_closed(
        self, client: httpx.Client, odd: str
    ) -> None:
        with connections(client, 1) as (one,):
            one.ask("/api/watch/x", "GET", *HANDSHAKE, odd)
            reply = one.reply()
            assert reply.status == 431
            assert reply.detail()
            assert one.is_closed()

    def test_text_in_no_unicode_ends_the_socket_and_is_no_error(
        self, socket: Raw, caplog: pytest.LogCaptureFixture
    ) -> None:
        socket.send(b"\x81\x82\0\0\0\0\xff\xff")
        assert INVALID_DATA.to_bytes(2, "big") in socket.rest()
        assert caplog.messages == []

    def test_a_refused_socket_is_told_why(self, client: httpx.Client) -> None:
        with connections(client, 1) as (one,):
            one.ask("/api/sessions/x/train", "GET", *HANDSHAKE, "Origin: https://evil.example")
            reply = one.reply()
            assert reply.status == 403
            assert reply.detail()
