"""What a viewer takes home of a beat: one printed page with its numbers, a program, a link."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.again import again, again_with
from tests.app.take_home.programs import run, tables_in
from tests.browser.support.audit import Audit
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.printing import SHEET

FULL_HD: ViewportSize = {"width": 1920, "height": 1080}
A4 = 210 / 25.4 * 96
"""Its width in CSS pixels."""
WHITE, BLACK = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
SMALLEST_TYPE = 4.5
"""In pixels: below that a printed digit is hardly read."""

PARTS = {
    "calculus": ("chain", "tree", "ripple-weight", "gradient", "examples", "layers", "fold"),
    "descent": ("gradient", "wishes", "training", "mini-batches", "learning"),
    "vanishing": ("slopes", "sigmoid-10", "exploding", "product"),
}

WIDE = (
    *("descent/wishes", "descent/training", "descent/learning"),
    *("vanishing/slopes", "vanishing/sigmoid-10", "vanishing/product"),
)
"""Parts with pictures that are wider than the paper."""

# Nothing is sent to a printer: the sheet stays as it would be printed.
COUNT_PRINTS = """() => {
  window.printed = 0;
  delete document.documentElement.dataset.printed;
  window.print = () => {
    window.printed += 1;
    document.documentElement.dataset.printed = window.printed;
  };
}"""

# What of the sheet's numbers is cut off by its end, and the smallest type of its tables; whether
# its pictures are held where every browser can print them.
TABLES = """(sheet) => {
  const numbers = sheet.querySelector(".sheet-tables");
  const tables = [...sheet.querySelectorAll("table.sheet-table")];
  return {
    over: [numbers, sheet].map((part) => part.scrollHeight - part.clientHeight),
    wide: tables.filter((table) => table.offsetWidth > numbers.clientWidth).length,
    printable: [...sheet.querySelectorAll("canvas")]
      .every((canvas) => canvas.getContext("2d").getContextAttributes().willReadFrequently),
    type: Math.min(99, ...tables.map((table) => parseFloat(getComputedStyle(table).fontSize))),
    tables: tables.map((table) => ({
      title: table.caption.textContent,
      head: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
      rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    })),
  };
}"""


class Printer:
    """Prints what a page shows, on paper that stays to be looked at."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page = playground.page
        self.sheet: Locator = self.page.locator(SHEET)
        self._printed = 0
        self.page.evaluate(COUNT_PRINTS)

    def show(self, address: str) -> None:
        """Go to a beat by its address."""
        self.page.evaluate("(hash) => { location.hash = hash }", address)
        beat = address.partition("/")[2]
        expect(self.playground.body).to_have_attribute("data-beat", beat)
        self.playground.settle()

    def put_away(self) -> None:
        """Let the printing be over, and so the sheet gone."""
        self.page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(self.sheet).to_have_count(0)

    def print(self) -> dict[str, Any]:
        """Print, and return what is to be known of the sheet's tables; they are whole."""
        self._printed += 1
        self.page.keyboard.press("Control+p")
        expect(self.page.locator("html")).to_have_attribute("data-printed", str(self._printed))
        expect(self.sheet).to_have_count(1)
        seen: dict[str, Any] = self.sheet.evaluate(TABLES)
        assert max(seen["over"]) <= 0
        assert seen["wide"] == 0
        assert seen["printable"]
        assert seen["type"] >= SMALLEST_TYPE
        return seen

    def paper(self) -> bytes:
        """Return what the browser itself prints of the page now, as a PDF's drawing commands."""
        pdf = self.page.pdf(prefer_css_page_size=True, print_background=True)
        assert pdf.count(b"/Type /Page\n") == 1
        streams = re.findall(rb"/FlateDecode.{0,40}?>>\s*stream\n(.*?)\nendstream", pdf, re.DOTALL)
        return b"".join(map(zlib.decompress, streams))

    def scale(self) -> float:
        """Return how small the browser prints the sheet."""
        widths = re.findall(rb"^0 0 ([\d.]+) [\d.]+ re$", self.paper(), re.MULTILINE)
        return A4 / float(widths[0])


