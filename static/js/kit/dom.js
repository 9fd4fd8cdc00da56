/** Makes elements of text: what is shown is never read as markup. */
import { splitAtScripts } from "./format.js";
import { LABELS, progressText } from "./words.js";

/** Text without a word, as a number or a symbol. */
const WORDLESS = /^(?!a |.*[a-z]{2}).*[\p{L}\p{N}]/isu;
/** What was marked for it. @type {WeakSet<Element>} */
const wordless = new WeakSet();

/** A browser that translates the page leaves numbers and symbols as they are.
 * @type {<T extends Element>(made: T) => T} */
function mark(made) {
  if (WORDLESS.test(made.textContent ?? "")) {
    made.setAttribute("translate", "no");
    wordless.add(made);
  } else if (wordless.delete(made)) {
    made.removeAttribute("translate");
  }
  return made;
}

/** @type {(text: string, value?: string) => HTMLOptionElement} */
export const option = (text, value) => mark(new Option(text, value));

/** Exponents and indices that are letters of a font are too small: they are set larger.
 * @type {(text: string) => (Node | string)[]} */
function readable(text) {
  return splitAtScripts(text).map((part, i) => {
    const script = document.createElement("span");
    script.className = "script";
    script.textContent = part;
    return i % 2 === 0 ? part : mark(script);
  });
}

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag
 * @param {string} className empty for none
 * @param {...(Node | string)} content @returns {HTMLElementTagNameMap[K]} */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className !== "") {
    made.className = className;
  }
  made.append(...content.flatMap((part) => (typeof part === "string" ? readable(part) : part)));
  return content.some((part) => typeof part === "string") ? mark(made) : made;
}

/** @type {(className: string, content: Node | string | (Node | string)[], onPress?: (event:
 *   MouseEvent) => void, id?: string) => HTMLButtonElement} */
export function button(className, content, onPress, id = "") {
  const made = element("button", className, ...[content].flat());
  made.type = "button";
  if (id !== "") {
    made.id = id;
  }
  if (onPress) {
    made.addEventListener("click", onPress);
  }
  return made;
}

/** What a press of a button begins with, and what ends it. */
const PRESSES = /** @type {const} */ ([
  ["pointerdown", ["pointerup", "pointercancel"]],
  ["keydown", ["keyup", "blur"]],
]);

/** A button that does one thing, and another while something goes on, and says which. A press does what
 * the button said when it began, and until it ends that stays there, whatever has ended meanwhile.
 * @param {HTMLButtonElement} made @param {() => void} whileOff @param {() => void} whileOn
 * @param {(made: HTMLButtonElement, says: string) => void} [wear]
 * @returns {(isOn: boolean, says: string) => void} shows how it stands */
export function turning(made, whileOff, whileOn, wear = setText) {
  let now = { isOn: false, says: "" };
  let [due, begun] = [now, now];
  let isHeld = false;
  const dress = () => {
    if (due.says !== now.says) {
      wear(made, due.says);
    }
    now = due;
  };
  const release = () => {
    isHeld = false;
    dress();
  };
  const end = () => setTimeout(release); // The click that the press ends with comes first.
  for (const [beginning, endings] of PRESSES) {
    made.addEventListener(beginning, () => {
      isHeld = true;
      begun = now;
      for (const ending of endings) {
        addEventListener(ending, end, { once: true });
      }
    });
  }
  made.addEventListener("click", ({ detail }) => {
    const { isOn } = isHeld || detail > 0 ? begun : now; // A finger's click may come later still.
    (isOn ? whileOn : whileOff)();
  });
  return (isOn, says) => {
    due = { isOn, says };
    if (!isHeld) {
      dress();
    }
  };
}

/** A button for what cannot be undone: it asks first, and a second press does it. It asks again once
 * the focus or the mouse has left it.
 * @type {(content: string, onPress: () => void) => HTMLButtonElement} */
export function sureButton(content, onPress) {
  let asks = false;
  /** @type {(is: boolean) => void} */
  const ask = (is) => {
    asks = is;
    setText(made, is ? LABELS.really : content);
  };
  const made = button("quiet", content, () => {
    if (asks) {
      onPress();
    } else {
      made.style.setProperty("min-width", `${made.offsetWidth}px`); // It stays under the pointer.
      ask(true);
    }
  });
  // A press gives the focus away again, and a finger leaves the button with every one.
  made.addEventListener("blur", ({ relatedTarget }) => relatedTarget && ask(false));
  made.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && ask(false));
  return made;
}

/** Say that something of the page has not come, and offer to load it again.
 * @type {(element: Element, message: string) => void} */
export function offerToLoadAgain(element, message) {
  if (!element.textContent?.startsWith(message)) {
    element.replaceChildren(
      `${message} `,
      button("", LABELS.loadAgain, () => location.reload()),
    );
  }
}

/** @param {string} label for screen readers
 * @param {readonly (readonly [string, string])[]} options value and text of each
 * @param {(value: string) => void} [onChoose] @param {string} [id] */
