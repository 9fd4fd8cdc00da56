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
 * @param {number[]} nudges
 */
export function turned(nudges) {
  return nudges.map((nudge) => -nudge);
}