@pytest.fixture
def printer(viewed: Playground) -> Iterator[Printer]:
    printer = Printer(viewed)
    yield printer
    printer.put_away()


def beats_of_the_walk(playground: Playground) -> list[str]:
    """Return the walk's beats, but for what leads on to the next scene."""
    parts = playground.page.locator("#parts li").all()
    beats = [beat for part in parts for beat in (part.get_attribute("data-beats") or "").split()]
    assert beats[-1] == "chapter"
    return beats[:-1]


# The first sixth has beats of nearly all parts: enough to see how any is laid on paper.
@pytest.mark.parametrize("sixth", [0, *again(1, 2, 3, 4, 5)])
def test_every_beat_of_the_walk_is_one_page_with_its_numbers(printer: Printer, sixth: int) -> None:
    playground = printer.playground
    beats = beats_of_the_walk(playground)
    assert len(beats) > 30
    for beat in beats[sixth::6]:
        printer.show(f"walk/{beat}")
        seen = printer.print()
        caption = printer.sheet.locator("> p")
        expect(caption).to_have_text(playground.caption.text_content() or "")
        formula = playground.page.locator("#formula .katex-html")
        expect(printer.sheet.locator(".katex-html")).to_have_text(formula.all_text_contents())
        assert seen["tables"]
        assert f"#walk/{beat}" in printer.sheet.locator("footer").inner_text()
        printer.put_away()


@pytest.mark.long
def test_no_part_is_printed_smaller_than_it_is_laid(look: Look) -> None:
    """Browsers print a page smaller where anything, be it cut off, is wider than the paper."""
    printer = Printer(look(EXPLAINED, FULL_HD, reduced_motion="reduce"))
    for address in WIDE:
        printer.show(address)
        printer.print()
        assert printer.scale() == pytest.approx(1, abs=0.01), address


def test_who_asks_twice_before_the_numbers_have_come_gets_one_sheet(printer: Printer) -> None:
    page, held = printer.page, []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/tables**", hold)
    for _ in range(2):
        with page.expect_request("**/tables**"):
            page.keyboard.press("Control+p")
    expect(page.locator("html")).not_to_have_attribute("data-printed", re.compile(r"\d"))
    assert len(held) == 2
    for printed, route in enumerate(held, 1):
        route.continue_()
        expect(page.locator("html")).to_have_attribute("data-printed", str(printed))
        expect(printer.sheet).to_have_count(1)


def test_a_key_held_down_prints_once(printer: Printer) -> None:
    page = printer.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.down("Control")
    for _ in range(3):
        page.keyboard.down("p")
    for key in ("p", "Control"):
        page.keyboard.up(key)
    expect(page.locator("html")).to_have_attribute("data-printed", re.compile(r"\d"))
    assert len([address for address in asked if "/tables" in address]) == 1


# What is on paper before the printing goes on.
KEEP_PRINTED = """addEventListener("beforeprint", () => {
  window.laid = document.querySelector(".sheet")?.innerHTML;
}, { once: true })"""


@pytest.mark.parametrize("address", ["walk/adding-up", *again("descent/gradient", "calculus/tree")])
def test_the_browsers_own_print_is_the_same_sheet(printer: Printer, address: str) -> None:
    printer.show(address)
    seen = printer.print()  # Paper has come.
    assert seen["tables"]
    laid = printer.sheet.inner_html()
    printer.put_away()
    printer.page.evaluate(KEEP_PRINTED)
    assert printer.scale() == pytest.approx(1, abs=0.01)
    assert printer.page.evaluate("laid") == laid
    expect(printer.sheet).to_have_count(0)


