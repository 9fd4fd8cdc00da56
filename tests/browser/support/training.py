"""The descent's parts about training, as a person finds them."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.support.playground import Playground

EPOCH = 6000
"""Steps of an epoch in mini-batches of 10."""
QUICK_EPOCH = 600
"""The same in mini-batches of 100."""


class Training:
    """The part "Training" on an open page, its network fresh: random, drawn by the seed 7."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page = playground.page
        self.go("training")
        self.unfold()
        self.set("seed", "7")
        self.press("fresh")
        # The network of before could be undone, too; this one is no stop of the dial.
        expect(self.page.locator("#trained-for")).to_have_class(re.compile(r"\boff\b"))
        expect(self.page.locator("#train-undo")).to_be_enabled()

    def go(self, part: str) -> None:
        """Open a part by its address, and wait for the channel."""
        self.page.goto(f"{self.playground.url}/#descent/{part}")
        expect(self.playground.body).to_have_attribute("data-beat", part)
        if part == "training":
            expect(self.page.locator("#train-step")).to_be_enabled()

    def unfold(self) -> None:
        """Show the settings that are folded away."""
        self.page.locator("#descent details").evaluate("(more) => { more.open = true; }")

    def press(self, name: str) -> None:
        self.page.locator(f"#train-{name}").click()

    def set(self, name: str, value: str) -> None:
        """Write a setting, as somebody does who then goes on to the next field."""
        field = self.page.locator(f"#train-{name}")
        field.fill(value)
        field.press("Enter")

    def figure(self, name: str) -> Locator:
        return self.page.get_by_test_id(f"train-{name}")

    @property
    def rests(self) -> Locator:
        """The button that trains, as it is while nothing goes on."""
        return self.page.locator("#train-play[data-running=false]")

    def train_an_epoch(self, steps: int = EPOCH) -> None:
        before = int((self.figure("step").text_content() or "0").replace(",", ""))
        self.press("epoch")
        expect(self.figure("step")).to_have_text(f"{before + steps:,}")
        expect(self.rests).to_be_visible()

    def train_a_quick_epoch(self) -> None:
        """Train an epoch where it does not matter how many steps that takes."""
        self.set("batch_size", "100")
        self.train_an_epoch(QUICK_EPOCH)

    @property
    def runs(self) -> Locator:
        return self.page.locator("[data-run]")

    @property
    def present_run(self) -> Locator:
        return self.page.locator("[data-run][aria-current=true]")

    @property
    def caption(self) -> Locator:
        return self.page.locator("#descent [data-caption]")

    @property
    def session(self) -> str:
        """The address of the page's network."""
        paths = [each.path for each in self.playground.calls if "/api/sessions/" in each.path]
        return "/".join(paths[-1].split("/")[:4])

    def ask(self, path: str) -> Any:
        """Ask the server about the network, from outside the page."""
        answer = self.page.request.get(self.playground.url + self.session + path)
        assert answer.ok, answer.text()
        return answer.json()
