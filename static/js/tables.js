/**
 * Tables of numbers, as text: what a sheet prints of a beat, and what a program to take home prints
 * as well. Pure.
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} head a name for each column, never empty
 * @property {string[][]} rows as many cells each as the head has
 */

import { formatSigned } from "./theme.js";

/** What stands where a row has no number. */
export const NONE = "–";

/**
 * A table of single quantities.
 * @param {string} title
 * @param {[string, string][]} rows
 * @returns {Table}
 */
export function quantities(title, rows) {
  return { title, head: ["quantity", "number"], rows };
}

/**
 * A long list as a table of several rows, which are all as long.
 * @param {string[]} cells
 * @param {number} width
 * @returns {string[][]}
 */
export function inRows(cells, width) {
  const count = Math.ceil(cells.length / width);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, column) => cells[row * width + column] ?? NONE),
  );
}

/**
 * The places of the numbers that are largest by size, the largest first.
 * @param {number[]} numbers
 * @param {number} count
 * @returns {number[]}
 */
export function strongestPlaces(numbers, count) {
  const places = Array.from(numbers.keys());
  return places.sort((p, q) => Math.abs(numbers[q]) - Math.abs(numbers[p])).slice(0, count);
}

/** The numbers of a matrix have at most so many digits after the point. */
const MOST_TOGETHER = 7;

/**
 * How many digits the numbers of a matrix have, so that the largest has three; undefined where they
 * are all so small that each needs as many as it asks for.
 * @param {number[]} values
 */
export function digitsTogether(values) {
  const largest = Math.max(...values.map(Math.abs));
  if (largest === 0) {
    return 2;
  }
  const digits = Math.max(2, 2 - Math.floor(Math.log10(largest)));
  return digits <= MOST_TOGETHER ? digits : undefined;
}

/**
 * A signed number of a matrix, told apart from 0 where it is too small to be seen.
 * @param {number} value
 * @param {number} [digits]
 */
export function among(value, digits) {
  const text = formatSigned(value, digits);
  if (/[1-9]/.test(text)) {
    return text;
  }
  return value === 0 ? "0" : "≈0";
}
