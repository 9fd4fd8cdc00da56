/** Equations in shown numbers: = where anybody who computes with the digits shown finds the other
 * side, ≈ where these digits are too few for that.
 * @import {Style, Written} from "./format.js"
 * @typedef {object} Computed a formula in shown numbers
 * @property {string} tex
 * @property {number | null} value what these numbers come to; null where some are left out
 * @typedef {(style?: Style) => Computed} Side the other side, its numbers in a style */

import { isShownAs, SIX_DIGITS, THREE_DIGITS } from "./format.js";
import { bracketed } from "./tex.js";

/** What a formula of one number is tried in: 1 − 0.99998 takes many digits. */
export const UP_TO_SIX_DIGITS = [undefined, THREE_DIGITS, SIX_DIGITS];

/** The other side in the first style in which it makes the number, and the sign between the two.
 * @type {(number: Written, side: Side, styles?: (Style | undefined)[]) => {tex: string, sign:
 *   string, style?: Style}} */
export function equated(number, side, styles = [undefined, THREE_DIGITS]) {
  for (const style of styles) {
    const { tex, value } = side(style);
    if (value === null || !Number.isFinite(value) || isShownAs(value, number)) {
      return { tex, sign: "=", style };
    }
  }
  return { tex: side(THREE_DIGITS).tex, sign: "\\approx", style: THREE_DIGITS };
}

/** A number, aligned with the line above at the sign, and what it is made of.
 * @type {(number: Written, side: Side, styles?: (Style | undefined)[]) => string} */
export function equation(number, side, styles) {
  const { tex, sign } = equated(number, side, styles);
  return `${number.tex} &${sign} ${tex}`;
}

/** A described formula, with numbers for its {names}, {(names)} in brackets where these are negative.
 * @type {(formula: string, numbers: Record<string, Written>) => Computed} */
export function computed(formula, numbers) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const [name, { tex }] of Object.entries(numbers)) {
    Object.assign(texts, { [name]: tex, [`(${name})`]: bracketed(tex) });
  }
  return { tex: filled(formula, texts), value: new Reader(formula, numbers).value };
}

/** A described formula with what stands for its {names}.
 * @type {(formula: string, values: Record<string, string>) => string} */
export function filled(formula, values) {
  return formula.replace(NAME, (all, name) => values[name] ?? all);
}

const NAME = /\{([a-z](?:\.2)?|\([a-z]\))\}/g;
const TOKENS = new RegExp(`${NAME.source}|\\d+(?:\\.\\d+)?|\\\\[a-z]+|[-+*/^(){}]`, "gi");
const SPACES = /\\[,;! ]|\\[bB]ig[lrg]?|\\left|\\right|\s/g;

/** Sums of products of powers, as descriptions of costs and activations write them. */
class Reader {
  #next = 0;

  /** @param {string} formula @param {Record<string, Written>} numbers for its names */
  constructor(formula, numbers) {
    this.plain = formula.replace(SPACES, "").replace(/\\times|\\cdot/g, "*");
    this.tokens = this.plain.match(TOKENS) ?? [];
    this.numbers = numbers;
  }

  /** What it comes to; null where anything else stands in it. */
  get value() {
    const value = this.tokens.join("") === this.plain ? this.#sum() : Number.NaN;
    return this.#next === this.tokens.length && Number.isFinite(value) ? value : null;
  }

  /** @returns {number} */
  #sum() {
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
      const value = this.#sum();
      this.#take();
      return value;
    }
    if (token === "\\tfrac" || token === "\\frac") {
      const above = this.#atom();
      return above / this.#atom();
    }
    if (token === "\\ln") {
      return Math.log(this.#atom());
    }
    return token.startsWith("{") ? this.#named(token) : Number(token);
  }

  /** @type {(token: string) => number} */
  #named(token) {
    return this.numbers[token.replace(/[{}()]/g, "")]?.shown ?? Number.NaN;
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
