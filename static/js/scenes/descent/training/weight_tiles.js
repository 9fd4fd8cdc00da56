/** The weights into each neuron of the first hidden layer, as pictures.
 * @import {Theme} from "../../../kit/theme.js" */

import { drawWeights } from "../../../kit/picture.js";

const GAP = 6;

/** @param {CanvasRenderingContext2D} context @param {{width: number, height: number}} area
 * @param {Float32Array} weights row by row: those into neuron 0, into neuron 1, …
 * @param {Theme} theme */
export function drawWeightTiles(context, { width, height }, weights, theme) {
  const inputs = 784;
  const count = Math.floor(weights.length / inputs);
  const columns = columnsFor(count, width, height);
  const rows = Math.ceil(count / columns);
  const side = Math.min((width + GAP) / columns, (height + GAP) / rows) - GAP;
  context.clearRect(0, 0, width, height);
  for (let j = 0; j < count; j++) {
    const x = (j % columns) * (side + GAP);
    const y = Math.floor(j / columns) * (side + GAP);
    drawWeights(context, weights.subarray(j * inputs, (j + 1) * inputs), { x, y, side }, theme);
  }
}

/** The number of columns that makes the pictures largest.
 * @type {(count: number, width: number, height: number) => number} */
function columnsFor(count, width, height) {
  let [best, largest] = [1, 0];
  for (let columns = 1; columns <= count; columns++) {
    const side = Math.min(width / columns, height / Math.ceil(count / columns));
    if (side > largest) {
      [best, largest] = [columns, side];
    }
  }
  return best;
}
