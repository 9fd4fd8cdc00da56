"""`python -m tests.browser.contact_sheet`: take a picture of every state; compare such sets.

    python -m tests.browser.contact_sheet --output BEFORE [--url URL] [--only PATTERN]
    python -m tests.browser.contact_sheet --compare BEFORE AFTER
    python -m tests.browser.contact_sheet --join FOLDER

States are opened by address and nothing moves. What may differ between two sets of the same code is
how the browser smooths the edge of a letter or a round corner, depending on what it painted before:
so a comparison also says how strongly the pixels differ, of 255, and in which rectangle. Sheets
print the page's address: take both sets on the same port.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.support.browsers import launch
from tests.browser.support.drawing import DIGITS
from tests.browser.support.opening import PHONE, PROJECTOR
from tests.browser.support.playground import Playground
from tests.browser.support.printing import SHEET
from tests.browser.support.serving import Serving

PORT: Final = 8931
THEMES: Final = ("dark", "light")
PATIENCE_MS: Final = 60_000
HIDE_TIMES: Final = """() => {
  for (const id of ["train-elapsed", "train-rate", "train-remaining"]) {
    document.querySelector(`[data-testid=${id}]`)?.style.setProperty("visibility", "hidden");
  }
}"""
"""What the clock measures is another number each time."""

expect.set_options(timeout=PATIENCE_MS)
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STEPS: Final = 4095
"""How finely an address names a point of the pad: two letters of six bits a coordinate."""


def ink(digit: int) -> str:
    """Return a digit drawn by hand as an address names it."""

    def letters(share: float) -> str:
        return LETTERS[round(share * STEPS) >> 6] + LETTERS[round(share * STEPS) & 63]

    strokes = ("".join(letters(x) + letters(y) for x, y in stroke) for stroke in DIGITS[digit])
    return f"ink-{'.'.join(strokes)}"


DRAWN: Final = f"digit={ink(2)}&target=3"
NEXT: Final = ":is(#next-beat, .parts-line [aria-label='Next part']):visible"
SEEDED: Final = f"{DRAWN}&seed=7"
RANDOM: Final = f"{DRAWN}&start=random&seed=7"
RELU: Final = f"{DRAWN}&network=relu.softmax.cross_entropy"


@dataclass(frozen=True)
class State:
    """What is opened by an address, and what is pressed there."""

    name: str
    """Scene, beat and what is special about it."""
    address: str
    presses: tuple[str, ...] = ()
    """Selectors of what is pressed, one after another."""
    is_sheet: bool = False
    is_phone: bool = False


def states() -> Iterator[State]:
    """All states besides the walk's beats, which are found by walking."""
    yield State("walk-empty", "walk/draw")
    yield State("walk-answer-undecided", f"walk/answer?digit={ink(2)}")
    for beat in ("forward-1-weights", "cost", "adding-up", "step-ready"):
        yield State(f"walk-{beat}-relu", f"walk/{beat}?{RELU}")
        for panel in ("code", "number"):
            yield State(f"walk-{beat}-{panel}", f"walk/{beat}?{DRAWN}&panel={panel}")
    yield State("walk-cost-pinned", f"walk/cost?{DRAWN}&panel=number&pin=2+5")
    yield State("walk-cost-weight", f"walk/cost?{DRAWN}&panel=number&pin=2+5+3")
    for place in ("walk/lever-bias", "walk/wishes", "descent/gradient", "calculus/ripple-bias"):
        for name, presses in (("asked", ()), ("answered", ("[data-choice='0']", NEXT))):
            address = f"{place}?{DRAWN}&trained=1000&ask=yes"
            yield State(f"{place.replace('/', '-')}-{name}", address, presses)
    yield State("walk-step-taken", f"walk/step-ready?{DRAWN}", ("#step",))
    yield from descent()
    yield from calculus()
    yield from vanishing()
    for address in SHEETS:
        name = address.partition("?")[0].replace("/", "-")
        yield State(f"{name}-sheet", address, is_sheet=True)
    for address in PHONES:
        name = address.partition("?")[0].replace("/", "-")
        yield State(f"{name}-phone", address, is_phone=True)


def descent() -> Iterator[State]:
    gradient, table = f"descent/gradient?{SEEDED}", f"descent/wishes?{SEEDED}"
    yield State("descent-gradient", gradient)
    yield State("descent-gradient-size", f"{gradient}&order=size&entry=4711+12700")
    for whose in ("mini_batch", "all"):
        yield State(f"descent-gradient-{whose}", f"{gradient}&whose={whose}")
    yield State("descent-gradient-code", f"{gradient}&panel=code")
    yield State("descent-wishes", table)
    for over in ("mini_batch", "100", "all"):
        yield State(f"descent-wishes-{over}", f"{table}&over={over}&row=12700")
    yield State("descent-wishes-own", f"{table}&columns=262+as3-pad+1387+12+2432+264")
    yield State("descent-training", f"descent/training?{RANDOM}")
    yield State("descent-training-set", f"descent/training?{RANDOM}&batch=32&eta=1.5&momentum=0.5")
    yield State(
        "descent-training-trained", f"descent/training?{RANDOM}&scale=log", ("#train-step",) * 3
    )
    for along in ("gradient", "path"):
        yield State(f"descent-mini-batches-{along}", f"descent/mini-batches?{SEEDED}&along={along}")
    yield State("descent-mini-batches-near", f"descent/mini-batches?{SEEDED}&zoom=near+0.5")
    yield State("descent-learning", f"descent/learning?{SEEDED}")
    yield State("descent-learning-cell", f"descent/learning?{SEEDED}&cell=4+9")


