/** Sums as anybody can check them: what is shown adds up. The printed tables have the same rule
 * (`app/take_home/numbers.py`); a test holds one to the other.
 * @import {Written} from "./format.js"
 * @typedef {object} SumStyle
 * @property {number} [places] at least so many digits after the point
 * @property {number} [most] never more than so many, nor a power of ten of small numbers
 * @property {boolean} [plus] write the plus sign as well
 * @property {number} [parts] the total is the sum divided by that: their mean */

import { digitsFor, format, LARGEST, SMALLEST, writtenWith } from "./format.js";

/** Up to here a number distinguishes whole ones. */
const EXACT = 1e15;
/** Dividing by a smaller power would overflow. */
const SMALLEST_POWER = -300;

/** Terms and, last, their total, so that they add up: all with as many digits as the largest needs and
 * the total has alone, or in the largest one's power of ten.
 * @type {(terms: number[], total: number, style?: SumStyle) => Written[]} */
export function formatSum(terms, total, { places = 2, most, plus = false, parts = 1 } = {}) {
  const largest = Math.max(...[...terms, total].map(Math.abs));
  const isTiny = largest > 0 && largest < SMALLEST && most === undefined;
  const isExtreme = isTiny || largest >= LARGEST;
  const power = isExtreme ? Math.max(SMALLEST_POWER, Math.floor(Math.log10(largest))) : 0;
  const needed = [digitsFor(largest), digitsFor(Math.abs(total))];
  const digits = power === 0 ? Math.min(most ?? 20, Math.max(places, ...needed)) : 2;
  const unit = Number(`1e${power}`);
  const exact = terms.map((term) => term / unit);
  return addingUp(exact, total / unit, digits, parts).map((value) =>
    writtenWith(format(value, { places: digits, plus }).text, power),
  );
}

/** Rounded one by one, terms mostly do not add up. What is left over goes to the largest, a unit of
 * the last digit each, where it is seen least.
 * @type {(terms: number[], total: number, digits: number, parts: number) => number[]} */
function addingUp(terms, total, digits, parts) {
  const scale = 10 ** digits;
  if (Math.max(...[...terms, total].map(Math.abs)) > EXACT / scale) {
    return [...terms, total];
  }
  const units = terms.map((term) => rounded(term * scale));
  const whole = rounded(total * scale);
  const spare = Math.floor((parts - 1) / 2); // less than half a unit of the mean
  const surplus = units.reduce((sum, each) => sum + each, 0) - parts * whole;
  const over = surplus - Math.max(-spare, Math.min(spare, surplus));
  const bySize = terms.map((_, i) => i).sort((p, q) => Math.abs(terms[q]) - Math.abs(terms[p]));
  for (let n = 0; n < Math.abs(over); n++) {
    units[bySize[n % bySize.length]] -= Math.sign(over);
  }
  return [...units, whole].map((each) => each / scale);
}

/** A half goes to the even number, as in Python. @type {(value: number) => number} */
function rounded(value) {
  const nearest = Math.round(value);
  return Math.abs(value % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

/** How many of the largest terms of a long sum are written out. */
const LISTED = 3;
/** As many terms are listed in full, */
const SHORT_SUM = 10;
/** or, where they have more than two digits after the point, so many. */
const SHORT_LONG_NUMBERS = 4;

/** A sum for a formula: all terms of a short one that are not 0; of a long one the largest, and the rest.
 * @typedef {{terms: Written[], rest: Written | null, restCount: number, total: Written}} ShownSum
 * @type {(terms: number[], total: number) => ShownSum} */
export function shownSum(terms, total) {
  const all = formatSum(terms, total);
  const isLong =
    terms.length > SHORT_SUM || (terms.length > SHORT_LONG_NUMBERS && !hasTwoDigits(all[0]));
  if (!isLong) {
    return withoutZeros(all.slice(0, -1), all[terms.length]);
  }
  const bySize = [...terms].sort((p, q) => Math.abs(q) - Math.abs(p));
  const largest = bySize.slice(0, LISTED);
  const others = bySize.slice(LISTED).reduce((sum, each) => sum + each, 0);
  const written = formatSum([...largest, others], total);
  return {
    terms: written.slice(0, LISTED),
    rest: written[LISTED],
    restCount: terms.length - LISTED,
    total: written[LISTED + 1],
  };
}

/** What is 0 in the digits of a sum stands together.
 * @type {(all: Written[], total: Written) => ShownSum} */
export function withoutZeros(all, total) {
  const others = all.filter(({ shown }) => shown !== 0);
  const terms = others.length === 0 ? all.slice(0, 1) : others;
  const zeros = all.filter((each) => !terms.includes(each));
  return zeros.length < 2
    ? { terms: all, rest: null, restCount: 0, total }
    : { terms, rest: zeros[0], restCount: zeros.length, total };
}

/** @type {(written: Written) => boolean} */
const hasTwoDigits = ({ unit, power }) => power === 0 && unit === 0.01;
