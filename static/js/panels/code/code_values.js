/**
 * What the arrays of a line hold for this drawing: their shapes and true numbers, from the answers.
 * @typedef {object} Pass what a line is read with
 * @property {State} state
 * @property {number} layer the layer that the beat is about
 * @property {number} last
 * @property {(name: string, layer: number, values: ArrayLike<number>) => CodeArray} vector
 * @property {(name: string, rows: ArrayLike<ArrayLike<number>>) => CodeArray} matrix
 * @typedef {(pass: Pass) => CodeArray[]} Reading */

import { layerOfBeat } from "../../network/beat_picture.js";
import { negated, number as numbered, range, readingOf } from "./code_arrays.js";

/** @type {Reading} */
const nextSum = ({ state, layer, vector, matrix }) => [
  vector("activation", layer - 1, state.forward?.activations[layer - 1] ?? []),
  matrix("weight", weightRows(state, layer)),
];

/** @type {Reading} */
const hiddenDelta = ({ state, layer, vector }) => [
  vector("delta", layer, state.backward?.deltas[layer - 1] ?? []),
];

/** @type {Reading} */
const outputDelta = ({ state, last, vector }) => [
  vector("delta", last, state.backward?.deltas[last - 1] ?? []),
];

/** @type {Reading} */
const outputTerms = ({ state, last, vector }) => [
  vector("z", last, state.forward?.pre_activations[last - 1] ?? []),
  vector("terms", last, state.backward?.cost_terms ?? []),
];

/** What stands in the arrays of a line, by its function, or the method of any class, and one of its
 * names.
 * @type {Record<string, Record<string, Reading>>} */
export const READINGS = {
  "Network.forward": {
    input: ({ state, vector }) => inputs(state, vector),
    products: nextSum,
    sum: ({ state, layer, vector }) => [
      vector("bias", layer, state.parameters?.biases[layer - 1] ?? []),
      vector("z", layer, state.forward?.pre_activations[layer - 1] ?? []),
    ],
    squash: ({ state, layer, vector }) => [
      vector("activation", layer, state.forward?.activations[layer] ?? []),
    ],
  },
  "Network.backprop": {
    "cost-derivative": ({ state, last, vector }) => [
      vector("activations[-1]", last, state.forward?.activations[last] ?? []),
      vector("gradient_a", last, negated(state.backward?.nudges.activations[last - 1] ?? [])),
    ],
    "output-delta": outputDelta,
    "output-bias": (pass) => biasGradient(pass, pass.last, "-1"),
    "output-weights": (pass) => weightGradient(pass, pass.last, "-1"),
    back: ({ state, layer, last, vector }) => [
      numbered("l", last + 1 - layer),
      vector("delta", layer + 1, state.backward?.deltas[layer] ?? []),
      vector("gradient_a", layer, negated(state.backward?.nudges.activations[layer - 1] ?? [])),
    ],
    through: (pass) => [numbered("l", pass.last + 1 - pass.layer), ...hiddenDelta(pass)],
    "hidden-bias": (pass) => biasGradient(pass, pass.layer, "-l"),
    "hidden-weights": (pass) => weightGradient(pass, pass.layer, "-l"),
  },
  "Network.step": { step: (pass) => wholeVectors(pass.state) },
  "SquaredError.terms": {
    "cost-terms": ({ state, last, vector }) => [
      vector("a", last, state.forward?.activations[last] ?? []),
      vector("(a - y) ** 2", last, state.backward?.cost_terms ?? []),
    ],
  },
  ".terms": { "cost-terms": outputTerms },
  lecture_backprop: {
    input: ({ state, vector }) => inputs(state, vector, "x"),
    sum: ({ state, layer, vector }) => [
      vector("z", layer, state.forward?.pre_activations[layer - 1] ?? []),
    ],
    squash: ({ state, layer, vector }) => [
      vector("activations[-1]", layer, state.forward?.activations[layer] ?? []),
    ],
    "output-delta": outputDelta,
    "output-weights": (pass) => lectureWeights(pass, pass.last),
    "output-bias": outputDelta,
    through: (pass) => [numbered("l", pass.layer), ...hiddenDelta(pass)],
    "hidden-weights": (pass) => lectureWeights(pass, pass.layer),
    "hidden-bias": hiddenDelta,
  },
};

