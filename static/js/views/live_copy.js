/** A copy of what is on the screen, for paper: what is drawn is copied, what can be pressed left out. */

import { element } from "./element.js";

const PRESSED = "button, input[type=range], [hidden], [data-screen-only]";
/** Buttons that say something: the chosen one of several, the cells of tables, and pictures. */
const TELLING =
  ":is([aria-pressed=true], [aria-checked=true], [aria-selected=true]), td button, :has(canvas)";

/**
 * Copy a part of the page as it stands now.
 * @param {HTMLElement} live
 * @returns {{copy: HTMLElement, width: number, height: number, settle: () => void}} its size, and
 *   what is to be done once the copy is on the page
 */
export function copyOf(live) {
  const copy = /** @type {HTMLElement} */ (live.cloneNode(true));
  const pairs = pairsOf(live, copy);
  for (const [original, made] of pairs) {
    made.removeAttribute("id");
    if (original instanceof HTMLCanvasElement && made instanceof HTMLCanvasElement) {
      copyDrawing(original, made);
    }
    if (original instanceof HTMLSelectElement && original.dataset.screenOnly === undefined) {
      made.replaceWith(element("span", "sheet-value", original.selectedOptions[0]?.text ?? ""));
    } else if (original instanceof HTMLButtonElement && original.matches(TELLING)) {
      made.replaceWith(element("span", `${original.className} sheet-value`, ...made.childNodes));
    } else if (original instanceof HTMLInputElement && original.type !== "range") {
      made.replaceWith(element("span", "sheet-value", writtenIn(original)));
    }
  }
  for (const pressed of copy.querySelectorAll(PRESSED)) {
    pressed.remove();
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

/**
 * Every element with its copy.
 * @param {Element} live
 * @param {Element} copy
 * @returns {[Element, Element][]}
 */
function pairsOf(live, copy) {
  const copies = copy.querySelectorAll("*");
  const inner = Array.from(live.querySelectorAll("*"), (original, i) => [original, copies[i]]);
  return /** @type {[Element, Element][]} */ ([[live, copy], ...inner]);
}

/**
 * @param {HTMLCanvasElement} original
 * @param {HTMLCanvasElement} made
 */
function copyDrawing(original, made) {
  made.width = original.width;
  made.height = original.height;
  made.style.width = `${original.clientWidth}px`;
  made.style.height = `${original.clientHeight}px`;
  if (original.width > 0 && original.height > 0) {
    made.getContext("2d")?.drawImage(original, 0, 0);
  }
}

/** @param {HTMLInputElement} field */
function writtenIn({ type, checked, value }) {
  if (type === "checkbox" || type === "radio") {
    return checked ? "☒" : "☐";
  }
  return value;
}
