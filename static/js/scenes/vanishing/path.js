/** One path from an output back to the first hidden layer, and the factors that the error meets on
 * it. Every weight and slope is the ratio of two numbers of one answer of the server, so that they
 * belong together even while the network learns: contributions are -dC/dz w, deltas dC/dz, nudges
 * -dC/da.
 * @import {BackwardAnswer} from "../../server/client.js"
 * @typedef {object} Factor what the error meets on the way into a hidden layer
 * @property {number} layer counted from 1
 * @property {number} neuron which of its neurons the path goes through
 * @property {number} weight from it to the path's neuron one layer on
 * @property {number} slope f'(z) of it
 * @property {number} product of all weights and slopes from the output to here */

import { slopeOf } from "./neurons.js";

/** @typedef {object} Reach how a neuron is reached along the strongest path from the output to it
 * @property {number} strength the size of the product of its factors; 0 where nothing gets through
 * @property {number} after the path's neuron one layer on
 * @property {number} weight from this neuron to that one
 * @property {number} slope */

/** The strongest path from an output to a neuron of the first hidden layer: to the one that is
 * reached most strongly, or to the one that comes `rank` places after it.
 * @param {BackwardAnswer} answer
 * @param {number} output the output that it begins at
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
 * @param {number} j which neuron of layer l
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
