/**
 * The keys, wherever the focus is outside a field. A presenter's clicker sends PageDown and PageUp.
 */

/** @type {[string[], string, string][]} keys, command, what the list of keys says */
export const KEYS = [
  [["ArrowRight", "PageDown"], "next", "next beat or part"],
  [["ArrowLeft", "PageUp"], "previous", "the one before"],
  [[" "], "playOrPause", "play or pause"],
  [["Enter"], "step", "one step"],
  [["u"], "undo", "undo the last step"],
  [["Home"], "first", "the first"],
  [["End"], "last", "the last"],
  [
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    "learn",
    "“That was a 3”: say the digit, and step until it is read",
  ],
  [["a"], "ask", "ask the room before the answers"],
  [["c"], "code", "the code"],
  [["i"], "inspect", "inspect a neuron or weight"],
  [["w"], "what-if", "what if …"],
  [["Escape"], "unpin", "let go of what is pinned"],
  [["p"], "takeHome", "take it home: a printed page, a Python file, a link"],
  [["s"], "nextScene", "next scene"],
  [["f"], "present", "presenter mode: only picture, caption, formula and outline"],
  [["b", "."], "blank", "blank the screen, and back"],
  [["?"], "keys", "this list"],
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
    ...KEYS.flatMap(([names, , meaning]) => [
      described(
        "dt",
        names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.map(spoken).join(", "),
      ),
      described("dd", meaning),
    ]),
  );
}

/** @type {(key: string) => string} */
function spoken(key) {
  return key === " " ? "Space" : key;
}

/** @type {(tag: "dt" | "dd", text: string) => HTMLElement} */
function described(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
