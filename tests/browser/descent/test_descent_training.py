"""Training on the page: runs, their curves and settings, and the way back."""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, WebSocketRoute, expect

from tests.again import again
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.seats import faults
from tests.browser.support.serving import Serving
from tests.browser.support.training import QUICK_EPOCH, Training


@pytest.fixture
def training(open_playground: Open) -> Training:
    return Training(open_playground(at="descent/training"))


@pytest.fixture
def shared(renew: Look) -> Training:
    """The same on a page that tests share which mind no runs of other networks."""
    return Training(renew("descent/training"))


def test_a_mini_batch_is_one_step_of_the_same_network(shared: Training) -> None:
    shared.press("step")
    expect(shared.figure("step")).to_have_text("1")
    expect(shared.rests).to_be_visible()
    assert shared.ask("")["iteration"] == 1
    shared.page.goto(f"{shared.playground.url}/#walk")
    expect(shared.playground.iteration).to_have_text("1")


def test_an_epoch_shows_what_the_server_measures(training: Training) -> None:
    training.train_an_epoch()
    accuracy = training.ask("/accuracy?split=test")
    share = 100 * accuracy["correct"] / accuracy["total"]
    shown = float((training.figure("accuracy").text_content() or "").removesuffix(" %"))
    assert shown == pytest.approx(share, abs=0.06)
    expect(training.figure("test-cost")).to_have_text(f"{accuracy['cost']:.2f}")
    expect(training.figure("epoch")).to_have_text("1.00")
    expect(training.page.locator("#descent [data-caption]")).to_contain_text("6,000")
    for plot in training.page.locator("#descent figure canvas").all():
        assert plot.evaluate(HAS_CURVES)