# A number in it changes in its own place: nothing but that text becomes another.
CAPTIONS = """(caption) => {
  window.captions = [caption.textContent];
  const note = () => window.captions.push(caption.textContent);
  new MutationObserver(note).observe(caption, {
    characterData: true,
    childList: true,
    subtree: true,
  });
}"""


FEW = ("gradient", "training", "learning")
"""Parts that are laid on paper in each run; the others before a change is taken."""


@pytest.mark.parametrize(
    ("scene", "parts"),
    [("descent", FEW), *(again_with(scene, parts) for scene, parts in PARTS.items())],
    ids=["few", *PARTS],
)
def test_the_parts_of_other_scenes_are_a_page_each(
    printer: Printer, scene: str, parts: tuple[str, ...]
) -> None:
    for part in parts:
        printer.show(f"{scene}/{part}")
        caption = printer.page.locator(f"#{scene} [data-caption]")
        expect(caption).not_to_be_empty()
        caption.evaluate(CAPTIONS)
        printer.print()
        # The two networks' answers may come meanwhile, and are on the sheet a frame before.
        words = printer.sheet.locator("> p").inner_text()
        printer.page.wait_for_function("(words) => window.captions.includes(words)", arg=words)
        picture = printer.sheet.locator("> p + div > div")
        assert picture.evaluate("(each) => each.getBoundingClientRect().height") > 100
        expect(picture.locator("td > button:not([style*='--share'])")).to_have_count(0)


@pytest.mark.parametrize(
    "address",
    [
        *("walk/adding-up", "calculus/fold", "descent/training", "vanishing/slopes"),
        *again("walk/forward-2-sum", "calculus/layers"),
        *again(*(f"descent/{part}" for part in PARTS["descent"] if part != "training")),
        *again(*(f"vanishing/{part}" for part in PARTS["vanishing"][1:])),
    ],
)
def test_a_sheet_shows_exactly_the_cells_that_the_server_gave(
    printer: Printer, address: str
) -> None:
    given: list[Any] = []

    def keep(route: Route) -> None:
        answer = route.fetch()
        given.append(answer.json())
        route.fulfill(response=answer)

    printer.page.route("**/tables/**", keep)
    printer.show(address)
    shown = printer.print()["tables"]
    tables = [table for answer in given for table in answer["tables"] if table["rows"]]
    assert shown
    assert by_title(shown) == by_title(tables)


