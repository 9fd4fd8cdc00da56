/** The neurons of a layer on their activation function, and the strongest paths through the layers.
 * Every weight and slope is the ratio of two numbers of one answer, so that they match even while
 * the network learns: contributions are -dC/dz w, deltas dC/dz, nudges -dC/da.
 * @import {FunctionAnswer} from "../../server/types.js"
 * @import {Side} from "./state.js"
 * @typedef {object} Neuron
 * @property {number} z @property {number} a @property {number} slope
 * @property {boolean} isFlat whether next to nothing gets through it */

import { functionKey } from "./choices.js";

const NEAREST_REACH = 8;
/** The server's range of functions; neurons further out are drawn at the edge. */
const FARTHEST_REACH = 1000;

/** The hidden neurons of a layer; too deep a one means the last. Slopes that are smaller than
 * `flat` count as flat. None while they are unknown.
 * @type {(side: Side, layer: number, curve: FunctionAnswer | undefined, flat: number) => Neuron[]} */
function neuronsOf({ choice, pass }, layer, curve, flat) {
  if (pass === null || curve === undefined) {
    return [];
  }
  const { answer } = pass;
  const l = Math.min(layer, choice.depth);
  const zs = answer.pre_activations[l - 1] ?? [];
  return zs.map((z, j) => {
    const slope = slopeOf(answer, l, j) ?? slopeOn(curve, z);
    return { z, a: answer.activations[l][j], slope, isFlat: Math.abs(slope) < flat };
  });
}

/** f'(z) of a neuron; null where no error reaches it, so that it is unknown.
 * @type {(answer: BackwardAnswer, l: number, j: number) => number | null} */
export function slopeOf({ deltas, nudges }, l, j) {
  const desired = nudges.activations[l - 1][j];
  return desired === 0 ? null : Math.abs(deltas[l - 1][j] / desired);
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

/** The neurons of the layer shown.
 * @type {(state: VanishingState, name: SideName, page: Pick<State, "options">) => Neuron[]} */
export function seenNeurons(state, name, { options }) {
  const flat = options?.descriptors.flat_below ?? 0;
  return neuronsOf(state.sides[name], state.layer, curveOf(state, name), flat);
}

/** @type {(curve: FunctionAnswer, z: number) => number} */
function slopeOn({ z: zs, slope }, z) {
  const last = zs.length - 1;
  const position = ((z - zs[0]) / (zs[last] - zs[0])) * last;
  const i = Math.max(0, Math.min(last - 1, Math.floor(position)));
  const share = Math.max(0, Math.min(1, position - i));
  return slope[i] + share * (slope[i + 1] - slope[i]);
}

/** @typedef {object} Factor what multiplies the error on its way into a hidden layer
 * @property {number} layer counted from 1
 * @property {number} neuron the path's neuron in it
 * @property {number} weight from it to the path's neuron in the next layer
 * @property {number} slope f'(z) of it
 * @property {number} product of all weights and slopes from the output to here */

/** @typedef {object} Reach the strongest path from the output to a neuron
 * @property {number} strength the size of the product of its factors; 0 where nothing gets through
 * @property {number} after the path's neuron in the next layer
 * @property {number} weight from this neuron to that one
 * @property {number} slope */

/** The path from an output to the first hidden layer that ranks `rank` by strength, 0 being the
 * strongest; the last hidden layer's factor first. None where nothing gets through.
 * @type {(answer: BackwardAnswer, output: number, rank: number) => Factor[]} */
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

/** Every hidden neuron's strongest path, the first layer's first; found from the output back.
 * @type {(answer: BackwardAnswer, output: number) => Reach[][]} */
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

/** That of neuron j in layer l, from the strengths of the paths to the neurons of layer l + 1.
 * @type {(answer: BackwardAnswer, l: number, j: number, strengths: number[]) => Reach} */
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

/** The factors of the path shown, the strongest or a later one.
 * @type {(state: VanishingState, side: Side) => Factor[]} */
export function factorsOf({ rank }, { pass }) {
  return pass === null ? [] : pathOf(pass.answer, pass.example.label, rank);
}
