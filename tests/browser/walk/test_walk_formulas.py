"""Every beat of the walk has its formula in numbers too, and they are the API's."""

import re
from typing import Any

import pytest
import safetensors.numpy
from playwright.sync_api import expect

from tests.again import again
from tests.browser.support.playground import Playground
from tests.browser.support.walk import answer_of, formula, said, show, strongest

Answer = dict[str, Any]
SIGNED = re.compile(r"(-?) ?(\d+\.\d+)")
TARGET = 3
HAVE_OWN_TESTS = (
    *("target", "rewind"),  # which ask, and have no formula
    *("gate", "further-2-gate", "further-1-levers"),  # which write a slope as their function does
    "input-numbers",  # which depends on where the lens lies
)
AROUND_STEP = {"step-ready": "step", "step": "step-others"}
HAS_ROOM_BUT_SCROLLS = """() => {
  const { scrollWidth, clientWidth, parentElement } = document.querySelector("#formula");
  return scrollWidth > clientWidth && scrollWidth < parentElement.clientWidth;
}"""


def figures(tex: str) -> list[str]:
    """Return all numbers with a point in a formula, with their signs; zeros have none."""
    return [
        digits if float(digits) == 0 else f"{sign}{digits}" for sign, digits in SIGNED.findall(tex)
    ]


def signed(values: list[float], digits: int | None = None) -> list[str]:
    """Write numbers as a formula has them."""
    texts = [(value, said(value, digits)) for value in values]
    return [f"-{text}" if value < 0 and float(text) != 0 else text for value, text in texts]


def excerpt(values: list[float], *places: int) -> list[str]:
    return signed([values[place] for place in sorted({place % len(values) for place in places})])


def first_inked(pixels: list[float]) -> int:
    return next(k for k, value in enumerate(pixels) if value > 0)


def of_input(answer: Answer) -> dict[str, list[str]]:
    pixels = answer["activations"][0]
    inked = first_inked(pixels)
    return {
        "input-column": signed([pixels[0], pixels[inked], pixels[inked + 1], pixels[783]], 2),
    }


def of_forward(answer: Answer, output: str) -> dict[str, list[str]]:
    activations, terms = answer["activations"], answer["terms"]
    seeking = sorted(terms[0][strongest(activations[1])]["terms"], key=lambda term: term["index"])
    found = {"forward-1-weights": signed([term["weight"] for term in seeking])}
    for layer in (1, 2, 3):
        most = strongest(activations[layer])
        sum_ = terms[layer - 1][most]
        products = [term["product"] for term in sum_["terms"]]
        listed = signed([*products, sum_["rest"], sum_["bias"]], 2)
        is_sum = layer == 3 and output == "softmax"
        ends = signed([sum_["a"], sum_["z"]])
        found[f"forward-{layer}-sum"] = (
            [ends[1], *listed] if is_sum else [ends[0], *listed, ends[1]]
        )
        found[f"forward-{layer}"] = excerpt(activations[layer], 0, most, -1)
    best = answer["prediction"]
    outputs = activations[3]
    ends = [outputs[place] for place in sorted({0, best, 9})]
    found["answer"] = signed([outputs[best], *ends], 2)
    return found


def of_cost(answer: Answer, cost: str, mean: float) -> dict[str, list[str]]:
    said_wrong, nudge = answer["activations"][3][TARGET], answer["nudges"]["activations"][2][TARGET]
    found = {"cost-mean": [said(mean, 3), said(answer["cost"])]}
    if cost != "squared_error":
        costs = {"cost": [answer["cost"], said_wrong], "wishes": [nudge, said_wrong]}
        return found | {beat: signed(values) for beat, values in costs.items()}
    found["cost"] = sum_of(answer["cost"], answer["cost_terms"], digits_of(answer["cost"]))
    return found | {"wishes": [*signed([nudge]), said(said_wrong, 2)]}


