/** Numbers to be checked by hand: all digits that matter, and none for what is not computed yet. */

import { format, formatSigned } from "../theme.js";
import { element } from "./element.js";

export const UNKNOWN = "not computed yet";
const DIGITS = 5;

/**
 * A number with five digits after the point; a smaller one as a power of ten, never as 0.
 * @param {number | null} value
 * @param {boolean} signed whether the plus sign is written
 * @returns {(Node | string)[]}
 */
export function exact(value, signed) {
  if (value === null) {
    return [UNKNOWN];
  }
  if (value === 0 || Math.abs(value) >= 0.5 * 10 ** -DIGITS) {
    return [signed ? formatSigned(value, DIGITS) : format(value, DIGITS)];
  }
  const [digits, power] = Math.abs(value).toExponential(2).split("e-");
  const sign = value < 0 ? "−" : signed ? "+" : "";
  return [`${sign}${digits} × 10`, element("sup", "", `−${power}`)];
}
