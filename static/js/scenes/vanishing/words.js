/** What the scene writes but for its captions: labels, notes and names.
 * @import {Neuron} from "./neurons.js"
 * @import {Measure, Side} from "./state.js"
 * @typedef {{name: string, phrase: string}} Difference */

import { format, grouped, SHORT } from "../../kit/format.js";

/** Each part's name, by its id, but for the experiments. */
export const PART_NAMES = { slopes: "Slopes", depth: "Depth", product: "Product" };

/** What is chosen of a network. */
export const FIELDS = {
  depth: { label: "Depth", description: "hidden layers, from 1 to 12" },
  width: { label: "Width", description: "neurons in each hidden layer" },
  activation: { label: "Activation" },
  initializer: { label: "Start" },
};

/** What is said otherwise here of a setting of training than the server does.
 * @type {Record<string, {label?: string, description?: string}>} */
export const SETTING_WORDS = {
  seed: { description: "of the weights and the shuffling" },
  learning_rate: { label: "Rate" },
};

/** What is pressed, set or chosen. */
export const LABELS = {
  train: "Train",
  pause: "Pause",
  step: "One step",
  fresh: "Fresh start",
  back: "Undo",
  change: "Change the networks",
  layer: "Hidden layer ",
  digit: "Another digit",
  layers: "The layers",
  path: "The path, from the output back",
  strongest: "Strongest path",
  next: "Another path",
  gradient: "Gradient",
  measure: "What of a layer's gradient is shown",
  curve: "What the curve shows",
  off: "off",
  notFinite: "not finite",
};

/** @type {[Measure, string][]} */
export const MEASURES = [
  ["mean", "per weight"],
  ["norm", "norm"],
  ["error", "error δ"],
];

/** The bars' titles, by what they measure. @type {Record<Measure, string>} */
export const MEASURE_TITLES = {
  mean: "gradient per weight",
  norm: "gradient's norm",
  error: "error δ = ∂C/∂z",
};

/** @type {["cost" | "gradient", string][]} */
export const CURVES = [
  ["cost", "Cost"],
  ["gradient", "Gradient's norm"],
];

export const CHARTS = {
  both: "Curves of both",
  accuracy: "Test digits read right",
  axis: "over steps; faint: each mini-batch",
};

/** The columns of the layers' table, and of a path's. */
export const LAYER_COLUMNS = [
  { name: "slope", title: "Mean slope f′(z) of its neurons over the mini-batch" },
  { name: "flat", title: "Share of neurons that are saturated, or dead" },
  { name: "speed", title: "How far a step moves the weights, beside their size" },
];
export const PATH_COLUMNS = [
  { name: "w", title: "The weight from this neuron to the next one of the path" },
  { name: "f′(z)", title: "This neuron's slope" },
  { name: "w · f′", title: "Their product: this layer's factor" },
];
export const PRODUCT_TITLE = "product so far";
export const PATH_ROWS = "layer / neuron";

/** @type {(description: string) => string} */
export const optionalWords = (description) => `${description}; empty for none`;
/** @type {(name: string, message: string) => string} */
export const refusalWords = (name, message) => `${name}: ${message}`;
/** @type {(names: string[]) => string} */
export const lostWords = (names) =>
  names.length === 1
    ? `The server no longer has the network of ${names[0]}. A fresh one was opened.`
    : `The server no longer has the networks of ${names.join(" and ")}. Fresh ones were opened.`;
/** @type {(label: number) => string} */
export const drawingName = (label) => `the drawing, as a ${label}`;
/** @type {(label: number) => string} */
export const sampleName = (label) => `a ${label} of MNIST`;
/** @type {(name: string, layer: number, array: string) => string} */
export const arrayName = (name, layer, array) => `${name}, layer ${layer}: ${array}`;
/** @type {(least: number, most: number) => string} */
export const spreadWords = (least, most) =>
  `${format(least, SHORT).text} to ${format(most, SHORT).text}`;
/** @type {(layer: number, deepest: number) => string} */
export const layerOf = (layer, deepest) => `${layer} of ${deepest}`;
/** @type {(neurons: Neuron[]) => string} */
export const flatWords = (neurons) =>
  neurons.length === 0 ? "" : `${countFlat(neurons)} on the flat ends`;