HAS_CURVES = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
  }
  return colours.has("88,166,255");
}"""


# Names that a chart has ever written over one another, or as good as. It is cleared before it is
# drawn anew.
WRITTEN = """
globalThis.namesOver = [];
globalThis.namesBeside = [];
const charts = new Map();
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...area) {
  charts.set(this.canvas, {});
  clearRect.apply(this, area);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  if (this.canvas.closest?.(".plot") && text !== "") {
    const isBelow = this.textAlign === "center";
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = this.measureText(text);
    const size = isBelow ? width + 4 : 0.8 * (fontBoundingBoxAscent + fontBoundingBoxDescent);
    const [line, at] = isBelow ? [`row ${y}`, x] : [`column ${x}`, y];
    const names = (charts.get(this.canvas)[line] ??= []);
    for (const last of names.slice(-1)) {
      if (Math.abs(at - last.at) < (size + last.size) / 2) {
        namesOver.push(`${last.text} ${text}`);
      }
    }
    names.push({ text, at, size });
    if (!isBelow) {
      namesBeside.push(text);
    }
  }
  fillText.call(this, text, x, y);
};
"""


@pytest.mark.parametrize(
    "size", [{"width": 1920, "height": 1080}, *again(PROJECTOR)], ids=["1080", "720"]
)
def test_the_names_under_a_chart_keep_apart(open_playground: Open, size: ViewportSize) -> None:
    """From the first point on, where it stands alone, and in large letters."""
    playground = open_playground(size)
    playground.page.evaluate(f"() => {{ {WRITTEN} }}")  # No chart has been drawn yet.
    training = Training(playground)
    training.press("play")
    expect(training.figure("step")).to_have_text(re.compile(r"\d,\d\d\d"))
    training.page.locator("button", has_text=re.compile(r"^log$")).click()
    playground.settle()
    training.press("play")
    expect(training.rests).to_be_visible()
    assert playground.page.evaluate("namesOver") == []


CHART = """async ([least, most]) => {
  namesOver = [];
  namesBeside = [];
  const at = "/static/js";
  const { CurveChart } = await import(`${at}/kit/curve_chart.js`);
  const place = document.createElement("div");
  place.className = "plot";
  place.style.cssText = "width: 320px; height: 170px";
  document.body.replaceChildren(place);
  const theme = { dim: "#888", rule: "#444", accent: "#fc0", font: "sans-serif" };
  const line = { name: "", x: [0, 1, 2], y: [most, (least + most) / 2, least], colour: "#fff" };
  const lines = [{ ...line, dash: [], width: 2 }];
  const chart = new CurveChart(place, "cost");
  chart.draw({ lines, dots: null, mark: null, stepsPerEpoch: 0, scale: "log", theme });
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return [namesOver, namesBeside];
}"""


@pytest.fixture(scope="module")
def drawn_on(browser: Browser, server: Serving) -> Iterator[Page]:
    """A page with nothing on it but a chart, if one is drawn."""
    page = browser.new_page()
    page.add_init_script(WRITTEN)
    page.goto(f"{server.url}/openapi.json")  # Addresses of modules are relative to the page's.
    yield page
    page.close()


@pytest.mark.parametrize(
    ("least", "most"), [(2.0, 12.0), (0.08, 0.7), (1e-7, 30.0), (9.5, 9.5), (1.0, 1.0)]
)
def test_the_names_beside_a_logarithmic_chart_keep_apart(
    drawn_on: Page, least: float, most: float
) -> None:
    over, beside = drawn_on.evaluate(CHART, [least, most])
    assert over == []
    assert beside
    assert "0" not in beside


def test_space_trains_and_pauses(shared: Training) -> None:
    shared.playground.key("Space")
    expect(shared.page.locator("#train-play")).to_have_attribute("data-running", "true")
    expect(shared.figure("step")).to_have_text(re.compile(r"\d,?\d\d\d"))
    shared.playground.key("Space")
    expect(shared.rests).to_be_visible()
    steps = (shared.figure("step").text_content() or "").replace(",", "")
    assert shared.ask("")["iteration"] == int(steps)


def test_the_button_is_not_written_anew_while_it_is_pressed(shared: Training) -> None:
    """WebKit forgets a press whose text has been taken away before it ends."""
    shared.press("play")
    button = shared.page.locator("#train-play[data-running=true]")
    written = button.evaluate_handle("(button) => button.firstChild")
    button.hover()
    shared.page.mouse.down()
    pressed_at = shared.figure("step").text_content() or ""
    expect(shared.figure("step")).not_to_have_text(pressed_at)
    assert button.evaluate("(button, written) => button.firstChild === written", written)
    shared.page.mouse.up()
    expect(shared.rests).to_be_visible()


def test_runs_lie_over_one_another(training: Training) -> None:
    training.set("learning_rate", "0.1")
    training.press("step")
    expect(training.figure("step")).to_have_text("1")
    training.press("fresh")
    expect(training.figure("step")).to_have_text("0")
    training.set("learning_rate", "3")
    training.press("step")
    expect(training.runs).to_have_count(2)
    names = [each.input_value() for each in training.page.get_by_label("Name of the run").all()]
    assert names == ["rate 3, batch 10", "rate 0.1, batch 10"]
    colours = {run.evaluate("(run) => getComputedStyle(run).borderLeftColor")
               for run in training.runs.all()}  # fmt: skip
    assert len(colours) == 2
    name = training.page.get_by_label("Name of the run").first
    name.fill("too fast?")
    name.press("Enter")
    expect(name).to_have_value("too fast?")
    assert [run["name"] for run in training.ask("/runs")["runs"]][-1] == "too fast?"


def test_a_run_can_be_taken_away_as_a_table(shared: Training) -> None:
    shared.train_a_quick_epoch()
    with shared.page.expect_download() as taken:
        shared.present_run.get_by_role("link", name="CSV").click()
    rows = taken.value.path().read_text("utf-8").splitlines()
    assert rows[0].startswith("iteration,epoch,batch_cost")
    assert len(rows) == 2 + QUICK_EPOCH  # The names, and the network before the first step.


def test_going_back_and_branching_off(training: Training) -> None:
    training.train_a_quick_epoch()
    slider = training.page.locator("#train-moment")
    slider.focus()
    training.playground.key("Home")
    expect(training.figure("step")).to_have_text("0")
    training.playground.key("ArrowRight")
    expect(training.figure("step")).to_have_text("30")
    expect(training.page.locator("output[for=train-moment]")).to_contain_text("branches off")
    first = training.ask("/runs")["runs"][0]
    training.press("step")
    expect(training.figure("step")).to_have_text("31")
    expect(training.runs).to_have_count(2)
    expect(training.present_run.locator("> span > span")).to_contain_text(first["name"])
    assert training.ask("/runs")["runs"][1]["parent"] == {"run": first["id"], "iteration": 30}
    training.page.locator("[data-run][aria-current=false]").get_by_role(
        "button", name="Return"
    ).click()
    expect(training.figure("step")).to_have_text(f"{QUICK_EPOCH}")


@pytest.mark.parametrize("rate", ["0", "-1"])
def test_a_rate_that_is_none_is_refused_in_words(shared: Training, rate: str) -> None:
    before = shared.ask("")
    shared.set("learning_rate", rate)
    expect(shared.playground.message).to_contain_text("learning rate")
    shared.press("step")
    expect(shared.figure("step")).to_have_text("1")
    run = shared.ask("/runs")["runs"][-1]
    assert run["settings"]["learning_rate"] == 0.5
    assert shared.ask("")["seed"] == before["seed"]


def test_a_rate_too_large_stops_by_itself_and_can_be_undone(shared: Training) -> None:
    shared.set("learning_rate", "1000000000")
    shared.press("play")
    expect(shared.page.locator("#descent p[role=status]")).to_be_visible()
    expect(shared.caption.get_by_text("Too large a step", exact=True)).to_be_visible()
    expect(shared.rests).to_be_visible()
    shared.press("undo")
    expect(shared.figure("step")).to_have_text("0")
    shared.set("learning_rate", "0.5")
    shared.press("step")
    expect(shared.figure("step")).to_have_text("1")
    expect(shared.page.locator("#descent p[role=status]")).to_be_hidden()


def test_a_run_is_removed_for_good_only_once_that_was_asked(training: Training) -> None:
    training.press("step")
    expect(training.runs).to_have_count(1)
    asking = training.page.get_by_role("button", name="Really?")
    training.page.get_by_role("button", name="Remove", exact=True).click()
    expect(asking).to_be_visible()
    training.page.mouse.move(1, 1)
    expect(asking).to_have_count(0)
    expect(training.runs).to_have_count(1)
    training.page.get_by_role("button", name="Remove", exact=True).click()
    asking.click()
    expect(training.runs).to_have_count(0)


def test_a_run_that_goes_on_is_not_offered_for_removal(shared: Training) -> None:
    shared.press("play")
    remove = shared.present_run.get_by_role("button", name="Remove")
    expect(shared.page.locator("#train-play")).to_have_attribute("data-running", "true")
    expect(remove).to_be_disabled()
    shared.press("play")
    expect(shared.rests).to_be_visible()
    expect(remove).to_be_enabled()


def test_what_was_trained_comes_back_after_another_network_and_a_fresh_start(
    shared: Training,
) -> None:
    shared.train_a_quick_epoch()
    shared.page.locator("#train-activation").select_option("tanh")
    expect(shared.figure("step")).to_have_text("0")
    expect(shared.page.locator("#train-activation")).to_have_value("tanh")
    shared.press("undo")
    expect(shared.page.locator("#train-activation")).to_have_value("sigmoid")
    expect(shared.figure("step")).to_have_text(f"{QUICK_EPOCH}")
    expect(shared.present_run).to_have_count(1)
    shared.press("fresh")
    expect(shared.figure("step")).to_have_text("0")
    shared.press("undo")
    expect(shared.figure("step")).to_have_text(f"{QUICK_EPOCH}")


CUT: Final = """() => [...document.querySelectorAll(".train-settings input")]
  .filter((field) => field.checkVisibility() && field.scrollWidth > field.clientWidth)
  .map((field) => field.id)"""


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE, {"width": 1024, "height": 768})])
def test_the_longest_seed_is_read_whole(open_playground: Open, size: ViewportSize) -> None:
    training = Training(open_playground(size))
    training.set("seed", "9007199254740991")
    assert training.page.evaluate(CUT) == []
    assert faults(training.page) == []


def test_a_closed_page_pauses_its_run(open_playground: Open) -> None:
    training = Training(open_playground())
    training.press("play")
    expect(training.figure("step")).to_have_text(re.compile(r"\d,\d\d\d"))
    address = training.playground.url + training.session
    request = training.page.context.browser.new_context().request  # type: ignore[union-attr]
    training.page.goto("about:blank")
    expect(training.page).to_have_url("about:blank")
    for _ in range(100):
        runs = request.get(f"{address}/runs").json()["runs"]
        if runs[-1]["status"] == "paused":
            return
    pytest.fail("The run goes on although nobody watches it.")


@pytest.mark.long
def test_a_broken_connection_comes_back_and_the_run_goes_on(open_playground: Open) -> None:
    playground = open_playground()
    broken: list[bool] = []

    def pass_on(page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()

        def forward(message: str | bytes) -> None:
            page_side.send(message)
            if not broken and b'"running' in bytes(message)[:4000]:  # type: ignore[arg-type]
                broken.append(True)
                server_side.close()
                page_side.close(code=3000)

        if not broken:
            server_side.on_message(forward)

    # The test's own proxy may be told of one more frame after it was cut off.
    playground.watch.tolerate("already in CLOSING or CLOSED")
    playground.page.route_web_socket(re.compile("/train$"), pass_on)
    training = Training(playground)
    training.press("play")
    expect(training.figure("step")).to_have_text(re.compile(r"\d\d,\d\d\d"))
    assert broken == [True]
    training.press("play")
    expect(training.rests).to_be_visible()


def test_a_restart_of_the_server_is_said_and_trained_on_after(open_playground: Open) -> None:
    with Serving() as serving:
        playground = open_playground(url=serving.url)
        training = Training(playground)
        playground.watch.provoked("ERR_")
        playground.watch.provoked("status of 404")
        training.press("play")
        expect(training.figure("step")).to_have_text(re.compile(r"\d,?\d\d\d"))
        serving.stop()
        expect(playground.message).to_contain_text("Trying again")
        serving.start()
        expect(playground.message).to_contain_text("fresh")
        expect(training.page.locator("#train-step")).to_be_enabled()
        training.press("step")
        expect(training.figure("step")).to_have_text("1")


@pytest.mark.parametrize("scene", ["descent/training", "vanishing/depth"])
def test_where_nothing_lets_a_socket_through_it_is_said(open_playground: Open, scene: str) -> None:
    playground = open_playground(reduced_motion="reduce")
    routes: list[WebSocketRoute] = []

    def refuse(route: WebSocketRoute) -> None:
        routes.append(route)
        route.close()

    playground.page.route_web_socket(re.compile("/train$"), refuse)
    playground.page.evaluate("(hash) => { location.hash = hash; }", scene)
    expect(playground.message).to_contain_text("WebSockets")
    assert len(routes) > 1  # It goes on trying.
