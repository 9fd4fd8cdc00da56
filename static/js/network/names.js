/** What layers and neurons are called in sentences, and networks told apart by. Pure.
 * @import {SessionObject} from "../server/types.js" */
import { plainDecimal, subscript } from "../kit/format.js";
import { JOINED, NAMES, NUMBERED, positionWords } from "../kit/words.js";
import { costOf, functionNames } from "./descriptors.js";

/** The lecture's network, shown until another has arrived. */
export const DEFAULT_LAYERS = [784, 16, 16, 10];
/** @typedef {{activation: string, output: string, cost: string}} Kind of a network */
export const LECTURE = { activation: "sigmoid", output: "sigmoid", cost: "squared_error" };

/** The present network's layers. @type {(state: Pick<State, "session">) => number[]} */
export const layersOf = ({ session }) => session?.layers ?? DEFAULT_LAYERS;

/** Whether two networks compute with the same functions.
 * @type {(one: Kind | null, other: Kind) => boolean} */
export function isSameKind(one, { activation, output, cost }) {
  return one?.activation === activation && one.output === output && one.cost === cost;
}

/** Whether a network computes with the lecture's functions. @type {(kind: Kind | null) => boolean} */
export const isLectures = (kind) => isSameKind(kind, LECTURE);

/** The stops of training that there are of a network's kind; null, for the trained one, where that is
 * shipped.
 * @type {(state: Pick<State, "options" | "session">) => (number | null)[]} */
export function stopsOf({ options, session }) {
  const isShipped = options?.trained.some(
    (shipped) => shipped.layers.join() === session?.layers.join() && isSameKind(session, shipped),
  );
  return [...(options?.trained_for.stops ?? []), ...(isShipped ? [null] : [])];
}

/** The stop that a network is at; undefined for one of somebody's own.
 * @type {(session: SessionObject) => number | null | undefined} */
export function stopOf({ trained_for, weights, iteration }) {
  return trained_for ?? (weights === "trained" && iteration === 0 ? null : undefined);
}

/** "the first hidden layer", "the output layer". @type {(layer: number, last: number) => string} */
export function layerName(layer, last) {
  if (layer === 0) {
    return NAMES.inputLayer;
  }
  if (layer === last) {
    return NAMES.outputLayer;
  }
  return last === 2 ? NAMES.onlyHiddenLayer : NUMBERED.hiddenLayer(layer);
}

/** "neuron 5", "output 3", "pixel 406".
 * @type {(layer: number, index: number, last: number) => string} */
export function neuronName(layer, index, last) {
  if (layer === 0) {
    return NUMBERED.pixel(index);
  }
  return layer === last ? NUMBERED.output(index) : NUMBERED.neuron(index);
}

/** "row 14, column 15", counted from 1 at the top left.
 * @type {(index: number, inputs: number) => string} */
export function pixelPosition(index, inputs) {
  const side = Math.round(Math.sqrt(inputs));
  return positionWords(Math.floor(index / side) + 1, (index % side) + 1);
}

/** Whether two items are the same thing.
 * @type {(one: Item | null, other: Item | null) => boolean} */
export function isSameItem(one, other) {
  if (one === null || other === null || one.kind === "weight" || other.kind === "weight") {
    return (
      one?.kind === "weight" &&
      other?.kind === "weight" &&
      one.layer === other.layer &&
      one.to === other.to &&
      one.from === other.from
    );
  }
  return one.layer === other.layer && one.index === other.index;
}

/** @type {(text: string) => string} */
export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The parameters by their index in the flat vector: which weight or bias it is, its name, and which
 * indices a name means.
 * @typedef {{kind: "weight", layer: number, to: number, from: number} | {kind: "bias", layer:
 *   number, index: number}} Parameter */

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** How many weights and biases a network has.
 * @param {number[]} layers sizes of all layers, the input first */
export function parameterCount(layers) {
  return firstIndexOf(layers, layers.length);
}

/** Where a layer's parameters begin: its weights row by row, then its biases.
 * @type {(layers: number[], layer: number) => number} */
export function firstIndexOf(layers, layer) {
  let start = 0;
  for (let l = 1; l < layer; l++) {
    start += layers[l] * (layers[l - 1] + 1);
  }
  return start;
}

