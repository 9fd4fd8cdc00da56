"""The keys lead the story whichever control was used before, and no control takes the clicker's."""

import pytest
from playwright.sync_api import expect

from tests.again import again
from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground

SETTINGS = EXPLAINED.partition("?")[2]
FIRST_BEATS = """() => [...document.querySelectorAll("[data-beats]")]
  .filter((part) => part.checkVisibility() && part.dataset.beats !== "")
  .map((part) => part.dataset.beats.split(" ")[0])"""
KEPT = """() => {
  const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea";
  const press = (element, key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const controls = [...document.querySelectorAll(
    "select, input, textarea, summary, a[href], [role=slider], [role=grid] [tabindex]",
  )].filter((control) => control.checkVisibility() && !control.disabled);
  // One of each kind: those in the same list or table are made by the same lines.
  const kinds = Map.groupBy(controls, ({ tagName, type, className, role, parentElement }) =>
    [tagName, type, className, role, parentElement.className].join(" "));
  const faults = [];
  for (const [first] of kinds.values()) {
    const name = first.id || first.ariaLabel || first.outerHTML.slice(0, 90);
    let control = first;
    const pressed = (key) => {
      // Each press leads the story on, to where some of them are not shown.
      control = control.isConnected ? control : document.body.appendChild(first.cloneNode(true));
      control.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
      control.focus();
      const { value, checked } = control;
      const isTaken = press(control, key);
      if (control.isConnected && (control.value !== value || control.checked !== checked)) {
        faults.push(`${name} has changed from ${value} by ${key}`);
      }
      return isTaken;
    };
    for (const key of ["PageDown", "PageUp"]) {
      if (!pressed(key)) {
        faults.push(`${name} takes ${key}`);
      }
    }
    const isTyped = first.matches(TYPED);
    const isTaken = pressed(isTyped ? "Enter" : "ArrowRight");
    const isLeft = isTyped ? document.activeElement !== control : isTaken;
    if (!isLeft && !control.disabled && !first.matches("[role=slider], [role=grid] *")) {
      faults.push(`${name} keeps the keys after a press by pointer`);
    }
    control.blur();
    if (control !== first) {
      control.remove();
    }
  }
  for (const { type, id, ariaLabel } of controls) {
    if (type === "number") {
      faults.push(`${id || ariaLabel} drops a decimal comma`);
    }
  }
  return [kinds.size, faults];
}"""
"""How many kinds of controls can be seen, and which of them keep a key that is the story's."""

FOLLOW = """(hash) => new Promise((resolve) => {
  addEventListener("hashchange", resolve, { once: true });
  location.hash = hash;
})"""


@pytest.fixture
def changed(renew: Look) -> Playground:
    """A drawn 2 that should have been a 3, explained, at the first beat.

    It is on a page that tests share which change its network, or nothing.
    """
    return renew(EXPLAINED.replace("cost", "input"), reduced_motion="reduce")


@pytest.fixture
def shared(look: Look) -> Playground:
    """The same on a page that tests share which leave the network as it is."""
    playground = look(EXPLAINED.replace("cost", "input"), reduced_motion="reduce")
    playground.page.evaluate("document.activeElement.blur()")
    return playground


@pytest.mark.parametrize("x", [10, 40])
def test_a_clicker_leads_on_after_the_slider_was_clicked(shared: Playground, x: int) -> None:
    beat = shared.beat
    for _ in range(2):  # the second click changes nothing
        shared.page.locator("#learning-rate").click(position={"x": x, "y": 5})
    shared.key("PageDown")
    expect(shared.body).not_to_have_attribute("data-beat", beat)


def test_a_clicker_leads_on_after_a_choice_by_pointer(changed: Playground) -> None:
    beat = changed.beat
    choice = changed.page.locator("#network")
    choice.dispatch_event("pointerdown")
    choice.focus()
    choice.select_option(index=1)
    changed.key("PageDown")
    expect(changed.body).not_to_have_attribute("data-beat", beat)


