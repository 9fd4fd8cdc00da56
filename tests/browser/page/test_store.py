"""A page whose sessions are in a store: it outlives the server, and waits for the store."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED
from tests.browser.support.serving import Serving
from tests.engine import EngineProcess, engine


@pytest.fixture
def store() -> Iterator[EngineProcess]:
    with engine() as process:
        yield process


def test_a_step_waits_for_a_store_that_is_away(open_playground: Open, store: EngineProcess) -> None:
    with Serving(NUDGE_STORE=store.url) as serving:
        playground = open_playground(url=f"{serving.url}/#{EXPLAINED}")
        playground.watch.provoked("status of 503")
        store.hold()
        playground.press("step")
        expect(playground.message).to_contain_text("does not answer")
        expect(playground.iteration).to_have_text("0")
        store.go_on()
        expect(playground.iteration).to_have_text("1")
        expect(playground.message).to_be_hidden()


def test_a_network_outlives_the_server(open_playground: Open, store: EngineProcess) -> None:
    with Serving(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20") as serving:
        playground = open_playground(url=f"{serving.url}/#{EXPLAINED}")
        playground.watch.provoked("ERR_")
        with playground.page.expect_response("**/accuracy*"):  # A server that stops breaks it off.
            playground.press("step")
        expect(playground.iteration).to_have_text("1")
        serving.stop()
        playground.pad.click()
        expect(playground.message).to_be_visible()
        serving.start()
        expect(playground.message).to_be_hidden()
        playground.press("step")
        expect(playground.iteration).to_have_text("2")
