"""The network is saved to a file, loaded from one, and dropped onto the page."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.walk import session_of

DRAG = """([kind, bytes]) => {
  const dataTransfer = new DataTransfer();
  const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  dataTransfer.items.add(new File([content], "dropped.safetensors"));
  const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector("#network-view").dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def explained(open_playground: Open) -> Playground:
    """The page with a drawn 2 that should have been a 3, explained without motion."""
    return open_playground(at=EXPLAINED, reduced_motion="reduce")


@pytest.fixture
def shared(renew: Look) -> Playground:
    """The same on a page that tests share, with a network of its own."""
    return renew(EXPLAINED, reduced_motion="reduce")


@pytest.fixture
def afresh(renew: Look) -> Callable[[], Playground]:
    """Gives that page another network, which knows nothing of the one before."""
    return lambda: renew(EXPLAINED, reduced_motion="reduce")


def cost_of(playground: Playground) -> str:
    """Return the cost, whether or not the story has come to it."""
    return playground.cost.text_content() or ""


def save(playground: Playground) -> Path:
    """Save the network by its button."""
    with playground.page.expect_download() as download:
        playground.press("save-network")
    assert download.value.suggested_filename.endswith(".safetensors")
    return download.value.path()


def load(playground: Playground, file: Path) -> None:
    """Load a network by its field."""
    playground.page.locator("#load-network").set_input_files(file)


def drag(page: Page, kind: str, content: bytes = b"") -> bool:
    """Have a file held over the page, or dropped; whether the page took notice of it.

    What is in it a page learns only when it is dropped.
    """
    taken: bool = page.evaluate(DRAG, [kind, b64encode(content).decode()])
    return taken


def test_a_saved_network_is_loaded_again_and_can_be_undone(
    shared: Playground, afresh: Callable[[], Playground]
) -> None:
    shared.press("step")
    shared.settle()
    file = save(shared)
    cost = cost_of(shared)
    assert session_of(shared)["id"].encode() not in file.read_bytes()

    other = afresh()
    fresh = cost_of(other)
    assert fresh != cost
    load(other, file)
    expect(other.cost).to_have_text(cost)
    expect(other.page.locator("#trained-for-value")).to_have_text("from a file")
    expect(other.iteration).to_have_text("0")  # The file's own beginning.
    other.settle()
    other.key("u")
    expect(other.cost).to_have_text(fresh)
    expect(other.page.locator("#trained-for-value")).to_have_text("trained")
    expect(other.message).to_be_hidden()


def test_a_network_of_another_kind_comes_with_its_kind(shared: Playground) -> None:
    sigmoid = save(shared)
    cost = cost_of(shared)
    shared.page.locator("#network").select_option(index=1)
    expect(shared.cost).not_to_have_text(cost)
    shared.settle()
    load(shared, sigmoid)
    expect(shared.cost).to_have_text(cost)
    expect(shared.page.locator("#network")).to_have_js_property("selectedIndex", 0)
    shared.settle()
    expect(shared.message).to_be_hidden()


def test_a_network_is_dropped_onto_the_page(
    shared: Playground, afresh: Callable[[], Playground]
) -> None:
    shared.press("step")
    shared.settle()
    content = save(shared).read_bytes()
    cost = cost_of(shared)
    other = afresh()
    assert cost_of(other) != cost
    here = other.page.locator("#drop-here")
    assert drag(other.page, "dragenter")
    expect(here).to_be_visible()
    assert drag(other.page, "dragleave")
    expect(here).to_be_hidden()
    assert drag(other.page, "dragenter")
    assert drag(other.page, "dragover")
    assert drag(other.page, "drop", content)
    expect(here).to_be_hidden()
    expect(other.cost).to_have_text(cost)


@pytest.mark.parametrize("way", ["field", "drop"])
def test_what_is_no_network_is_refused_and_changes_nothing(
    explained: Playground, way: str, tmp_path: Path
) -> None:
    cost = cost_of(explained)
    explained.watch.provoked("status of 422")
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG" + bytes(100))
    if way == "field":
        load(explained, picture)
    else:
        drag(explained.page, "drop", picture.read_bytes())
    expect(explained.message).to_contain_text("Expected a safetensors file")
    explained.settle()
    expect(explained.cost).to_have_text(cost)
    expect(explained.page.locator("#trained-for-value")).to_have_text("trained")
    expect(explained.page.locator("#undo")).to_be_disabled()
    explained.say(4)
    expect(explained.message).to_be_hidden()


def test_a_broken_network_of_another_kind_leaves_the_one_shown(
    shared: Playground, tmp_path: Path
) -> None:
    content = save(shared).read_bytes().replace(b"sigmoid", b"linear ").replace(b"W1", b"V1")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(content)
    cost = cost_of(shared)
    shared.watch.provoked("status of 422")
    load(shared, broken)
    expect(shared.message).to_contain_text("Expected")
    shared.settle()
    expect(shared.cost).to_have_text(cost)
    expect(shared.page.locator("#network")).to_have_js_property("selectedIndex", 0)


def test_what_is_too_large_is_not_sent(shared: Playground, tmp_path: Path) -> None:
    large = tmp_path / "large.safetensors"
    large.write_bytes(bytes((4 << 20) + 1))
    asked = len(shared.calls)
    load(shared, large)
    expect(shared.message).to_contain_text("large.safetensors")
    shared.settle()
    assert not any(call.path.endswith("/parameters") for call in shared.calls[asked:])


def test_a_text_that_is_dragged_is_left_alone(shared: Playground) -> None:
    taken = shared.page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.setData("text/plain", "7");
          const event = new DragEvent("dragover", { dataTransfer, cancelable: true });
          dispatchEvent(event);
          return event.defaultPrevented;
        }"""
    )
    assert not taken
    expect(shared.page.locator("#drop-here")).to_be_hidden()


def test_a_file_is_chosen_by_keyboard_alone(shared: Playground) -> None:
    # Asked for from the beginning: the browser takes a while to hand choosers over.
    with shared.page.expect_file_chooser():
        shared.page.locator("#more").focus()
        shared.key("Enter")
        field = shared.page.locator("#load-network")
        for _ in range(4):
            shared.key("Tab")
            if field.evaluate("(field) => field === document.activeElement"):
                break
        expect(field).to_be_focused()
        shared.key("Enter")
    shared.key("Escape")  # No address shuts the menu.
    expect(field).to_be_hidden()
