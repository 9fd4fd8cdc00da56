"""Everything once, from the first stroke to the last step, with nothing from anywhere else."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.again import again_with
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import Playground
from tests.browser.support.serving import Serving


def use(playground: Playground) -> None:
    """Do what a lecture does."""
    playground.draw(2)
    playground.press("play")
    playground.say(3)
    expect(playground.cost).not_to_be_empty()
    playground.press("play")
    playground.key("Home")
    for key in ("PageDown", "Space", "PageUp", "End"):
        playground.key(key)
    playground.press("step")
    expect(playground.iteration).to_have_text("1")
    playground.press("undo")
    expect(playground.iteration).to_have_text("0")
    playground.press("redo")
    expect(playground.iteration).to_have_text("1")
    playground.press("theme")
    playground.train_for(0)
    playground.train_for(7)
    playground.reach("network").select_option(index=1)
    playground.key("Escape")
    playground.press("sample-random")
    playground.settle()
    expect(playground.prediction).not_to_be_empty()
    playground.press("clear")
    playground.settle()


@pytest.mark.parametrize(
    ("size", "motion"),
    [(PROJECTOR, "no-preference"), again_with(PHONE, "reduce")],
    ids=["projector", "phone-with-reduced-motion"],
)
def test_a_whole_use_meets_no_error_and_no_other_host(
    open_playground: Open, size: ViewportSize, motion: str
) -> None:
    # What must not happen is looked for in every test; here everything is used at least once.
    use(open_playground(size, reduced_motion=motion))


def test_the_page_works_without_a_network_beyond_this_server(open_playground: Open) -> None:
    playground = open_playground(service_workers="block")
    hosts = playground.page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => new URL(name).host)"
    )
    assert set(hosts) == {playground.page.evaluate("location.host")}


def test_only_scripts_of_this_server_may_run(open_playground: Open, server: Serving) -> None:
    playground = open_playground()
    answer = playground.page.request.get(server.url)
    policy = answer.headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert "unsafe" not in policy
    playground.watch.provoked("The policy forbids script-src")
    playground.watch.provoked("Content Security Policy")
    playground.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'ran'";
          document.body.append(script);
        }"""
    )
    assert playground.page.title() != "ran"


@pytest.mark.long
def test_with_reduced_motion_all_has_arrived_at_once(open_playground: Open) -> None:
    playground = open_playground(PHONE, reduced_motion="reduce")
    playground.put(2)
    playground.take_clock()
    playground.key("Home")
    expect(playground.body).to_have_attribute("data-beat", "input")
    scene = playground.page.get_by_role("main")
    while playground.beat != "answer":
        playground.key("PageDown")
        playground.settle()
        before = scene.screenshot()
        playground.page.clock.run_for(1000)
        assert scene.screenshot() == before, playground.beat
