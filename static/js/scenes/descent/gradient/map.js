/** All parameters at once, layer by layer: the weights into each neuron of the first layer as a
 * picture of its inputs, later layers as a grid with a row for each neuron, biases as a column next
 * to their weights.
 * @typedef {object} Block a rectangle of numbers that follow each other in the flat vector
 * @property {number} start the index of its first number
 * @property {number} columns @property {number} rows @property {number} x @property {number} y
 * @property {number} cell the side of a number's square
 * @typedef {{text: string, x: number, y: number}} Label
 * @typedef {{blocks: Block[], labels: Label[]}} MapLayout */

import { drawRimmed, writeText } from "../../../kit/canvas.js";
import { subscript } from "../../../kit/format.js";
import { largestSquares, signedColours } from "../../../kit/picture.js";
import { firstIndexOf } from "../../../network/names.js";

const LABEL = 20;
const GAP = 5;
/** How wide the name of a layer's biases is. */
const NAME = 20;
/** How wide the name of a layer's weights is, with a space. */
const WEIGHTS = 92;

/** Where the blocks are: the first layer's pictures at the left, the later layers at the right.
 * @type {(width: number, height: number, layers: number[]) => MapLayout} */
export function layoutMap(width, height, layers) {
  const split = width * 0.62;
  const first = picturesOf(layers, split - 18, height);
  const later = gridsOf(layers, split + 4, width - split - 4, height);
  return { blocks: [...first.blocks, ...later.blocks], labels: [...first.labels, ...later.labels] };
}

/** @type {(layers: number[], width: number, height: number) => MapLayout} */
function picturesOf(layers, width, height) {
  const [inputs, neurons] = layers;
  const side = Math.round(Math.sqrt(inputs));
  const bias = 12;
  const room = { width: width - bias - GAP, height: height - LABEL };
  const { across: columns, cell: pitch } = largestSquares(neurons, room.width, room.height);
  const cell = (pitch - GAP) / side;
  /** @type {Block[]} */
  const blocks = Array.from({ length: neurons }, (_, neuron) => ({
    start: neuron * inputs,
    columns: side,
    rows: side,
    x: (neuron % columns) * pitch,
    y: LABEL + Math.floor(neuron / columns) * pitch,
    cell,
  }));
  const x = columns * pitch;
  const tall = Math.min(bias, (Math.ceil(neurons / columns) * pitch - GAP) / neurons);
  blocks.push({ start: neurons * inputs, columns: 1, rows: neurons, x, y: LABEL, cell: tall });
  const labels = [{ text: `w₁: ${neurons} × ${inputs}`, x: 0, y: 8 }];
  return { blocks, labels: [...labels, { text: "b₁", x, y: 8 }] };
}

/** @type {(layers: number[], left: number, width: number, height: number) => MapLayout} */
function gridsOf(layers, left, width, height) {
  /** @type {MapLayout} */
  const { blocks, labels } = { blocks: [], labels: [] };
  const later = layers.slice(2);
  const rows = later.reduce((sum, size) => sum + size, 0);
  const widest = Math.max(...layers.slice(1, -1)) + 2.6;
  const cell = Math.min(
    width / widest,
    (width - NAME) / (widest - 1.8), // The biases' name is wider than they are.
    (height - later.length * (LABEL + GAP)) / rows,
  );
  let y = 0;
  for (const [l, size] of later.entries()) {
    const before = layers[l + 1];
    const start = firstIndexOf(layers, l + 2);
    const name = subscript(l + 2);
    labels.push({ text: `w${name}: ${size} × ${before}`, x: left, y: y + 8 });
    const x = left + (before + 0.8) * cell;
    const clear = Math.min(left + WEIGHTS, left + width - NAME);
    labels.push({ text: `b${name}`, x: Math.max(x, clear), y: y + 8 });
    y += LABEL;
    blocks.push({ start, columns: before, rows: size, x: left, y, cell });
    blocks.push({ start: start + size * before, columns: 1, rows: size, x, y, cell });
    y += size * cell + GAP;
  }
  return { blocks, labels };
}

/** The index of the number at a point.
 * @type {(layout: MapLayout, x: number, y: number) => number | null} */
export function indexUnder({ blocks }, x, y) {
  for (const block of blocks) {
    const column = Math.floor((x - block.x) / block.cell);
    const row = Math.floor((y - block.y) / block.cell);
    if (column >= 0 && column < block.columns && row >= 0 && row < block.rows) {
      return block.start + row * block.columns + column;
    }
  }
  return null;
}

/** The middle of a number's square.
 * @type {(layout: MapLayout, index: number) => {x: number, y: number, cell: number} | null} */
function squareOf({ blocks }, index) {
  const block = blocks.find(
    ({ start, columns, rows }) => index >= start && index < start + columns * rows,
  );
  if (block === undefined) {
    return null;
  }
  const { start, columns, x, y, cell } = block;
  const within = index - start;
  return {
    x: x + ((within % columns) + 0.5) * cell,
    y: y + (Math.floor(within / columns) + 0.5) * cell,
    cell,
  };
}

/** @param {OffscreenCanvasRenderingContext2D} context in units of the page
 * @param {MapLayout} layout @param {ArrayLike<number>} nudges @param {Theme} theme */
export function drawMap(context, { blocks, labels }, nudges, theme) {
  let most = 1e-12;
  for (let index = 0; index < nudges.length; index++) {
    most = Math.max(most, Math.abs(nudges[index]));
  }
  const colour = signedColours(theme, most);
  context.imageSmoothingEnabled = false;
  for (const block of blocks) {
    const { start, columns, rows, x, y, cell } = block;
    const image = new ImageData(columns, rows);
    for (let i = 0; i < columns * rows; i++) {
      image.data.set([...colour(nudges[start + i]), 255], i * 4);
    }
    const small = new OffscreenCanvas(columns, rows);
    small.getContext("2d")?.putImageData(image, 0, 0);
    context.drawImage(small, x, y, columns * cell, rows * cell);
  }
  context.font = `15px ${theme.font}`;
  context.textBaseline = "middle";
  context.fillStyle = theme.dim;
  for (const { text, x, y } of labels) {
    writeText(context, text, x, y);
  }
}

/** Mark the chosen number.
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {MapLayout} layout @param {number} index @param {Theme} theme */
export function markEntry(context, layout, index, theme) {
  const square = squareOf(layout, index);
  if (square !== null) {
    const radius = Math.max(8, square.cell * 0.9);
    const strokes = /** @type {[string, number][]} */ ([
      [theme.ground, 6],
      [theme.accent, 3],
    ]);
    drawRimmed(context, strokes, () => context.arc(square.x, square.y, radius, 0, 2 * Math.PI));
  }
}
