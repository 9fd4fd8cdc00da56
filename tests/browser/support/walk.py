"""The walk's beats, and how they write the API's numbers."""

import math
import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.support.playground import Playground

Answer = dict[str, Any]
NUMBER = re.compile(r"\d+\.\d+")
TEX = "#formula annotation"


def said(value: float, digits: int | None = None) -> str:
    """Write a size as the page does: two digits after the point, more where it is small."""
    size = abs(value)
    if digits is None and 0 < size < 1e-5:
        return f"{size:.1e}".partition("e")[0]  # The power of ten stands beside it.
    if digits is None:
        digits = 1 - math.floor(math.log10(size)) if 0 < size < 0.095 else 2
    return f"{size:.{digits}f}"


def strongest(values: list[float]) -> int:
    return max(range(len(values)), key=lambda k: abs(values[k]))


def answer_of(playground: Playground) -> Answer:
    """Return what the API says of the drawing, asked from outside the page."""
    answer: Answer = playground.ask(playground.last_call("backward"))
    return answer


def session_of(playground: Playground) -> dict[str, Any]:
    """Return what the server says of the network that the page works on."""
    found = re.search(r"/api/sessions/[^/?]+", playground.last_call("/backward").path)
    assert found is not None
    answer = playground.page.request.get(playground.url + found[0])
    assert answer.ok, answer.text()
    session: dict[str, Any] = answer.json()
    return session


def show(playground: Playground, beat: str) -> None:
    """Go to a beat by its address, and wait until its words and formula stand."""
    playground.page.evaluate("(hash) => { location.hash = hash }", f"#walk/{beat}")
    expect(playground.body).to_have_attribute("data-beat", beat)
    playground.settle()


def formula(playground: Playground) -> str:
    """Return the TeX of the formula shown."""
    return playground.page.locator(TEX).text_content() or ""


def numbers(text: str) -> list[str]:
    """Return all numbers with a point in a text, without their signs."""
    return NUMBER.findall(text)


def names_the_strongest(playground: Playground, values: list[float]) -> None:
    """Expect the caption to name the neuron with the largest of some values, and that value."""
    most = strongest(values)
    assert f"neuron {most} " in playground.caption.inner_text()
    assert numbers(playground.caption.inner_text()) == [said(values[most])]