def of_levers(answer: Answer, output: str, weights: Any) -> dict[str, list[str]]:
    terms, delta = answer["terms"][2][TARGET], answer["deltas"][2][TARGET]
    heaviest = terms["terms"][0]
    value = terms["z" if output == "softmax" else "a"]
    nudges, contributions = (
        answer["nudges"]["weights"][2][TARGET],
        answer["contributions"][1][TARGET],
    )
    most, asked = strongest(nudges), strongest(contributions)
    made = answer["terms"][1][asked]
    found = {
        "levers": [value, heaviest["weight"], heaviest["activation"], terms["bias"]],
        "lever-bias": [answer["nudges"]["biases"][2][TARGET], -delta],
        "lever-weights": [nudges[most], -delta, answer["activations"][2][most]],
        "lever-activations": [contributions[asked], -delta, float(weights[TARGET, asked])],
        "lever-no-direct": [made["a"], made["z"]],
        "step-ready": [
            heaviest["weight"] + nudges[heaviest["index"]],
            heaviest["weight"],
            -nudges[heaviest["index"]],
        ],
    }
    found["step"] = found["step-ready"]  # It waits for the step, and says the same.
    return {beat: signed(values) for beat, values in found.items()}


def of_contributions(answer: Answer) -> dict[str, list[str]]:
    nudges, found = answer["nudges"], {}
    asked = answer["contributions"][1]
    others = [output for output in range(len(asked)) if output != TARGET]
    second, third, *_ = sorted(others, key=lambda output: -max(map(abs, asked[output])))
    columns = {f"adding-{TARGET}": TARGET, f"adding-{second}": second, "adding-others": third}
    for beat, output in columns.items():
        found[beat] = excerpt(asked[output], 0, strongest(asked[output]) or -1)
    found["adding-row"] = of_row(nudges["activations"][1], asked)
    for layer, beat in ((2, "adding-up"), (1, "further-1")):
        asked = nudges["activations"][layer - 1]
        most = strongest(asked)
        column = [row[most] for row in answer["contributions"][layer - 1]]
        added = column if len(column) <= 10 else largest_and_rest(column)
        found[beat] = sum_of(asked[most], added, digits_of(asked[most]))
    bias = max(nudges["biases"][1], key=abs)
    found["further-2-levers"] = signed([bias, bias])
    most, pixel = strongest(nudges["biases"][0]), strongest(answer["activations"][0])
    weight = nudges["weights"][0][most][pixel]
    ink = answer["activations"][0][pixel]
    return found | {"further-pixels": signed([weight, nudges["biases"][0][most], ink])}


def of_row(nudges: list[float], asked: list[list[float]]) -> list[str]:
    """Return the sum of one row, and its terms."""
    own, much = asked[TARGET], 0.4 * max(map(abs, nudges))
    torn = [j for j, sum_ in enumerate(nudges) if sum_ * own[j] < 0 and abs(sum_) >= much]
    row = max(torn, key=lambda j: abs(own[j])) if torn else strongest(nudges)
    wishes = [wish[row] for wish in asked]
    digits = max(digits_of(nudges[row]), digits_of(max(wishes, key=abs)))
    return sum_of(nudges[row], wishes, digits)


def sum_of(total: float, terms: list[float], digits: int) -> list[str]:
    """Return a sum and its terms: those that are 0 in its digits stand together, at the end."""
    written = signed(terms, digits)
    zeros = [text for text in written if float(text) == 0]
    if len(zeros) > 1:
        written = [text for text in written if float(text) != 0] + zeros[:1]
    return [*signed([total], digits), *written]


def of_drawing(answer: Answer, weights: Any) -> dict[str, list[str]]:
    nudges, delta = answer["nudges"]["inputs"], answer["deltas"][0]
    pixel = strongest(nudges)
    column = weights[:, pixel].tolist()
    most = strongest([d * w for d, w in zip(delta, column, strict=True)])
    return {"further-drawing": signed([nudges[pixel], -delta[most], column[most]])}


def digits_of(value: float) -> int:
    return len(said(value).partition(".")[2])


def largest_and_rest(values: list[float]) -> list[float]:
    """Return what a formula writes of a long sum."""
    by_size = sorted(values, key=abs, reverse=True)
    return [*by_size[:3], sum(by_size[3:])]


