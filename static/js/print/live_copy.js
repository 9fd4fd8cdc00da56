/** A copy of what is on the screen, for paper: what is drawn is copied, what can be pressed left
 * out. */

import { printable } from "../kit/canvas.js";
import { element } from "../kit/dom.js";

const PRESSED = "button, input[type=range], [hidden], [data-screen-only]";
/** Buttons that say something: the chosen one of several, the cells of tables, and pictures. */
const TELLING = ":is([aria-pressed=true], [aria-checked=true], [aria-selected=true]), td button";

/**
 * What places and sizes an element: paper is of another width than the screen, and what stylesheets
 * say of widths must not move anything in the copy. */
const LAYOUT = [
  ...["display", "position", "top", "right", "bottom", "left", "box-sizing", "transform"],
  ...["width", "height", "min-width", "min-height", "max-width", "max-height"],
  ...["margin", "padding", "overflow", "font-size", "line-height", "white-space", "text-align"],
  ...["grid-template-columns", "grid-template-rows", "grid-column", "grid-row", "gap"],
  ...["flex", "flex-direction", "flex-wrap", "order"],
  ...["align-items", "align-content", "align-self"],
  ...["justify-items", "justify-content", "justify-self"],
];

/** Copy a part of the page as it stands now.
 * @param {HTMLElement} live
 * @returns {{copy: HTMLElement, width: number, height: number, settle: () => void}} its size, and
 *   what is to be done once the copy is on the page */
export function copyOf(live) {
  const copy = /** @type {HTMLElement} */ (live.cloneNode(true));
  const pairs = pairsOf(live, copy);
  for (const [original, made] of pairs) {
    made.removeAttribute("id");
    if (original instanceof HTMLElement && made instanceof HTMLElement) {
      freeze(original, made);
      still(original, made);
    }
  }
  const scrolled = pairs.filter(([{ scrollTop, scrollLeft }]) => scrollTop + scrollLeft > 0);
  return {
    copy,
    width: live.clientWidth,
    height: live.clientHeight,
    settle: () => {
      for (const [original, made] of scrolled) {
        made.scrollTo(original.scrollLeft, original.scrollTop);
      }
    },
  };
}

/** Every element with its copy, from the outside in.
 * @type {(live: Element, copy: Element) => [Element, Element][]} */
function pairsOf(live, copy) {
  const inner = Array.from(live.children, (child, i) => pairsOf(child, copy.children[i]));
  return [[live, copy], ...inner.flat()];
}

/** Leave of what is drawn, chosen, written or pressed only what it says.
 * @type {(original: HTMLElement, made: HTMLElement) => void} */
function still(original, made) {
  if (original instanceof HTMLCanvasElement && made instanceof HTMLCanvasElement) {
    copyDrawing(original, made);
  } else if (original.matches(PRESSED) && !tells(original)) {
    made.remove();
  } else if (original instanceof HTMLSelectElement) {
    made.replaceWith(element("span", "sheet-value", original.selectedOptions[0]?.text ?? ""));
  } else if (original instanceof HTMLButtonElement) {
    const value = element("span", `${original.className} sheet-value`, ...made.childNodes);
    value.style.cssText = made.style.cssText;
    made.replaceWith(value);
  } else if (original instanceof HTMLInputElement) {
    made.replaceWith(element("span", "sheet-value", writtenIn(original)));
  }
}

/** @type {(button: HTMLElement) => boolean} */
const tells = (button) => button.matches(TELLING) || button.querySelector("canvas") !== null;

/** @type {(original: HTMLElement, made: HTMLElement) => void} */
function freeze(original, { style }) {
  const computed = getComputedStyle(original);
  for (const property of LAYOUT) {
    style.setProperty(property, computed.getPropertyValue(property));
  }
  if (computed.position === "sticky") {
    style.position = "static"; // Nothing scrolls on paper.
  }
  if (computed.display === "table") {
    style.height = "auto"; // Its rows have theirs; browsers disagree on whether its caption counts.
  }
}

/** @type {(original: HTMLCanvasElement, made: HTMLCanvasElement) => void} */
function copyDrawing(original, made) {
  made.width = original.width;
  made.height = original.height;
  if (original.width > 0 && original.height > 0) {
    printable(made).drawImage(original, 0, 0);
  }
}

/** @type {(field: HTMLInputElement) => string} */
function writtenIn({ type, checked, value }) {
  if (type === "checkbox" || type === "radio") {
    return checked ? "☒" : "☐";
  }
  return value;
}