def test_who_moves_the_slider_by_keyboard_stays_on_it(changed: Playground) -> None:
    slider = changed.page.locator("#learning-rate")
    slider.focus()
    changed.key("ArrowRight")
    changed.key("PageDown")
    expect(slider).to_be_focused()


def test_a_digit_held_down_is_learnt_once(changed: Playground) -> None:
    before = len(changed.calls)
    for _ in range(3):
        changed.page.keyboard.down("3")
    changed.settle()
    changed.page.keyboard.up("3")
    assert sum("/learn" in call.path for call in changed.calls[before:]) == 1


def test_a_panel_key_held_down_opens_the_panel(shared: Playground) -> None:
    for _ in range(2):
        shared.page.keyboard.down("c")
    expect(shared.page.locator("#panel-code")).to_be_visible()
    shared.page.keyboard.up("c")
    shared.key("c")  # No address shuts it.
    expect(shared.page.locator("#panel-code")).to_be_hidden()


def test_an_address_of_an_unknown_scene_leads_nowhere(changed: Playground) -> None:
    beat = changed.beat
    changed.page.evaluate(FOLLOW, "#foo/cost")
    changed.settle()
    assert changed.beat == beat
    changed.page.evaluate(FOLLOW, "#walk/cost")
    expect(changed.body).to_have_attribute("data-beat", "cost")


@pytest.mark.parametrize("scene", ["walk", *again("descent", "calculus", "vanishing")])
def test_no_control_takes_the_keys_of_the_story(open_playground: Open, scene: str) -> None:
    playground = open_playground(at=EXPLAINED, reduced_motion="reduce")
    page = playground.page
    if scene == "walk":
        addresses = [f"walk/cost?{SETTINGS}", f"walk/cost?{SETTINGS}&panel=what-if"]
    else:
        page.evaluate(FOLLOW, f"#{scene}")
        expect(page.locator("[data-beats]:visible").first).to_be_visible()
        addresses = [f"{scene}/{beat}?{SETTINGS}" for beat in page.evaluate(FIRST_BEATS)]
    faults = {}
    seen = 0
    for address in addresses:
        playground.follow(address)
        count, faults[address] = page.evaluate(KEPT)
        seen += count
    assert [fault for found in faults.values() for fault in found] == []
    assert seen > len(addresses)


def test_a_list_that_was_only_looked_at_leaves_the_network_as_it_is(shared: Playground) -> None:
    beat = shared.beat
    choice = shared.page.locator("#network")
    network = choice.input_value()
    choice.click()
    shared.key("Escape")
    for key in ("PageDown", "ArrowRight"):
        shared.key(key)
        expect(shared.body).not_to_have_attribute("data-beat", beat)
        beat = shared.beat
    expect(choice).to_have_value(network)


@pytest.mark.parametrize("key", ["PageDown", "PageUp", "?"])
def test_the_clicker_closes_the_list_of_keys_and_then_leads_on(
    shared: Playground, key: str
) -> None:
    beat = shared.beat
    shared.key("?")
    expect(shared.page.locator("#key-list")).to_be_visible()
    for shown in ("#key-list-title", "#key-list button"):
        expect(shared.page.locator(shown)).to_be_in_viewport(ratio=1)
    shared.key(key)
    expect(shared.page.locator("#key-list")).to_be_hidden()
    assert shared.beat == beat
    shared.key("PageDown")
    expect(shared.body).not_to_have_attribute("data-beat", beat)


def test_the_clicker_closes_what_is_taken_home(shared: Playground) -> None:
    shared.key("P")  # with Caps Lock
    dialog = shared.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    shared.key("PageDown")
    expect(dialog).to_be_hidden()


def test_a_formula_that_was_pressed_has_no_frame_at_the_next_key(viewed: Playground) -> None:
    """A browser frames what has the focus as soon as a key is pressed."""
    viewed.page.locator("#formula").click()
    viewed.page.keyboard.press("PageDown")
    viewed.page.keyboard.press("PageUp")
    expect(viewed.page.locator("#formula:focus-visible")).to_have_count(0)
