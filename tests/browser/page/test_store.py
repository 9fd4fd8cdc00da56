"""A page whose sessions are in a store: it outlives the server, and waits for the store."""

import os
import signal
import sys
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Contexts, Open
from tests.browser.support.phones import Lecture, Phone
from tests.browser.support.playground import EXPLAINED
from tests.browser.support.serving import Serving
from tests.browser.support.training import Training
from tests.engine import EngineProcess, engine

BEATS = ("walk/wishes", "walk/cost")


@pytest.fixture
def store() -> Iterator[EngineProcess]:
    with engine() as process:
        yield process


@pytest.mark.long
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


def until_replaced(process: int, serving: Serving) -> None:
    """Wait until another worker is there in place of one that was killed."""
    while process in serving.processes():
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="Needs /proc to find the workers")
@pytest.mark.long
def test_pages_and_phones_come_back_from_a_worker_that_died(
    open_playground: Open, contexts: Contexts, store: EngineProcess
) -> None:
    with (
        Serving(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20", workers=2) as serving,
        Lecture(serving) as lecture,
    ):
        lecture.client.close()
        lecture.client = httpx.Client(
            base_url=serving.url,
            headers=lecture.client.headers,
            transport=httpx.HTTPTransport(retries=3),
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        playground = open_playground(url=f"{serving.url}/#{EXPLAINED}")
        playground.watch.tolerate("ERR_")
        phone = Phone(contexts)
        phone.join(lecture)
        for number, (worker, beat) in enumerate(zip(serving.processes(), BEATS, strict=True), 1):
            os.kill(worker, signal.SIGKILL)
            playground.press("step")
            expect(playground.iteration).to_have_text(str(number))
            expect(playground.message).to_be_hidden()
            lecture.show(address=f"#{beat}?digit=test-12&target=3")
            phone.expect_beat(beat)
            until_replaced(worker, serving)
        phone.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Needs /proc to find the workers")
@pytest.mark.long
def test_training_goes_on_after_a_worker_died(open_playground: Open, store: EngineProcess) -> None:
    with Serving(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20", workers=2) as serving:
        playground = open_playground(url=serving.url)
        playground.watch.tolerate("ERR_")
        training = Training(playground)
        training.press("play")
        running = playground.page.locator("#train-play[data-running=true]")
        for worker in serving.processes():
            expect(running).to_be_visible()
            os.kill(worker, signal.SIGKILL)
            expect(training.rests.or_(running)).to_be_visible()
            before = training.figure("step").text_content() or ""
            expect(training.figure("step")).not_to_have_text(before)
            until_replaced(worker, serving)
