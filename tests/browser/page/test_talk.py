"""The talk by the clicker alone: from the empty page through all scenes, and back."""

from typing import Any

import pytest
from playwright.sync_api import Route, ViewportSize, expect

from tests.again import again
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import Playground
from tests.browser.support.training import EPOCH
from tests.browser.support.vanishing import Vanishing

SHOWN = """() => {
  const { scene, beat } = document.body.dataset;
  const trained = document.querySelector("#trained-for").ariaValueText ?? "";
  const told = [...document.querySelectorAll(".caption, .formula annotation, #outputs td")]
    .filter((element) => element.closest("table") || element.checkVisibility());
  const words = told.map(({ textContent }) => textContent);
  return [[scene, beat, beat === "rewind" ? trained : ""], words];
}"""

Beat = tuple[str, str, str]
"""Scene, beat, and how trained the network is."""
SCENES = ["walk", "descent", "calculus", "vanishing"]


def shown(playground: Playground) -> tuple[Beat, list[str]]:
    """Return which beat is shown, and its words."""
    playground.settle()
    (scene, beat, trained), words = playground.page.evaluate(SHOWN)
    return (scene, beat, trained), words


def led(playground: Playground, key: str) -> dict[Beat, Any]:
    """Press a key until nothing happens any more; return the words of each beat that was shown."""
    found: dict[Beat, Any] = {}
    still = 0
    while still < 3:
        beat, words = shown(playground)
        if beat[1] == "mini-batches":  # Asked for when the socket says that the run before rests.
            expect(playground.page.locator("[data-caption]:visible")).to_contain_text("°")
            beat, words = shown(playground)
        still = still + 1 if beat in found else 0
        found.setdefault(beat, words)
        playground.key(key)
        expect(playground.body).not_to_have_attribute(
            "data-beat", ""
        )  # The scene may be on its way.
    return found


