/**
 * The calculus scene's formulas: symbols above, this chain's numbers under them.
 *
 * @import {ExamplePass} from "../../calculus_api.js"
 * @import {Network} from "./state.js"
 */

import { texOf } from "../../chain_names.js";
import { fineDigits } from "../../chain_numbers.js";
import { aligned, factor, number, term } from "../walk/tex.js";
import { changeOf, derivativeOf, factorOf, linksFrom, quantityIn } from "./facts.js";

/**
 * What the last layer computes, and what it costs.
 * @param {ExamplePass} pass
 * @param {Network} chain
 */
export function passTex(pass, chain) {
  /** @param {string} name */
  const value = (name) => quantityIn(pass, chain, name);
  const sum = `${number(value("w3"))} \\cdot ${factor(value("a2"))} ${term(value("b3"))}`;
  const a = `${texOf("a3")} &= \\sigma(${texOf("w3")} ${texOf("a2")} + ${texOf("b3")}) = \\sigma(${sum}) = ${number(value("a3"))}`;
  const cost = `${texOf("C")} &= (${texOf("a3")} - ${texOf("y")})^2 = (${number(value("a3"))} ${term(-value("y"))})^2 = ${fineTex(value("C"))}`;
  return aligned(a, cost);
}

/**
 * One derivative as the product of its factors, each beside the ratio of the nudges around it.
 * @param {ExamplePass} pass
 * @param {string} name of what the cost is derived by
 * @param {number} by how far that is nudged
 * @param {number} shown how many of the factors are shown yet
 */
export function productTex(pass, name, by, shown) {
  const links = linksFrom(name);
  const { ripple } = pass;
  /** @param {(from: string, to: string, place: number) => string} write */
  const row = (write) =>
    links.flatMap(([from, to], i) => [
      i === 0 ? "" : "\\cdot",
      i < shown ? write(from, to, i) : "",
    ]);
  const all = shown >= links.length;
  /** @param {string} of */
  const moved = (of) => fineTex(ripple === null ? 0 : changeOf(ripple, of, name, by));
  const ratios = row((from, to, i) => {
    const ratio = ripple?.ratios[i] ?? null;
    return `\\tfrac{${moved(to)}}{${moved(from)}}${ratio === null ? "" : `=${number(ratio)}`}`;
  });
  return rows(
    [`\\tfrac{${moved("C")}}{${moved(name)}}`, "=", ...ratios, ""],
    [fraction(name, "C"), "=", ...row(fraction), ""],
    ["", "=", ...row(meaning), ""],
    [
      "",
      "=",
      ...row((from, to) => bracketed(number(factorOf(pass, from, to)))),
      all ? `= ${fineTex(derivativeOf(pass, name))}` : "",
    ],
  );
}

/**
 * Rows of entries under each other, with room between them for fractions.
 * @param {string[][]} lines
 */
function rows(...lines) {
  const written = lines.map((line) => line.join(" & ")).join("\\\\[6pt]");
  return `\\begin{array}{${"c".repeat(lines[0].length)}}${written}\\end{array}`;
}

/** @param {string} text */
function bracketed(text) {
  return text.startsWith("-") ? `(${text})` : text;
}

/**
 * @param {string} from
 * @param {string} to
 */
function fraction(from, to) {
  return `\\tfrac{\\partial ${texOf(to)}}{\\partial ${texOf(from)}}`;
}

/**
 * What a factor is, in the quantities of the pass.
 * @param {string} from
 * @param {string} to
 */
export function meaning(from, to) {
  if (to === "C") {
    return `2(${texOf(from)} - ${texOf("y")})`;
  }
  if (to[0] === "a") {
    return `\\sigma'(${texOf(from)})`;
  }
  const layer = Number(to.slice(1));
  if (from[0] === "w") {
    return texOf(`a${layer - 1}`);
  }
  return from[0] === "b" ? "1" : texOf(`w${layer}`);
}

/**
 * One derivative and its factors' values, in one line.
 * @param {ExamplePass} pass
 * @param {string} name
 */
export function lineTex(pass, name) {
  const links = linksFrom(name);
  const values = links.map(([from, to]) => bracketed(number(factorOf(pass, from, to))));
  return `${fraction(name, "C")} = ${links.map(([from, to]) => meaning(from, to)).join("\\,")} = ${values.join(" \\cdot ")}`;
}

/**
 * A number that is compared by eye.
 * @param {number} value
 */
export function fineTex(value) {
  return number(value, fineDigits(value));
}

/**
 * Such a number as a further term of a sum.
 * @param {number} value
 */
export function fineTerm(value) {
  return term(value, fineDigits(value));
}