def assert_alike(shown: list[str], expected: list[str], beat: str) -> None:
    """Fail where a number is another one: it may have more digits, or have given way by a unit."""
    assert len(shown) == len(expected), (beat, shown, expected)
    for one, other in zip(shown, expected, strict=True):
        unit = max(10.0 ** -len(text.partition(".")[2]) for text in (one, other))
        assert abs(float(one) - float(other)) <= 2 * unit, (beat, shown, expected)


def get(playground: Playground, path: str) -> Any:
    """Ask for something about the network that the page works on."""
    session = playground.last_call("backward").path.split("/")[3]
    answer = playground.page.request.get(f"{playground.url}/api/sessions/{session}{path}")
    assert answer.ok
    return answer


@pytest.mark.parametrize("network", ["sigmoid", *again("tanh, softmax", "ReLU, softmax")])
def test_every_beat_has_its_numbers(viewed: Playground, network: str) -> None:
    choice = viewed.page.get_by_label("Network", exact=True)
    [label] = [text for text in choice.locator("option").all_inner_texts() if network in text]
    choice.select_option(label=label)
    viewed.settle()
    answer, session = answer_of(viewed), get(viewed, "").json()
    parameters = safetensors.numpy.load(get(viewed, "/parameters").body())
    mean = get(viewed, "/accuracy?split=test").json()["cost"]
    expected = {
        **of_input(answer),
        **of_forward(answer, session["output"]),
        **of_cost(answer, session["cost"], mean),
        **of_levers(answer, session["output"], parameters["W3"]),
        **of_contributions(answer),
        **of_drawing(answer, parameters["W1"]),
    }
    asked = len(viewed.calls)
    viewed.key("Home")
    shown: dict[str, list[str]] = {}
    while "step" not in shown:
        viewed.settle()
        assert not viewed.page.evaluate(HAS_ROOM_BUT_SCROLLS), viewed.beat
        if viewed.beat not in HAVE_OWN_TESTS:
            shown[viewed.beat] = figures(formula(viewed))
        if viewed.beat == "step-ready":  # To scrub through all beats asks the server nothing.
            assert len(viewed.calls) == asked
        if viewed.beat in AROUND_STEP:
            show(viewed, AROUND_STEP[viewed.beat])  # A press would take the step.
        else:
            viewed.key("PageDown")
    assert len(shown.pop("input")) == 3  # No answer has it: it has a test of its own.
    assert [] not in shown.values()
    assert shown.keys() == expected.keys()
    for beat, numbers in shown.items():
        assert_alike(numbers, expected[beat], beat)


def test_the_numbers_of_pixels_are_those_of_its_rows_and_columns(viewed: Playground) -> None:
    pixels = answer_of(viewed)["activations"][0]
    show(viewed, "input-numbers")
    tex = formula(viewed)
    places = [28 * int(row) + int(column) for row, column in re.findall(r"a_\{(\d+),(\d+)\}", tex)]
    assert len(places) == 5
    assert figures(tex) == signed([pixels[place] for place in places], 2)
    assert any(0 < pixels[place] < 1 for place in places)


def test_the_drawings_place_is_that_of_its_pixels(viewed: Playground) -> None:
    pixels = answer_of(viewed)["activations"][0]
    show(viewed, "input")
    _, scale, shift = map(float, figures(formula(viewed)))
    columns = [k % 28 for k, value in enumerate(pixels) if value > 0]
    assert min(columns) == int(shift)
    assert scale > 20  # The pad is 1 wide: a smaller drawing is enlarged to 20 pixels.


def test_a_taken_step_says_what_became_of_a_weight(viewed: Playground) -> None:
    before = answer_of(viewed)["terms"][2][TARGET]["terms"][0]
    viewed.press("step")
    expect(viewed.iteration).to_have_text("1")
    viewed.settle()
    assert viewed.beat == "step"
    terms = answer_of(viewed)["terms"][2][TARGET]["terms"]
    [after] = [term for term in terms if term["index"] == before["index"]]
    assert figures(formula(viewed)) == signed([after["weight"], before["weight"]], 3)
    assert after["weight"] > before["weight"]
    viewed.press("undo")
    expect(viewed.iteration).to_have_text("0")
