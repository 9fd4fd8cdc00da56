/** The calculus scene's formulas: symbols above, this chain's numbers under them.
 * @import {Written} from "../../kit/format.js"
 * @import {SumStyle} from "../../kit/shown_sum.js"
 * @import {PassOfExample} from "../../server/types.js"
 * @import {Network} from "./state.js" */

import { equated } from "../../kit/equation.js";
import { FINE, format } from "../../kit/format.js";
import { ofTex } from "../../kit/nudges.js";
import { formatSum } from "../../kit/shown_sum.js";
import { aligned, factor, furtherTerm, number, product, term } from "../../kit/tex.js";
import {
  changeOf,
  derivativeOf,
  factorOf,
  linksFrom,
  PARAMETERS,
  quantityIn,
  texOf,
} from "./chain_facts.js";

/** Below this width the stylesheets put columns under each other. */
export const NARROW = 741;

/** The six numbers that the cost depends on, in brackets. */
export const OF_SIX = `(${PARAMETERS.map(texOf).join(", ")})`;

/** What the last layer computes, and its cost.
 * @param {PassOfExample} pass @param {Network} chain
 * @param {boolean} narrow whether the numbers have lines of their own
 * @param {string} of what the cost depends on, in brackets */
export function passTex(pass, chain, narrow, of = "") {
  /** @type {(name: string) => number} */
  const value = (name) => quantityIn(pass, chain, name);
  const sum = `${number(value("w3"))} \\cdot ${factor(value("a2"))} ${term(value("b3"))}`;
  const next = narrow ? "\\\\[-1pt] &=" : "=";
  const a = `${texOf("a3")} &= \\sigma(${texOf("w3")} ${texOf("a2")} + ${texOf("b3")}) ${next} \\sigma(${sum}) = ${number(value("a3"))}`;
  const made = equated(format(value("C"), FINE), (style) => {
    const [out, other] = [format(value("a3"), style), format(-value("y"))];
    return {
      tex: `(${out.tex} ${furtherTerm(other)})^2`,
      value: (out.shown + other.shown) ** 2,
    };
  });
  const cost = `${texOf("C")}${of} &= (${texOf("a3")} - ${texOf("y")})^2 ${next} ${made.tex} ${made.sign} ${fineTex(value("C"))}`;
  return aligned(a, cost);
}

/** One derivative as the product of its factors, each under the ratio of the changes around it. What
 * the ripple has not come to has its room already, so that nothing moves aside for it.
 * @param {PassOfExample} pass
 * @param {string} name the quantity the cost is derived by
 * @param {number} by how far that is perturbed
 * @param {number} shown how many of the factors are shown */
export function productTex(pass, name, by, shown) {
  const links = linksFrom(name);
  const isWhole = shown >= links.length;
  /** @type {(write: (from: string, to: string, i: number) => string) => string[]} */
  const row = (write) =>
    links.map(([from, to], i) => {
      return seen(`${i === 0 ? "" : "\\cdot\\;"}${write(from, to, i)}`, i < shown);
    });
  const { moved, ratio } = ratiosOf(pass, name, by);
  const { factors, sign } = factorsOf(pass, name);
  return rows(
    15, // What the braces say stands there.
    [`\\tfrac{${seen(moved("C"), isWhole)}}{${moved(name)}}`, "=", ...row(ratio), ""],
    [fraction(name, "C"), "=", ...row(fraction), ""],
    ["", "=", ...row(meaning), ""],
    [
      "",
      "=",
      ...row((_from, _to, i) => factors[i]),
      seen(`${sign} ${fineTex(derivativeOf(pass, name))}`, isWhole),
    ],
  );
}

/** The same for narrow pages: the factors one under the other, their product below.
 * @type {(pass: PassOfExample, name: string, by: number, shown: number) => string} */
export function productColumnTex(pass, name, by, shown) {
  const links = linksFrom(name);
  const { ratio } = ratiosOf(pass, name, by);
  const { factors, sign } = factorsOf(pass, name);
  const lines = links.map(([from, to], i) =>
    [
      `${fraction(from, to)}`,
      `= ${meaning(from, to)} = ${factors[i]}`,
      `${ratio(from, to, i)}`,
    ].map((cell) => seen(cell, i < shown)),
  );
  const isWhole = shown >= links.length;
  const product = `${fraction(name, "C")} = ${seen(factors.join("{\\cdot}"), isWhole)}`;
  const end = seen(`${sign} ${fineTex(derivativeOf(pass, name))}`, isWhole);
  return `\\begin{gathered}${rows(6, ...lines)}\\\\[8pt]${product}\\\\ ${end}\\end{gathered}`;
}

/** What is not shown yet, and has its room. @type {(tex: string, isShown: boolean) => string} */
const seen = (tex, isShown) => (isShown ? tex : `\\phantom{${tex}}`);

/** What something equals; until that is known, the question for it, in the same room.
 * @type {(tex: string, isKnown: boolean) => string} */
export const known = (tex, isKnown) => (isKnown ? tex : `\\mathrlap{= \\;?}${seen(tex, false)}`);

