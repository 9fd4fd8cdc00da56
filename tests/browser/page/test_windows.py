"""In whatever window the page is shown, no text lies over another; a low one is scrolled."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.support.layout_faults import FRAMES_TO_COME_TO_REST, TEXTS_OVER_TEXTS
from tests.browser.support.opening import Look
from tests.browser.support.playground import EXPLAINED, FRAMES

SIZES = [(1920, 1080), (1366, 650), (1280, 600), (1024, 768), (844, 390), (390, 844)]
SHOWN = [
    *(
        EXPLAINED.replace("/cost", beat)
        for beat in ("/answer", "/gate", "/adding-up", "/step-ready")
    ),
    *(f"descent/{part}" for part in ("gradient", "training", "mini-batches")),
    *(f"calculus/{beat}" for beat in ("tree", "examples")),
    *(f"vanishing/{beat}" for beat in ("slopes", "sigmoid-10", "product")),
]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_lies_over_another(look: Look, width: int, height: int) -> None:
    size: ViewportSize = {"width": width, "height": height}
    found = {}
    for address in SHOWN:
        page = look(address, size, reduced_motion="reduce").page
        if page.evaluate(TEXTS_OVER_TEXTS):  # Formulas are fitted once their fonts have come.
            page.evaluate(FRAMES, FRAMES_TO_COME_TO_REST)
        found[address] = page.evaluate(TEXTS_OVER_TEXTS)
    assert {address: faults for address, faults in found.items() if faults} == {}
