/** Bars of signed numbers: to the right of their zero, or to the left of it, on one scale. */

import { element, emptyPicture, svg } from "../../../kit/dom.js";
import { FittedFormula, formulaElement } from "../../../kit/fitted_formula.js";
import { Scale } from "../../../kit/scale.js";
import { sizeOf } from "../../../kit/size.js";
import { Symbols, symbolOf } from "../../../kit/symbols.js";

const HIGH = 16;
const DOT_RADIUS = 2.5;

/** The scale of pictures of one width: the largest of some numbers is nearly as long as half of one.
 * @type {(values: number[], width: number) => Scale} */
export const barScale = (values, width) => Scale.fitting([{ values, room: (0.92 * width) / 2 }]);

/** A number as a bar; as a dot where it is small.
 * @param {SVGElement} picture @param {{width: number, height: number}} area
 * @param {{value: number, scale: Scale, arrived: number}} bar */
export function drawBar(picture, { width, height }, { value, scale, arrived }) {
  const to = Math.sign(value) * scale.length(value) * arrived;
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const look = { cx: width / 2, cy: height / 2, r: DOT_RADIUS, class: toneOf(value) };
  const isBar = value === 0 || !scale.isDot(value);
  const bar = isBar ? piece({ from: 0, to, width, y: (height - HIGH) / 2 }) : svg("circle", look);
  picture.replaceChildren(zero(width, height), ...(arrived > 0 ? [bar] : []));
}

/** The mean as a chain of its terms' shares.
 * @type {(picture: SVGElement, area: {width: number, height: number}, sum: {terms: number[], mean:
 *   number, scale: Scale, arrived: number[]}) => void} */
export function drawMean(picture, { width, height }, { terms, mean, scale, arrived }) {
  const unit = scale.length(1);
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const parts = [zero(width, height)];
  const step = (height - 28) / terms.length;
  let from = 0;
  for (const [k, term] of terms.entries()) {
    const to = from + (term / terms.length) * arrived[k] * unit;
    if (arrived[k] > 0) {
      parts.push(piece({ from, to, width, y: 2 + k * step, height: Math.min(10, step - 2) }));
    }
    from = to;
  }
  if (arrived.every((each) => each === 1)) {
    const end = width / 2 + mean * unit;
    parts.push(
      svg("line", { x1: end, y1: 0, x2: end, y2: height, class: "calc-mean" }),
      svg("rect", {
        ...span(0, mean * unit, width),
        y: height - 22,
        height: 18,
        class: "calc-bar calc-sum",
      }),
    );
  }
  picture.replaceChildren(...parts);
}

/** @type {(width: number, height: number) => SVGElement} */
function zero(width, height) {
  return svg("line", { x1: width / 2, y1: 0, x2: width / 2, y2: height, class: "calc-axis" });
}

/** @type {(bar: {from: number, to: number, width: number, y: number, height?: number}) =>
 *   SVGElement} */
function piece({ from, to, width, y, height = HIGH }) {
  return svg("rect", { ...span(from, to, width), y, height, class: toneOf(to - from) });
}

/** @type {(value: number) => string} */
const toneOf = (value) => `calc-bar ${value < 0 ? "calc-down" : "calc-up"}`;

/** @type {(from: number, to: number, width: number) => { x: number; width: number; }} */
function span(from, to, width) {
  return { x: width / 2 + Math.min(from, to), width: Math.abs(to - from) };
}

/**
 * What every beat of the scene has: an element with a picture and a formula, which light up for the
 * quantity pointed at.
 * @import {CalculusAction} from "../state.js"
 * @import {Store} from "../../../state/store.js" */

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
    return sizeOf(this.picture);
  }

  /** The picture has been drawn: set the formula, and light what is pointed at.
   * @type {(tex: string) => void} */
  finish(tex) {
    const { hovered } = this.calculus.get();
    this.symbols.fill(hovered === null ? [] : [hovered]);
    this.fitted.show(tex, () => this.symbols.fill());
  }
}
