/**
 * What every beat of the scene has: an element with a picture and a formula, which light up for the
 * quantity pointed at.
 * @import {CalculusAction, CalculusState} from "./state.js"
 * @import {Store} from "../../state/store.js" */

import { element } from "../../kit/dom.js";
import { FittedFormula, formulaPlace } from "../../kit/formula.js";
import { emptyPicture, light, symbolOf } from "../../kit/svg.js";

export class Board {
  /** Where the pointer was when it last entered something. */
  #pointer = "";

  /** @param {Store<CalculusState, CalculusAction>} calculus @param {string} className
   * @param {() => void} request ask for a frame */
  constructor(calculus, className, request) {
    this.calculus = calculus;
    this.formula = formulaPlace("calc-formula");
    this.fitted = new FittedFormula(this.formula);
    this.element = element("div", `calc-board ${className}`);
    this.picture = emptyPicture();
    this.picture.setAttribute("role", "img");
    new ResizeObserver(request).observe(this.picture);
    this.element.addEventListener("pointerover", (event) => {
      // What is redrawn under a resting pointer must not replace what the keyboard has lit.
      const at = `${event.clientX}/${event.clientY}`;
      if (at !== this.#pointer) {
        this.#pointer = at;
        calculus.set({ hovered: symbolOf(event) });
      }
    });
    this.element.addEventListener("focusin", (event) => calculus.set({ hovered: symbolOf(event) }));
    for (const name of ["pointerleave", "focusout"]) {
      this.element.addEventListener(name, () => calculus.set({ hovered: null }));
    }
  }

  /** @returns {{width: number, height: number}} the picture's size */
  get area() {
    return { width: this.picture.clientWidth, height: this.picture.clientHeight };
  }

  /** Set the formula and light what is pointed at. @type {(tex: string) => Promise<void>} */
  async finish(tex) {
    this.#light();
    await this.fitted.show(tex);
    this.#light();
  }

  #light() {
    light(this.element, this.calculus.get().hovered);
  }
}
