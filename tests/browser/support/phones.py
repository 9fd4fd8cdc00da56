"""A lecture without its page, and phones in its room."""

from typing import Any, Final, Self

from playwright.sync_api import FrameLocator, Locator, ViewportSize, expect

from tests import unencrypted
from tests.browser.support.opening import Contexts
from tests.browser.support.serving import Serving

SHOWN: Final = "#walk/cost?digit=test-12&target=3"
QUESTION: Final = {
    "text": "Which way should they go?",
    "choices": ["up", "down", "neither"],
    "right": 1,
    "why": "Only one is to be brighter.",
}
AMOUNT: Final = {
    "text": "How much?",
    "choices": ["little", "much"],
    "amount": {"least": 0, "most": 1},
    "right": 0.31,
}
OF_PHONE: Final = {
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "reduced_motion": "reduce",
}
UPRIGHT: Final[ViewportSize] = {"width": 390, "height": 844}
SIDEWAYS: Final[ViewportSize] = {"width": 844, "height": 390}


class Lecture:
    """What a presenter does, by HTTP."""

    def __init__(self, server: Serving, address: str = SHOWN) -> None:
        """Open a room that shows an address."""
        self.client = unencrypted.Client(base_url=server.url)
        self.session: dict[str, Any] = self._done("POST", "/api/sessions", {})
        opened = self._done(
            "POST", "/api/rooms", {"session": self.session["id"], "address": address}
        )
        self.code: str = opened["code"]
        self.client.headers["Authorization"] = f"Bearer {opened['key']}"
        self.at = f"/api/rooms/{self.code}"
        self.page = f"{server.url}/r/{self.code}"

    def _done(self, method: str, path: str, body: object = None) -> Any:
        answer = self.client.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def show(self, **change: object) -> dict[str, Any]:
        state: dict[str, Any] = self._done("PUT", self.at, change)
        return state

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._done("GET", self.at)
        return state

    def shown_pass(self) -> dict[str, Any]:
        """What the network makes of what is shown."""
        answer: dict[str, Any] = self._done("GET", f"{self.at}/pass")
        return answer

    def desk(self) -> dict[str, Any]:
        desk: dict[str, Any] = self._done("GET", f"{self.at}/desk")
        return desk

    def drawings(self) -> list[dict[str, Any]]:
        drawings: list[dict[str, Any]] = self._done("GET", f"{self.at}/drawings")["drawings"]
        return drawings

    def vote(self, question: str, seat: str, choice: int) -> None:
        self._done("PUT", f"{self.at}/questions/{question}/votes/{seat}", {"choice": choice})

    def step(self, rate: float = 1) -> None:
        """Step on the digit that is shown."""
        pixels = self._done("GET", "/api/digits?split=test&indices=12")["digits"][0]["pixels"]
        body = {"pixels": pixels, "target": 3, "learning_rate": rate}
        self._done("POST", f"/api/sessions/{self.session['id']}/step", body)

    def step_on_drawings(self) -> None:
        self._done("POST", f"{self.at}/drawings/step", {"learning_rate": 1})

    def end(self) -> None:
        self._done("DELETE", self.at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Make room for other rooms, unless this one is closed already."""
        self.client.delete(self.at)
        self.client.close()


class Phone:
    """A phone, and what goes wrong on it."""

    def __init__(self, contexts: Contexts, size: ViewportSize = UPRIGHT, **options: Any) -> None:
        self._contexts = contexts
        self._options = OF_PHONE | options
        self.page = contexts.lend(size, **self._options)
        self.has_own_time = False
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._note(message.type, message.text))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def take_clock(self) -> None:
        """Have the phone's time in hand."""
        self.has_own_time = True
        self.page.clock.install()

    def join(self, lecture: Lecture) -> None:
        """Come into a room, and wait for what it shows."""
        self.page.goto(lecture.page)
        expect(self.root).to_have_attribute("data-state", "in")

    @property
    def root(self) -> Locator:
        return self.page.locator("html")

    @property
    def message(self) -> Locator:
        return self.page.locator("#message")

    @property
    def scene(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def choices(self) -> Locator:
        return self.page.locator("[data-choice]")

    def answer(self, choice: int) -> None:
        """Choose an answer, and wait until it counts: on the phone it stands at once."""
        with self.page.expect_response("**/votes/*"):
            self.choices.nth(choice).click()

    @property
    def standing(self) -> Locator:
        """What is said of its own answer."""
        return self.page.locator("[aria-label='What the room is asked'] [role=status]")

    @property
    def pad(self) -> Locator:
        """Where the room's digit is drawn."""
        return self.page.get_by_label("Drawing pad")

    @property
    def shown(self) -> Locator:
        """What the lecture shows."""
        return self.page.locator("#room > section")

    @property
    def reading(self) -> Locator:
        """How the network reads what the lecture shows."""
        return self.shown.get_by_test_id("prediction")

    @property
    def drawn(self) -> Locator:
        """What has become of its own drawing, and of all."""
        return self.page.locator("[data-written] p")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_beat(self, beat: str) -> None:
        """Wait until its picture shows a beat."""
        scene, _, name = beat.partition("/")
        body = self.scene.locator("body")
        expect(body).to_have_attribute("data-scene", scene)
        expect(body).to_have_attribute("data-beat", name)

    def draw_a_four(self) -> None:
        """Draw on the room's pad."""
        expect(self.pad).to_be_visible()
        box = self.pad.bounding_box()
        assert box is not None
        mouse, (left, top, side) = self.page.mouse, (box["x"], box["y"], box["width"])
        for stroke in (((0.3, 0.1), (0.25, 0.5), (0.8, 0.5)), ((0.6, 0.3), (0.6, 0.9))):
            (x, y), *rest = stroke
            mouse.move(left + x * side, top + y * side)
            mouse.down()
            for x, y in rest:
                mouse.move(left + x * side, top + y * side, steps=4)
            mouse.up()

    def close(self) -> None:
        """Give it back; what was opened with it is closed."""
        is_well = self.errors == [] and not self.has_own_time
        self._contexts.take_back(self.page, is_well=is_well, **self._options)
