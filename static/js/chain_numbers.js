/** Numbers that are compared by eye: four digits after the point, and never a small one as 0. Pure. */

import { format, formatSigned } from "./theme.js";

const DIGITS = 4;
const SMALLEST = 0.0005;

/**
 * How many digits after the point; a small number has as many as it asks for.
 * @param {number} value
 */
export function fineDigits(value) {
  return value !== 0 && Math.abs(value) < SMALLEST ? undefined : DIGITS;
}

/** @param {number} value */
export function fine(value) {
  return format(value, fineDigits(value));
}

/** @param {number} value */
export function fineSigned(value) {
  return formatSigned(value, fineDigits(value));
}
