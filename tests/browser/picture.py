"""`python -m tests.browser.picture`: take pictures of the page.

    python -m tests.browser.picture [--output FOLDER]                 the README's
    python -m tests.browser.picture --beats FOLDER [--only PATTERN]   every beat, in both themes

The second joins them to contact sheets too, one of each scene and theme, in FOLDER/sheets.
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from PIL.Image import Resampling
from playwright.sync_api import Browser, expect, sync_playwright

from app.data.digits import load
from tests.browser.contact_sheet import PORT, join, take_all
from tests.browser.support.browsers import launch
from tests.browser.support.desk import open_remote
from tests.browser.support.hall import Hall
from tests.browser.support.nudge_table import AVERAGE_NAME, columns_there
from tests.browser.support.opening import Contexts
from tests.browser.support.phones import Phone
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving
from tests.browser.support.training import Training

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs"
SIZE: Final = (1280, 720)
DRAWN: Final = 2
TARGET: Final = 3
PAGE_BEAT: Final = "adding-up"
WALK_BEATS: Final = (
    "forward-1-weights",
    "cost",
    "lever-weights",
    "adding-up",
    "further-pixels",
    "step-ready",
)
PARTS: Final = {
    "gradient": ".number-column, .descent canvas",
    "wishes": ".descent table td",
    "training": ".plot canvas",
    "learning": ".wall-digit:not([hidden])",
}
"""The descent's parts, and what is seen once one of them is there."""
SEATS: Final = 29
ASKED_FOR: Final = 4
COLUMNS_OF_TABLE: Final = 6
ROW_HEIGHT: Final = 560
GAP: Final = 12
RATES: Final = ("0.1", "1.5")
EPOCHS: Final = 3
COLUMNS: Final = 2
COLOURS: Final = 256
"""Enough for the page, and a fraction of the bytes."""


def main() -> int:
    """Take the README's pictures, or contact sheets of all beats."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder (%(default)s)")
    parser.add_argument("--beats", type=Path, metavar="FOLDER", help="of every beat, into a folder")
    parser.add_argument("--only", default="", help="a pattern of beats' names, with --beats")
    chosen = parser.parse_args()
    if chosen.beats:
        with Serving(PORT) as serving:
            failed = take_all(serving.url, chosen.beats, chosen.only)
        join(chosen.beats)
        return min(1, failed)
    take_readmes(chosen.output)
    return 0


def take_readmes(folder: Path) -> None:
    """Draw a digit, say which it should have been, and take pictures of beats."""
    folder.mkdir(parents=True, exist_ok=True)
    with Serving() as serving, sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        taken = take(browser, serving.url, {PAGE_BEAT, *WALK_BEATS})
        descent = take_descent(browser, serving.url)
        room = take_room(browser, serving.url)
        browser.close()
    save(taken[PAGE_BEAT], folder / "playground.png")
    save(panels([taken[beat] for beat in WALK_BEATS]), folder / "walk.png")
    save(panels(descent), folder / "descent.png")
    save(in_rows(room), folder / "room.png")


def take(browser: Browser, url: str, beats: set[str]) -> dict[str, Image.Image]:
    """Return the pictures of some beats."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="dark"
    )
    playground = Playground(page, url)
    playground.open()
    playground.draw(DRAWN)
    playground.say(TARGET)
    expect(playground.cost).not_to_be_empty()
    page.mouse.move(width / 2, height - 1)
    playground.key("Home")
    taken: dict[str, Image.Image] = {}
    while playground.beat not in taken:
        playground.settle()
        taken[playground.beat] = Image.open(BytesIO(page.screenshot())).convert("RGB")
        playground.key("PageDown")
    missing = beats - taken.keys()
    assert not missing, f"Expected the beats {missing}, but the walk has none such"
    return taken


