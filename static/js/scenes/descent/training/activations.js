/** Small pictures of the network: a drawing's activations as columns of neurons, and the weights
 * into the first hidden layer.
 * @import {ForwardAnswer} from "../../../server/types.js" */

import { PIXELS } from "../../../input/digit_image.js";
import { format } from "../../../kit/format.js";
import { drawPixels, drawWeights, largestSquares } from "../../../kit/picture.js";

const TITLE = 24;
const MOST_NEURONS = 16;
const [PICTURE, SMALL_PICTURE] = [84, 28];
const BEFORE_NEURONS = 26;
/** Columns that are so far apart have neurons of full size. */
const BETWEEN = 23;
/** Room for an output's neuron, its digit and its activation. */
const OUTPUTS = 86;

/**
 * @type {(context: CanvasRenderingContext2D, area: {width: number, height: number}, pass: {forward:
 *   ForwardAnswer | null, target: number | null}, theme: Theme) => void} */
export function drawActivations(context, { width, height }, { forward, target }, theme) {
  context.clearRect(0, 0, width, height);
  if (forward === null || height <= TITLE) {
    return;
  }
  const [input, ...layers] = forward.activations;
  const gaps = Math.max(1, layers.length - 1);
  const room = width - OUTPUTS - BEFORE_NEURONS - BETWEEN * gaps;
  const side = Math.max(SMALL_PICTURE, Math.min(PICTURE, width * 0.3, room));
  if (input.length === PIXELS) {
    drawPixels(context, input, { x: 0, y: (height - side) / 2, side }, theme);
  }
  const first = side + BEFORE_NEURONS;
  const between = (width - OUTPUTS - first) / gaps;
  context.textBaseline = "middle";
  for (const [i, layer] of layers.entries()) {
    const isOutput = i === layers.length - 1;
    const x = first + between * i;
    const shown = layer.slice(0, MOST_NEURONS);
    const step = (height - TITLE) / Math.max(shown.length, 10);
    const top = TITLE / 2 + (height - TITLE - step * shown.length) / 2;
    const largest = Math.max(...layer.map(Math.abs), 1e-9);
    for (const [j, activation] of shown.entries()) {
      const y = top + step * (j + 0.5);
      drawNeuron(
        context,
        { x, y, radius: Math.min(9, step * 0.4, between * 0.4) },
        activation / Math.max(1, largest),
        theme,
      );
      if (isOutput) {
        nameOutput(
          context,
          { x: x + 18, y },
          j,
          activation,
          j === forward.prediction,
          j === target,
          theme,
        );
      }
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {{x: number, y: number, radius: number}} place
 * @param {number} strength -1 … 1
 * @param {Theme} theme */
function drawNeuron(context, { x, y, radius }, strength, theme) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = strength < 0 ? theme.negative : theme.ink;
  context.globalAlpha = Math.min(1, Math.abs(strength));
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.stroke();
}

/** @type {(context: CanvasRenderingContext2D, at: {x: number, y: number}, digit: number,
 *   activation: number, isRead: boolean, isTarget: boolean, theme: Theme) => void} */
function nameOutput(context, { x, y }, digit, activation, isRead, isTarget, theme) {
  context.textAlign = "left";
  context.font = `${isRead ? 700 : 400} 15px ${theme.font}`;
  context.fillStyle = isRead ? theme.accent : theme.ink;
  context.fillText(isTarget ? `${digit} ✓` : String(digit), x, y);
  context.font = `14px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.fillText(format(activation, 2).text, x + 32, y);
}

const GAP = 6;

/** @param {CanvasRenderingContext2D} context @param {{width: number, height: number}} area
 * @param {Float32Array} weights row by row: those into neuron 0, into neuron 1, …
 * @param {Theme} theme */
export function drawWeightTiles(context, { width, height }, weights, theme) {
  const count = Math.floor(weights.length / PIXELS);
  const { across: columns } = largestSquares(count, width, height);
  const rows = Math.ceil(count / columns);
  const side = Math.min((width + GAP) / columns, (height + GAP) / rows) - GAP;
  context.clearRect(0, 0, width, height);
  for (let j = 0; j < count; j++) {
    const x = (j % columns) * (side + GAP);
    const y = Math.floor(j / columns) * (side + GAP);
    drawWeights(context, weights.subarray(j * PIXELS, (j + 1) * PIXELS), { x, y, side }, theme);
  }
}
