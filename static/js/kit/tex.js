/** Formulas in TeX. A symbol names what it stands for (`data-symbol`), so that hovering it lights
 * that in the picture, and the reverse. */

import { format } from "./format.js";

/** @import {Style, Written} from "./format.js"
 * @import {ShownSum} from "./shown_sum.js" */

/** @typedef {"a" | "a-before" | "w" | "b" | "z" | "y" | "C" | "delta" | "nudge" |
 *   "nudge-a" | "nudge-z"} SymbolName */

/** A piece of a formula that stands for what is named. @type {(name: string, tex: string) => string} */
export const named = (name, tex) => `\\htmlData{symbol=${name}}{${tex}}`;

/** The same in the walk. @type {(name: SymbolName, tex: string) => string} */
export const symbol = named;

/** A number; by default with as many digits as its size needs.
 * @type {(value: number, style?: Style) => string} */
export function number(value, style) {
  return format(value, style).tex;
}

/** A number as a further term of a sum, its sign before it.
 * @type {(value: number, style?: Style) => string} */
export function term(value, style) {
  const text = number(Math.abs(value), style);
  return `${value < 0 ? "-" : "+"} ${text}`;
}

/** A sum that adds up as it is shown; `more` names the terms that stand together as its rest.
 * @type {(sum: Omit<ShownSum, "total">, more?: (count: number) => string) => string} */
export function sumTex({ terms, rest, restCount }, more = String) {
  const [first, ...others] = terms;
  const end = rest === null ? [] : [`${furtherTerm(rest)}\\,\\text{(${more(restCount)})}`];
  return [first.tex, ...others.map(furtherTerm), ...end].join(" ");
}

/** A written number as a further term of a sum. @type {(written: Written) => string} */
export function furtherTerm({ tex }) {
  return tex.startsWith("-") ? `- ${tex.slice(1)}` : `+ ${tex}`;
}

/** A number as a further factor of a product: a negative one in brackets.
 * @type {(value: number, style?: Style) => string} */
export function factor(value, style) {
  return bracketed(number(value, style));
}

/** Numbers multiplied, and what those shown come to.
 * @type {(values: number[], times: string, style?: Style) => {tex: string, value: number}} */
export function product(values, times, style) {
  const factors = values.map((value) => format(value, style));
  const tex = factors.map((each, i) => (i === 0 ? each.tex : bracketed(each.tex)));
  const value = factors.reduce((all, { shown }) => all * shown, 1);
  return { tex: tex.join(` ${times} `), value };
}

/** @type {(tex: string) => string} */
export function bracketed(tex) {
  return tex.startsWith("-") ? `(${tex})` : tex;
}

/** Some entries of a long list, with dots for those left out.
 * @param {number[]} indices the indices to write, in any order
 * @param {number} count how many entries the list has
 * @param {(index: number) => string} write @returns {string[]} */
export function excerpt(indices, count, write) {
  const written = [...new Set(indices)].sort((p, q) => p - q);
  const entries = written.flatMap((index, i) => {
    const before = i === 0 ? -1 : written[i - 1];
    return index > before + 1 ? ["\\cdots", write(index)] : [write(index)];
  });
  return written[written.length - 1] < count - 1 ? [...entries, "\\cdots"] : entries;
}

/** A long vector: its first number, its last, and the one that matters.
 * @param {number[]} values
 * @param {number} index of the one that matters
 * @param {Style} [style] */
export function vector(values, index, style) {
  const { length } = values;
  return excerpt([0, index, length - 1], length, (k) => number(values[k], style)).join(", ");
}

/** Rows of entries, aligned. @type {(...rows: string[][]) => string} */
export function table(...rows) {
  const lines = rows.map((row) => row.join(" & "));
  return `\\begin{array}{${"c".repeat(rows[0].length)}}${lines.join("\\\\")}\\end{array}`;
}

/** Symbols above, the numbers of this drawing under them.
 * @param {string[]} rows each with an & where they are aligned */
export function aligned(...rows) {
  return `\\begin{aligned}${rows.join("\\\\[-2pt]")}\\end{aligned}`;
}
