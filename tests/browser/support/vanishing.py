"""The vanishing scene, as a person finds it, and what goes through its two channels."""

import json
import re
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, WebSocket, expect
from safetensors.numpy import load

from tests.browser.support.playground import FRAMES, Call, Playground

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


class Vanishing:
    """The scene on an open page; frames are listened to from the making of this object on."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page = playground.page
        self.pad = playground.pad
        self.caption = self.page.locator("#vanishing [data-caption]")
        self.play = self.page.locator("#vanishing button[data-running]:visible")
        self.measure = self.page.get_by_label("What of a layer's gradient is shown")
        self._frames: dict[str, dict[str, Any]] = {}
        playground.hear("websocket", self._listen)

    def button(self, name: str) -> Locator:
        return self.page.locator("#vanishing").get_by_role("button", name=name)

    def go(self, part: str) -> None:
        """Open a part by its address, and see it: not what the networks of the one before said."""
        self.page.goto(f"{self.playground.url}/#vanishing/{part}")
        self.is_at(part)
        self.page.evaluate(FRAMES, 2)

    def is_at(self, part: str) -> None:
        """Expect a part, in the page and in its address."""
        expect(self.playground.body).to_have_attribute("data-scene", "vanishing")
        expect(self.playground.body).to_have_attribute("data-beat", part)
        wanted = f"#vanishing/{part}"
        self.page.wait_for_function("(hash) => location.hash.split('?')[0] === hash", arg=wanted)

    def side(self, name: str) -> Locator:
        return self.page.locator(f"[data-side={name}]:visible")

    def words(self, side: str) -> Locator:
        """How a side stands."""
        return self.side(side).locator("h2 > span:last-child")

    def rows(self, side: str) -> Locator:
        return self.side(side).locator("tbody tr")

    def bars(self, side: str) -> Locator:
        return self.side(side).locator("tbody div > div:first-child")

    def names(self, side: str) -> list[str]:
        """Return what the rows are called."""
        return self.rows(side).locator("th").all_text_contents()

    def unfold(self) -> None:
        """Show the fields that make other networks of the two, or put them away again."""
        self.page.get_by_role("button", name="Change the networks").click()

    def field(self, side: str, name: str) -> Locator:
        return self.page.locator(f"#vanishing-{side}-{name}")

    def set(self, side: str, name: str, value: str) -> None:
        """Write in a field, as somebody does who then goes on to the next one."""
        self.field(side, name).fill(value)
        self.field(side, name).press("Enter")

    def stands_at_step(self, step: int) -> None:
        """Wait until both networks rest at a step, and it is on the screen."""
        for side in ("a", "b"):
            self.is_at_step(side, step)
            expect(self.rows(side).first.locator("td").nth(1)).not_to_have_text("–")
        self.rests()

    def is_at_step(self, side: str, step: int | re.Pattern[str]) -> None:
        """Expect a side's network to have come to a step."""
        wanted = str(step) if isinstance(step, int) else step
        expect(self.side(side)).to_have_attribute("data-step", wanted)

    def rests(self) -> None:
        """Expect that neither network is trained."""
        expect(self.play).to_have_attribute("data-running", "false")

    def number(self, cell: Locator) -> float:
        """Return the number that a cell of a table shows."""
        power = cell.locator("sup")
        exponent = power.text_content() or "0" if power.count() else "0"
        text = (cell.text_content() or "").translate(SUPERSCRIPTS)
        return float(text.split("·")[0].removesuffix(" %")) * 10.0 ** int(
            exponent.translate(SUPERSCRIPTS)
        )

    def session(self, side: str) -> str:
        """Return the id of a side's network."""
        id_ = self.side(side).get_attribute("data-session")
        assert id_
        return id_

    def frame(self, side: str) -> dict[str, Any]:
        """Return the newest frame that has come for a side."""
        return self._frames[self.session(side)]

    def sessions(self) -> list[dict[str, Any]]:
        """Ask the server about both networks, from outside the page."""
        answers = [self.page.request.get(self._address(side)) for side in ("a", "b")]
        assert all(answer.ok for answer in answers)
        return [answer.json() for answer in answers]

    def parameters(self, side: str) -> dict[str, NDArray[np.float64]]:
        """Return a side's weights and biases, as the server keeps them."""
        answer = self.page.request.get(f"{self._address(side)}/parameters")
        assert answer.ok
        return load(answer.body())

    def wait_for_status(self, id_: str, status: str) -> None:
        """Wait until a network's newest frame has a status."""
        while self._frames[id_]["status"] != status:
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def ask_pass(self, side: str) -> Any:
        """Ask the server the same as the page did last about a side's example."""
        self.playground.settle()
        path = f"/api/sessions/{self.session(side)}/backward"
        asked = [call for call in self.playground.calls if call.path == path]
        assert asked, f"Expected a request to {path}"
        return self.playground.ask(Call(path, asked[-1].body))

    def _address(self, side: str) -> str:
        return f"{self.playground.url}/api/sessions/{self.session(side)}"

    def _listen(self, socket: WebSocket) -> None:
        id_ = socket.url.split("/")[-2]
        socket.on("framereceived", lambda data: self._take(id_, data))

    def _take(self, id_: str, data: bytes | str) -> None:
        if isinstance(data, bytes):
            (length,) = struct.unpack("<Q", data[:8])
            metadata = json.loads(data[8 : 8 + length])["__metadata__"]
            if "frame" in metadata:  # Else it is a picture of the weights.
                self._frames[id_] = {key: json.loads(value) for key, value in metadata.items()}
