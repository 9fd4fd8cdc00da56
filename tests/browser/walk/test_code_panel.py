"""The code panel: the source that runs, lit where the beat is, with true numbers beside it."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.code_panel import ARRAYS, explain, lines, lit, show, tab
from tests.browser.support.opening import PHONE, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving

LINES_OF_BEATS = """async () => {
  const { walkParts } = await import("/static/js/scenes/walk/beats.js");
  const { initialState } = await import("/static/js/state/page.js");
  const headers = { "Content-Type": "application/json" };
  const ask = async (path, body) =>
    (await fetch(path, body && { method: "POST", headers, body: JSON.stringify(body) })).json();
  const { digits } = await ask("/api/digits?split=test&count=1");
  const { pixels, label: target } = digits[0];
  const { trained } = await ask("/api/options");
  const lines = [];
  for (const { layers, activation, output, cost } of trained) {
    const session = await ask("/api/sessions", { layers, activation, output, cost });
    const at = `/api/sessions/${session.id}`;
    const backward = await ask(`${at}/backward?weights=true&terms=3`, { pixels, target });
    const drawing = { id: 0, strokes: [], sample: pixels, pixels, placement: null };
    const state = {
      ...initialState, session, drawing, target, backward, forward: backward, pinned: null,
      dataset: { correct: 1, total: 2, cost: 0.1 },
      lastStep: { steps: 1, cost_before: 1, cost_after: 0.5, costs: [1, 0.5], before: null },
    };
    const beats = walkParts(state).flatMap(({ beats }) => beats);
    lines.push(...beats.flatMap(({ id, lines }) => lines.map((name) => [id, name])));
  }
  return lines;
}"""

# What a line that is lit at a beat must hold, up to the cost in the lecture's form, then as it
# runs.
ABOUT = {
    "input-column": ["activations = [x]"],
    "forward-1-weights": ["z = weight @ activations[-1] + bias"],
    "forward-?-sum": ["z = weight @ activations[-1] + bias", "activations.append("],
    "forward-?": ["activations.append(1 / (1 + np.exp(-z)))"],
    "answer": ["output = activations[-1]"],
    "cost": ["return (a - y) ** 2"],
    "wishes": ["gradient_a = self.cost.derivative("],
    "levers": ["delta = self.cost.delta("],
    "gate": ["delta = self.cost.delta("],
    "lever-bias": ["add_up(delta, out=gradient.biases[-1])"],
    "lever-weights": ["add_up_products(delta, activations[-2], out=gradient.weights[-1])"],
    "lever-activations": ["gradient_a = np.dot(delta, self.weights[-l + 1])"],
    "adding-?": ["gradient_a = np.dot(delta, self.weights[-l + 1])"],
    "adding-up": ["gradient_a = np.dot(delta, self.weights", "gradients_a.insert(0, gradient_a)"],
    "further-?": ["gradient_a = np.dot(delta, self.weights", "gradients_a.insert(0, gradient_a)"],
    "further-?-levers": ["delta = self.activation.delta(", "add_up(delta", "add_up_products(delta"],
    "further-?-gate": ["delta = self.activation.delta("],
    "further-drawing": ["gradient_x = np.dot("],
    "further-pixels": ["add_up_products(delta, activations[-l - 1]"],
    "step-ready": ["self.parameters.vector -= learning_rate * gradient.vector"],
}

BESIDE = f"{EXPLAINED}&panel=code"


@pytest.fixture
def beside(look: Look) -> Iterator[Playground]:
    """A 2 that should have been a 3, with the code beside it, on a page that the tests share."""
    playground = look(BESIDE, reduced_motion="reduce")
    expect(lines(playground).first).to_be_visible()
    yield playground
    show(playground, "chapter")
    tab(playground, "step").click()  # Chosen there, it is shown at no beat of another tab.


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_every_line_that_the_story_names_stands_in_the_source(
    modules: Page, server: Serving
) -> None:
    code = modules.request.get(f"{server.url}/api/code").json()["functions"]
    known = {name for function in code for marks in function["marks"] for name in marks}
    named = modules.evaluate(LINES_OF_BEATS)
    assert len(named) > 100
    assert [each for each in named if each[1] not in known] == []


def test_the_lit_lines_hold_what_the_beat_is_about(open_playground: Open) -> None:
    beside = open_playground(at=BESIDE, reduced_motion="reduce")  # It takes a step.
    expect(lines(beside).first).to_be_visible()
    beside.key("Home")
    seen = set()
    while beside.beat not in seen:
        beat = beside.beat
        seen.add(beat)
        if beat == "wishes":
            assert any("delta = 2 * (output - y)" in line for line in lit(beside))
            tab(beside, "backprop").click()
        shown = lit(beside)
        for pattern, statements in ABOUT.items():
            if fnmatch(beat, pattern):
                for statement in statements:
                    assert any(statement in line for line in shown), f"{beat}: {shown}"
        beside.key("PageDown")
    for pattern in ABOUT:
        assert any(fnmatch(beat, pattern) for beat in seen), f"no beat is called {pattern}"


def test_the_lit_lines_are_in_view_and_the_page_stays(open_playground: Open) -> None:
    phone = explain(open_playground(PHONE, reduced_motion="reduce"))
    phone.page.evaluate("scrollTo(0, 50)")
    for beat in ("lever-bias", "further-1-levers", "wishes", "forward-1"):
        show(phone, beat)
        first = (
            lines(phone).locator("visible=true").and_(phone.page.locator("[aria-current]")).first
        )
        frame = phone.page.locator("#code-lines").bounding_box()
        box = first.bounding_box()
        assert frame is not None
        assert box is not None
        assert frame["y"] - 1 <= box["y"] <= frame["y"] + frame["height"] - 20, beat
        # A formula above may take a line more: the browser keeps in view what is in view.
        assert phone.page.evaluate("scrollY") == pytest.approx(50, abs=32)


def test_lines_are_those_of_the_module_with_their_numbers(beside: Playground) -> None:
    code = beside.page.request.get(f"{beside.url}/api/code").json()["functions"]
    backprop = next(each for each in code if each["name"] == "Network.backprop")
    tab(beside, "backprop").click()
    expect(beside.page.locator("#code-lines > p")).to_have_text("app/nn/network.py")
    shown = [
        (int(line.locator("> span").inner_text()), line.locator("> code").text_content())
        for line in lines(beside).all()
    ]
    expected = [
        (backprop["first_line"] + place, line.strip())
        for place, line in enumerate(backprop["lines"])
    ]
    assert shown == expected


def arrays(playground: Playground) -> dict[str, str]:
    """Return what stands beside the lit lines, by array and shape."""
    playground.settle()
    shown = playground.page.locator(ARRAYS).all_inner_texts()
    return dict(zip(shown[::2], shown[1::2], strict=True))


def assert_range(shown: str, values: list[float]) -> None:
    least, most = (number(part) for part in shown.partition(" [")[0].split(" to "))
    assert least == pytest.approx(min(values), rel=0.05, abs=0.005)
    assert most == pytest.approx(max(values), rel=0.05, abs=0.005)


def test_arrays_show_the_numbers_of_the_answers(beside: Playground) -> None:
    beside.settle()
    answer = beside.ask(beside.last_call("/backward"))
    show(beside, "forward-2-sum")
    shown = arrays(beside)
    z = answer["pre_activations"][1]
    assert_range(shown["z (16, 1)"], z)
    place, value = re.findall(r"\[(\d+)\] = (\S+)", shown["z (16, 1)"])[0]
    assert number(value) == pytest.approx(z[int(place)], rel=0.05, abs=0.005)
    assert f"neuron {place} " in beside.caption.inner_text().lower()

    show(beside, "further-1-levers")
    shown = arrays(beside)
    assert_range(shown["delta (16, 1)"], answer["deltas"][0])
    gradient = [-n for row in answer["nudges"]["weights"][0] for n in row]
    assert_range(shown["weight_gradients[0] (16, 784)"], gradient)
    tab(beside, "backprop").click()
    shown = arrays(beside)
    assert "l = 3" in shown
    assert_range(shown["delta (16,)"], answer["deltas"][0])
    assert_range(shown["gradient.biases[-l] (16,)"], [-n for n in answer["nudges"]["biases"][0]])
    assert_range(shown["gradient.weights[-l] (16, 784)"], gradient)

    show(beside, "adding-up")
    assert_range(
        arrays(beside)["gradient_a (16,)"], [-n for n in answer["nudges"]["activations"][1]]
    )


def test_the_room_is_not_told_before_it_has_answered(beside: Playground) -> None:
    beside.key("a")
    show(beside, "lever-weights")
    beside.key("PageUp")
    beside.key("PageDown")
    assert "lever-weights" in beside.beat
    assert lit(beside)
    assert arrays(beside) == {}
    beside.key("PageDown")
    assert arrays(beside)
    beside.key("a")


def test_arrows_choose_among_the_tabs_and_the_story_stays(beside: Playground) -> None:
    show(beside, "wishes")
    expect(tab(beside, "as in the lecture")).to_have_attribute("aria-selected", "true")
    assert beside.page.get_by_role("tabpanel").get_attribute("aria-labelledby") == (
        "code-tab-lecture"
    )
    tab(beside, "as in the lecture").focus()
    beside.key("ArrowRight")
    expect(tab(beside, "forward")).to_be_focused()
    expect(tab(beside, "forward")).to_have_attribute("aria-selected", "true")
    beside.key("End")
    expect(tab(beside, "add_up")).to_have_attribute("aria-selected", "true")
    assert beside.beat == "wishes"
    beside.key("PageDown")
    assert beside.beat == "levers"


def test_the_lecture_stays_as_long_as_it_has_something_to_say(beside: Playground) -> None:
    show(beside, "wishes")
    tab(beside, "as in the lecture").click()
    assert any("delta = 2 *" in line for line in lit(beside))
    show(beside, "adding-up")
    assert any("delta = (weights[l].T @ delta)" in line for line in lit(beside))
    show(beside, "step-ready")
    expect(tab(beside, "step")).to_have_attribute("aria-selected", "true")
    show(beside, "lever-bias")
    expect(tab(beside, "as in the lecture")).to_have_attribute("aria-selected", "true")


def test_the_source_is_asked_for_once_and_only_when_it_is_read(playground: Playground) -> None:
    def asked() -> int:
        return sum(call.path == "/api/code" for call in playground.calls)

    playground.put(2)
    playground.settle()
    assert asked() == 0
    for _ in range(3):
        playground.key("c")
    expect(lines(playground).first).to_be_visible()
    playground.settle()
    assert asked() == 1


def test_the_source_is_asked_for_until_it_comes(playground: Playground) -> None:
    playground.watch.provoked("status of 503")
    playground.page.route("**/api/code", lambda route: route.fulfill(status=503, json={}))
    playground.key("c")
    expect(playground.message).to_contain_text("503")
    playground.page.unroute("**/api/code")
    expect(lines(playground).first).to_be_visible()


def test_source_is_text_and_never_markup(playground: Playground) -> None:
    hostile = '<img src="x" onerror="window.hacked = true">'

    def answer(route: Any) -> None:
        function = {
            "name": "lecture_backprop",
            "file": hostile,
            "first_line": 1,
            "lines": [hostile],
            "marks": [[]],
        }
        route.fulfill(json={"functions": [function], "activations": {}, "costs": {}})

    playground.page.route("**/api/code", answer)
    playground.key("c")
    expect(lines(playground).locator("> code")).to_have_text(hostile)
    assert playground.page.locator("#panel-code img").count() == 0