# On a phone the same presses lead: that these are all beats' there too takes as long once more, and
# how each beat looks there is seen in test_every_seat.py.
@pytest.fixture(params=[PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def empty(request: pytest.FixtureRequest, open_playground: Open) -> Playground:
    size: ViewportSize = request.param
    return open_playground(size, reduced_motion="reduce")


def test_the_clicker_leads_through_all_scenes_and_back_to_each_beat_as_it_was(
    empty: Playground,
) -> None:
    there = led(empty, "PageDown")
    assert list(dict.fromkeys(scene for scene, *_ in there)) == SCENES
    assert [scene for scene, beat, _ in there if beat == "chapter"] == SCENES[:-1]
    beats = [beat for _, beat, _ in there]
    assert beats[:2] == ["draw", "input"]
    asking = beats.index("target")
    assert beats[asking - 1 : asking + 4] == ["answer", "target", "rewind", "rewind", "cost"]
    assert beats.index("sigmoid-10") + 1 == beats.index("product")
    for beat, words in there.items():
        assert "" not in words, beat
    assert empty.iteration.text_content() == "1"
    back = led(empty, "PageUp")
    assert list(back) == list(there)[::-1]
    # What networks say that are trained live comes by a socket, whenever it comes.
    for beat in [beat for beat in there if beat[0] != "vanishing"]:
        pairs = zip(there[beat], back[beat], strict=True)
        assert (beat, [pair for pair in pairs if pair[0] != pair[1]]) == (beat, [])
    assert empty.iteration.text_content() == "0"


@pytest.mark.long
def test_the_way_back_finds_deep_networks_as_they_were_drawn(open_playground: Open) -> None:
    networks = Vanishing(open_playground(reduced_motion="reduce"))
    networks.go("depth")
    drawn: dict[str, list[dict[str, Any]]] = {}
    for key in ("PageDown", "PageUp"):
        for _ in range(3):
            networks.stands_at_step(1)
            beat = networks.playground.beat
            frames = [networks.frame(side) for side in ("a", "b")]
            seen = [{name: frame[name] for name in ("layers", "norms")} for frame in frames]
            assert drawn.setdefault(beat, seen) == seen
            if beat == ("sigmoid-5" if key == "PageDown" else "depth"):
                break
            for _ in range(2 if key == "PageDown" else 1):  # The first starts the training.
                networks.playground.key(key)
                networks.playground.settle()
            expect(networks.playground.body).not_to_have_attribute("data-beat", beat)
    assert list(drawn) == ["depth", "sigmoid-2", "sigmoid-5"]


def test_what_was_drawn_is_asked_about_before_its_cost(calm: Playground) -> None:
    calm.draw(2)
    expect(calm.prediction).to_have_text("2")
    calm.key("PageDown")
    expect(calm.body).to_have_attribute("data-beat", "target")
    expect(calm.cost).to_be_empty()
    calm.key("PageDown")
    expect(calm.body).to_have_attribute("data-beat", "rewind")
    expect(calm.page.locator("#target-2")).to_have_attribute("aria-pressed", "true")
    expect(calm.cost).not_to_be_empty()
    calm.key("PageUp")
    calm.page.locator("#cards").get_by_role("button", name="5").click()
    expect(calm.body).not_to_have_attribute("data-beat", "target")
    expect(calm.page.locator("#target-5")).to_have_attribute("aria-pressed", "true")


def test_another_target_in_the_middle_of_the_story_keeps_its_beat(renewed: Playground) -> None:
    renewed.follow("walk/adding-up")
    renewed.say(7)
    renewed.settle()
    assert renewed.beat == "adding-up"
    expect(renewed.caption).not_to_be_empty()


def test_quick_presses_take_one_step_and_undo_one(renewed: Playground) -> None:
    renewed.follow("walk/step-ready")
    for _ in range(2):
        renewed.key("PageDown")
    renewed.settle()
    expect(renewed.iteration).to_have_text("1")
    while renewed.beat != "step":
        renewed.key("PageUp")
        renewed.settle()
    held: list[Route] = []
    renewed.page.route("**/undo*", lambda route, _: held.append(route))
    with renewed.page.expect_request("**/undo*"):
        renewed.key("PageUp")
    renewed.key("PageUp")
    held[0].continue_()
    expect(renewed.body).to_have_attribute("data-beat", "step-ready")
    expect(renewed.iteration).to_have_text("0")


def test_keys_step_undo_blank_and_present(renewed: Playground) -> None:
    renewed.key("Enter")
    expect(renewed.iteration).to_have_text("1")
    renewed.key("u")
    expect(renewed.iteration).to_have_text("0")
    for key in ("b", "."):
        renewed.key(key)
        expect(renewed.caption).to_be_hidden()
        renewed.key("b")
        expect(renewed.caption).to_be_visible()
    renewed.key("f")
    expect(renewed.page.get_by_role("banner")).to_be_hidden()
    expect(renewed.pad).to_be_hidden()
    for whole in (renewed.caption, renewed.page.locator("#parts")):
        expect(whole).to_be_visible()
    renewed.key("f")
    expect(renewed.page.get_by_role("banner")).to_be_visible()


def test_a_part_that_trains_starts_by_a_press_and_the_next_goes_on(renewed: Playground) -> None:
    renewed.follow("descent/training")
    expect(renewed.page.locator("#train-step")).to_be_enabled()
    renewed.key("PageDown")
    expect(renewed.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(renewed.body).to_have_attribute("data-beat", "training")
    renewed.key("PageDown")
    expect(renewed.body).to_have_attribute("data-beat", "mini-batches")
    renewed.key("PageUp")
    expect(renewed.page.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_what_a_training_changes_is_seen_before_the_next_press_leads_on(
    renewed: Playground,
) -> None:
    renewed.follow("descent/mini-batches")
    words = renewed.page.locator("[data-caption]:visible")
    drawn = renewed.page.locator("[data-step]")
    expect(words).to_contain_text("°")
    expect(drawn).to_have_attribute("data-step", "0")
    before = words.text_content() or ""
    renewed.key("PageDown")
    expect(drawn).to_have_attribute("data-step", str(EPOCH))
    expect(words).not_to_have_text(before)
    expect(renewed.page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    assert renewed.beat == "mini-batches"
    renewed.key("PageDown")
    expect(renewed.body).to_have_attribute("data-beat", "learning")


def test_the_outline_is_whole_before_anything_is_drawn(calm: Playground) -> None:
    parts = calm.page.locator("#parts li")
    widths = [part.bounding_box() for part in parts.all()]
    missing = calm.page.locator("#parts [data-beats='']")
    assert missing.count() == parts.count() - 1
    calm.put(2)
    calm.say(3)
    expect(missing).to_have_count(0)
    for before, part in zip(widths, parts.all(), strict=True):
        after = part.bounding_box()
        assert before is not None
        assert after is not None
        assert after["x"] == pytest.approx(before["x"], abs=1)


def test_where_nothing_is_left_to_learn_its_training_is_wound_back(
    open_playground: Open,
) -> None:
    playground = open_playground(reduced_motion="reduce")
    dial = playground.page.locator("#trained-for")
    expect(dial).to_have_attribute("aria-valuetext", "trained")
    playground.key("PageDown")
    while playground.beat != "rewind":
        playground.key("PageDown")
        playground.settle()
    trained = playground.cost.text_content() or ""
    playground.key("PageDown")
    playground.settle()
    assert playground.beat == "rewind"
    expect(playground.cost).not_to_have_text(trained)
    stops = playground.ask(playground.last_call("/passes"))["stops"]
    chosen, *more = [stop["largest_nudge"] for stop in stops[int(dial.input_value()) :]]
    assert chosen > 0.05 >= max(more)
    playground.key("PageDown")
    expect(playground.body).to_have_attribute("data-beat", "cost")
    playground.key("PageUp")
    playground.key("PageUp")
    expect(playground.cost).to_have_text(trained)
    expect(dial).to_have_attribute("aria-valuetext", "trained")
    playground.key("PageUp")
    expect(playground.body).to_have_attribute("data-beat", "target")


def test_turning_the_dial_shows_its_networks_before_it_is_let_go(renewed: Playground) -> None:
    dial = renewed.page.locator("#trained-for")
    dial.focus()
    renewed.settle()
    stops = renewed.ask(renewed.last_call("/passes"))["stops"]
    asked = len(renewed.calls)
    for at in (4, 0, 6):
        dial.evaluate(
            """(dial, at) => {
              dial.value = at;
              dial.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            at,
        )
        renewed.settle()
        expect(renewed.prediction).to_have_text(str(stops[at]["prediction"]))
        assert float(renewed.cost.inner_text()) == pytest.approx(stops[at]["cost"], rel=1e-3)
        count = f"{stops[at]['trained_for']:,} mini-batches"
        expect(dial).to_have_attribute("aria-valuetext", count)
    assert len(renewed.calls) == asked
    dial.dispatch_event("change")
    renewed.settle()
    expect(renewed.prediction).to_have_text(str(stops[6]["prediction"]))
    assert renewed.last_call("/reset").body["trained_for"] == stops[6]["trained_for"]
    dial.blur()
    renewed.key("u")
    expect(dial).to_have_attribute("aria-valuetext", "trained")


def test_an_address_begins_the_talk_with_something_to_learn(open_playground: Open) -> None:
    playground = open_playground(reduced_motion="reduce")
    playground.page.goto(f"{playground.url}/#talk")
    expect(playground.body).to_have_attribute("data-talk", "true")
    expect(playground.body).to_have_attribute("data-beat", "input")
    playground.settle()
    expect(playground.page.locator("#ask")).to_have_attribute("aria-pressed", "true")
    backward = playground.ask(playground.last_call("/reset"))["pass"]
    assert max(map(abs, backward["nudges"]["activations"][-2])) > 0.05
    playground.page.reload()
    expect(playground.body).to_have_attribute("data-talk", "true")
    expect(playground.prediction).not_to_be_empty()
    playground.settle()
    assert playground.beat == "input"


@pytest.mark.long
def test_a_talk_of_ones_own_cues_leads_through_just_these(open_playground: Open) -> None:
    playground = open_playground(reduced_motion="reduce")
    cues = "walk/cost,calculus/tree,walk/adding-up,calculus/gradient"
    playground.page.goto(f"{playground.url}/#talk?cues={cues}")
    expect(playground.body).to_have_attribute("data-beat", "cost")
    playground.key("a")  # Without questions every press goes on.
    there = led(playground, "PageDown")
    adding = [("walk", beat, "") for _, beat, _ in there if beat.startswith("adding-")]
    assert len(adding) == 5
    assert list(there) == [
        *(("walk", beat, "") for beat in ("cost", "cost-mean")),
        ("calculus", "tree", ""),
        *adding,
        ("calculus", "gradient", ""),
    ]
    assert list(led(playground, "PageUp")) == list(there)[::-1]