def by_title(tables: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return tables in one order, whichever network's came first."""
    return sorted((table["title"], table["head"], table["rows"]) for table in tables)


def test_where_the_server_refuses_the_numbers_the_sheet_says_so(printer: Printer) -> None:
    printer.playground.watch.provoked("status of 409")
    refusal = {"detail": "Not now"}
    printer.page.route("**/tables/**", lambda route: route.fulfill(status=409, json=refusal))
    printer.show("walk/cost")
    assert printer.print()["tables"] == []
    expect(printer.sheet.locator("> div > p")).to_contain_text("Not now")
    expect(printer.sheet.locator("> p")).not_to_be_empty()
    expect(printer.sheet.locator(".katex-html")).not_to_have_count(0)
    expect(printer.sheet.locator("canvas")).to_have_attribute("data-lines", "drawn")


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_a_sheet_is_black_on_white_and_fills_one_page(look: Look, size: Any) -> None:
    printer = Printer(look(EXPLAINED, size, reduced_motion="reduce"))
    for address in ("walk/cost", "calculus/gradient", "vanishing/slopes"):
        printer.show(address)
        printer.print()
        expect(printer.sheet).to_have_css("background-color", WHITE)
        for part in (".sheet-caption", ".sheet-head", "td"):
            for each in printer.sheet.locator(part).all()[:3]:
                expect(each).to_have_css("color", BLACK)
        assert printer.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        expect(printer.page.locator("html")).to_have_attribute("data-theme", "dark")
    printer.put_away()


def test_only_the_sheet_is_printed(printer: Printer) -> None:
    printer.show("walk/cost")
    printer.print()
    printer.page.emulate_media(media="print")
    expect(printer.sheet).to_be_visible()
    expect(printer.page.locator("#pad")).to_be_hidden()
    printer.page.emulate_media(media="null")  # As it was; "screen" would be printed, too.
    expect(printer.page.locator("#pad")).to_be_visible()


def saved_program(playground: Playground, folder: Path) -> dict[str, Any]:
    """Save the program by the dialog, run it alone, and return the tables that it prints."""
    playground.press("take-home")
    dialog = playground.page.get_by_role("dialog", name="Take home")
    with playground.page.expect_download() as download:
        dialog.get_by_role("button", name="Python file").click()
    expect(dialog.get_by_role("status")).to_contain_text("is saved")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    playground.key("Escape")
    expect(dialog).to_be_hidden()
    return tables_in(run(path.read_text("utf-8"), folder))


@pytest.mark.parametrize(
    "address", ["walk/cost", *again("walk/cost-mean", "walk/step-ready", "calculus/ripple-weight")]
)
def test_the_program_prints_every_digit_of_the_sheet(
    printer: Printer, tmp_path: Path, address: str
) -> None:
    printer.show(address)
    sheet = printer.print()["tables"]
    printed = saved_program(printer.playground, tmp_path)
    assert sheet
    for table in sheet:
        found = printed[table["title"]]
        assert found.head == table["head"]
        assert found.rows == table["rows"]


@pytest.mark.long
def test_after_a_step_the_program_takes_it_too(explained: Playground, tmp_path: Path) -> None:
    printer = Printer(explained)
    playground = printer.playground
    playground.set_rate(0.5)
    playground.press("step")
    expect(playground.iteration).to_have_text("1")
    playground.settle()
    sheet = printer.print()["tables"]
    printed = saved_program(playground, tmp_path)
    assert [printed[table["title"]].rows for table in sheet] == [table["rows"] for table in sheet]


def test_where_there_is_no_program_the_dialog_says_so(viewed: Playground) -> None:
    viewed.press("clear")
    viewed.settle()
    viewed.key("p")
    dialog = viewed.page.get_by_role("dialog", name="Take home")
    expect(dialog.get_by_role("button", name="Python file")).to_be_disabled()
    expect(dialog).to_contain_text("For the walk with a drawing")
    viewed.key("Escape")
    expect(dialog).to_be_hidden()


def test_the_link_is_copied(open_playground: Open) -> None:
    playground = open_playground(permissions=["clipboard-read", "clipboard-write"])
    playground.explain()
    playground.press("take-home")
    dialog = playground.page.get_by_role("dialog", name="Take home")
    dialog.get_by_role("button", name="Copy link").click()
    expect(dialog.get_by_role("status")).not_to_be_empty()
    copied = playground.page.evaluate("navigator.clipboard.readText()")
    assert copied == playground.page.url
    assert "target=3" in copied


@pytest.mark.long
def test_the_dialog_keeps_nobody_out(audit: Audit) -> None:
    audit.playground.explain()
    audit.playground.key("p")
    expect(audit.playground.page.get_by_role("dialog", name="Take home")).to_be_visible()
    assert audit.faults() == []


SCRIPT = re.compile(r"^[²³¹⁰-ₜ]+$")
"""What stands alone where it is an exponent or an index."""
LARGER = """(sheet) => {
  const size = (element) => Number.parseFloat(getComputedStyle(element).fontSize);
  return [...sheet.querySelectorAll("sup, sub, .script")]
    .map((small) => [small.parentElement.textContent, size(small), size(small.parentElement)])
    .filter(([, own, around]) => own > around);
}"""


def test_exponents_and_indices_are_no_larger_than_their_letters(printer: Printer) -> None:
    printer.show("walk/cost")
    printer.print()
    expect(
        printer.sheet.get_by_text(SCRIPT).or_(printer.sheet.locator("sup, sub")).first
    ).to_be_attached()
    assert printer.sheet.evaluate(LARGER) == []
