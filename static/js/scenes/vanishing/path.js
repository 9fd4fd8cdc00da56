/** One path from an output back to the first hidden layer, and the factors of the error along it.
 * Every weight and slope is the ratio of two numbers of one answer, so that they match even while
 * the network learns: contributions are -dC/dz w, deltas dC/dz, nudges -dC/da.
 * @import {BackwardAnswer} from "../../server/client.js"
 * @typedef {object} Factor what multiplies the error on its way into a hidden layer
 * @property {number} layer counted from 1
 * @property {number} neuron the path's neuron in it
 * @property {number} weight from it to the path's neuron in the next layer
 * @property {number} slope f'(z) of it
 * @property {number} product of all weights and slopes from the output to here */

import { slopeOf } from "./neurons.js";

/** @typedef {object} Reach the strongest path from the output to a neuron
 * @property {number} strength the size of the product of its factors; 0 where nothing gets through
 * @property {number} after the path's neuron in the next layer
 * @property {number} weight from this neuron to that one
 * @property {number} slope */

/** The path from an output to the first hidden layer that ranks `rank` by strength, 0 being the
 * strongest.
 * @param {BackwardAnswer} answer
 * @param {number} output the output it starts from
 * @param {number} rank
 * @returns {Factor[]} from the last hidden layer to the first; none where nothing gets through */
export function pathOf(answer, output, rank) {
  const layers = reachedLayers(answer, output);
  const ends = layers[0]
    .map(({ strength }, neuron) => ({ strength, neuron }))
    .filter(({ strength }) => strength > 0)
    .sort((one, other) => other.strength - one.strength);
  if (ends.length === 0) {
    return [];
  }
  const links = [];
  let { neuron } = ends[rank % ends.length];
  for (const [l, layer] of layers.entries()) {
    const { weight, slope, after } = layer[neuron];
    links.unshift({ layer: l + 1, neuron, weight, slope });
    neuron = after;
  }
  let product = 1;
  return links.map((link) => {
    product *= link.weight * link.slope;
    return { ...link, product };
  });
}

/** Every hidden neuron's strongest path, found layer by layer from the output back.
 * @param {BackwardAnswer} answer @param {number} output
 * @returns {Reach[][]} of the hidden layers, the first one first */
function reachedLayers(answer, output) {
  /** @type {Reach[][]} */
  const layers = [];
  let strengths = answer.deltas[answer.deltas.length - 1].map((_, j) => Number(j === output));
  for (let l = answer.deltas.length - 1; l >= 1; l--) {
    const layer = answer.deltas[l - 1].map((_, j) => reachOfNeuron(answer, l, j, strengths));
    layers.unshift(layer);
    strengths = layer.map(({ strength }) => strength);
  }
  return layers;
}

/** @param {BackwardAnswer} answer @param {number} l
 * @param {number} j the neuron in layer l
 * @param {number[]} strengths of the paths to the neurons of layer l + 1
 * @returns {Reach} */
function reachOfNeuron(answer, l, j, strengths) {
  const slope = slopeOf(answer, l, j) ?? 0;
  let best = { strength: 0, after: 0, weight: 0, slope };
  for (const [after, before] of strengths.entries()) {
    const delta = answer.deltas[l][after];
    const weight = delta === 0 ? 0 : -answer.contributions[l - 1][after][j] / delta;
    const strength = before * Math.abs(weight * slope);
    if (strength > best.strength) {
      best = { strength, after, weight, slope };
    }
  }
  return best;
}
