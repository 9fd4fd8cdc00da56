/**
 * Values out of an address, which anybody may have written: null for what is not as expected. Pure.
 */

const WHOLE = /^\d{1,16}$/;
const NUMBER = /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/;
/** No number of the page is larger; the server computes with all of these. */
const MOST = 1e6;

/**
 * @param {string | null | undefined} text
 * @param {number} least
 * @param {number} most
 */
export function wholeIn(text, least, most) {
  const value = WHOLE.test(text ?? "") ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/**
 * @param {string | null | undefined} text
 * @param {number} least
 * @param {number} most
 */
export function numberIn(text, least = -MOST, most = MOST) {
  const value = NUMBER.test(text ?? "") ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/**
 * A list, its members parted by blanks: all of them, or none.
 * @template T
 * @param {string | null} text
 * @param {number} count
 * @param {(text: string, place: number) => T | null} read
 * @returns {T[] | null}
 */
export function listOf(text, count, read) {
  const words = text?.split(" ", count + 1) ?? [];
  /** @type {T[]} */
  const values = [];
  for (const [place, word] of words.entries()) {
    const value = read(word, place);
    if (value !== null) {
      values.push(value);
    }
  }
  return words.length === count && values.length === count ? values : null;
}

/**
 * @template {string} T
 * @param {string | null | undefined} text
 * @param {readonly T[]} names
 * @returns {T | null}
 */
export function oneOf(text, names) {
  return names.find((name) => name === text) ?? null;
}
