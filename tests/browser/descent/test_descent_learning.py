"""Mini-batches, and what the network learns: every number is the server's."""

import json
import re

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from app.data.digits import load
from tests.again import again
from tests.browser.support.audit import Audit
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.training import QUICK_EPOCH, Training

AT = "descent/training?along=gradient"
PARTS = ("training", "mini-batches", "learning")


@pytest.fixture
def training(renew: Look) -> Training:
    """Training on a page that the tests share."""
    return Training(renew(AT))


def on_wall(training: Training) -> Locator:
    """The digits that are shown, each a button."""
    return training.page.get_by_role("group", name="Test digits").get_by_role("button")


def test_the_table_of_confusions_is_the_server_s(training: Training) -> None:
    training.train_a_quick_epoch()
    training.go("learning")
    expect(training.page.locator("#descent [data-caption]")).to_contain_text("10,000")
    answer = training.ask("/predictions?split=test")
    cells = training.page.locator("#descent td button")
    expect(cells.nth(99)).not_to_be_empty()
    shown = [int(cell.text_content() or "-1") for cell in cells.all()]
    assert shown == [count for row in answer["confusion"] for count in row]


def test_a_cell_opens_the_digits_behind_it(open_playground: Open) -> None:
    training = Training(open_playground(at=AT))
    training.train_a_quick_epoch()
    training.go("learning")
    answer = training.ask("/predictions?split=test")
    label, prediction = next(
        (label, prediction)
        for label in range(10)
        for prediction in range(10)
        if label != prediction and 0 < answer["confusion"][label][prediction] <= 60
    )
    count = answer["confusion"][label][prediction]
    cell = f"[data-label='{label}'][data-prediction='{prediction}']"
    training.page.locator(f"#descent td button{cell}").click()
    hung = on_wall(training)
    expect(hung).to_have_count(count)
    caption = training.page.locator("#descent [data-caption]")
    expect(caption).to_contain_text(re.compile(rf"^{count}\b.*\b{label}\b.*\b{prediction}\b"))
    index = answer["labels"].index(label)
    while answer["predictions"][index] != prediction:
        index = answer["labels"].index(label, index + 1)
    for name, value in (("index", index), ("label", label), ("prediction", prediction)):
        expect(hung.first).to_have_attribute(f"data-{name}", str(value))
    hung.first.click()
    expect(training.playground.body).to_have_attribute("data-scene", "walk")
    expect(training.playground.prediction).to_have_text(str(prediction))
    expect(training.page.locator(f"#target-{label}")).to_have_attribute("aria-pressed", "true")
    assert training.playground.pixels() == load().test.pixels(index).tolist()


DRAWN_ANEW = """([canvas, before]) => canvas.toDataURL() !== before"""


def test_the_network_is_seen_while_it_learns(training: Training) -> None:
    training.go("learning")
    expect(training.page.locator("#learning-play")).to_be_enabled()
    weights = training.page.get_by_role("img", name="The weights into each neuron")
    before = weights.evaluate("(canvas) => canvas.toDataURL()")
    wrong = on_wall(training).filter(has_text=re.compile(r"\d"))  # What was read, if not it.
    expect(wrong.first).to_be_visible()
    many = wrong.count()
    caption = training.page.locator("#descent [data-caption]")
    said = caption.text_content() or ""
    training.playground.key("Space")
    expect(training.page.locator("#learning-play")).to_have_attribute("data-running", "true")
    expect(caption).not_to_have_text(said)
    expect(wrong).not_to_have_count(many)
    training.playground.key("Space")
    expect(training.page.locator("#learning-play")).to_have_attribute("data-running", "false")
    # The last picture of the weights may come a moment after the word that they rest.
    training.page.wait_for_function(DRAWN_ANEW, arg=[weights.element_handle(), before])


def test_mini_batches_point_where_the_server_says(training: Training) -> None:
    training.go("mini-batches")
    note = training.page.locator("#descent [data-walked]")
    expect(note).to_have_attribute("data-step", "0")
    caption = training.page.locator("#descent [data-caption]")
    expect(caption).to_contain_text("°")
    body = training.playground.last_call("/directions").body
    last = training.page.request.post(
        f"{training.playground.url}{training.session}/directions", data=body
    )
    answer = last.text().splitlines()[-1]
    angles = [batch["angle"] for batch in json.loads(answer)["batches"]]
    expect(caption).to_contain_text(f"{sum(angles) / len(angles):.0f}°")
    digits = on_wall(training)
    expect(digits).to_have_count(10)
    training.page.locator("#batch-step").click()
    expect(note).to_have_attribute("data-step", "1")
    expect(note).to_have_attribute("data-walked", "1")


def test_the_landscape_can_be_seen_along_the_path_and_from_near(training: Training) -> None:
    training.train_a_quick_epoch()
    training.go("mini-batches")
    note = training.page.locator("#descent [data-walked]")
    expect(note).to_have_attribute("data-step", str(QUICK_EPOCH))
    ground = training.page.get_by_role("img", name="The cost around the network")
    seen = {ground.evaluate("(canvas) => canvas.toDataURL()")}
    for id_, choice in (("landscape-along", "path"), ("landscape-zoom", "near")):
        words = note.text_content() or ""
        training.page.locator(f"#{id_}").select_option(choice)
        expect(note).not_to_have_text(words)
        seen.add(ground.evaluate("(canvas) => canvas.toDataURL()"))
    assert len(seen) == 3
    assert training.playground.last_call("/landscape").body["directions"] == "path"


def test_nobody_is_kept_out(audit: Audit) -> None:
    training = Training(audit.playground)
    training.press("step")
    expect(training.figure("step")).to_have_text("1")
    for part in PARTS:
        training.go(part)
        audit.playground.settle()
        assert audit.faults(".descent") == [], part


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_nothing_is_cut_off(renew: Look, size: ViewportSize) -> None:
    training = Training(renew(AT, size))
    for part in PARTS:
        training.go(part)
        training.playground.settle()
        assert training.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part
