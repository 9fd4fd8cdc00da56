/**
 * Small arrays beside a line of code, their numbers one by one; large ones by their least and most.
 * Pure.
 *
 * @import {CodeArray} from "./code_view.js"
 *
 * @typedef {(value: number) => string} Writing
 */

/** So many numbers are written one by one. */
const FEW = 6;

/**
 * A vector that is made once or several times, or the rows of one matrix.
 * @type {(name: string, values: number[][], write: Writing, are?: "turns" | "rows") => CodeArray}
 */
export function array(name, values, write, are = "turns") {
  if (are === "turns") {
    return each(name, values, write, []);
  }
  const words = values.map((row) => `[${written(row, write)}]`).join(" ");
  return made(name, [values.length, values[0].length], values, words);
}

/**
 * A vector each time round a loop, with what is said before each.
 * @type {(name: string, arrays: number[][], write: Writing, before: string[]) => CodeArray}
 */
export function each(name, arrays, write, before) {
  const words = arrays.map((values, i) => `${before[i] ?? ""}${written(values, write)}`);
  return made(name, [arrays[0].length], arrays, words.join(before.length > 0 ? ", " : ", then "));
}

/**
 * A mini-batch of single numbers, one under the other.
 * @type {(name: string, rows: number[][], write: Writing) => CodeArray}
 */
export function column(name, rows, write) {
  return made(name, [rows.length, 1], rows, written(rows.flat(), write));
}

/** @type {(values: number[], write: Writing) => string} */
function written(values, write) {
  return values.map((value) => write(value)).join(", ");
}

/** @type {(name: string, shape: number[], values: number[][], words: string) => CodeArray} */
function made(name, shape, values, words) {
  const few = values.flat().length <= FEW;
  return { name, shape, ...range(values), one: null, ...(few ? { words } : {}) };
}

/** The least and the most of arrays, and gradients from nudges by turning the sign. Pure. */

/**
 * @param {ArrayLike<ArrayLike<number>>} rows
 * @returns {{least: number, most: number}} infinite where there are no numbers
 */
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

/**
 * A single number, named.
 * @param {string} name
 * @param {number} value
 */
export function number(name, value) {
  return { name, shape: [], least: value, most: value, one: null };
}

/**
 * dC/dq from the nudge of q, -dC/dq.
 * @type {(nudges: number[]) => number[]}
 */
export function turned(nudges) {
  return nudges.map((nudge) => -nudge);
}