/** A derivative's factors, a further negative one in brackets, in as many digits as it takes.
 * @type {(pass: PassOfExample, name: string) => {factors: string[], sign: string}} */
function factorsOf(pass, name) {
  const values = linksFrom(name).map(([from, to]) => factorOf(pass, from, to));
  const derivative = format(derivativeOf(pass, name), FINE);
  const { sign, style } = equated(derivative, (style) => product(values, "\\cdot", style));
  return { factors: values.map((value, i) => (i === 0 ? number : factor)(value, style)), sign };
}

/** How far a perturbation has moved each quantity, and the ratio of two neighbours' changes.
 * @param {PassOfExample} pass
 * @param {string} name the perturbed quantity
 * @param {number} by */
function ratiosOf({ ripple }, name, by) {
  /** @type {(of: string) => Written} */
  const changeIn = (of) => format(ripple === null ? 0 : changeOf(ripple, of, name, by), FINE);
  /** @type {(from: string, to: string, i: number) => string} */
  const ratio = (from, to, i) => {
    const known = ripple?.ratios[i] ?? null;
    const [above, below] = [changeIn(to), changeIn(from)];
    const tex = `\\tfrac{${above.tex}}{${below.tex}}`;
    if (known === null) {
      return tex;
    }
    const written = format(known);
    const { sign } = equated(written, () => ({ tex, value: above.shown / below.shown }));
    return `\\underbrace{${tex}}_{${sign === "=" ? "" : sign} ${written.tex}}`;
  };
  return { moved: (/** @type {string} */ of) => changeIn(of).tex, ratio };
}

/** Rows of entries with room for fractions. @type {(below: number, ...lines: string[][]) => string} */
function rows(below, ...lines) {
  const [first, ...others] = lines.map((line) => line.join(" & "));
  const written = `${first}\\\\[${below}pt]${others.join("\\\\[6pt]")}`;
  return `\\begin{array}{${"c".repeat(lines[0].length)}}${written}\\end{array}`;
}

/** @type {(from: string, to: string) => string} */
function fraction(from, to) {
  return marked(from, to, `\\dfrac{\\partial ${texOf(to)}}{\\partial ${texOf(from)}}`);
}

/** A derivative of the cost by an activation, or by a weighted sum, in its own colour.
 * @type {(from: string, to: string, tex: string) => string} */
function marked(from, to, tex) {
  return to === "C" && (from[0] === "a" || from[0] === "z") ? ofTex(from[0], tex) : tex;
}

/** What a factor is, in the quantities of the pass. @type {(from: string, to: string) => string} */
function meaning(from, to) {
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

/** One derivative as a product of symbols, and of their values below.
 * @type {(pass: PassOfExample, name: string, narrow: boolean) => string} */
export function linesTex(pass, name, narrow) {
  const symbols = linksFrom(name)
    .map(([from, to]) => meaning(from, to))
    .join("\\,\\allowbreak ");
  const values = factorsOf(pass, name).factors.join(" \\cdot ");
  const derivative = marked(name, "C", `\\partial ${texOf("C")} / \\partial ${texOf(name)}`);
  return narrow
    ? aligned(`&${derivative}`, `&\\; = ${symbols}`, `&\\; = ${values}`)
    : aligned(`${derivative} &= ${symbols}`, `&= ${values}`);
}

/** A number to compare by eye. @type {(value: number) => string} */
function fineTex(value) {
  return number(value, FINE);
}

/** Numbers to compare by eye and, last, their sum or mean, so that they add up.
 * @type {(values: number[], total: number, style?: SumStyle) => Written[]} */
export function fineSum(values, total, style) {
  return formatSum(values, total, { places: 4, ...style });
}

/** A derivative as the mean of the examples' ones, as far as they have arrived.
 * @type {(name: string, sum: {terms: number[], mean: number, arrived: number[], narrow: boolean})
 *   => string} */
export function meanTex(name, { terms, mean, arrived, narrow }) {
  const count = terms.length;
  const by = `\\partial ${texOf(name)}`;
  const symbols = `\\dfrac{\\partial C}{${by}} &= \\dfrac{1}{n} \\sum_{k=1}^{n} \\dfrac{\\partial C_k}{${by}}`;
  const written = fineSum(terms, mean, { parts: count });
  const isWhole = arrived.every((each) => each === 1);
  const value = written[count];
  const listed = written.slice(0, -1).map((each, k) => {
    return seen(k === 0 ? each.tex : furtherTerm(each), arrived[k] > 0);
  });
  const sum = written.slice(0, -1).reduce((all, { shown }) => all + shown, 0);
  const { tex, sign } = equated(value, () => ({
    tex: `\\tfrac{1}{${count}} \\bigl(${listed.join(" ")}\\bigr)`,
    value: isWhole ? sum / count : null,
  }));
  const next = narrow ? "\\\\ &=" : "=";
  return aligned(`${symbols} ${next} ${tex} ${seen(`${sign} ${value.tex}`, isWhole)}`);
}