def take_descent(browser: Browser, url: str) -> list[Image.Image]:
    """Return pictures of the descent's parts, after an epoch at one rate and one at another."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="dark"
    )
    playground = Playground(page, url)
    playground.open()
    training = Training(playground)
    for rate in RATES:
        training.press("fresh")
        expect(training.figure("step")).to_have_text("0")
        training.set("learning_rate", rate)
        for _ in range(EPOCHS):
            training.train_an_epoch()
    taken = []
    for part, sign in PARTS.items():
        page.goto(f"{url}/#descent/{part}")
        expect(page.locator(sign).last).to_be_visible()
        playground.settle()
        page.mouse.move(width / 2, height - 1)
        taken.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
    return taken


def take_room(browser: Browser, url: str) -> list[list[Image.Image]]:
    """Return what projector and phone show of a question, and of a step on what was drawn."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="dark"
    )
    playground = Playground(page, f"{url}/#{EXPLAINED.replace('cost', 'lever-bias')}&ask=yes")
    playground.open()
    hall = Hall(playground, SEATS)
    contexts = Contexts(browser, url)
    phone = Phone(contexts, color_scheme="dark")
    phone.page.goto(f"{url}/r/{hall.code}")
    desk = open_remote(contexts, hall)
    playground.key("Escape")

    def taken() -> list[Image.Image]:
        playground.settle()
        page.mouse.move(width / 2, height - 1)
        pictures = page.screenshot(), phone.page.screenshot()
        return [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]

    hall.asked()
    for seat in range(SEATS):
        hall.vote(seat, seat % 10 // 4 % 3)
    phone.choices.nth(0).click()
    expect(page.get_by_test_id("answered")).to_contain_text(f"{SEATS + 1} of")
    desk.press("Reveal")
    expect(phone.page.get_by_test_id("histogram")).to_be_visible()
    rows = [taken()]

    desk.unfold("Drawings")
    desk.press("Have it drawn")
    hall.until("drawing", True)
    phone.draw_a_four()
    phone.press("Send")
    expect(desk.wall).to_have_count(1)
    digits = load().test
    fours = (digits.labels == ASKED_FOR).nonzero()[0][:SEATS]
    hall.draw((digits.pixels(place).tolist(), ASKED_FOR) for place in fours)
    expect(desk.wall).to_have_count(SEATS + 1)
    desk.press("Take no more")
    desk.let_through(COLUMNS_OF_TABLE)
    desk.press("All as the mini-batch")
    expect(page.get_by_test_id("question")).to_be_visible()
    desk.press("Reveal")
    expect(page.locator(AVERAGE_NAME)).to_have_text(f"of {SEATS + 1}")
    desk.press("Step on the room's batch")
    expect(phone.drawn.first).to_be_visible()
    expect(columns_there(phone.scene)).to_have_count(COLUMNS_OF_TABLE)
    return [*rows, taken()]


def in_rows(rows: list[list[Image.Image]]) -> Image.Image:
    """Return pictures of the same height in each row, joined."""
    scaled = [
        [
            each.resize((each.width * ROW_HEIGHT // each.height, ROW_HEIGHT), Resampling.LANCZOS)
            for each in row
        ]
        for row in rows
    ]
    width = sum(each.width for each in scaled[0]) + GAP
    height = len(rows) * (ROW_HEIGHT + GAP) - GAP
    joined = Image.new("RGB", (width, height), "white")
    for i, row in enumerate(scaled):
        left = 0
        for each in row:
            joined.paste(each, (left, i * (ROW_HEIGHT + GAP)))
            left += each.width + GAP
    return joined


def panels(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures side by side, at half their size."""
    width, height = (side // COLUMNS for side in SIZE)
    rows = -(-len(pictures) // COLUMNS)
    joined = Image.new("RGB", (width * COLUMNS, height * rows))
    for i, picture in enumerate(pictures):
        place = (i % COLUMNS * width, i // COLUMNS * height)
        joined.paste(picture.resize((width, height), Resampling.LANCZOS), place)
    return joined


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture as a small PNG file, and say how large it is."""
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    sys.exit(main())
