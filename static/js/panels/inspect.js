/** What the panel says of a neuron or a weight that is held, from the server's answers. Pure.
 * @import {Of} from "../kit/nudges.js"
 * @import {NeuronTerms} from "../server/types.js"
 * @typedef {object} Fact a number that the answers hold
 * @property {string} name @property {string} symbol
 * @property {number | null} value null for what is not computed yet
 * @property {boolean} signed whether its plus sign is written: a nudge
 * @property {Of} [of] which of the two nudges that are easily taken for one
 * @typedef {object} Inspection
 * @property {string} title @property {string} where
 * @property {string} remark what backpropagation asks of it
 * @property {NeuronTerms | null} terms the terms of its sum
 * @property {string} before what its inputs are called: "pixel", "neuron"
 * @property {string} squash its function of z
 * @property {{index: number, count: number} | null} parameter its index in the flat vector
 * @property {Fact[]} facts
 * @property {{weights: ArrayLike<number>, nudges: number[] | null} | null} pictures */

import { NUDGES } from "../kit/nudges.js";
import { activationOf, appliedText } from "../network/descriptors.js";
import { indexOfParameter, parameterCount, pixelPosition } from "../network/names.js";
import { FACTS, INSPECT, INSPECTED, REMARKS } from "./held_words.js";
import { layerOfNeuron } from "./words.js";

/** @type {(item: Item, state: State) => Inspection} */
export function inspect(item, state) {
  if (item.kind === "weight") {
    return inspectWeight(item, state);
  }
  return item.layer === 0 ? inspectPixel(item.index, state) : inspectNeuron(item, state);
}

/** @type {(neuron: {layer: number, index: number}, state: State) => Inspection} */
function inspectNeuron({ layer, index }, state) {
  const { forward, backward, session, options } = state;
  const last = lastLayer(state);
  const terms = forward?.terms?.[layer - 1]?.[index] ?? null;
  const nudge = backward?.nudges.activations[layer - 1][index] ?? null;
  return {
    title: INSPECTED.neuron(layer, index, last),
    where: layerOfNeuron(layer, last),
    remark: nudge === null ? unasked(state) : remarkOf(layer, index, nudge, state),
    terms,
    before: layer === 1 ? INSPECT.before.pixel : INSPECT.before.neuron,
    parameter: null,
    squash: appliedText(
      activationOf(options, session?.[layer === last ? "output" : "activation"] ?? ""),
    ),
    facts: [
      ...(terms === null ? unknownPass(state, layer, index) : []),
      { name: NUDGES.a.words, symbol: "−∂C₀/∂a", value: nudge, signed: true, of: "a" },
      nudgeOfSum(layer, index, state),
      {
        name: FACTS.biasNudge,
        symbol: "−∂C₀/∂b",
        value: backward?.nudges.biases[layer - 1][index] ?? null,
        signed: true,
      },
    ],
    pictures: layer === 1 ? weightPictures(index, state) : null,
  };
}

/** @param {State} state @param {number} layer @param {number} index
 * @returns {Fact[]} z, a and b, where the sum is not known */
function unknownPass({ forward, parameters }, layer, index) {
  const bias = parameters?.biases[layer - 1]?.[index] ?? null;
  const z = forward?.pre_activations[layer - 1][index] ?? null;
  const a = forward?.activations[layer][index] ?? null;
  return [
    { name: FACTS.bias, symbol: "b", value: bias, signed: false },
    { name: FACTS.sum, symbol: "z", value: z, signed: false },
    { name: FACTS.activation, symbol: "a", value: a, signed: false },
  ];
}

/** @type {(index: number, state: State) => Inspection} */
function inspectPixel(index, state) {
  const value = state.forward?.activations[0][index] ?? null;
  return {
    title: INSPECTED.pixel(index),
    where: pixelPosition(index, state.session?.layers[0] ?? 1),
    parameter: null,
    remark: REMARKS.pixel,
    terms: null,
    before: "",
    squash: "",
    facts: [{ name: FACTS.activation, symbol: "a", value, signed: false }],
    pictures: null,
  };
}

/** @type {(weight: {layer: number, to: number, from: number}, state: State) => Inspection} */
function inspectWeight({ layer, to, from }, state) {
  const { forward, backward, parameters, session } = state;
  const layers = session?.layers ?? [];
  const last = lastLayer(state);
  const nudge = backward?.nudges.weights?.[layer - 1][to][from] ?? null;
  return {
    title: INSPECTED.weight,
    where: INSPECTED.ends(layer, to, from, last),
    parameter: {
      index: indexOfParameter(layers, { kind: "weight", layer, to, from }) ?? 0,
      count: parameterCount(layers),
    },
    remark: nudge === null ? unasked(state) : REMARKS.weight(nudge),
    terms: null,
    before: "",
    squash: "",
    facts: [
      {
        name: FACTS.weight,
        symbol: "w",
        value: parameters?.weights[layer - 1]?.[to * layers[layer - 1] + from] ?? null,
        signed: false,
      },
      {
        name: FACTS.carried,
        symbol: "a",
        value: forward?.activations[layer - 1][from] ?? null,
        signed: false,
      },
      nudgeOfSum(layer, to, state),
      { name: FACTS.itsNudge, symbol: "−∂C₀/∂w", value: nudge, signed: true },
    ],
    pictures: null,
  };
}

/** @param {number} index @param {State} state */
function weightPictures(index, { parameters, backward, session }) {
  const inputs = session?.layers[0] ?? 0;
  const weights = parameters?.weights[0]?.subarray(index * inputs, (index + 1) * inputs);
  return weights ? { weights, nudges: backward?.nudges.weights?.[0][index] ?? null } : null;
}

/** @type {(layer: number, index: number, nudge: number, state: State) => string} */
function remarkOf(layer, index, nudge, state) {
  return layer === lastLayer(state)
    ? REMARKS.output(nudge, state.target, index)
    : REMARKS.hidden(nudge);
}

/** @param {State} state */
function unasked({ forward }) {
  return forward === null ? REMARKS.noDrawing : REMARKS.noTarget;
}

/** @type {(state: State) => number} */
function lastLayer({ session }) {
  return (session?.layers.length ?? 1) - 1;
}

/** -dC/dz, which is what the gate lets through of -dC/da.
 * @type {(layer: number, index: number, state: State) => Fact} */
function nudgeOfSum(layer, index, { backward }) {
  const delta = backward?.deltas[layer - 1][index] ?? null;
  const value = delta === null ? null : 0 - delta;
  return { name: NUDGES.z.words, symbol: "−∂C₀/∂z", value, signed: true, of: "z" };
}
