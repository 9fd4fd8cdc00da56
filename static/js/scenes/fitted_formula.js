/** A formula whose type is as large as its line has room for, so that nobody has to move it aside. */

import { showFormula } from "../formula.js";

/** What is smaller than this cannot be read, in pixels; KaTeX sets its letters a fifth larger. */
const SMALLEST = 10;
/** Italics stand a little out of their boxes. */
const SPARE = 4;

export class FittedFormula {
  /** The formula, and the width for which its type was chosen. */
  #fitted = "";

  /** @param {HTMLElement} element its largest type is the stylesheet's */
  constructor(element) {
    this.element = element;
    // KaTeX's own fonts come when a formula is first set, and are wider than what stood for them.
    document.fonts.addEventListener("loadingdone", () => this.#fit());
  }

  /** @param {string} tex empty for none */
  async show(tex) {
    await showFormula(this.element, tex);
    const { clientWidth } = this.element;
    const fitted = `${clientWidth} ${tex}`;
    if (fitted !== this.#fitted && clientWidth > 0) {
      this.#fitted = fitted;
      this.#fit();
    }
  }

  /** How many of the stylesheet's letters its line is wide; where it is empty it has no width. */
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

  #fit() {
    this.element.style.fontSize = "";
    const { scrollWidth, clientWidth } = this.element;
    if (scrollWidth > clientWidth) {
      const fitting = Math.floor((this.#largest * (clientWidth - SPARE) * 10) / scrollWidth) / 10;
      this.element.style.fontSize = `${Math.max(SMALLEST, fitting)}px`;
    }
  }
}