def calculus() -> Iterator[State]:
    ripples = (f"ripple-{name}" for name in ("weight", "bias", "activation", "back"))
    for part in ("chain", "tree", *ripples, "gradient", "examples", "layers", "fold"):
        yield State(f"calculus-{part}", f"calculus/{part}?{DRAWN}")
    yield State("calculus-chain-code", f"calculus/chain?{DRAWN}&panel=code")
    yield State("calculus-fold-path", f"calculus/fold?{DRAWN}&path=406+5+7+3")
    yield State("calculus-examples-parameter", f"calculus/examples?{DRAWN}&parameter=1")
    yield State("calculus-layers-neuron", f"calculus/layers?{DRAWN}&neuron=2")
    yield State("calculus-ripple-weight-by", f"calculus/ripple-weight?{DRAWN}&by=0.5")


def vanishing() -> Iterator[State]:
    lessons = [
        "sigmoid-2",
        "sigmoid-5",
        "sigmoid-10",
        "relu",
        "xavier",
        "he",
        "exploding",
        "clipping",
    ]
    for part in ("slopes", "depth", *lessons, "product"):
        yield State(f"vanishing-{part}", f"vanishing/{part}?{DRAWN}")
    for measure in ("mean", "norm", "error"):
        yield State(f"vanishing-depth-{measure}", f"vanishing/depth?{DRAWN}&measure={measure}")
    yield State("vanishing-depth-gradient", f"vanishing/depth?{DRAWN}&curve=gradient")
    yield State("vanishing-slopes-layer", f"vanishing/slopes?{DRAWN}&layer=2")
    yield State("vanishing-product-relu", f"vanishing/product?{DRAWN}&lesson=relu&rank=1")
    yield State("vanishing-depth-code", f"vanishing/depth?{DRAWN}&panel=code")


SHEETS: Final = (
    f"walk/cost?{DRAWN}",
    f"walk/adding-up?{DRAWN}",
    f"descent/wishes?{SEEDED}",
    f"calculus/chain?{DRAWN}",
    f"vanishing/sigmoid-10?{DRAWN}",
)
PHONES: Final = (
    f"walk/answer?{DRAWN}",
    f"walk/adding-up?{DRAWN}",
    f"descent/gradient?{SEEDED}",
    f"calculus/chain?{DRAWN}",
    f"vanishing/depth?{DRAWN}",
)

PRINT: Final = """window.print = () => { document.documentElement.dataset.printed = ""; }"""


class Camera:
    """A page in one theme that goes from state to state, and writes a picture of each."""

    def __init__(self, browser: Browser, url: str, theme: str, folder: Path) -> None:
        self.url, self.theme, self.folder = url, theme, folder
        self.screens = {
            size["width"]: browser.new_context(viewport=size, reduced_motion="reduce")
            for size in (PROJECTOR, PHONE)
        }
        """What was fetched is kept from state to state; what a page remembers is not."""

    def open(self, address: str, size: ViewportSize = PROJECTOR) -> Playground:
        """Open an address as somebody does who has nothing kept from before."""
        page = self.screens[size["width"]].new_page()
        page.set_default_timeout(PATIENCE_MS)
        playground = Playground(page, f"{self.url}/#{address}")
        playground.page.add_init_script(PRINT)
        playground.open()
        if playground.page.locator("html").get_attribute("data-theme") != self.theme:
            playground.press("theme")
        expect(playground.page.locator("html")).to_have_attribute("data-theme", self.theme)
        playground.page.mouse.move(size["width"] / 2, size["height"] - 1)
        return playground

    def take(self, state: State) -> None:
        """Write the picture of a state."""
        playground = self.open(state.address, PHONE if state.is_phone else PROJECTOR)
        page = playground.page
        wait_for(playground, state.address)
        for selector in state.presses:
            button = page.locator(selector)
            expect(button).to_be_enabled()
            at_rest(playground)
            button.click()
        page.mouse.move(1, 1)
        page.evaluate("document.activeElement?.blur()")
        if state.is_sheet:
            at_rest(playground)
            page.keyboard.press("Control+p")
            # Its picture is a copy of the screen's, which shows nothing once it prints.
            expect(page.locator("html")).to_have_attribute("data-printed", "")
            page.emulate_media(media="print")
            self.save(state.name, sheet_of(page))
        else:
            self.save(state.name, at_rest(playground))
        page.close()

    def walk(self) -> None:
        """Write a picture of each beat of the walk."""
        playground = self.open(f"walk/draw?{DRAWN}")
        expect(playground.cost).not_to_be_empty()
        playground.page.mouse.move(1, 1)
        playground.key("Home")
        seen: set[str] = set()
        at_rest(playground)
        while playground.beat not in seen and playground.body.get_attribute("data-scene") == "walk":
            seen.add(playground.beat)
            self.save(f"walk-{playground.beat}", at_rest(playground))
            playground.key("PageDown")
            at_rest(playground)
        playground.page.close()

    def save(self, name: str, picture: bytes) -> None:
        """Write a picture."""
        (self.folder / f"{name}-{self.theme}.png").write_bytes(picture)


