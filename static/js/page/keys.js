/** The keys, and who has them: the story, or a control. A presenter's clicker sends PageDown and
 * PageUp. */

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
  [["r"], "room"],
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
/** A clicker's own keys: no control ever has them. */
const CLICKER = ["PageDown", "PageUp"];
/** What closes a dialog, besides its button and Escape. */
const CLOSING = ["next", "previous", "keys", "takeHome"];

/** What is pressed by the space bar or Enter itself. */
const PRESSED = "button, a, summary, [role=grid], input[type=file]";
const SWITCHED = "input[type=range], input[type=checkbox], input[type=radio]";
const CHOSEN = `select, ${SWITCHED}`;
const TYPED = `input:not(${SWITCHED}, [type=file]), textarea, [contenteditable]`;
/** What has been used once it is pressed; a list is, once something is chosen in it. */
const USED_BY = { click: `${PRESSED}, ${SWITCHED}, .formula`, change: CHOSEN };

/** The keys lead the story unless they are typed into a field, or a control was reached by keyboard.
 * @type {(page: Document, onCommand: (command: string, key: string) => void) => void} */
export function listenForKeys(page, onCommand) {
  const isHeldByPointer = giveKeysBack(page);
  page.addEventListener("keydown", (event) => {
    const command = commandOf(event);
    const dialog = page.querySelector("dialog[open]");
    if (dialog instanceof HTMLDialogElement) {
      closeBy(event, command, dialog);
      return;
    }
    const element = event.target instanceof HTMLElement ? event.target : page.body;
    const key = keyOf(event);
    const gives = isTyped(element) || isHeldByPointer(element);
    const isLeading = command !== "" && !keepsKey(element, key, gives) && !closesMenu(key, page);
    if (gives && (isLeading || endsTyping(event))) {
      element.blur(); // What was typed is taken, and the next key is the story's.
    }
    if (isLeading) {
      event.preventDefault();
      if (isToBeDone(event, command)) {
        onCommand(command, key);
      }
    }
  });
}

/** @type {(event: KeyboardEvent) => string} empty for none */
export function commandOf(event) {
  const key = keyOf(event);
  const found = KEYS.find(([keys]) => keys.includes(key));
  return found === undefined || isModified(event) ? "" : found[1];
}

/** A key that is held down does most things once only.
 * @type {(event: KeyboardEvent, command: string) => boolean} */
function isToBeDone({ repeat }, command) {
  return !repeat || REPEATED.includes(command);
}

/** Whether somebody is through with a field; not where a word is composed of several keys.
 * @type {(event: KeyboardEvent) => boolean} */
function endsTyping({ key, isComposing }) {
  return !isComposing && (key === "Enter" || key === "Escape");
}

/** @type {(event: Event, command: string, dialog: HTMLDialogElement) => void} */
function closeBy(event, command, dialog) {
  if (CLOSING.includes(command)) {
    event.preventDefault();
    dialog.close();
  }
}

/** @type {(element: HTMLElement) => boolean} */
function isTyped(element) {
  return element.closest(TYPED) !== null;
}

/** Whether a key does something to the control that has the focus, and nothing to the story.
 * @type {(element: HTMLElement, key: string, gives: boolean) => boolean} */
function keepsKey(element, key, gives) {
  if (CLICKER.includes(key)) {
    return false;
  }
  if (isTyped(element) || isOpenList(element)) {
    return true;
  }
  const isPress = key === " " || key === "Enter";
  return !gives && element.closest(isPress ? `${PRESSED}, ${CHOSEN}` : CHOSEN) !== null;
}

/** Lists of which the browser cannot say so are taken for closed.
 * @type {(element: HTMLElement) => boolean} */
function isOpenList(element) {
  return CSS.supports("selector(:open)") && element.matches("select:open");
}

/** Whether the browser closes the menu by a key, unless that is taken for something else.
 * @type {(key: string, page: Document) => boolean} */
function closesMenu(key, page) {
  const isKnown = key === "Escape" && CSS.supports("selector(:popover-open)");
  return isKnown && page.querySelector(":popover-open") !== null;
}

/** The name in `KEYS` of a key: with Caps Lock and Shift, too; and on keyboards without Latin
 * letters, or with the digits behind Shift, that of the key in the same place of an English one.
 * @type {(event: Pick<KeyboardEvent, "key" | "code" | "shiftKey">) => string} */
export function keyOf({ key, code, shiftKey }) {
  if (/^[a-z]$/i.test(key)) {
    return key.toLowerCase();
  }
  const isNamed = key.length > 1 && !["Process", "Unidentified"].includes(key);
  if (isNamed || KEYS.some(([keys]) => keys.includes(key))) {
    return key;
  }
  const [, letter, digit] = /^(?:Key([A-Z])|Digit(\d))$/.exec(code) ?? [];
  const isLatin = /^[!-~]$/.test(key);
  return (isLatin ? null : letter?.toLowerCase()) ?? (shiftKey ? null : digit) ?? key;
}

/** Keys with these are the browser's or the system's. @type {(event: KeyboardEvent) => boolean} */
function isModified(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
}

/** Keys stay the story's for those who use the pointer: a button, list or slider pressed by it does not
 * keep the focus. One reached by keyboard keeps it.
 * @type {(page: Document) => (element: Element) => boolean} whether a control has the focus
 *   because it was pressed by pointer */
function giveKeysBack(page) {
  const controls = `${CHOSEN}, ${PRESSED}, .formula`;
  /** @type {Element | null} */
  let pressed = null;
  const isHeld = (/** @type {Element} */ element) =>
    pressed !== null && pressed === element.closest(controls);
  page.addEventListener(
    "pointerdown",
    ({ target }) => {
      const at = target instanceof Element ? target : null;
      pressed = at?.closest(controls) ?? at?.closest("label")?.control ?? null;
      if (!page.hasFocus()) {
        focus(); // In a frame: a press that gives no control the focus would leave the keys outside.
      }
    },
    { capture: true },
  );
  page.addEventListener(
    "keydown",
    ({ key }) => {
      pressed = key === "Tab" ? null : pressed;
    },
    { capture: true },
  );
  for (const [kind, used] of Object.entries(USED_BY)) {
    page.addEventListener(kind, ({ target }) => {
      const control = target instanceof Element ? target.closest(used) : null;
      if (control instanceof HTMLElement && isHeld(control)) {
        control.blur();
      }
    });
  }
  page.addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) {
      event.preventDefault();
    }
  });
  return isHeld;
}