/** @type {(neurons: Neuron[]) => string} */
export function countFlat(neurons) {
  return `${neurons.filter(({ isFlat }) => isFlat).length} of ${neurons.length}`;
}
/** @type {(words: string) => string} */
export const plotName = (words) =>
  `The activation function and its slope, and the layer's neurons: ${words}`;
/** @type {(activation: {derivative_text: string}) => string} */
export const derivativeTitle = ({ derivative_text: text }) => `f′(z)${text && ` = ${text}`}`;
/** The largest slope, as a fraction where it is one. @type {(ceiling: number) => string} */
export function ceilingText(ceiling) {
  const parts = Math.round(1 / ceiling);
  if (parts > 1 && Math.abs(ceiling - 1 / parts) < 1e-6) {
    return `1/${parts}`;
  }
  return format(ceiling, Number.isInteger(ceiling) ? 0 : SHORT).text;
}
/** @type {(ceiling: number) => string} */
export const ceilingWords = (ceiling) => `never more than ${ceilingText(ceiling)}`;

/** What tells two networks apart: as it stands in a name, and in a sentence. */
export const DIFFERENCES = {
  /** @type {(depth: number) => Difference} */
  depth: (depth) => {
    const layers = `${depth} ${depth === 1 ? "layer" : "layers"}`;
    return { name: layers, phrase: `with ${layers}` };
  },
  /** @type {(plural: string) => Difference} */
  activation: (plural) => ({ name: plural, phrase: `with ${plural}` }),
  /** The label of an initializer with a capital is the name of somebody.
   * @type {(label: string) => Difference} */
  initializer: (label) => ({
    name: `${label} start`,
    phrase: /^[A-Z]/.test(label) ? `with ${label}'s start` : `with a ${label} start`,
  }),
  /** @type {(width: number) => Difference} */
  width: (width) => ({ name: `${width} wide`, phrase: `with width ${width}` }),
  /** @type {(rate: number) => Difference} */
  learning_rate: (rate) => ({ name: `rate ${rate}`, phrase: `at rate ${rate}` }),
  /** @type {(most: number | null) => Difference} */
  clip: (most) =>
    most === null
      ? { name: "not clipped", phrase: "without clipping" }
      : { name: `clipped at ${most}`, phrase: `clipped at ${most}` },
  /** @type {(seed: number) => Difference} */
  seed: (seed) => ({ name: `seed ${seed}`, phrase: `with seed ${seed}` }),
  /** Of two that are alike in all. @type {(side: SideName) => Difference} */
  none: (side) => ({ name: side.toUpperCase(), phrase: `in ${side.toUpperCase()}` }),
};

/** The experiments in order: id and name. @type {[string, string][]} */
export const EXPERIMENT_NAMES = [
  ["sigmoid-2", "Two layers"],
  ["sigmoid-5", "Five"],
  ["sigmoid-10", "Ten"],
  ["relu", "ReLU"],
  ["xavier", "Xavier"],
  ["he", "He"],
  ["exploding", "Exploding"],
  ["clipping", "Clipping"],
];

/** What the lecture asks of the sigmoid's slope. */
export const SIGMOID_REMARK =
  "The slope is made of the output alone, nothing new has to be computed: nice. But an output close to 0 or 1 leaves a slope close to 0, and the error is multiplied by it: bad.";

/** A note about a side's bars.
 * @param {Side} side @param {number} count of its bars @param {number} ceiling of its slopes */
export function productNote({ choice, pass }, count, ceiling) {
  if (pass !== null && count === 0) {
    const { answer, example } = pass;
    return answer.deltas[choice.depth][example.label] === 0
      ? "This output is exactly as desired: there is no error to send back."
      : "Nothing of the error gets through to the first layer: on every path a weight or a slope is 0.";
  }
  return ceiling < 1
    ? `The upright line: ${ceilingText(ceiling)} for every layer, the most that the slopes alone can leave.`
    : "";
}

/** Why a side was stopped, or empty. @type {(side: Side) => string} */
export function stopWords({ frame }) {
  return frame?.status === "diverged"
    ? `Stopped after step ${grouped(frame.iteration)}. ${frame.reason}`
    : "";
}

/** A side's state, next to its name. @type {(side: Side) => string} */
export function sideWords({ choice, session, frame }) {
  const { depth, width } = choice;
  const shape = `784 – ${depth === 1 ? width : `${depth} × ${width}`} – 10`;
  if (session === null || frame === null) {
    return `${shape}, on its way`;
  }
  return `${shape}, step ${grouped(frame.iteration)}`;
}
