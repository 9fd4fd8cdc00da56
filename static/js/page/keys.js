/**
 * The keys, wherever the focus is outside a field. A presenter's clicker sends PageDown and PageUp.
 */

import { KEY_MEANINGS, SPACE_KEY } from "../kit/words.js";

/** @type {[string[], string][]} keys and their command */
export const KEYS = [
  [["ArrowRight", "PageDown"], "next"],
  [["ArrowLeft", "PageUp"], "previous"],
  [[" "], "playOrPause"],
  [["Enter"], "step"],
  [["u"], "undo"],
  [["Home"], "first"],
  [["End"], "last"],
  [["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], "learn"],
  [["a"], "ask"],
  [["h"], "hands"],
  [["o"], "oneOrAll"],
  [["c"], "code"],
  [["i", "w"], "number"],
  [["Escape"], "unpin"],
  [["p"], "takeHome"],
  [["s"], "nextScene"],
  [["f"], "present"],
  [["b", "."], "blank"],
  [["?"], "keys"],
];

/** What a key that is held down goes on doing. */
const REPEATED = ["next", "previous"];
/** What is pressed by the space bar or Enter itself. */
const PRESSED = "button, a, summary, [role=grid]";
const FIELDS = "input, select, textarea, [contenteditable], dialog";

/** @type {(target: EventTarget, onCommand: (command: string, key: string) => void) => void} */
export function listenForKeys(target, onCommand) {
  target.addEventListener("keydown", (event) => {
    const {
      key,
      target: focused,
      ctrlKey,
      metaKey,
      altKey,
      repeat,
    } = /** @type {KeyboardEvent} */ (event);
    const element = focused instanceof Element ? focused : null;
    if (ctrlKey || metaKey || altKey || element?.closest(FIELDS)) {
      return;
    }
    if ((key === " " || key === "Enter") && element?.closest(PRESSED)) {
      return; // What was reached by keyboard is pressed by it.
    }
    const found = KEYS.find(([keys]) => keys.includes(key));
    if (found) {
      event.preventDefault();
      if (!repeat || REPEATED.includes(found[1])) {
        onCommand(found[1], key);
      }
    }
  });
}

/** Write the list of keys and what they do. @type {(list: HTMLElement) => void} */
export function showKeyList(list) {
  list.replaceChildren(
    ...KEYS.flatMap(([names, command]) => [
      described(
        "dt",
        names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.map(spoken).join(", "),
      ),
      described("dd", KEY_MEANINGS[command]),
    ]),
  );
}

/** @type {(key: string) => string} */
function spoken(key) {
  return key === " " ? SPACE_KEY : key;
}

/** @type {(tag: "dt" | "dd", text: string) => HTMLElement} */
function described(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
