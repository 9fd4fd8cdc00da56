/**
 * What every beat of the scene has: an element with a picture and a formula, which light up for the
 * quantity pointed at.
 * @import {CalculusAction, CalculusState} from "./state.js"
 * @import {Store} from "../../state/store.js" */

import { element } from "../../kit/dom.js";
import { FittedFormula, formulaElement } from "../../kit/formula.js";
import { emptyPicture } from "../../kit/svg.js";
import { Symbols, symbolOf } from "../../kit/symbols.js";

export class Board {
  /** Where the pointer was when it last entered something. */
  #pointer = "";

  /** @param {Store<CalculusState, CalculusAction>} calculus @param {string} className
   * @param {() => void} request ask for a frame */
  constructor(calculus, className, request) {
    this.calculus = calculus;
    this.formula = formulaElement("calc-formula");
    this.fitted = new FittedFormula(this.formula);
    this.element = element("div", `calc-board ${className}`);
    this.symbols = new Symbols(this.element);
    this.picture = emptyPicture();
    this.picture.setAttribute("role", "img");
    new ResizeObserver(request).observe(this.picture);
    this.symbols.listen((symbol, { type, clientX, clientY }) => {
      // What is redrawn under a resting pointer must not replace what the keyboard has lit.
      const at = `${clientX}/${clientY}`;
      if (at !== this.#pointer || type === "pointerleave") {
        this.#pointer = at;
        calculus.set({ hovered: symbol });
      }
    });
    this.element.addEventListener("focusin", (event) => calculus.set({ hovered: symbolOf(event) }));
    this.element.addEventListener("focusout", () => calculus.set({ hovered: null }));
  }

  /** @returns {{width: number, height: number}} the picture's size */
  get area() {
    return { width: this.picture.clientWidth, height: this.picture.clientHeight };
  }

  /** The picture has been drawn: set the formula, and light what is pointed at.
   * @type {(tex: string) => void} */
  finish(tex) {
    const { hovered } = this.calculus.get();
    this.symbols.fill(hovered === null ? [] : [hovered]);
    this.fitted.show(tex, () => this.symbols.fill());
  }
}
