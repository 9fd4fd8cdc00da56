"""WebKit, as WebKitGTK's own small browser, driven by WebDriver over HTTP."""

import io
import json
import os
import socket
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Self

import httpx
from PIL import Image

from tests.browser.engines.engine import LISTEN, ByWebDriver, as_text, by_text
from tests.browser.engines.find_engines import WebKitPrograms

ENDS_WITHIN_S: Final = 20
PATIENCE_S: Final = 60
TRIES: Final = 8
"""Of reaching the driver while it starts: httpx waits twice as long after each."""

# The toolbar lets the window be as narrow as a phone only where its buttons may be as well.
SMALL_TOOLBAR: Final = "* { min-width: 0; padding: 0; margin: 0; border: 0; }"
REDUCED_MOTION: Final = "[Settings]\ngtk-enable-animations=false\n"
CALL: Final = """
const [values, done] = arguments;
(%s)(values).then((value) => done({ value }), (error) => done({ error: String(error) }));
"""


class WebKit(ByWebDriver):
    """A MiniBrowser on a display that nobody sees."""

    def __init__(self, programs: WebKitPrograms) -> None:
        self._programs = programs
        self._session = ""
        self._held = ExitStack()

    def __enter__(self) -> Self:
        with self._held as held:
            # The browser's own processes may write into it until a little after its end.
            kept = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            folder = Path(held.enter_context(kept))
            settings = folder / "gtk-3.0"
            settings.mkdir()
            (settings / "gtk.css").write_text(SMALL_TOOLBAR, encoding="utf-8")
            (settings / "settings.ini").write_text(REDUCED_MOTION, encoding="utf-8")
            display = held.enter_context(_display(self._programs.display, folder))
            self._screen = folder / "Xvfb_screen0"
            environment = {
                "DISPLAY": display,
                "LANG": "C.UTF-8",  # As on a kiosk: this engine calls its language C then.
                "LANGUAGE": "en_US",
                "MESA_SHADER_CACHE_DISABLE": "true",
                # Here the processor draws anyhow, in half the time without OpenGL between.
                "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
                **{f"XDG_{kind}_HOME": str(folder) for kind in ("CACHE", "CONFIG", "DATA")},
            }
            url = held.enter_context(_driver(self._programs.driver, environment))
            self._http = held.enter_context(
                httpx.Client(
                    base_url=url,
                    timeout=PATIENCE_S,
                    transport=httpx.HTTPTransport(retries=TRIES),
                )
            )
            browser = {"binary": self._programs.browser, "args": ["--automation"]}
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": browser}}
            made = self._ask("POST", "/session", {"capabilities": wanted})
            self._session = f"/session/{made['sessionId']}"
            held.callback(self._ask, "DELETE")
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def resize(self, width: int, height: int) -> None:
        toolbar = self.call("() => outerHeight - innerHeight")
        self._ask("POST", "/window/rect", {"width": width, "height": height + toolbar})

    def visit(self, url: str) -> None:
        self._ask("POST", "/url", {"url": "about:blank"})
        self._ask("POST", "/url", {"url": url})
        self.call(LISTEN)

    def call(self, function: str, *arguments: Any) -> Any:
        script = {"script": CALL % by_text(function), "args": [as_text(arguments)]}
        answer = self._ask("POST", "/execute/async", script)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return json.loads(answer["value"])

    def perform(self, *devices: dict[str, Any]) -> None:
        self._ask("POST", "/actions", {"actions": devices})

    def picture(self) -> bytes:
        """Return what the display shows of the page: the driver's own pictures may never come."""
        width, height, top = self.call("() => [innerWidth, innerHeight, outerHeight - innerHeight]")
        held = io.BytesIO()
        _shown(self._screen).crop((0, top, width, top + height)).save(held, "PNG")
        return held.getvalue()

    def _ask(self, method: str, path: str = "", body: dict[str, Any] | None = None) -> Any:
        answer = self._http.request(method, f"{self._session}{path}", json=body)
        value = answer.json()["value"]
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {value['message']}")
        return value


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[None]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **options) as process:
        yield
        process.terminate()
        process.wait(ENDS_WITHIN_S)


@contextmanager
def _display(program: str, folder: Path) -> Iterator[str]:
    """Start a display that keeps its pixels in a folder; it says its number where it is told to."""
    screen = ["-screen", "0", "2048x1280x24", "-nolisten", "tcp", "-fbdir", str(folder)]
    reading, writing = os.pipe()
    with (
        os.fdopen(reading) as said,
        _running([program, "-displayfd", str(writing), *screen], pass_fds=[writing]),
    ):
        os.close(writing)
        yield f":{said.readline().strip()}"


def _shown(screen: Path) -> Image.Image:
    """Return the picture in an X window dump: a head of numbers, its colours, its lines."""
    content = screen.read_bytes()
    head = struct.unpack(">20I", content[:80])
    begin, width, height, line, colours = (head[at] for at in (0, 4, 5, 12, 19))
    pixels = content[begin + 12 * colours :]
    return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", line, 1)


@contextmanager
def _driver(program: str, environment: dict[str, str]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with _running([program, f"--port={port}"], env=os.environ | environment):
        yield f"http://127.0.0.1:{port}"
