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
 * @param {Theme} theme
 * @param {number} value
 */
export function signColour(theme, value) {
  return value < 0 ? theme.negative : theme.positive;
}

/**
 * A number as it stands in the picture: two digits after the point, more where it is small, and a
 * real minus sign.
 * @param {number} value
 * @param {number} [digits] after the point; by the number's size where left out
 */
export function format(value, digits = digitsFor(value)) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * A signed number, its plus sign written too.
 * @param {number} value
 * @param {number} [digits]
 */
export function formatSigned(value, digits = digitsFor(value)) {
  return value >= 0 ? `+${format(value, digits)}` : format(value, digits);
}

/**
 * Two significant digits, at least two after the point and at most five.
 * @param {number} value
 */
function digitsFor(value) {
  const size = Math.abs(value);
  return size >= 0.095 || size < 5e-6 ? 2 : Math.min(5, 1 - Math.floor(Math.log10(size)));
}
