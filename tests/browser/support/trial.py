"""What if the number that is held were another, as a test holds it."""

from typing import Any

import safetensors.numpy
from playwright.sync_api import Locator, expect

from tests.browser.support.playground import EXPLAINED, Playground

TRIED = f"{EXPLAINED}&panel=number"
GRIP = """async () => {
  const { gripOf, layoutNetwork } = await import("/static/js/network/layout.js");
  const canvas = document.getElementById("network-view");
  const { left, top } = canvas.getBoundingClientRect();
  const layers = [784, 16, 16, 10];
  const layout = layoutNetwork(canvas.clientWidth, canvas.clientHeight, layers);
  return (quantity) => {
    const [x, y] = gripOf(layout, layers, quantity);
    return [left + x, top + y];
  };
}"""


class Trial:
    """The panel of a held number, open over a 2 that should have been a 3."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page = playground.page
        playground.follow(TRIED)
        expect(self.page.locator("#cost-curve")).to_be_visible()
        playground.settle()
        self.sign = self.page.locator("#what-if-sign")

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#what-if-form [name={name}]")

    def hold(self, kind: str, layer: int, neuron: int, from_: int | None = None) -> None:
        """Take hold of something by the panel's fields."""
        self.field("kind").select_option(kind)
        self.field("layer").select_option(str(layer))
        for name, number in (("neuron", neuron), ("from", from_)):
            if number is not None:
                self.field(name).fill(str(number))
                self.field(name).press("Enter")
        self.playground.settle()

    def move(self, value: float) -> None:
        self.field("value").fill(str(value))
        self.playground.settle()

    def value(self) -> float:
        return float(self.field("value").input_value())

    @property
    def end(self) -> float:
        """How far up it can be moved."""
        return float((self.field("value").get_attribute("title") or "… nan").split("…")[1])

    def shown(self, name: str) -> tuple[float, float]:
        """Return a number of the panel, and how far from it the truth may be."""
        text = self.field(name).inner_text().replace("−", "-")
        return float(text), 0.501 * 10.0 ** -len(text.partition(".")[2])

    def grip(self, **quantity: object) -> tuple[float, float]:
        """Return where something is taken hold of in the picture, in pixels of the viewport."""
        x, y = self.page.evaluate(f"async (what) => (await ({GRIP})())(what)", quantity)
        return x, y

    @property
    def session(self) -> str:
        """The address of the page's session."""
        path = self.playground.last_call("/backward").path
        return self.playground.url + path.partition("/backward")[0]

    def file(self) -> bytes:
        return self.page.request.get(f"{self.session}/parameters?dtype=float64").body()

    def backward(self, session: str) -> Any:
        body = self.playground.last_call("/backward").body
        answer = self.page.request.post(f"{session}/backward?weights=true", data=body)
        assert answer.ok, answer.text()
        return answer.json()

    def cost_with(self, name: str, place: tuple[int, ...], value: float) -> float:
        """Return the cost in a second session that differs in one parameter."""
        tensors = safetensors.numpy.load(self.file())
        tensors[name][place] = value
        request = self.page.request
        created = request.post(f"{self.playground.url}/api/sessions", data={}).json()
        other = f"{self.playground.url}/api/sessions/{created['id']}"
        answer = request.put(f"{other}/parameters", data=safetensors.numpy.save(tensors))
        assert answer.status == 204, answer.text()
        cost: float = self.backward(other)["cost"]
        request.delete(other)
        return cost
