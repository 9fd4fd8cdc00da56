/** The neurons of a layer on their activation function: each one's z, and the slope there. A slope
 * is the ratio of two of the server's numbers, dC/dz and dC/da.
 * @import {BackwardAnswer} from "../../server/client.js"
 * @import {FunctionAnswer} from "../../server/vanishing_api.js"
 * @import {SideName} from "./choices.js"
 * @import {Side, VanishingState} from "./state.js"
 * @typedef {object} Neuron
 * @property {number} z @property {number} a @property {number} slope
 * @property {boolean} isFlat whether next to nothing gets through it */

import { functionKey } from "./choices.js";

/** As in nn/layer_statistics.py. */
const FLAT = 0.01;
const NEAREST_REACH = 8;
/** The server's range of functions; neurons further out are drawn at the edge. */
const FARTHEST_REACH = 1000;

/** The hidden neurons of a layer; none while they are unknown.
 * @param {Side} side
 * @param {number} layer counted from 1; too deep a one means the last
 * @param {FunctionAnswer | undefined} curve @returns {Neuron[]} */
function neuronsOf({ choice, pass }, layer, curve) {
  if (pass === null || curve === undefined) {
    return [];
  }
  const { answer } = pass;
  const l = Math.min(layer, choice.depth);
  const zs = answer.pre_activations[l - 1] ?? [];
  return zs.map((z, j) => {
    const slope = slopeOf(answer, l, j) ?? slopeOn(curve, z);
    return { z, a: answer.activations[l][j], slope, isFlat: Math.abs(slope) < FLAT };
  });
}

/** f'(z) of a neuron; null where no error reaches it, so that it is unknown.
 * @type {(answer: BackwardAnswer, l: number, j: number) => number | null} */
export function slopeOf({ deltas, nudges }, l, j) {
  const wished = nudges.activations[l - 1][j];
  return wished === 0 ? null : Math.abs(deltas[l - 1][j] / wished);
}

/** The range of z that holds all neurons: a power of two.
 * @type {(side: Side, layer: number) => number} */
export function reachOf({ choice, pass }, layer) {
  const zs = pass?.answer.pre_activations[Math.min(layer, choice.depth) - 1] ?? [];
  const largest = Math.max(NEAREST_REACH, ...zs.map(Math.abs));
  return Math.min(FARTHEST_REACH, 2 ** Math.ceil(Math.log2(largest)));
}

/** The curve of a side's function over its neurons' range; undefined until it has arrived.
 * @type {(state: VanishingState, name: SideName) => FunctionAnswer | undefined} */
export function curveOf({ sides, layer, functions }, name) {
  const side = sides[name];
  return functions.get(functionKey(side.choice.activation, reachOf(side, layer)));
}

/** The neurons of the layer shown. @type {(state: VanishingState, name: SideName) => Neuron[]} */
export function seenNeurons(state, name) {
  return neuronsOf(state.sides[name], state.layer, curveOf(state, name));
}

/** @type {(curve: FunctionAnswer, z: number) => number} */
function slopeOn({ z: places, slope }, z) {
  const last = places.length - 1;
  const place = ((z - places[0]) / (places[last] - places[0])) * last;
  const i = Math.max(0, Math.min(last - 1, Math.floor(place)));
  const share = Math.max(0, Math.min(1, place - i));
  return slope[i] + share * (slope[i + 1] - slope[i]);
}
