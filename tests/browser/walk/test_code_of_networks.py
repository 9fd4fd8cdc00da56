"""The source shown is that of the network shown: its functions and its cost."""

import re

import pytest
from playwright.sync_api import expect

from tests.again import one_in
from tests.browser.support.code_panel import ARRAYS, lines, lit, show, tab
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED

# A network by what it is made of, the tab that its cost's terms stand in, and what they are.
OTHERS = {
    ("relu", "softmax", "cross_entropy"): (
        "cross-entropy",
        "terms: Array = y * (log_sum - below_top)",
        ["ReLU", "softmax"],
    ),
    ("tanh", "sigmoid", "cross_entropy"): (
        "cross-entropy",
        "return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)",
        ["tanh", "σ"],
    ),
    ("leaky_relu", "leaky_relu", "squared_error"): (
        "squares",
        "return (a - y) ** 2",
        ["leaky ReLU"],
    ),
}


@pytest.mark.parametrize("made_of", one_in(3, OTHERS), ids="-".join)
def test_the_source_shown_is_that_of_the_network_shown(
    open_playground: Open, made_of: tuple[str, str, str]
) -> None:
    cost_name, terms, functions = OTHERS[made_of]
    network = f"network={'.'.join(made_of)}&start=random"
    playground = open_playground(at=f"{EXPLAINED}&{network}&panel=code", reduced_motion="reduce")
    expect(lines(playground).first).to_be_visible()
    names_shown = playground.page.get_by_role("tab")
    expect(names_shown.filter(has_text=cost_name)).to_have_count(1)
    playground.settle()
    names = names_shown.all_inner_texts()
    assert names == [
        *("forward", "backprop", "step", cost_name, *functions, "add_up", "as in the lecture")
    ]
    show(playground, "wishes")
    show(playground, "cost")
    expect(tab(playground, cost_name)).to_have_attribute("aria-selected", "true")
    assert lit(playground) == [terms]
    expect(playground.page.locator(ARRAYS).first).to_be_visible()
    for name in functions:
        tab(playground, name).click()
        heads = playground.page.locator("#code-lines > ol")
        expect(heads.first).to_have_attribute("aria-label", re.compile("__call__"))
        expect(playground.page.locator("#panel-code > p")).to_have_text("")
