"""Firefox, driven by WebDriver BiDi, which it speaks by itself."""

import base64
import json
import re
import subprocess
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

from websockets.sync.client import connect

from tests.browser.engines.engine import LISTEN, ByWebDriver, as_text, by_text

ENDS_WITHIN_S: Final = 20
ANSWERS_WITHIN_S: Final = 60
LOAD: Final = "browsingContext.load"
# Only this machine can be reached: all that the browser would ask of others goes to a proxy that
# is not there.
PREFERENCES: Final = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("ui.prefersReducedMotion", 1);
"""


class Firefox(ByWebDriver):
    """A Firefox without a window, in a profile of its own."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._asked = 0
        self._page = ""
        self._loaded: list[str] = []
        """The navigations that have ended since one began."""
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with self._held as held:
            profile = held.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            (Path(profile) / "user.js").write_text(PREFERENCES, encoding="utf-8")
            address = self._start(profile, held)
            self._socket = held.enter_context(
                connect(f"{address}/session", max_size=None, proxy=None)
            )
            self._ask("session.new", capabilities={})
            self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
            self._ask("script.addPreloadScript", functionDeclaration=LISTEN)
            self._ask("session.subscribe", events=[LOAD])
            held.callback(self._ask, "browser.close")
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self._page, viewport=size)

    def visit(self, url: str) -> None:
        # The one before the other, and each known by its load: who waits for the answer to a
        # navigation has, once in some dozens, waited for ever.
        for next_ in ("about:blank", url):
            self._loaded.clear()
            way = self._ask("browsingContext.navigate", context=self._page, url=next_, wait="none")
            while way["navigation"] not in self._loaded:
                self._receive()

    def call(self, function: str, *arguments: Any) -> Any:
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=by_text(function),
            arguments=[{"type": "string", "value": as_text(arguments)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def perform(self, *devices: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._page, actions=devices)

    def picture(self) -> bytes:
        taken = self._ask("browsingContext.captureScreenshot", context=self._page)
        return base64.b64decode(taken["data"])

    def print(self, *, shrink: bool) -> bytes:
        """Return the page as printed on A4, a PDF; on request smaller where it is too wide."""
        printed = self._ask(
            "browsingContext.print",
            context=self._page,
            page={"width": 21.0, "height": 29.7},
            margin=dict.fromkeys(("top", "bottom", "left", "right"), 0),
            shrinkToFit=shrink,
        )
        return base64.b64decode(printed["data"])

    def _start(self, profile: str, held: ExitStack) -> str:
        command = [self._program, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", "0"]
        process = held.enter_context(
            subprocess.Popen(
                [*command, "--remote-debugging-port", "0"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        held.callback(process.wait, ENDS_WITHIN_S)
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return found[1]
        raise RuntimeError(f"Expected Firefox to say where it listens, but got {''.join(said)!r}")

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        answer: dict[str, Any] = {}
        while answer.get("id") != self._asked:
            answer = self._receive()
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def _receive(self) -> dict[str, Any]:
        received: dict[str, Any] = json.loads(self._socket.recv(ANSWERS_WITHIN_S))
        if received.get("method") == LOAD:
            self._loaded.append(received["params"]["navigation"])
        return received
