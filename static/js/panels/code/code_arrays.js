/**
 * Small arrays beside a line of code, their numbers one by one; large ones by their least and most.
 * Pure.
 * @import {Style} from "../../kit/format.js" */

import { format } from "../../kit/format.js";
import { NAMES } from "../../kit/words.js";

/** So many numbers are written one by one. */
const FEW = 6;

/** A vector that is made once or several times, or the rows of one matrix.
 * @type {(name: string, values: number[][], style: Style, are?: "turns" | "rows") => CodeArray} */
export function array(name, values, style, are = "turns") {
  if (are === "turns") {
    return each(name, values, style, []);
  }
  const words = values.map((row) => `[${written(row, style)}]`).join(" ");
  return made(name, [values.length, values[0].length], values, words);
}

/** A vector each time round a loop, with what is said before each.
 * @type {(name: string, arrays: number[][], style: Style, before: string[]) => CodeArray} */
export function each(name, arrays, style, before) {
  const words = arrays.map((values, i) => `${before[i] ?? ""}${written(values, style)}`);
  const between = before.length > 0 ? ", " : NAMES.afterThat;
  return made(name, [arrays[0].length], arrays, words.join(between));
}

/** A mini-batch of single numbers, one under the other.
 * @type {(name: string, rows: number[][], style: Style) => CodeArray} */
export function column(name, rows, style) {
  return made(name, [rows.length, 1], rows, written(rows.flat(), style));
}

/** @type {(values: number[], style: Style) => string} */
function written(values, style) {
  return values.map((value) => format(value, style).text).join(", ");
}

/** @type {(name: string, shape: number[], values: number[][], words: string) => CodeArray} */
function made(name, shape, values, words) {
  const few = values.flat().length <= FEW;
  return { name, shape, ...range(values), one: null, ...(few ? { words } : {}) };
}

/** The least and the most of arrays. @param {ArrayLike<ArrayLike<number>>} rows
 * @returns {{least: number, most: number}} infinite where there are no numbers */
export function range(rows) {
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < rows.length; row++) {
    for (let i = 0; i < rows[row].length; i++) {
      least = Math.min(least, rows[row][i]);
      most = Math.max(most, rows[row][i]);
    }
  }
  return { least, most };
}

/** A single number, named. @param {string} name @param {number} value */
export function number(name, value) {
  return { name, shape: [], least: value, most: value, one: null };
}

/** dC/dq from the nudge of q, -dC/dq. @type {(nudges: number[]) => number[]} */
export function negated(nudges) {
  return nudges.map((nudge) => -nudge);
}

/** What is known of a line, by its function and any of its names.
 * @type {<R>(readings: Record<string, Record<string, R>>, name: string, marks: string[]) => R |
 *   undefined} */
export function readingOf(readings, name, marks) {
  const known = marks.find((mark) => readings[name]?.[mark] !== undefined);
  return known === undefined ? undefined : readings[name][known];
}
