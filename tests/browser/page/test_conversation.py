"""What the page asks of the server stays in order, whatever is pressed in haste or goes wrong."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.again import again
from tests.browser.support.conversing import CONVERSATION
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.walk import session_of

RECORD_FIGURES = """() => {
  const read = (name) => document.querySelector(`[data-testid=${name}]`).textContent;
  window.figures = [];
  new MutationObserver(() => window.figures.push([read("iteration"), read("cost")]))
    .observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
TWO_STEPS = (
    "async () => {"
    + CONVERSATION
    + """
  await conversation.sample("7", false);
  store.dispatch({ type: "targetChosen", target: 3 });
  await until((state) => state.backward !== null);
  conversation.step();
  conversation.step();
  const between = (await until((state) => state.lastStep !== null)).forward;
  const { lastStep } = await until((state) => state.session.iteration === 2);
  return [lastStep.before.activations.at(-1), between.activations.at(-1)];
}"""
)


def lose_network(playground: Playground) -> None:
    """Let the server drop the network that the page works on."""
    address, _, _ = playground.last_call("/parameters").path.partition("/parameters")
    playground.watch.provoked("status of 404")
    assert playground.page.request.delete(playground.url + address).ok


def hold(playground: Playground, address: str) -> list[Route]:
    """Hold the next request to an address; it is in the list when it has come."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    playground.page.route(address, keep, times=1)
    return held


def chosen(playground: Playground) -> int:
    """Return the place of the network that the page says it works on."""
    place: int = playground.page.locator("#network").evaluate("(network) => network.selectedIndex")
    return place


def test_of_two_networks_chosen_in_haste_the_second_stays(renewed: Playground) -> None:
    choice = renewed.page.locator("#network")
    first = hold(renewed, "**/api/sessions")
    choice.select_option(index=1)
    choice.select_option(index=2)
    renewed.settle(held=1)  # Whatever does not wait for the first network is done by now.
    first[0].continue_()
    renewed.settle()
    assert chosen(renewed) == 2
    expect(renewed.message).to_be_hidden()


def test_a_step_under_way_does_not_bring_the_first_network_back(renewed: Playground) -> None:
    step = hold(renewed, "**/step*")
    renewed.press("step")
    renewed.page.locator("#network").select_option(index=1)
    renewed.settle(held=1)  # Whatever does not wait for the step is done by now.
    step[0].continue_()
    renewed.settle()
    assert chosen(renewed) == 1
    expect(renewed.iteration).to_have_text("0")
    expect(renewed.message).to_be_hidden()


@pytest.mark.parametrize("way", ["list", *again("link", "file")])
def test_undo_leads_back_from_a_network_of_another_kind(explained: Playground, way: str) -> None:
    for steps in ("1", "2"):
        explained.press("step")
        expect(explained.iteration).to_have_text(steps)
    explained.settle()
    learnt = explained.cost.text_content() or ""
    choose_another(explained, way)
    expect(explained.iteration).to_have_text("0")
    assert chosen(explained) != 0
    explained.press("step")
    expect(explained.iteration).to_have_text("1")
    explained.press("undo")
    expect(explained.iteration).to_have_text("0")
    explained.settle()
    explained.page.reload()  # What is before and after the network shown is kept for the tab.
    explained.settle()
    explained.press("undo")
    expect(explained.iteration).to_have_text("2")
    expect(explained.cost).to_have_text(learnt)
    assert chosen(explained) == 0
    explained.press("undo")
    expect(explained.iteration).to_have_text("1")
    for steps in ("2", "0", "1"):
        explained.press("redo")
        expect(explained.iteration).to_have_text(steps)
    assert chosen(explained) != 0
    expect(explained.page.locator("#redo")).to_be_disabled()
    expect(explained.message).to_be_hidden()


def choose_another(playground: Playground, way: str) -> None:
    """Work on a network of another kind, as somebody does who knows no more than the page."""
    if way == "list":
        playground.page.locator("#network").select_option(index=1)
    elif way == "link":
        address = f"{EXPLAINED}&network=relu.softmax.cross_entropy"
        playground.page.evaluate("(address) => { location.hash = address; }", address)
    else:
        server = playground.page.request
        sessions = f"{playground.url}/api/sessions"
        kind = {"activation": "relu", "output": "softmax", "cost": "cross_entropy"}
        other = server.post(sessions, data=kind).json()["id"]
        content = server.get(f"{sessions}/{other}/parameters").body()
        file = {"name": "a.safetensors", "mimeType": "", "buffer": content}
        playground.page.locator("#load-network").set_input_files(file)  # type: ignore[arg-type]
    playground.settle()


def test_a_network_that_is_gone_when_one_comes_back_to_it_is_begun_anew(
    renewed: Playground,
) -> None:
    renewed.press("step")
    expect(renewed.iteration).to_have_text("1")
    renewed.settle()
    lost = session_of(renewed)["id"]
    renewed.page.locator("#network").select_option(index=1)
    renewed.settle()
    renewed.watch.provoked("status of 404")
    renewed.page.request.delete(f"{renewed.url}/api/sessions/{lost}")
    renewed.press("undo")
    renewed.settle()
    assert chosen(renewed) == 0
    expect(renewed.iteration).to_have_text("0")
    expect(renewed.message).to_contain_text("fresh")


def test_another_network_can_be_chosen_where_the_first_has_expired(renewed: Playground) -> None:
    lose_network(renewed)
    renewed.page.locator("#network").select_option(index=1)
    renewed.settle()
    assert chosen(renewed) == 1
    expect(renewed.message).to_be_hidden()


def test_the_step_count_and_the_cost_change_together(renewed: Playground) -> None:
    before = renewed.cost.text_content()
    renewed.page.evaluate(RECORD_FIGURES)
    renewed.press("step")
    expect(renewed.iteration).to_have_text("1")
    renewed.settle()
    after = renewed.cost.text_content()  # It is seen once the step's motion is over.
    figures = {tuple(pair) for pair in renewed.page.evaluate("figures")}
    assert figures <= {("0", before), ("1", after)}


@pytest.mark.parametrize("change", ["step", *again("undo", "redo", "reset")])
def test_a_change_is_one_request_and_then_only_what_it_cannot_hold(
    renewed: Playground, change: str
) -> None:
    for earlier in {"undo": ["step"], "redo": ["step", "undo"]}.get(change, []):
        renewed.press(earlier)
        renewed.settle()
    asked = len(renewed.calls)
    if change == "reset":
        renewed.train_for(0)
    else:
        renewed.press(change)
    renewed.settle()
    first, *others = [
        re.split(r"/api/sessions/[^/]+|\?", call.path)[1]
        for call in renewed.calls[asked:]
        if not call.path.startswith("/api/trained_for")  # Asked ahead, while the dial is turned.
    ]
    assert first == f"/{change}"
    assert sorted(others) == ["/accuracy", "/parameters"]


@pytest.mark.long
def test_the_answer_before_a_step_in_haste_is_that_after_the_step_before(modules: Page) -> None:
    before, between = modules.evaluate(TWO_STEPS)
    assert before == between


def test_a_fresh_network_that_is_refused_is_told_and_asked_for_again(renewed: Playground) -> None:
    renewed.watch.provoked("status of 503")
    is_full = True
    opened: list[str] = []

    def answer(route: Route) -> None:
        if is_full:
            route.fulfill(status=503, json={"detail": "The server is full"})
        else:
            opened.append(route.request.url)
            route.continue_()

    renewed.page.route("**/api/sessions", answer)
    lose_network(renewed)
    renewed.press("step")
    expect(renewed.message).to_contain_text("full")
    renewed.press("step")  # Its turn comes with the fresh network.
    is_full = False
    expect(renewed.message).to_contain_text("fresh")
    expect(renewed.iteration).to_have_text("1")
    assert len(opened) == 1


def test_the_word_of_a_fresh_network_stays_until_the_user_goes_on(renewed: Playground) -> None:
    lose_network(renewed)
    renewed.say(4)
    expect(renewed.message).to_contain_text("fresh")
    renewed.settle()
    expect(renewed.message).to_contain_text("fresh")
    renewed.say(5)
    expect(renewed.message).to_be_hidden()


def test_the_ink_that_led_to_a_fresh_network_does_not_take_its_word_back(
    renewed: Playground,
) -> None:
    lose_network(renewed)
    box = renewed.pad.bounding_box()
    assert box is not None
    mouse = renewed.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    expect(renewed.message).to_contain_text("fresh")
    mouse.move(box["x"] + 60, box["y"] + 40)
    renewed.settle()
    expect(renewed.message).to_contain_text("fresh")
    mouse.up()


def test_what_is_read_right_already_needs_no_step(renewed: Playground) -> None:
    renewed.say(2)
    expect(renewed.prediction).to_have_text("2")
    expect(renewed.page.locator("#learn")).to_be_hidden()
    renewed.key("2")
    renewed.settle()
    assert renewed.beat != "step"
    expect(renewed.iteration).to_have_text("0")


def test_the_source_comes_once_the_server_is_back(renewed: Playground) -> None:
    renewed.watch.provoked("ERR_FAILED")
    renewed.page.route("**/api/**", lambda route: route.abort())
    renewed.key("c")
    expect(renewed.message).to_contain_text("cannot be reached")
    renewed.page.unroute_all()
    expect(renewed.page.locator("#panel-code [data-line]").first).to_be_visible()
    renewed.key("c")  # No address shuts it.


def test_next_pressed_in_haste_goes_on_each_time(playground: Playground) -> None:
    playground.page.evaluate(
        "for (let i = 0; i < 3; i++) document.querySelector('#sample-next').click()"
    )
    playground.settle()
    asked = [call.path for call in playground.calls if "/api/digits" in call.path]
    assert [re.findall(r"offset=(\d+)", path) for path in asked] == [["0"], ["1"], ["2"]]
    [last] = playground.page.request.get(playground.url + asked[2]).json()["digits"]
    assert playground.last_call("/backward").body["pixels"] == last["pixels"]


def test_a_small_cost_keeps_four_digits_that_matter(modules: Page) -> None:
    texts = modules.evaluate(
        """async (values) => {
          const { plainDecimal } = await import("/static/js/kit/format.js");
          return values.map(plainDecimal);
        }""",
        [0, 1.95273, 10.5, 0.069341, 0.00012344, 2.5e-9, 2.5e-30],
    )
    assert texts == [
        "0.0000",
        "1.9527",
        "10.5000",
        "0.06934",
        "0.0001234",
        "0.000000002500",
        "2.500e-30",
    ]
