/**
 * Formulas in TeX. A symbol carries the name of what it stands for (`data-symbol` in the page), so
 * that hovering one lights the thing in the picture, and the other way round.
 */

import { format } from "../../theme.js";

/** @typedef {"a" | "a-before" | "w" | "b" | "z" | "y" | "C" | "delta" | "nudge"} SymbolName */

/**
 * @param {SymbolName} name
 * @param {string} tex
 */
export function symbol(name, tex) {
  return `\\htmlData{symbol=${name}}{${tex}}`;
}

/**
 * A number, with as many digits as its size asks for unless said otherwise.
 * @param {number} value
 * @param {number} [digits]
 */
export function number(value, digits) {
  const [mantissa, power] = format(value, digits).replace("−", "-").split(" · ");
  return power === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponentOf(power)}}`;
}

/**
 * The exponent of a power of ten that is written with superscripts.
 * @param {string} power like 10⁻⁵
 */
function exponentOf(power) {
  return Array.from(power.slice(2), (sign) =>
    sign === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign),
  ).join("");
}

/**
 * A number as a further term of a sum, its sign before it.
 * @param {number} value
 * @param {number} [digits]
 */
export function term(value, digits) {
  const text = number(Math.abs(value), digits);
  return `${value < 0 ? "-" : "+"} ${text}`;
}

/**
 * Symbols above, the numbers of this drawing under them.
 * @param {string[]} rows each with an & where they are aligned
 */
export function aligned(...rows) {
  return `\\begin{aligned}${rows.join("\\\\[-1pt]")}\\end{aligned}`;
}

/** @type {Record<string, string>} */
const FUNCTIONS = {
  sigmoid: "\\sigma",
  tanh: "\\tanh",
  relu: "\\mathrm{ReLU}",
  leaky_relu: "\\mathrm{LReLU}",
  linear: "",
  softmax: "\\mathrm{softmax}",
};

/**
 * The activation function's name in a formula.
 * @param {string} name
 */
export function functionName(name) {
  return FUNCTIONS[name] ?? "f";
}
