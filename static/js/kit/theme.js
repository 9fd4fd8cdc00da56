/**
 * Colours and sizes of the canvases. The colours stand in css/theme.css; they are read from there,
 * so that each is written once.
 *
 * @typedef {object} Theme
 * @property {string} ground
 * @property {string} raised
 * @property {string} ink
 * @property {string} dim
 * @property {string} rule
 * @property {string} positive
 * @property {string} negative
 * @property {string} accent
 * @property {string} font the font family
 */

const NAMES = ["ground", "raised", "ink", "dim", "rule", "positive", "negative", "accent", "font"];

/**
 * @param {Element} root the element that carries the theme
 * @returns {Theme}
 */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries);
}

/**
 * The colour of a signed number. Sign is never told by colour alone: arrows and signs tell it too.
 * @type {(theme: Theme, value: number) => string}
 */
export function signColour(theme, value) {
  return value < 0 ? theme.negative : theme.positive;
}

/** Numbers smaller than this, or larger than the other, are written with a power of ten. */
const SMALLEST = 1e-5;
const LARGEST = 1e6;

/**
 * A number as it stands in the picture: two digits after the point, more where it is small, and a
 * real minus sign.
 * @param {number} value
 * @param {number} [digits] after the point; by the number's size where left out
 */
export function format(value, digits) {
  const size = Math.abs(value);
  if (digits === undefined && size > 0 && (size < SMALLEST || size >= LARGEST)) {
    const [mantissa, exponent] = value.toExponential(1).split("e");
    return `${mantissa.replace("-", "−")} · 10${superscript(Number(exponent))}`;
  }
  const text = size.toFixed(digits ?? digitsFor(size));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * A signed number, its plus sign written too.
 * @type {(value: number, digits?: number) => string}
 */
export function formatSigned(value, digits) {
  return value >= 0 ? `+${format(value, digits)}` : format(value, digits);
}

/**
 * Two significant digits, at least two after the point.
 * @type {(size: number) => number}
 */
export function digitsFor(size) {
  return size >= 0.095 || size < SMALLEST ? 2 : 1 - Math.floor(Math.log10(size));
}

/** @type {(exponent: number) => string} */
export function superscript(exponent) {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return `${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}
