/** Colours and font of the canvases, read from css/theme.css so that each is written once.
 * @typedef {object} Theme
 * @property {string} ground @property {string} raised @property {string} ink @property {string} dim
 * @property {string} rule @property {string} positive @property {string} negative
 * @property {string} accent
 * @property {string} font the font family */

const NAMES = ["ground", "raised", "ink", "dim", "rule", "positive", "negative", "accent", "font"];

/** @param {Element} root the element that carries the theme
 * @returns {Theme} */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return Object.fromEntries(entries);
}

/** The colour of a signed number. Arrows and signs always show the sign too.
 * @type {(theme: Theme, value: number) => string} */
export function signColour(theme, value) {
  return value < 0 ? theme.negative : theme.positive;
}
