"""The page's state, by itself: what arrives too late changes nothing, and nothing can poison it."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

RUN = """async ([actions]) => {
  const { createStore } = await import("/static/js/state/store.js");
  const { initialState, reduce } = await import("/static/js/state/page.js");
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  const store = createStore(reduce, initialState);
  const states = [store.get()];
  for (const action of actions) {
    store.dispatch(JSON.parse(action));
    states.push(store.get());
  }
  return {
    states: JSON.parse(JSON.stringify(states)),
    poisoned: Object.getOwnPropertyNames(Object.prototype).join() !== before
      || {}.polluted !== undefined || Object.getPrototypeOf(store.get()) !== Object.prototype,
  };
}"""
ODD_NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty"]
SESSION = (
    '{"type": "sessionOpened", "session": {"id": "a", "layers": [784, 16, 16, 10], "iteration": 0}}'
)
INK = '{"type": "inked", "strokes": [[[0.5, 0.5]]], "pixels": [1]}'


def states(modules: Page, *actions: str) -> list[dict[str, Any]]:
    """Return the first state and those after each action, given as JSON."""
    result = modules.evaluate(RUN, [list(actions)])
    assert not result["poisoned"]
    found: list[dict[str, Any]] = result["states"]
    return found


def answer(state: dict[str, Any], **other: object) -> str:
    """Return the answer to what was asked in a state, as an action."""
    question = {
        "drawing": state["drawing"]["id"],
        "version": state["version"],
        "target": state["target"],
    }
    return json.dumps(
        {
            "type": "answered",
            "question": question | other,
            "forward": {"prediction": 7},
            "backward": None,
        }
    )


def test_an_answer_to_the_present_question_is_shown(modules: Page) -> None:
    asked = states(modules, SESSION, INK)[-1]
    assert states(modules, SESSION, INK, answer(asked))[-1]["forward"] == {"prediction": 7}


@pytest.mark.parametrize("other", [{"drawing": 99}, {"version": 0}, {"target": 4}])
def test_an_answer_about_something_else_is_dropped(modules: Page, other: dict[str, object]) -> None:
    asked = states(modules, SESSION, INK)[-1]
    assert states(modules, SESSION, INK, answer(asked, **other))[-1] == asked


def test_an_answer_that_comes_after_the_pad_was_wiped_is_dropped(modules: Page) -> None:
    asked = states(modules, SESSION, INK)[-1]
    assert (
        states(modules, SESSION, INK, '{"type": "cleared"}', answer(asked))[-1]["forward"] is None
    )


@pytest.mark.parametrize("name", ODD_NAMES)
def test_unknown_actions_change_nothing(modules: Page, name: str) -> None:
    first, last = states(modules, f'{{"type": "{name}"}}')
    assert last == first


@pytest.mark.parametrize("name", ODD_NAMES)
def test_labels_with_names_of_the_language_poison_nothing(modules: Page, name: str) -> None:
    states(
        modules,
        SESSION,
        f'{{"type": "sampled", "pixels": [1], "label": "{name}"}}',
        f'{{"type": "targetChosen", "target": "{name}"}}',
        f'{{"type": "beatShown", "beat": "{name}"}}',
        f'{{"type": "told", "message": "x", "{name}": {{"polluted": true}}}}',
        f'{{"type": "sessionOpened", "session": {{"layers": [], "{name}": {{"polluted": 1}}}}}}',
    )


def test_listeners_hear_of_changes_only(modules: Page) -> None:
    heard = modules.evaluate(
        """async () => {
          const { createStore } = await import("/static/js/state/store.js");
          const store = createStore((state, action) => (action > state ? action : state), 1);
          const heard = [];
          store.subscribe((state, before) => heard.push([state, before]));
          for (const action of [1, 2, 2, 5, 3]) store.dispatch(action);
          return heard;
        }"""
    )
    assert heard == [[2, 1], [5, 2]]


def test_the_server_s_return_takes_back_only_its_loss(modules: Page) -> None:
    """A fresh network may be told of before the page has noticed that the server is back."""
    lost, back = '{"type": "lost"}', '{"type": "connected"}'
    told = '{"type": "told", "message": "A fresh one was opened.", "about": ""}'
    assert states(modules, lost, back)[-1]["message"] == ""
    *_, last = states(modules, lost, SESSION, told, back)
    assert (last["connection"], last["message"]) == ("ready", "A fresh one was opened.")