/** @type {(layers: number[], index: number) => Parameter} */
export function parameterAt(layers, index) {
  let layer = 1;
  while (layer < layers.length - 1 && index >= firstIndexOf(layers, layer + 1)) {
    layer += 1;
  }
  const within = index - firstIndexOf(layers, layer);
  const before = layers[layer - 1];
  const weights = layers[layer] * before;
  return within < weights
    ? { kind: "weight", layer, to: Math.floor(within / before), from: within % before }
    : { kind: "bias", layer, index: within - weights };
}

/** @param {number[]} layers @param {Parameter} parameter
 * @returns {number | null} null for what the network does not have */
export function indexOfParameter(layers, parameter) {
  const { layer } = parameter;
  if (layer < 1 || layer >= layers.length) {
    return null;
  }
  const [before, size] = [layers[layer - 1], layers[layer]];
  const start = firstIndexOf(layers, layer);
  if (parameter.kind === "bias") {
    return parameter.index < size ? start + size * before + parameter.index : null;
  }
  const there = parameter.to < size && parameter.from < before;
  return there ? start + parameter.to * before + parameter.from : null;
}

/** "w₂ 3→7", "b₂ 4". @type {(layers: number[], index: number) => string} */
export function shortName(layers, index) {
  const parameter = parameterAt(layers, index);
  const layer = subscript(parameter.layer);
  return parameter.kind === "bias"
    ? `b${layer} ${parameter.index}`
    : `w${layer} ${parameter.from}→${parameter.to}`;
}

/** "the weight from pixel 406 to neuron 3 of the first hidden layer", "the bias of output 4".
 * @type {(layers: number[], index: number) => string} */
export function longName(layers, index) {
  const parameter = parameterAt(layers, index);
  const { layer } = parameter;
  const last = layers.length - 1;
  const neuronIndex = parameter.kind === "bias" ? parameter.index : parameter.to;
  const name = neuronName(layer, neuronIndex, last);
  const neuron = layer === last ? name : JOINED.ofLayer(name, layerName(layer, last));
  return parameter.kind === "bias"
    ? JOINED.bias(neuron)
    : JOINED.weight(neuronName(layer - 1, parameter.from, last), neuron);
}

const INDEX = /^(?:w_?)?(\d+)$/;
const WEIGHT = /^w(?:(\d)\s+|\s*)(\d+)\s*(?:→|->|>|-|–|,|to)\s*(\d+)$/;
const BIAS = /^b(\d)\s*[[\s_]\s*(\d+)\s*\]?$/;

/** The indices that a text can mean: `12000` or `w_12000`; `w 3→7` in any layer or `w2 3→7` in one;
 * `b2[4]`.
 * @param {number[]} layers @param {string} text
 * @returns {number[]} none where it means nothing that the network has */
export function indicesNamed(layers, text) {
  const spoken = text
    .trim()
    .toLowerCase()
    .replace(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)));
  const index = INDEX.exec(spoken);
  if (index !== null) {
    return Number(index[1]) < parameterCount(layers) ? [Number(index[1])] : [];
  }
  const bias = BIAS.exec(spoken);
  if (bias !== null) {
    const [layer, index] = [Number(bias[1]), Number(bias[2])];
    return present([indexOfParameter(layers, { kind: "bias", layer, index })]);
  }
  const weight = WEIGHT.exec(spoken);
  if (weight === null) {
    return [];
  }
  const [from, to] = [Number(weight[2]), Number(weight[3])];
  const among = weight[1] === undefined ? layers.keys() : [Number(weight[1])];
  return present(
    Array.from(among, (layer) => indexOfParameter(layers, { kind: "weight", layer, to, from })),
  );
}

/** @type {(found: (number | null)[]) => number[]} */
function present(found) {
  return found.filter((index) => index !== null);
}

/** @type {(state: State) => string} */
export function networkWords({ session, forward, backward, options }) {
  if (session === null) {
    return "";
  }
  const { layers, iteration } = session;
  const names = [functionNames(options, session), costOf(options, session).label];
  const words = [layers.join(" – "), ...names, NUMBERED.step(iteration)];
  if (forward !== null) {
    words.push(NUMBERED.readsAs(forward.prediction));
  }
  if (backward !== null) {
    words.push(`C₀ = ${plainDecimal(backward.cost)}`);
  }
  return words.join(" · ");
}

/** A digit with its article, like "an 8". */
export const digitWords = NUMBERED.digit;

/** The index of the largest number. @type {(numbers: number[]) => number} */
export function largest(numbers) {
  return numbers.indexOf(Math.max(...numbers));
}

/** The index of the number that is largest by size. @type {(numbers: number[]) => number} */
export function strongest(numbers) {
  return largest(numbers.map(Math.abs));
}
