/** A formula whose type is as large as its line has room for, so that nobody has to move it aside. */

import { showFormula } from "../formula.js";

/** What is smaller than this cannot be read, in pixels. */
const SMALLEST = 11;
/** Italics stand a little out of their boxes. */
const SPARE = 4;

export class FittedFormula {
  /** The formula, and the width for which its type was chosen. */
  #fitted = "";

  /** @param {HTMLElement} element its largest type is the stylesheet's */
  constructor(element) {
    this.element = element;
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

  #fit() {
    this.element.style.fontSize = "";
    const { scrollWidth, clientWidth } = this.element;
    if (scrollWidth > clientWidth) {
      const size = Number.parseFloat(getComputedStyle(this.element).fontSize);
      const fitting = Math.floor((size * (clientWidth - SPARE) * 10) / scrollWidth) / 10;
      this.element.style.fontSize = `${Math.max(SMALLEST, fitting)}px`;
    }
  }
}
