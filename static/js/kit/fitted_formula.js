/** A formula in type as large as its line has room for, so that nobody has to scroll it. */

import { element } from "./dom.js";
import { showFormula } from "./formula.js";
import { isSmall, SPARE } from "./long_formula.js";
import { unitPixels } from "./size.js";
import { LABELS } from "./words.js";

/** The least readable size, in units of the page: an index is 0.94 as large. */
const SMALLEST = 14.9;
/** On a phone whose letters were enlarged, in pixels. */
const SMALLEST_ENLARGED = 14;

export class FittedFormula {
  /** The formula, and the width for which its type was chosen. */
  #fitted = "";

  /** @param {HTMLElement} element its largest type is the stylesheet's */
  constructor(element) {
    this.element = element;
    // KaTeX's fonts arrive with the first formula and are wider than the fallback.
    document.fonts.addEventListener("loadingdone", () => {
      this.#fitted = ""; // Where it is not on the page now, it is fitted when it is shown again.
      this.#fit();
    });
  }

  /** @param {string} tex empty for none
   * @param {() => void} [onSet] called each time it has been set */
  async show(tex, onSet) {
    await showFormula(this.element, tex, () => {
      this.#fitted = ""; // It may have been shown again, and fitted empty, while KaTeX was fetched.
      onSet?.();
    });
    const { clientWidth } = this.element;
    const fitted = `${clientWidth} ${tex}`;
    if (fitted !== this.#fitted && clientWidth > 0) {
      this.#fitted = fitted;
      this.#fit();
    }
  }

  /** The line's width in ems of the stylesheet's size. */
  get ems() {
    return (this.element.parentElement?.clientWidth ?? 0) / this.#largest;
  }

  /** The type's size in the stylesheet. */
  get #largest() {
    const { style } = this.element;
    const fitted = style.fontSize;
    style.fontSize = "";
    const size = Number.parseFloat(getComputedStyle(this.element).fontSize);
    style.fontSize = fitted;
    return size;
  }

  /** Letters are not exactly as much narrower as they are smaller: it may take more than one try. */
  #fit() {
    const { style } = this.element;
    style.fontSize = "";
    let size = this.#largest;
    const unit = unitPixels();
    const least = Math.min(size, unit > 1 && isSmall() ? SMALLEST_ENLARGED : SMALLEST * unit);
    for (let room = this.#shareShown; room < 1 && size > least; room = this.#shareShown) {
      size = Math.max(least, Math.floor(size * room * 10) / 10);
      style.fontSize = `${size}px`;
    }
  }

  /** How much of the formula its line has room for; 1 for all of it. */
  get #shareShown() {
    const { scrollWidth, clientWidth } = this.element;
    return scrollWidth > clientWidth ? (clientWidth - SPARE) / scrollWidth : 1;
  }
}

/** An element for a formula, which the keyboard can scroll where the formula is wider than it.
 * @param {string} className further than a formula's own */
export function formulaElement(className) {
  const made = element("div", `formula ${className}`);
  made.tabIndex = 0;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", LABELS.formula);
  return made;
}