def wait_for(playground: Playground, address: str) -> None:
    """Wait until the page shows the beat that an address names, and knows all about it."""
    scene, beat = address.partition("?")[0].split("/")
    expect(playground.body).to_have_attribute("data-scene", scene)
    expect(playground.body).to_have_attribute("data-beat", beat)
    if "target=" in address and scene == "walk":
        expect(playground.cost).not_to_be_empty()


def at_rest(playground: Playground) -> bytes:
    """Return what the page shows, once nothing is under way and two pictures are the same."""
    page: Page = playground.page
    before, now = b"", b"none"
    while now != before:
        playground.settle()
        page.evaluate(HIDE_TIMES)
        before, now = now, page.screenshot(animations="disabled", caret="hide")
    return now


def sheet_of(page: Page) -> bytes:
    """Return the whole printed page, once two pictures of it are the same."""
    sheet = page.locator(SHEET)
    before, now = b"", b"none"
    while now != before:
        before, now = now, sheet.screenshot(animations="disabled")
    return now


def take_all(url: str, folder: Path, only: str) -> int:
    """Write a picture of each state in each theme that a pattern finds; how many failed."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        for theme in THEMES:
            camera = Camera(browser, url, theme, folder)
            if re.search(only, f"walk-beats-{theme}"):
                camera.walk()
            for state in states():
                if not re.search(only, f"{state.name}-{theme}"):
                    continue
                try:
                    camera.take(state)
                except (
                    AssertionError,
                    PlaywrightError,
                ) as error:  # The others are wanted all the same.
                    failed += 1
                    print(f"{state.name}-{theme}: {str(error).splitlines()[0]}", flush=True)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {failed} states failed")
    return failed


def compare(before: Path, after: Path) -> int:
    """Say which pictures differ, and by how many pixels; write what differs beside the new ones."""
    names = {path.name for folder in (before, after) for path in folder.glob("*.png")}
    differences = after / "differences"
    count = 0
    for name in sorted(names):
        paths = (before / name, after / name)
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            count += 1
            print(f"{name}: no {' '.join(missing)}")
            continue
        one, other = (Image.open(path).convert("RGB") for path in paths)
        if one.size != other.size:
            count += 1
            print(f"{name}: {one.size} to {other.size}")
            continue
        difference = ImageChops.difference(one, other)
        if difference.getbbox() is None:
            continue
        count += 1
        channels = difference.split()
        strongest = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
        pixels = sum(strongest.histogram()[1:])
        most = strongest.getextrema()[1]
        print(f"{name}: {pixels} pixels by at most {most} in {difference.getbbox()}")
        differences.mkdir(exist_ok=True)
        marked = Image.eval(strongest, lambda value: 255 if value else 0)
        side_by_side([one, other, marked.convert("RGB")]).save(differences / name)
    print(f"{count} of {len(names)} pictures differ")
    return count


def side_by_side(pictures: list[Image.Image], columns: int = 3) -> Image.Image:
    """Return pictures of the same size in a grid."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    joined = Image.new("RGB", (width * columns, height * rows))
    for i, picture in enumerate(pictures):
        joined.paste(picture, (i % columns * width, i // columns * height))
    return joined


def join(folder: Path) -> None:
    """Write all pictures of a scene and theme as one, in a folder of their own."""
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        scene, *_, theme = path.stem.split("-")
        kind = "-phone" if "-phone-" in path.stem else ""
        groups[f"{scene}{kind}-{theme}"].append(path)
    (folder / "sheets").mkdir(exist_ok=True)
    for name, paths in groups.items():
        pictures = [Image.open(BytesIO(path.read_bytes())).convert("RGB") for path in paths]
        width, height = pictures[0].size
        small = [picture.resize((width // 2, height // 2)) for picture in pictures]
        side_by_side(small, 4).save(folder / "sheets" / f"{name}.png")
        print(f"sheets/{name}.png: {', '.join(path.stem for path in paths)}")


def main() -> int:
    """Take pictures, compare them, or join them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--output", type=Path, help="the folder for the pictures")
    parser.add_argument("--url", help="a server that runs already (a new one if left out)")
    parser.add_argument("--only", default="", help="a pattern of states' names")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--join", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    if chosen.compare:
        return min(1, compare(*chosen.compare))
    if chosen.join:
        join(chosen.join)
        return 0
    if not chosen.output:
        parser.error("Expected --output, --compare or --join")
    if chosen.url:
        return min(1, take_all(chosen.url, chosen.output, chosen.only))
    with Serving(PORT) as serving:
        return min(1, take_all(serving.url, chosen.output, chosen.only))


if __name__ == "__main__":
    sys.exit(main())