export function select(label, options, onChoose, id = "") {
  const made = element("select", "", ...options.map(([value, text]) => option(text, value)));
  if (label !== "") {
    made.setAttribute("aria-label", label);
  }
  if (id !== "") {
    made.id = id;
  }
  if (onChoose) {
    made.addEventListener("change", () => onChoose(made.value));
  }
  return made;
}

/** The lists by what they were filled with. @type {WeakMap<HTMLSelectElement, unknown>} */
const filled = new WeakMap();

/** Offer what the server describes; once, so that an open list stays as it is.
 * @type {(list: HTMLSelectElement, described: {id: string, label: string}[]) => void} */
export function fill(list, described) {
  if (filled.get(list) !== described) {
    filled.set(list, described);
    list.replaceChildren(...described.map(({ id, label }) => option(label, id)));
  }
}

/** Write text only where it changes: screen readers announce every write, and WebKit forgets a press
 * whose text is taken away before it ends.
 * @type {(element: Element, text: string) => void} */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.replaceChildren(...readable(text));
    mark(element);
  }
}

/** Put nodes in the place of an element's content. What is the same stays and only changes its text: the
 * page is laid out again for what came and went, which takes longer than all else in a frame.
 * @type {(place: Element, fresh: Node[]) => void} */
export function become(parent, fresh) {
  const old = [...parent.childNodes];
  if (old.length !== fresh.length || old.some((node, i) => node.nodeName !== fresh[i].nodeName)) {
    parent.replaceChildren(...fresh);
    return;
  }
  for (const [i, node] of old.entries()) {
    if (node instanceof Element) {
      becomeElement(node, /** @type {Element} */ (fresh[i]));
    } else if (node.nodeValue !== fresh[i].nodeValue) {
      node.nodeValue = fresh[i].nodeValue;
    }
  }
}

/** Styles are not set as an attribute: the page's policy refuses those that come as text.
 * @type {(old: Element, fresh: Element) => void} */
function becomeElement(old, fresh) {
  for (const name of new Set([...old.getAttributeNames(), ...fresh.getAttributeNames()])) {
    const value = fresh.getAttribute(name);
    if (value === null) {
      old.removeAttribute(name);
    } else if (value !== old.getAttribute(name)) {
      if (name === "style") {
        /** @type {HTMLElement} */ (old).style.cssText = value;
      } else {
        old.setAttribute(name, value);
      }
    }
  }
  become(old, [...fresh.childNodes]);
}

/** @param {HTMLElement} container
 * @param {{done: number, of: number} | null} progress null while nothing runs */
export function showProgress(container, progress) {
  container.hidden = progress === null;
  if (progress === null) {
    return;
  }
  if (container.childElementCount === 0) {
    const bar = element("progress", "");
    bar.setAttribute("aria-label", LABELS.averaged);
    container.append(bar, element("span", ""));
  }
  const [bar, words] = container.children;
  /** @type {HTMLProgressElement} */ (bar).max = progress.of;
  /** @type {HTMLProgressElement} */ (bar).value = progress.done;
  setText(words, progressText(progress));
}

/** A number for a table's cell, its exponent set small and high.
 * @type {(written: import("./format.js").Written) => (Node | string)[]} */
export function numberNodes({ text, stem, power }) {
  return power === 0 ? [text] : [stem, element("sup", "", String(power).replace("-", "−"))];
}

/** Formulas, numbers and code: a browser that translates the page leaves them as they are.
 * @template {HTMLElement} T @param {T} made @returns {T} */
export function asWritten(made) {
  made.translate = false;
  return made;
}

/** Makes parts of an SVG picture; colours are the stylesheet's. */

const SVG = "http://www.w3.org/2000/svg";

/** @type {(tag: string, attributes: Record<string, string | number>, ...content: ((Node |
 *   string))[]) => SVGElement} */
export function svg(tag, attributes, ...content) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, typeof value === "number" ? String(round(value)) : value);
  }
  made.append(...content);
  return content.some((part) => typeof part === "string") ? mark(made) : made;
}

/** @type {(value: number) => number} */
function round(value) {
  return Math.round(value * 100) / 100;
}

/** A line of text in a picture.
 * @type {(x: number, y: number, className: string, ...content: ((Node | string))[]) => SVGElement}
 */
export function text(x, y, className, ...content) {
  return svg("text", { x, y, class: className }, ...content);
}

/** An empty picture, whose letters are sized in its own units, 16 an em.
 * @returns {SVGSVGElement} */
export function emptyPicture() {
  return /** @type {SVGSVGElement} */ (svg("svg", { "font-size": 16 }));
}

/** Hand out a file, to be saved. @type {(named: {name: string, file: Blob}) => void} */
export function download({ name, file }) {
  const link = element("a", "");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** Do something whenever the page is there again: after a sleep, with another network, or kept whole
 * by the browser while another was shown. @type {(act: () => void) => void} */
export function onWaking(act) {
  addEventListener("online", act);
  addEventListener("pageshow", ({ persisted }) => persisted && act());
  document.addEventListener("visibilitychange", () => document.hidden || act());
}
