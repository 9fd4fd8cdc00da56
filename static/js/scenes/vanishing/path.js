/**
 * One path from an output back to the first hidden layer, and the factors that the error meets on
 * it. Every weight and slope is the ratio of two numbers of one answer of the server, so that they
 * belong together even while the network learns: contributions are -dC/dz w, deltas dC/dz, nudges
 * -dC/da.
 *
 * @import {BackwardAnswer} from "../../api.js"
 *
 * @typedef {object} Factor what the error meets on the way into a hidden layer
 * @property {number} layer counted from 1
 * @property {number} neuron which of its neurons the path goes through
 * @property {number} weight from it to the path's neuron one layer on
 * @property {number} slope f'(z) of it
 * @property {number} product of all weights and slopes from the output to here
 * @property {number} slopes the product of the slopes alone
 */

import { slopeOf } from "./neurons.js";

/**
 * The path that goes, from the output on, each time through the neuron with the largest factor; at
 * the first choice through the one that comes `rank` places after it.
 * @param {BackwardAnswer} answer
 * @param {number} output the output that it begins at
 * @param {number} rank
 * @returns {Factor[]} from the last hidden layer to the first; shorter where nothing gets further
 */
export function pathOf(answer, output, rank) {
  const factors = [];
  let [after, product, slopes] = [output, 1, 1];
  for (let l = answer.deltas.length - 1; l >= 1; l--) {
    const links = linksInto(answer, l, after);
    const link = links[l === answer.deltas.length - 1 ? rank % Math.max(1, links.length) : 0];
    if (link === undefined) {
      return factors;
    }
    product *= link.weight * link.slope;
    slopes *= link.slope;
    factors.push({ layer: l, ...link, product, slopes });
    after = link.neuron;
  }
  return factors;
}

/**
 * The links between a neuron and those one layer back that let something through, the strongest
 * first.
 * @param {BackwardAnswer} answer
 * @param {number} l the layer back
 * @param {number} after the neuron of layer l + 1
 */
function linksInto(answer, l, after) {
  const delta = answer.deltas[l][after];
  if (delta === 0) {
    return [];
  }
  return answer.contributions[l - 1][after]
    .map((contribution, neuron) => ({
      neuron,
      weight: -contribution / delta,
      slope: slopeOf(answer, l, neuron) ?? 0,
    }))
    .filter(({ weight, slope }) => weight * slope !== 0)
    .sort((one, other) => strength(other) - strength(one));
}

/** @param {{weight: number, slope: number}} link */
function strength({ weight, slope }) {
  return Math.abs(weight * slope);
}
