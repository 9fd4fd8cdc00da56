/** The neurons of a layer on their activation function, and the strongest paths through the layers.
 * Every weight is the ratio of two numbers of one answer, so that it matches even while the network
 * learns: contributions are -dC/dz w, deltas dC/dz.
 * @import {FunctionAnswer} from "../../server/types.js"
 * @import {Wanted} from "../../server/function_curves.js"
 * @import {Side} from "./state.js"
 * @typedef {object} Neuron
 * @property {number} z @property {number} a @property {number} slope
 * @property {boolean} isFlat whether next to nothing gets through it */

import { curveIn, reachOf } from "../../server/function_curves.js";
import { SIDES } from "./choices.js";

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
    const slope = slopeOf(answer, l, j);
    return { z, a: answer.activations[l][j], slope, isFlat: Math.abs(slope) < flat };
  });
}

/** f'(z) of a hidden neuron. @type {(answer: BackwardAnswer, l: number, j: number) => number} */
const slopeOf = ({ slopes }, l, j) => slopes[l - 1]?.[j] ?? 0;

/** The curve of a side's function over the range of both sides' neurons, so that they compare.
 * @type {(state: Pick<VanishingState, "sides" | "layer">, name: SideName) => Wanted} */
export function curveWanted({ sides, layer }, name) {
  const zs = SIDES.flatMap((side) => {
    const { choice, pass } = sides[side];
    return pass?.answer.pre_activations[Math.min(layer, choice.depth) - 1] ?? [];
  });
  return { activation: sides[name].choice.activation, reach: reachOf(zs) };
}

/** @type {(state: VanishingState, name: SideName) => FunctionAnswer | undefined} */
export const curveOf = (state, name) => curveIn(state.functions, curveWanted(state, name));

/** The neurons of the layer shown.
 * @type {(state: VanishingState, name: SideName, page: Pick<State, "options">) => Neuron[]} */
export function seenNeurons(state, name, { options }) {
  const flat = options?.descriptors.flat_below ?? 0;
  return neuronsOf(state.sides[name], state.layer, curveOf(state, name), flat);
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
function pathOf(answer, output, rank) {
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
  const slope = slopeOf(answer, l, j);
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
