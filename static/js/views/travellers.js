/**
 * What travels between two layers: forwards, each weight's share w a of the next sum; backwards, each
 * neuron's wish for the one before it. The strongest only; the sign is the colour, the size the size.
 *
 * @import {Layout} from "../layout.js"
 * @import {Theme} from "../theme.js"
 *
 * @typedef {{from: [number, number], to: [number, number], value: number, share: number}} Traveller
 */

import { neuronAt } from "../layout.js";
import { signColour } from "../theme.js";

const MOST = 320;

/**
 * @param {Layout} layout
 * @param {number} inputs size of the input layer
 * @param {number} layer the layer that is entered, going forwards
 * @param {Float32Array} weights into that layer, row by row
 * @param {number[]} activations of the layer before
 * @returns {Traveller[]}
 */
export function forwardTravellers(layout, inputs, layer, weights, activations) {
  const before = activations.length;
  const values = Array.from(weights, (weight, i) => weight * activations[i % before]);
  return strongest(values).map(({ i, share }) => ({
    from: neuronAt(layout, layer - 1, i % before, inputs),
    to: neuronAt(layout, layer, Math.floor(i / before), inputs),
    value: values[i],
    share,
  }));
}

/**
 * @param {Layout} layout
 * @param {number} inputs
 * @param {number} layer the layer that is entered, going backwards
 * @param {number[][]} contributions what each neuron after it (row) asks of each of it (column)
 * @returns {Traveller[]}
 */
export function backwardTravellers(layout, inputs, layer, contributions) {
  const size = contributions[0].length;
  const values = contributions.flat();
  return strongest(values).map(({ i, share }) => ({
    from: neuronAt(layout, layer + 1, Math.floor(i / size), inputs),
    to: neuronAt(layout, layer, i % size, inputs),
    value: values[i],
    share,
  }));
}

/**
 * The largest values by size, with their share of the largest.
 * @param {number[]} values
 * @returns {{i: number, share: number}[]}
 */
function strongest(values) {
  const order = values
    .map((value, i) => ({ i, size: Math.abs(value) }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST);
  const most = order[0]?.size ?? 1;
  return order.map(({ i, size }) => ({ i, share: size / most }));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Traveller[]} travellers
 * @param {number} progress from 0, at the start, to 1, arrived
 * @param {Theme} theme
 */
export function drawTravellers(context, travellers, progress, theme) {
  for (const pass of [0, 1]) {
    for (const { from, to, value, share } of travellers) {
      const size = 1.2 + 3.2 * share;
      // First a rim in the colour of the ground, so that travellers stand out from the lines.
      context.fillStyle = pass === 0 ? theme.ground : signColour(theme, value);
      context.globalAlpha = pass === 0 ? 1 : 0.45 + 0.55 * share;
      context.beginPath();
      context.arc(
        from[0] + (to[0] - from[0]) * progress,
        from[1] + (to[1] - from[1]) * progress,
        size + (pass === 0 ? 1.4 : 0),
        0,
        2 * Math.PI,
      );
      context.fill();
    }
  }
  context.globalAlpha = 1;
}
