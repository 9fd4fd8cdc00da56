/** The 28 x 28 picture that the network sees, and the weights of one neuron as such a picture.
 * @import {Context} from "./canvas.js"
 * @import {Square} from "../network/layout.js" */

/** Draw numbers from 0 to 1 as shades between paper and ink.
 * @type {(context: Context, pixels: ArrayLike<number>, square: Square, theme: Theme) => void} */
export function drawPixels(context, pixels, square, theme) {
  const [paper, ink] = [parseColour(theme.raised), parseColour(theme.ink)];
  drawGrid(context, pixels, square, (value) => mix(paper, ink, value));
}

/** Draw the weights into a neuron: positive and negative in their colours, strong where large.
 * @type {(context: Context, weights: ArrayLike<number>, square: Square, theme: Theme) => void} */
export function drawWeights(context, weights, square, theme) {
  const most = Array.from(weights).reduce((max, weight) => Math.max(max, Math.abs(weight)), 1e-12);
  drawSigned(context, weights, square, theme, most);
}

/** Draw signed numbers in their colours.
 * @param {Context} context @param {ArrayLike<number>} values @param {Square} square
 * @param {Theme} theme
 * @param {number} most the size that has the full colour */
export function drawSigned(context, values, square, theme, most) {
  drawGrid(context, values, square, signedColours(theme, most));
}

/** The colours of signed numbers: the larger, the further from the ground's colour.
 * @param {Theme} theme
 * @param {number} most the size that has the full colour
 * @returns {(value: number) => Rgb} */
export function signedColours(theme, most) {
  const ground = parseColour(theme.raised);
  const [up, down] = [parseColour(theme.positive), parseColour(theme.negative)];
  return (value) =>
    mix(ground, value < 0 ? down : up, Math.sqrt(Math.min(1, Math.abs(value) / most)));
}

/** How many squares side by side are the largest that have room.
 * @type {(count: number, width: number, height: number) => {across: number, cell: number}} */
export function largestSquares(count, width, height) {
  let best = { across: 1, cell: 0 };
  for (let across = 1; across <= count; across++) {
    const cell = Math.min(width / across, height / Math.ceil(count / across));
    best = cell > best.cell ? { across, cell } : best;
  }
  return best;
}

/** @typedef {[number, number, number]} Rgb */

/** The colours between two.
 * @param {string} from @param {string} to
 * @returns {(share: number) => Rgb} from 0 to 1 */
export function mixed(from, to) {
  const [one, other] = [parseColour(from), parseColour(to)];
  return (share) => mix(one, other, share);
}

/** @param {Context} context
 * @param {ArrayLike<number>} values one for each cell of the square
 * @param {Square} square @param {(value: number) => Rgb} colour */
function drawGrid(context, values, { x, y, side }, colour) {
  const small = grid(values, Math.round(Math.sqrt(values.length)), colour);
  context.save();
  context.imageSmoothingEnabled = false;
  context.beginPath();
  context.roundRect(x, y, side, side, side * 0.05);
  context.clip();
  context.drawImage(small, x, y, side, side);
  context.restore();
}

/** @template T
 * @param {ArrayLike<T>} values row by row
 * @param {number} columns @param {(value: T) => Rgb} colour
 * @returns {OffscreenCanvas} a pixel for each value */
export function grid(values, columns, colour) {
  const rows = Math.ceil(values.length / columns);
  const image = new ImageData(columns, rows);
  for (let i = 0; i < values.length; i++) {
    image.data.set([...colour(values[i]), 255], i * 4);
  }
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")?.putImageData(image, 0, 0);
  return small;
}

/** @param {Rgb} from @param {Rgb} to
 * @param {number} share from 0 to 1
 * @returns {Rgb} */
function mix(from, to, share) {
  /** @type {(i: 0 | 1 | 2) => number} */
  const channel = (i) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** @param {string} colour as #rrggbb
 * @returns {Rgb} */
function parseColour(colour) {
  /** @type {(i: number) => number} */
  const channel = (i) => Number.parseInt(colour.slice(i, i + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
