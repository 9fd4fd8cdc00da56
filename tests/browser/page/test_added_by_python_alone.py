"""An activation, a cost, a start and a setting that Python alone adds are all over the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.code_panel import lit, tab
from tests.browser.support.linking import address, come_to_the_same, opened
from tests.browser.support.opening import PROJECTOR, Contexts, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.printing import printed
from tests.browser.support.serving import Serving
from tests.browser.support.training import Training
from tests.browser.support.vanishing import Vanishing
from tests.browser.support.walk import TEX, show

REGISTERED = "from tests.made_up import register; register()"
NETWORK = "network=softplus.softplus.fourth_power&start=random&seed=3"
CURVE = "/api/functions?activation=softplus&"
SLOPE = r"1 - e^{-\mathrm{SP}(z)}"
CHOICES = {"activation": "soft plus", "cost-function": "power of four"}


@pytest.fixture(scope="module")
def made_up() -> Iterator[str]:
    """The address of a server whose tables have one row more each."""
    with Serving(first=REGISTERED) as serving:
        yield serving.url


@pytest.fixture(scope="module")
def opened_once(contexts: Contexts, made_up: str) -> Iterator[Playground]:
    """The page that tests of the walk share, which leave its network as it is."""
    url, options = f"{made_up}/#{EXPLAINED}&{NETWORK}", {"reduced_motion": "reduce"}
    playground = contexts.open(PROJECTOR, url, **options)
    yield playground
    contexts.close(playground, **options)


@pytest.fixture
def walk(opened_once: Playground) -> Iterator[Playground]:
    """That page at the walk."""
    opened_once.watch.begin()
    opened_once.follow(f"{EXPLAINED}&{NETWORK}")
    yield opened_once
    assert opened_once.watch.problems() == []


def names(menu: Locator) -> list[str]:
    return menu.locator("option").all_inner_texts()


def test_the_walk_writes_their_formulas(walk: Playground) -> None:
    expect(walk.cost).not_to_be_empty()
    expect(walk.caption).to_contain_text("Ten fourth powers add up")
    tex = walk.page.locator(TEX)
    expect(tex).to_contain_text("^4")
    answer = walk.ask(walk.last_call("backward"))
    assert sum(answer["cost_terms"]) == pytest.approx(answer["cost"])
    *_, total = next(row for row in printed(walk) if row[0] == "C₀, their sum")
    assert total.partition(" · 10")[0] == f"{answer['cost']:.2e}".partition("e")[0]
    show(walk, "wishes")
    expect(tex).to_contain_text("-4 (")
    show(walk, "forward-1-sum")
    expect(tex).to_contain_text(r"\mathrm{SP}\bigl(")
    expect(walk.caption).to_contain_text("softly keeps what is above 0")
    show(walk, "gate")
    expect(tex).to_contain_text("1 - e^{-")
    assert any(call.path.startswith(CURVE) for call in walk.calls)
    show(walk, "further-1-levers")
    expect(tex).to_contain_text(r"\mathrm{SP}'\bigl(")


def test_the_walks_link_comes_back(walk: Playground, open_playground: Open, made_up: str) -> None:
    again = opened(open_playground, address(walk, f"walk/cost.*{NETWORK}.*"))
    come_to_the_same(walk, again)
    session = again.page.request.get(made_up + _session_of(again)).json()
    assert [session["activation"], session["output"]] == ["softplus"] * 2
    assert session["cost"] == "fourth_power"


def test_the_panels_name_them(walk: Playground) -> None:
    walk.follow(f"{EXPLAINED}&{NETWORK}&panel=code")
    tabs = walk.page.get_by_role("tab")
    expect(tabs.filter(has_text="soft plus")).to_have_count(1)
    expect(tab(walk, "fourths")).to_have_attribute("aria-selected", "true")
    assert lit(walk) == ["return (a - y) ** 4"]
    walk.key("c")  # No address shuts it.


def test_they_are_chosen_and_trained(open_playground: Open, made_up: str) -> None:
    playground = open_playground(url=f"{made_up}/#descent/training", reduced_motion="reduce")
    training = Training(playground)
    training.unfold()
    menus = {name: playground.page.locator(f"#train-{name}") for name in CHOICES}
    for name, choice in CHOICES.items():
        assert choice in names(menus[name])
        menus[name].select_option(choice)
        playground.settle()
    described = playground.page.locator("#train-brake")
    expect(described).to_have_value("1")
    training.set("brake", "0.25")
    training.set("learning_rate", "0.125")
    training.press("step")
    expect(training.figure("step")).to_have_text("1")
    expect(training.runs.last).to_contain_text("soft plus, power of four")
    assert ["longest step", "0.25"] in printed(playground)
    session = training.ask("")
    assert (session["activation"], session["cost"]) == ("softplus", "fourth_power")
    runs = training.ask("/runs")["runs"]
    assert runs[-1]["name"] == "rate 0.125, batch 10, halted at 0.25"
    link = address(playground, "descent/training.*halt=0.25.*")
    again = opened(open_playground, link)
    expect(again.page.locator("#train-brake")).to_have_value("0.25")
    for name, choice in CHOICES.items():
        expect(again.page.locator(f"#train-{name}")).to_have_value(choice)


def test_the_vanishing_gradient_plots_the_slope(open_playground: Open, made_up: str) -> None:
    playground = open_playground(url=f"{made_up}/#vanishing/slopes", reduced_motion="reduce")
    vanishing = Vanishing(playground)
    menu = playground.page.locator("#slopes-a-activation")
    assert "soft plus" in names(menu)
    menu.select_option(label="soft plus")
    tex = vanishing.side("a").locator("annotation")
    expect(tex).to_contain_text(SLOPE)
    expect(tex).to_contain_text(r"\mathrm{SP}'(z^{(1)}_")
    playground.settle()
    asked = [call.path for call in playground.calls if call.path.startswith("/api/functions")]
    assert asked[-1].startswith(CURVE)
    assert "hidden layer 1, soft plus" in printed(playground)[0][0]
    again = opened(open_playground, address(playground, "vanishing/slopes.*softplus.*"))
    expect(again.page.locator("#slopes-a-activation")).to_have_value("softplus")
    expect(Vanishing(again).side("a").locator("annotation").first).to_contain_text(SLOPE)


def test_a_start_is_chosen_and_found_again(walk: Playground, open_playground: Open) -> None:
    vanishing = Vanishing(walk)
    walk.follow("vanishing/depth")
    vanishing.unfold()
    vanishing.field("a", "activation").select_option(label="soft plus")
    vanishing.field("a", "initializer").select_option(label="small weights")
    link = address(walk, r"vanishing/depth.*a=\d+\+\d+\+softplus\+tiny.*")
    vanishing.stands_at_step(1)  # The channel of training says so.
    assert vanishing.sessions()[0]["initializer"] == "tiny"
    assert ["start", "small weights, seed 7"] in printed(walk)
    again = Vanishing(opened(open_playground, link))
    expect(again.field("a", "initializer")).to_have_value("tiny")


def _session_of(playground: Playground) -> str:
    """Return the path of the page's network."""
    paths = [call.path for call in playground.calls if "/api/sessions/" in call.path]
    return "/".join(paths[-1].split("?")[0].split("/")[:4])
