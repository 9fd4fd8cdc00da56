/** Equations in shown numbers: = where anybody who computes with the digits shown finds the other
 * side, ≈ where these digits are too few for that.
 * @import {Style, Written} from "./format.js"
 * @typedef {(style?: Style) => string} Side the other side, its numbers in a style */

import { isShownAs, SIX_DIGITS, THREE_DIGITS } from "./format.js";

/** What a formula of one number is tried in: 1 − 0.99998 takes many digits. */
export const UP_TO_SIX_DIGITS = [undefined, THREE_DIGITS, SIX_DIGITS];

/** The other side in the first style in which it makes the number, and the sign between the two.
 * @type {(number: Written, side: Side, styles?: (Style | undefined)[]) => {tex: string, sign:
 *   string, style?: Style}} */
export function equated(number, side, styles = [undefined, THREE_DIGITS]) {
  for (const style of styles) {
    const tex = side(style);
    const value = resultOf(tex);
    if (value === null || isShownAs(value, number)) {
      return { tex, sign: "=", style };
    }
  }
  return { tex: side(THREE_DIGITS), sign: "\\approx", style: THREE_DIGITS };
}

/** A number, aligned with the line above at the sign, and what it is made of.
 * @type {(number: Written, side: Side, styles?: (Style | undefined)[]) => string} */
export function equation(number, side, styles) {
  const { tex, sign } = equated(number, side, styles);
  return `${number.tex} &${sign} ${tex}`;
}

/** The formulas of costs and activations come as TeX, so their values are read from there. */
const TOKENS = /\d+(?:\.\d+)?|\\[a-z]+|[-+*/^(){}]/gi;
const SPACES = /\\[,;! ]|\\[bB]ig[lrg]?|\\left|\\right|\s/g;

/** What numbers joined by arithmetic come to; null where anything else stands among them.
 * @type {(tex: string) => number | null} */
export function resultOf(tex) {
  const plain = tex.replace(SPACES, "").replaceAll("\\times", "*").replaceAll("\\cdot", "*");
  const tokens = plain.match(TOKENS) ?? [];
  if (tokens.join("") !== plain) {
    return null;
  }
  const reader = new Reader(tokens);
  const value = reader.sum();
  return reader.isAtEnd && Number.isFinite(value) ? value : null;
}

/** Sums of products of powers; NaN where something else is met. */
class Reader {
  #next = 0;

  /** @param {string[]} tokens */
  constructor(tokens) {
    this.tokens = tokens;
  }

  get isAtEnd() {
    return this.#next === this.tokens.length;
  }

  sum() {
    let value = this.#product();
    while (["+", "-"].includes(this.#token)) {
      value = this.#take() === "+" ? value + this.#product() : value - this.#product();
    }
    return value;
  }

  /** @returns {number} */
  #product() {
    if (this.#token === "-") {
      this.#take();
      return -this.#product();
    }
    let value = this.#power();
    while (["*", "/", "("].includes(this.#token)) {
      const isDivided = this.#token === "/";
      if (this.#token !== "(") {
        this.#take();
      }
      value = isDivided ? value / this.#power() : value * this.#power();
    }
    return value;
  }

  #power() {
    const value = this.#atom();
    if (this.#token !== "^") {
      return value;
    }
    this.#take();
    return value ** this.#atom();
  }

  /** @returns {number} */
  #atom() {
    const token = this.#take();
    if (token === "(" || token === "{") {
      const value = this.sum();
      this.#take();
      return value;
    }
    if (token === "\\tfrac" || token === "\\frac") {
      const above = this.#atom();
      return above / this.#atom();
    }
    return token === "\\ln" ? Math.log(this.#atom()) : Number(token);
  }

  get #token() {
    return this.tokens[this.#next] ?? "";
  }

  #take() {
    const token = this.#token;
    this.#next += 1;
    return token === "" ? "?" : token;
  }
}
