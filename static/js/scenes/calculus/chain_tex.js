/** The calculus scene's formulas: symbols above, this chain's numbers under them.
 * @import {PassOfExample} from "../../server/types.js"
 * @import {Network} from "./state.js" */

import { FINE } from "../../kit/format.js";
import { aligned, factor, number, term } from "../../kit/tex.js";
import { changeOf, derivativeOf, factorOf, linksFrom, quantityIn, texOf } from "./chain_facts.js";

/** Below this width the stylesheets put columns under each other. */
export const NARROW = 741;

/** What the last layer computes, and its cost.
 * @param {PassOfExample} pass @param {Network} chain
 * @param {boolean} narrow whether the numbers have lines of their own */
export function passTex(pass, chain, narrow) {
  /** @type {(name: string) => number} */
  const value = (name) => quantityIn(pass, chain, name);
  const sum = `${number(value("w3"))} \\cdot ${factor(value("a2"))} ${term(value("b3"))}`;
  const next = narrow ? "\\\\[-1pt] &=" : "=";
  const a = `${texOf("a3")} &= \\sigma(${texOf("w3")} ${texOf("a2")} + ${texOf("b3")}) ${next} \\sigma(${sum}) = ${number(value("a3"))}`;
  const cost = `${texOf("C")} &= (${texOf("a3")} - ${texOf("y")})^2 ${next} (${number(value("a3"))} ${term(-value("y"))})^2 = ${fineTex(value("C"))}`;
  return aligned(a, cost);
}

/** One derivative as the product of its factors, each under the ratio of the changes around it.
 * @param {PassOfExample} pass
 * @param {string} name the quantity the cost is derived by
 * @param {number} by how far that is perturbed
 * @param {number} shown how many of the factors are shown */
export function productTex(pass, name, by, shown) {
  const links = linksFrom(name);
  /** @type {(write: (from: string, to: string, i: number) => string) => string[]} */
  const row = (write) =>
    links.map(([from, to], i) => {
      return i < shown ? `${i === 0 ? "" : "\\cdot\\;"}${write(from, to, i)}` : "";
    });
  const { moved, ratio } = ratiosOf(pass, name, by);
  return rows(
    [`\\tfrac{${moved("C")}}{${moved(name)}}`, "=", ...row(ratio), ""],
    [fraction(name, "C"), "=", ...row(fraction), ""],
    ["", "=", ...row(meaning), ""],
    [
      "",
      "=",
      ...row((from, to) => bracketed(number(factorOf(pass, from, to)))),
      shown >= links.length ? `= ${fineTex(derivativeOf(pass, name))}` : "",
    ],
  );
}

/** The same for narrow pages: the factors one under the other, their product below.
 * @type {(pass: PassOfExample, name: string, by: number, shown: number) => string} */
export function productColumnTex(pass, name, by, shown) {
  const links = linksFrom(name);
  const { ratio } = ratiosOf(pass, name, by);
  const factors = links.map(([from, to], i) =>
    i < shown
      ? [
          `${fraction(from, to)} =`,
          `${meaning(from, to)} = ${number(factorOf(pass, from, to))}`,
          `\\quad ${ratio(from, to, i)}`,
        ]
      : ["\\vphantom{\\tfrac{1}{1}}", "", ""],
  );
  const values = links.map(([from, to]) => bracketed(number(factorOf(pass, from, to))));
  const product = `${values.join(" \\cdot ")} = ${fineTex(derivativeOf(pass, name))}`;
  const end = `${fraction(name, "C")} = ${shown >= links.length ? product : "\\cdots"}`;
  return `\\begin{gathered}${rows(...factors)}\\\\[8pt]${end}\\end{gathered}`;
}

/** How far a perturbation has moved each quantity, and the ratio of two neighbours' changes.
 * @param {PassOfExample} pass
 * @param {string} name the perturbed quantity
 * @param {number} by */
function ratiosOf({ ripple }, name, by) {
  /** @type {(of: string) => string} */
  const moved = (of) => fineTex(ripple === null ? 0 : changeOf(ripple, of, name, by));
  /** @type {(from: string, to: string, i: number) => string} */
  const ratio = (from, to, i) => {
    const known = ripple?.ratios[i] ?? null;
    const value = known === null ? "" : `=${number(known)}`;
    return `\\tfrac{${moved(to)}}{${moved(from)}}${value}`;
  };
  return { moved, ratio };
}

/** Rows of entries with room for fractions. @type {(...lines: string[][]) => string} */
function rows(...lines) {
  const written = lines.map((line) => line.join(" & ")).join("\\\\[6pt]");
  return `\\begin{array}{${"c".repeat(lines[0].length)}}${written}\\end{array}`;
}

/** @type {(text: string) => string} */
function bracketed(text) {
  return text.startsWith("-") ? `(${text})` : text;
}

/** @type {(from: string, to: string) => string} */
function fraction(from, to) {
  return `\\tfrac{\\partial ${texOf(to)}}{\\partial ${texOf(from)}}`;
}

/** What a factor is, in the quantities of the pass. @type {(from: string, to: string) => string} */
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

/** One derivative as a product of symbols, and of their values.
 * @param {PassOfExample} pass @param {string} name
 * @param {boolean} narrow whether the values have a line of their own */
export function lineTex(pass, name, narrow) {
  const links = linksFrom(name);
  const symbols = links.map(([from, to]) => meaning(from, to)).join("\\,");
  const values = links
    .map(([from, to]) => bracketed(number(factorOf(pass, from, to))))
    .join(" \\cdot ");
  const derivative = fraction(name, "C");
  return narrow
    ? aligned(`${derivative} &= ${symbols}`, `&= ${values}`)
    : `${derivative} = ${symbols} = ${values}`;
}

/** A number to compare by eye. @type {(value: number) => string} */
export function fineTex(value) {
  return number(value, FINE);
}

/** Such a number as a further term of a sum. @type {(value: number) => string} */
export function fineTerm(value) {
  return term(value, FINE);
}