/** The arrays of a line, for the drawing and the beat shown; none where nothing is known of them.
 * @param {string} name the function that the line stands in
 * @param {string[]} marks the line's names
 * @param {NetworkBeat} beat @param {State} state @returns {CodeArray[]} */
export function arraysOf(name, marks, beat, state) {
  const method = name.slice(name.indexOf("."));
  const reading = readingOf(READINGS, name in READINGS ? name : method, marks);
  const layer = layerOfBeat(beat.picture);
  const layers = state.session?.layers ?? [];
  if (!reading || state.forward === null || (layer === null && name !== "Network.step")) {
    return [];
  }
  const { neuron } = beat.picture;
  const column = name === "lecture_backprop" ? [1] : [];
  /** @type {Pass} */
  const pass = {
    state,
    layer: layer ?? 1,
    last: layers.length - 1,
    vector: (variable, of, values) => ({
      name: variable,
      shape: [values.length, ...column],
      ...range([values]),
      one: neuron?.layer === of ? { index: neuron.index, value: values[neuron.index] } : null,
    }),
    matrix: (variable, rows) => ({
      name: variable,
      shape: [rows.length, rows[0]?.length ?? 0],
      ...range(rows),
      one: null,
    }),
  };
  return reading(pass).filter(({ most }) => Number.isFinite(most));
}

/** @type {(state: State, vector: Pass["vector"], name?: string) => CodeArray[]} */
function inputs({ forward }, vector, name = "activation") {
  return [vector(name, 0, forward?.activations[0] ?? [])];
}

/** @type {(pass: Pass, layer: number, position: string) => CodeArray[]} */
function biasGradient({ state, vector }, layer, position) {
  const nudges = state.backward?.nudges.biases[layer - 1] ?? [];
  return [vector(`gradient.biases[${position}]`, layer, negated(nudges))];
}

/** @type {(pass: Pass, layer: number, position: string) => CodeArray[]} */
function weightGradient({ state, vector, matrix }, layer, position) {
  const nudges = state.backward?.nudges.weights?.[layer - 1] ?? [];
  const before = position === "-1" ? "-2" : "-l - 1";
  return [
    vector(`activations[${before}]`, layer - 1, state.forward?.activations[layer - 1] ?? []),
    matrix(`gradient.weights[${position}]`, nudges.map(negated)),
  ];
}

/** The newest of the lecture's list of gradients. @type {(pass: Pass, layer: number) => CodeArray[]} */
function lectureWeights({ state, matrix }, layer) {
  const nudges = state.backward?.nudges.weights?.[layer - 1] ?? [];
  return [matrix("weight_gradients[0]", nudges.map(negated))];
}

/** @type {(state: State) => CodeArray[]} */
function wholeVectors({ parameters, backward, learningRate }) {
  const { weights = [], biases = [] } = parameters ?? {};
  const nudges = backward?.nudges;
  const gradients = nudges?.weights
    ? [...nudges.weights.flat(), ...nudges.biases].map(negated)
    : [];
  /** @type {(parts: ArrayLike<number>[]) => number} */
  const size = (parts) => parts.reduce((sum, { length }) => sum + length, 0);
  return [
    numbered("learning_rate", learningRate),
    {
      name: "gradient.vector",
      shape: [size(gradients)],
      ...range(gradients),
      one: null,
    },
    {
      name: "parameters.vector",
      shape: [size([...weights, ...biases])],
      ...range([...weights, ...biases]),
      one: null,
    },
  ];
}

/** @type {(state: State, layer: number) => Float32Array[]} */
function weightRows({ parameters, session }, layer) {
  const flat = parameters?.weights[layer - 1] ?? new Float32Array();
  const size = session?.layers[layer - 1] ?? 1;
  return Array.from({ length: flat.length / size }, (_, row) =>
    flat.subarray(row * size, (row + 1) * size),
  );
}
