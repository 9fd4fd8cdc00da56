"""A proxy between page and server that does to answers what bad networks do.

The first requests of each kind come to one fault after the other; later ones are answered. A kind
is a method and a path of the server's OpenAPI; files are a kind each, and so are sockets.
"""

import re
import socket
import threading
from collections import defaultdict
from collections.abc import Container
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler
from typing import Any, Final
from urllib.parse import urlsplit

from tests.threaded_server import ThreadedServer

HTML: Final = b"<!doctype html><title>Login</title><p>Welcome to this network."
STATUSES: Final = {"429": 429, "502": 502, "503": 503}
FAULTS: Final = ("cut", "dropped", "429", "502", "503", "html", "late")
BREAKS: Final = FAULTS[:-1]
"""What an answer comes to; the last one comes, once it is let go."""
PER_HOP: Final = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


UNTOUCHED: Final = ("GET /", ".woff2", "favicon.svg", "first.js", "old_browser.js")
"""What the browser fetches by itself, and the scripts without which nothing can say anything."""


class FaultProxy(ThreadedServer):
    """Serves what a server serves, each kind of request after all faults."""

    def __init__(
        self, upstream: str, operations: set[str], faults: tuple[str, ...] = FAULTS
    ) -> None:
        """Start between a page and a server, of which these are all operations.

        To which faults each comes may be fewer than all.
        """
        self.faults = faults
        paths = {operation.partition(" ")[2] for operation in operations}
        self.upstream = urlsplit(upstream).netloc
        self.operations = operations
        self._routes = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path)
            for path in sorted(paths, key=lambda path: (path.count("{"), -len(path)))
        ]
        self.is_faulty = False
        self.spared: Container[str] = ()
        """Kinds that are always answered."""
        self.served: dict[str, list[str]] = defaultdict(list)
        """The faults that each kind has come to."""
        self.failing: dict[str, str] = {}
        """The kinds whose last answer was a fault, and which."""
        self.only: tuple[str, str] | None = None
        """A kind whose next request alone comes to a fault, and which."""
        self._lock = threading.Lock()
        self._let_go = threading.Event()
        super().__init__(type("Handler", (_Handler,), {"proxy": self}))

    def kind(self, method: str, target: str) -> str:
        """Return what a request is one of."""
        path = urlsplit(target).path
        route = next((route for pattern, route in self._routes if pattern.match(path)), path)
        if method == "WS":
            route = re.sub("/sessions/[^/]+/", "/sessions/{session_id}/", path)
        if path.startswith("/static/"):
            route = re.sub(r"-[A-Z0-9]{8}(?=\.)", "", path)
        return f"{method} {route}"

    def fault(self, kind: str) -> str | None:
        """Return what the next answer of a kind comes to; none where it is answered."""
        with self._lock:
            if self.only is not None and self.only[0] == kind:
                fault, self.only = self.only[1], None
                if fault == "late":
                    self.failing[kind] = fault  # Until it has been let go.
                return fault
            had = self.served[kind]
            if kind.endswith(UNTOUCHED) or kind in self.spared:
                return None
            if not self.is_faulty or len(had) == len(self.faults):
                self.failing.pop(kind, None)
                return None
            had.append(self.faults[len(had)])
            self.failing[kind] = had[-1]
            return had[-1]

    def let_go(self) -> None:
        """Let the late answers come."""
        event, self._let_go = self._let_go, threading.Event()
        event.set()

    def hold(self, kind: str) -> None:
        """Wait until late answers are let go."""
        self._let_go.wait(30)
        with self._lock:
            self.failing.pop(kind, None)

    def __exit__(self, *raised: object) -> None:
        self.let_go()
        super().__exit__(*raised)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: FaultProxy

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self._tunnel()
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        kind = self.proxy.kind(self.command, self.path)
        fault = self.proxy.fault(kind)
        if fault == "dropped":
            self._hang_up()
        elif fault in STATUSES:
            self._send(STATUSES[fault], {"Retry-After": "0", "Content-Type": "text/html"}, HTML)
        elif fault == "html":
            self._send(200, {"Content-Type": "text/html"}, HTML)
        else:
            self._forward(body, kind, fault)

    def _forward(self, body: bytes, kind: str, fault: str | None) -> None:
        upstream = HTTPConnection(self.proxy.upstream, timeout=60)
        try:
            sent = {k: v for k, v in self.headers.items() if k.lower() not in PER_HOP}
            sent = {
                k: v.replace(self.headers["Host"], self.proxy.upstream) for k, v in sent.items()
            }
            upstream.request(self.command, self.path, body or None, sent)
            answer = upstream.getresponse()
            headers = {k: v for k, v in answer.getheaders() if k.lower() not in PER_HOP}
            if answer.getheader("Content-Type", "").startswith("text/event-stream"):
                self._pass_news_on(answer, headers, kind, fault)
                return
            if fault is None and answer.getheader("Content-Length") is None:
                self._stream(answer, headers)
                return
            content = answer.read()
            if fault == "late":
                self.proxy.hold(kind)
            cut = len(content) // 2 if fault == "cut" else None
            if cut is not None and not content:
                self._hang_up()  # It cannot be cut, but lost.
            else:
                self._send(answer.status, headers, content, cut)
        finally:
            upstream.close()

    def _pass_news_on(
        self, answer: HTTPResponse, headers: dict[str, str], kind: str, fault: str | None
    ) -> None:
        """Pass on what never ends of itself; where it is cut, half of the first news."""
        if fault == "late":
            self.proxy.hold(kind)
        if fault != "cut":
            self._stream(answer, headers)
            return
        self._begin(answer.status, headers | {"Connection": "close"})
        first = answer.read1()
        self.wfile.write(first[: len(first) // 2])
        self._hang_up()

    def _stream(self, answer: HTTPResponse, headers: dict[str, str]) -> None:
        if answer.status in (204, 304):
            self._send(answer.status, headers, b"")
            return
        self._begin(answer.status, headers | {"Connection": "close"})
        with suppress(ConnectionError):  # The page may not want any more of it.
            while part := answer.read1():
                self.wfile.write(part)
        self.close_connection = True

    def _send(
        self, status: int, headers: dict[str, str], content: bytes, cut: int | None = None
    ) -> None:
        size = {} if status in (204, 304) else {"Content-Length": str(len(content))}
        self._begin(status, headers | size)
        self.wfile.write(content[:cut])
        if cut is not None:
            self._hang_up()

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def _headers(self) -> dict[str, str]:
        """Return what the page has sent, as if to the server itself."""
        here = self.headers["Host"]
        return {
            name: value.replace(here, self.proxy.upstream) for name, value in self.headers.items()
        }

    def _tunnel(self) -> None:
        self.close_connection = True
        kind = self.proxy.kind("WS", self.path)
        fault = self.proxy.fault(kind)
        if fault in BREAKS and fault != "cut":
            self._hang_up()
            return
        host, _, port = self.proxy.upstream.partition(":")
        with socket.create_connection((host, int(port))) as upstream:
            head = [f"{self.command} {self.path} HTTP/1.1"]
            here = self.headers["Host"]
            head += [
                f"{k}: {v.replace(here, self.proxy.upstream)}" for k, v in self.headers.items()
            ]
            upstream.sendall("\r\n".join([*head, "", ""]).encode())
            threading.Thread(target=_pump, args=(self.connection, upstream), daemon=True).start()
            _pump(upstream, self.connection, 300 if fault == "cut" else None)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer


def _pump(source: socket.socket, target: socket.socket, most: int | None = None) -> None:
    """Pass bytes on, at most so many, then hang up."""
    passed = 0
    with suppress(OSError):
        while (part := source.recv(65536)) and (most is None or passed < most):
            target.sendall(part if most is None else part[: most - passed])
            passed += len(part)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
