"""The page in a real browser: its first load, a stroke's way, and the frames of both passes."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser

from tests.bench import first_load, frames, strokes
from tests.bench.browser import chromium, fresh_page, open_playground
from tests.bench.report import Floor, Row, Table, number, percentile
from tests.bench.server import Server, playground
from tests.browser.support.drawing import DIGITS

LOADS = 5
BLANK_S = 5.0
SCRUB_S = 1.0
"""All beats of the walk, one a frame, with some to spare."""
WEIGHT_FLOOR = Floor(200, "KB", at_most=True)
REQUESTS_FLOOR = Floor(12, "requests", at_most=True)
HALL, FAR = first_load.Network(100, 8), first_load.Network(150, 1.6)
NETWORK_LOADS = 3
SCENES = ("descent", "calculus", "vanishing")
FOREIGN_FLOOR = Floor(0, "requests", at_most=True)
READY_FLOOR = Floor(600, "ms", at_most=True)
TYPICAL_WAY_FLOOR = Floor(25, "ms", at_most=True)
SLOW_WAY_FLOOR = Floor(50, "ms", at_most=True)
FRAMES_FLOOR = Floor(55, "a second")
FRAME_FLOOR = Floor(21, "ms p95", at_most=True)
TASK_FLOOR = Floor(50, "ms", at_most=True)


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    with playground() as server, chromium() as browser:
        yield load(browser, server)
        yield weight(browser, server)
        yield networks(browser, server)
        yield stroke_ways(browser, server)
        yield passes(browser, server)


def load(browser: Browser, server: Server) -> Table:
    """Load the page in fresh contexts, after one that warms browser and server up."""
    first_load.checkpoints(browser, server)
    seen = [first_load.checkpoints(browser, server) for _ in range(LOADS)]
    rows = []
    for what, times, floor in (
        ("first contentful paint", [each.painted for each in seen], None),
        ("data-ready", [each.ready for each in seen], None),
        ("interactive", [each.interactive for each in seen], READY_FLOOR),
    ):
        figure = median(times)
        cells = [f"{number(value)} ms" for value in (figure, min(times), max(times))]
        rows.append(Row(what, cells, figure, floor))
    return Table(f"First load, {LOADS} fresh contexts", ["median", "best", "worst"], rows)


def weight(browser: Browser, server: Server) -> Table:
    """Weigh what the first load brings."""
    seen = first_load.weigh(browser, server)
    rows = [
        Row("decoded", [_kilobytes(seen.decoded)]),
        Row("gzip -9", [_kilobytes(seen.gzipped)]),
        Row("as transferred", [_kilobytes(seen.transferred)], seen.transferred / 1e3, WEIGHT_FLOOR),
        Row("requests", [str(seen.requests)], seen.requests, REQUESTS_FLOOR),
        Row("to other hosts", [str(len(seen.foreign))], len(seen.foreign), FOREIGN_FLOOR),
    ]
    heaviest = ", ".join(f"{path} {_kilobytes(size)}" for path, size in seen.heaviest)
    return Table("Weight of the first load", [""], rows, [f"Heaviest: {heaviest}.", *seen.foreign])


def networks(browser: Browser, server: Server) -> Table:
    """Load the page, and enter its other scenes, through slow networks."""
    rows = []
    for network, most in ((HALL, 1000), (FAR, 1700)):
        times = [first_load.ready_through(browser, server, network) for _ in range(NETWORK_LOADS)]
        rows.append(_network_row(f"{network.name}: data-ready", times, most))
    for scene in SCENES:
        times = [first_load.entering(browser, server, HALL, scene) for _ in range(NETWORK_LOADS)]
        rows.append(_network_row(f"{HALL.name}: {scene} entered", times, 600))
    title = f"Through slow networks, {NETWORK_LOADS} fresh contexts"
    return Table(title, ["median", "best", "worst"], rows)


def _network_row(what: str, times: list[float], most: float) -> Row:
    figure = median(times)
    cells = [f"{number(value)} ms" for value in (figure, min(times), max(times))]
    return Row(what, cells, figure, Floor(most, "ms", at_most=True))


def _kilobytes(size: int) -> str:
    return f"{size / 1e3:,.1f} KB"


def stroke_ways(browser: Browser, server: Server) -> Table:
    """Draw strokes, and see how long their last move takes to show."""
    with fresh_page(browser, "stroke.js") as page:
        open_playground(page, server)
        seen = list(strokes.ways(page))
    rows = []
    for what, checkpoint in (
        ("the document has changed", "document"),
        ("the frame that shows it began", "frame"),
        ("that frame is painted", "painted"),
    ):
        ways = [each[checkpoint] - each["event"] for each in seen]
        for percent, floor in ((50, TYPICAL_WAY_FLOOR), (95, SLOW_WAY_FLOOR)):
            figure = percentile(ways, percent)
            judged = floor if checkpoint == "painted" else None
            rows.append(Row(f"{what}, p{percent}", [f"{figure:.1f} ms"], figure, judged))
    title = f"From the last pointer event of a stroke to its answer, {strokes.COUNT} strokes"
    return Table(title, [""], rows)


def passes(browser: Browser, server: Server) -> Table:
    """Play both passes on a drawing, with all weights on the page, beside a blank page."""
    with fresh_page(browser) as page:
        rows = _frame_rows("blank page", frames.at_rest(page, BLANK_S), is_judged=False)
    with fresh_page(browser) as page:
        open_playground(page, server)
        strokes.draw(page, DIGITS[3][0])
        page.wait_for_selector("[data-beat=answer]")
        rows += _frame_rows("forward sweep", frames.while_playing(page, "#forward"))
        page.click("#target-3")
        rows += _frame_rows("backward play", frames.while_playing(page, "#backward"))
        with page.expect_response("**/trained_for/passes*"):
            page.hover("#trained-for")
        page.wait_for_load_state("networkidle")
        rows += _frame_rows("dial dragged", frames.while_dragging(page, "#trained-for", SCRUB_S))
        page.keyboard.press("Home")
        scrubbed = frames.while_scrubbing(page, "PageDown", SCRUB_S)
        # Of scrubbing only the length of its tasks is promised.
        rows += _frame_rows("scrubbing, a beat a frame", scrubbed, is_judged=False)[:-1]
        rows += _frame_rows("scrubbing, a beat a frame", scrubbed)[-1:]
    return Table("Frames while a pass plays, all weights drawn", [""], rows)


def _frame_rows(what: str, seen: frames.Frames, *, is_judged: bool = True) -> list[Row]:
    figures = (
        ("frames a second", f"{seen.per_second:.1f}", seen.per_second, FRAMES_FLOOR),
        ("p95 of a frame", f"{seen.p95:.1f} ms", seen.p95, FRAME_FLOOR),
        ("longest task over 50 ms", _longest(seen), seen.longest_task, TASK_FLOOR),
    )
    return [
        Row(f"{what}, {name}", [text], figure, floor if is_judged else None)
        for name, text, figure, floor in figures
    ]


def _longest(seen: frames.Frames) -> str:
    return f"{number(seen.longest_task)} ms" if seen.long_tasks else "none"
