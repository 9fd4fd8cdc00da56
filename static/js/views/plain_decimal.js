/** A number that programs read too: the cost, for whoever checks it. */

const FEWEST_PLACES = 4;
const DIGITS = 4;
const SMALLEST = 1e-9;

/**
 * Four digits that matter at least, in a form that `Number` reads; with an exponent only where a
 * row of zeros would hide them.
 * @param {number} value 0 or more
 */
export function plainDecimal(value) {
  if (value === 0) {
    return value.toFixed(FEWEST_PLACES);
  }
  if (value < SMALLEST) {
    return value.toExponential(DIGITS - 1);
  }
  const places = DIGITS - 1 - Math.floor(Math.log10(value));
  return value.toFixed(Math.max(FEWEST_PLACES, places));
}
