/**
 * Tables of numbers, as text: what a sheet prints of a beat, and what a program to take home prints
 * as well. Pure.
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} head a name for each column, never empty
 * @property {string[][]} rows as many cells each as the head has
 */

import { format, superscript } from "../kit/format.js";

/** What stands where a row has no number. */
export const NONE = "–";

/**
 * A table of single quantities.
 * @type {(title: string, rows: [string, string][]) => Table}
 */
export function quantities(title, rows) {
  return { title, head: ["quantity", "number"], rows };
}

/**
 * A long list as a table of several rows, which are all as long.
 * @type {(cells: string[], width: number) => string[][]}
 */
export function inRows(cells, width) {
  const count = Math.ceil(cells.length / width);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, column) => cells[row * width + column] ?? NONE),
  );
}

/**
 * The places of the numbers that are largest by size, the largest first.
 * @type {(numbers: number[], count: number) => number[]}
 */
export function strongestPlaces(numbers, count) {
  const places = Array.from(numbers.keys());
  return places.sort((p, q) => Math.abs(numbers[q]) - Math.abs(numbers[p])).slice(0, count);
}

/** A matrix whose largest number is smaller than this is written in units of a power of ten. */
const SMALL = 0.095;
/** Powers beyond it could not be divided by. */
const SMALLEST_UNIT = -300;

/**
 * The power of ten in whose units the numbers of a matrix are written: the largest has three digits.
 * @type {(values: number[]) => number}
 */
export function unitOf(values) {
  const largest = Math.max(...values.map(Math.abs));
  return largest === 0 || largest >= SMALL
    ? 0
    : Math.max(SMALLEST_UNIT, Math.floor(Math.log10(largest)));
}

/** @type {(title: string, unit: number) => string} */
export function inUnits(title, unit) {
  return unit === 0 ? title : `${title}, in units of 10${superscript(unit)}`;
}

/**
 * A signed number of a matrix, told apart from 0 where it is too small to be seen.
 * @type {(value: number, unit: number) => string}
 */
export function among(value, unit) {
  const text = format(value * Number(`1e${-unit}`), { plus: true, places: 2 }).text;
  if (/[1-9]/.test(text)) {
    return text;
  }
  return value === 0 ? "0" : "≈0";
}
