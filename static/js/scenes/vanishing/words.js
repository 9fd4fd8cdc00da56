/** The scene's sentences. An experiment says one sentence before there are numbers, then one with
 * them.
 * @import {Factor, Neuron} from "./neurons.js"
 * @import {Measure, Side, VanishingState} from "./state.js" */

import { format, grouped, PERCENT, SHORT } from "../../kit/format.js";
import { activationOf } from "../../network/descriptors.js";
import { factorsOf, seenNeurons } from "./neurons.js";
import { isDiverged } from "./state.js";

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
  change: "Change the networks",
  layer: "Hidden layer ",
  digit: "Another digit",
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
/** @type {(side: string, words: string) => string} */
export const ofSide = (side, words) => `${side.toUpperCase()}, ${words}`;
/** @type {(side: SideName, message: string) => string} */
export const refusalWords = (side, message) => `${side.toUpperCase()}: ${message}`;
/** @type {(side: SideName) => string} */
export const lostWords = (side) =>
  `The server no longer has network ${side.toUpperCase()}, so it begins anew.`;
/** @type {(label: number) => string} */
export const drawingName = (label) => `the drawing, as a ${label}`;
/** @type {(label: number) => string} */
export const sampleName = (label) => `a ${label} of MNIST`;
/** @type {(side: SideName, layer: number, array: string) => string} */
export const arrayName = (side, layer, array) => `${side.toUpperCase()}, layer ${layer}: ${array}`;
/** @type {(least: number, most: number) => string} */
export const spreadWords = (least, most) =>
  `${format(least, SHORT).text} to ${format(most, SHORT).text}`;
/** @type {(side: SideName) => string} */
export const networkName = (side) => `Network ${side.toUpperCase()}`;
/** @type {(side: SideName) => string} */
export const layersName = (side) => `The layers of ${side.toUpperCase()}`;
/** @type {(side: SideName) => string} */
export const pathName = (side) => `The path through ${side.toUpperCase()}, from the output back`;
/** @type {(side: SideName) => string} */
export const activationName = (side) => `Activation of ${side.toUpperCase()}`;
/** @type {(layer: number, deepest: number) => string} */
export const layerOf = (layer, deepest) => `${layer} of ${deepest}`;
/** @type {(neurons: Neuron[]) => string} */
export const flatWords = (neurons) =>
  neurons.length === 0 ? "" : `${countFlat(neurons)} on the flat ends`;
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

/** What a network's name says of it after its layers. */
export const NAME_PARTS = {
  /** @type {(initializer: string) => string} */
  start: (initializer) => `${initializer} start`,
  /** @type {(width: number) => string} */
  width: (width) => `${width} wide`,
  /** @type {(rate: string) => string} */
  rate: (rate) => `rate ${rate}`,
  unclipped: "not clipped",
  /** @type {(most: string) => string} */
  clipped: (most) => `clipped at ${most}`,
  /** @type {(seed: number) => string} */
  seed: (seed) => `seed ${seed}`,
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

/** Up to this step the sentence is about gradients, then about accuracy. */
const AT_THE_START = 50;

/**
 * @typedef {{a: Side, b: Side, ratioA: number, ratioB: number}} Findings ratios of the last layer's
 *   gradient to the first's */

/** @type {Map<string, {before: string, after: (findings: Findings) => Words[]}>} */
const EXPERIMENTS = new Map([
  [
    "sigmoid-2",
    {
      before: "One hidden layer of sigmoids against two: which of the layers learns?",
      after: ({ b, ratioB }) => [
        { text: `With ${hiddenLayers(b)} the first gradient per weight is ` },
        { text: compared(ratioB), tone: "accent" },
        { text: " than the last." },
      ],
    },
  ],
  [
    "sigmoid-5",
    {
      before: "Two hidden layers of sigmoids against five: each layer back takes its share away.",
      after: ({ b, ratioB }) => [
        { text: `With ${hiddenLayers(b)} the first gradient per weight is ` },
        { text: compared(ratioB), tone: "accent" },
        { text: " than the last." },
      ],
    },
  ],
  [
    "sigmoid-10",
    {
      before: "Ten hidden layers of sigmoids: what is left of the error for the first one?",
      after: ({ b, ratioB }) => [
        { text: `With ${hiddenLayers(b)} the first gradient per weight is ` },
        { text: compared(ratioB), tone: "accent" },
        { text: ` than the last${isTrained(b) ? `. B reads ${read(b)}` : ""}.` },
      ],
    },
  ],
  [
    "relu",
    {
      before: "The same ten layers, once with sigmoids, once with ReLU, on the same digits.",
      after: ({ b, ratioA, ratioB }) => [
        { text: "Where it is open, ReLU has slope 1: B's first and last gradients differ " },
        { text: spread(ratioB), tone: "accent" },
        { text: `, A's ${spread(ratioA)}${isTrained(b) ? `. B reads ${read(b)}` : ""}.` },
      ],
    },
  ],
  [
    "xavier",
    {
      before: "Two starts for tanh: weights as large as 1, or fitted to the number of neurons.",
      after: ({ a, b }) => [
        { text: "Large weights push tanh to its flat ends: " },
        { text: flat(a), tone: "down" },
        { text: " of A's hidden neurons are saturated; with Xavier's start " },
        { text: flat(b), tone: "accent" },
        { text: "." },
      ],
    },
  ],
  [
    "he",
    {
      before: "ReLU loses half of every sum. He's start makes up for it, Xavier's does not.",
      after: ({ a, b }) =>
        !isTrained(b)
          ? [
              { text: "ReLU halves what comes in; He's start doubles it again. First layer: " },
              { text: format(first(b), SHORT).text, tone: "accent" },
              { text: ` in B, ${format(first(a), SHORT).text} in A with Xavier's.` },
            ]
          : [
              { text: "He's start doubles what ReLU halves: B reads " },
              { text: read(b), tone: "accent" },
              { text: `, A, with Xavier's start, ${read(a)}.` },
            ],
    },
  ],
  [
    "exploding",
    {
      before: "ReLU with weights as large as 1: nothing shrinks any more. Take single steps.",
      after: ({ a, b }) =>
        isDiverged(b)
          ? [
              { text: "Exploded: ", tone: "down" },
              { text: `B's numbers overflowed after step ${grouped(b.frame?.iteration ?? 0)}. ` },
              {
                text: isDiverged(a)
                  ? "A, with He's start, did not last either."
                  : `A, with He's start, goes on${isTrained(a) ? ` and reads ${read(a)}` : ""}.`,
              },
            ]
          : [
              { text: "From the last hidden layer to the first the error is multiplied by " },
              { text: growth(b), tone: "down" },
              { text: ` in B, by ${growth(a)} in A.` },
            ],
    },
  ],
  [
    "clipping",
    {
      before: "The same network, the same large rate; only B's gradient is never longer than 0.5.",
      after: ({ a, b }) =>
        isDiverged(a)
          ? [
              {
                text: `A's steps grew until its numbers overflowed, after step ${grouped(a.frame?.iteration ?? 0)}. `,
              },
              { text: "B cuts their length", tone: "accent" },
              {
                text: isDiverged(b)
                  ? ", but not enough."
                  : ` and keeps on${isTrained(b) ? `: it reads ${read(b)}` : ""}.`,
              },
            ]
          : [
              { text: "B " },
              { text: "cuts the length", tone: "accent" },
              {
                text: " of a gradient that is too long and keeps its direction. A takes each as it comes.",
              },
            ],
    },
  ],
]);

/** @param {string} id of the experiment
 * @param {VanishingState} state @returns {Words[]} */
export function experimentCaption(id, { sides }) {
  const { before, after } = EXPERIMENTS.get(id) ?? { before: "", after: () => [] };
  const { a, b } = sides;
  if (!isKnown(a) || !isKnown(b)) {
    return [{ text: before }];
  }
  return after({ a, b, ratioA: ratio(a), ratioB: ratio(b) });
}

/** @type {(state: VanishingState) => Words[]} */
export function depthCaption({ sides }) {
  const { a, b } = sides;
  if (!isKnown(a) || !isKnown(b)) {
    return [{ text: "Two networks, the same digits: how much of the error reaches each layer?" }];
  }
  return [
    { text: "From the last layer to the first the gradient per weight " },
    ...changes(ratio(a), ratio(b)),
    { text: "." },
  ];
}

/** "shrinks 61-fold in A, 8-fold in B", by how many times the last is the first.
 * @type {(a: number, b: number) => Words[]} */
function changes(a, b) {
  const [one, other] = [a, b].map((value) => ({ verb: verbOf(value), fold: foldOf(value) }));
  const isSame = one.verb === other.verb;
  return [
    { text: `${one.verb} ` },
    { text: one.fold, tone: "accent" },
    { text: ` in A, ${isSame ? "" : `${other.verb} `}` },
    { text: other.fold, tone: "accent" },
    { text: " in B" },
  ];
}

/** @type {(value: number) => string} */
const verbOf = (value) => (value < 1 ? "grows" : "shrinks");

/** "61-fold", for a ratio or its inverse. @type {(value: number) => string} */
function foldOf(value) {
  if (!Number.isFinite(value) || value === 0) {
    return value === 0 ? "beyond measure" : "to nothing";
  }
  return `${multiple(Math.max(value, 1 / value)).replace(" ", "-")}-fold`;
}

/** @type {(side: Side) => string} */
const hiddenLayers = ({ choice: { depth } }) =>
  `${depth} hidden ${depth === 1 ? "layer" : "layers"}`;

/** How far first and last are apart. @type {(value: number) => string} */
const spread = (value) => (Number.isFinite(value) ? foldOf(value) : "beyond measure");

/** Whether a side has learnt long enough to speak of what it reads. @type {(side: Side) => boolean} */
const isTrained = ({ frame }) => (frame?.iteration ?? 0) > AT_THE_START && frame?.accuracy !== null;

/** @type {(side: Side) => boolean} */
function isKnown({ frame }) {
  return frame !== null && frame.layers !== null && frame.layers !== undefined;
}

/** The error at the first hidden layer over that at the last. @type {(side: Side) => string} */
function growth({ frame }) {
  const hidden = (frame?.layers ?? []).slice(0, -1);
  const ratio = (hidden[0]?.mean_delta ?? 0) / (hidden.at(-1)?.mean_delta || Number.NaN);
  return format(Number.isFinite(ratio) ? ratio : null, SHORT).text;
}

/** @type {(side: Side) => number | null} */
function first({ frame }) {
  return frame?.layers?.[0].mean_gradient ?? null;
}

/** How many times stronger the last layer's gradient is than the first's, per weight.
 * @type {(side: Side) => number} */
function ratio({ frame }) {
  const layers = frame?.layers ?? [];
  return (layers.at(-1)?.mean_gradient ?? 0) / (layers[0]?.mean_gradient || Number.NaN);
}

/** A ratio in words: "14", "8 million". @type {(ratio: number) => string} */
function multiple(ratio) {
  if (ratio < 10) {
    return ratio.toFixed(1);
  }
  if (ratio < 1e6) {
    return grouped(Number(ratio.toPrecision(2)));
  }
  if (ratio < 1e9) {
    return `${Number((ratio / 1e6).toPrecision(2))} million`;
  }
  return format(ratio, SHORT).text;
}

/** How the first layer's gradient compares with the last's. @param {number} value last : first */
function compared(value) {
  if (!Number.isFinite(value) || value === 0) {
    return value === 0 ? "infinitely more" : "infinitely less";
  }
  return value >= 1 ? `${multiple(value)} times less` : `${multiple(1 / value)} times more`;
}

/** The share of saturated hidden neurons; all hidden layers have the same width.
 * @type {(side: Side) => string} */
function flat({ frame }) {
  const hidden = (frame?.layers ?? []).slice(0, -1);
  const sum = hidden.reduce((all, { saturated }) => all + (saturated ?? 0), 0);
  return `${Math.round((100 * sum) / Math.max(1, hidden.length))} %`;
}

/** @type {(side: Side) => string} */
function read({ frame }) {
  return format(frame?.accuracy ?? null, PERCENT).text;
}

/** What the lecture asks of the sigmoid's slope. */
export const SIGMOID_REMARK =
  "The slope is made of the output alone, nothing new has to be computed: nice. But an output close to 0 or 1 leaves a slope close to 0, and the error is multiplied by it: bad.";

/** @type {(state: VanishingState, page: State) => Words[]} */
export function slopesCaption(state, page) {
  const [a, b] = [seenNeurons(state, "a", page), seenNeurons(state, "b", page)];
  if (a.length === 0 || b.length === 0) {
    return [
      { text: "σ′ = σ (1 − σ): a nice property, or a bad one? It is never more than " },
      { text: "1/4", tone: "accent" },
      { text: "." },
    ];
  }
  if (![...a, ...b].some(({ isFlat }) => isFlat)) {
    return [
      { text: `${layerName(state)}: ` },
      { text: "no neuron", tone: "accent" },
      { text: " sits on the flat ends, and even so no slope is more than the ceiling." },
    ];
  }
  return [
    { text: `${layerName(state)}: ` },
    { text: countFlat(a), tone: "accent" },
    { text: " neurons in A and " },
    { text: countFlat(b), tone: "accent" },
    { text: " in B let next to no error through." },
  ];
}

/** @type {(state: VanishingState) => string} */
function layerName({ layer, sides }) {
  const [a, b] = [sides.a, sides.b].map(({ choice }) => Math.min(layer, choice.depth));
  return a === b ? `Layer ${a}` : `Layers ${a} and ${b}`;
}

/** @type {(neurons: Neuron[]) => string} */
function countFlat(neurons) {
  return `${neurons.filter(({ isFlat }) => isFlat).length} of ${neurons.length}`;
}

/** @type {(state: VanishingState, page: State) => Words[]} */
export function productCaption(state, { options }) {
  const [a, b] = [factorsOf(state, state.sides.a), factorsOf(state, state.sides.b)];
  if (state.sides.a.pass === null || state.sides.b.pass === null) {
    return [{ text: "Back along one path the error meets a weight and a slope at every layer." }];
  }
  const path = state.rank === 0 ? "The strongest path" : "This path";
  return [
    { text: `${path} multiplies the error by ` },
    { text: left(a), tone: "accent" },
    { text: " in A, " },
    { text: left(b), tone: "accent" },
    { text: ` in B${slopesAlone(state.sides, options)}.` },
  ];
}

/** What the slopes of a side can leave at most, where they take something away.
 * @type {(sides: VanishingState["sides"], options: State["options"]) => string} */
function slopesAlone({ a, b }, options) {
  /** @type {(side: Side) => number} */
  const ceilingOf = ({ choice }) => activationOf(options, choice.activation).ceiling;
  const bounded = [b, a].find((side) => ceilingOf(side) < 1);
  if (bounded === undefined) {
    return "";
  }
  const [{ depth }, ceiling] = [bounded.choice, ceilingOf(bounded)];
  const [owner, most] = [bounded === b ? "B's" : "A's", ceilingText(ceiling)];
  return depth === 1
    ? `; ${owner} slope is at most ${most}`
    : `; ${owner} ${depth} slopes, at most ${most} each, leave ${format(ceiling ** depth, SHORT).text}`;
}

/** @type {(factors: Factor[]) => string} */
function left(factors) {
  const last = factors.at(-1);
  return last === undefined ? "0" : format(Math.abs(last.product), SHORT).text;
}

/** A note about a side's bars.
 * @param {Side} side @param {number} count of its bars @param {number} ceiling of its slopes */
export function productNote({ choice, pass }, count, ceiling) {
  if (pass !== null && count === 0) {
    const { answer, example } = pass;
    return answer.deltas[choice.depth][example.label] === 0
      ? "This output is exactly as desired: there is no error to send back."
      : "Nothing of the error gets through to the first layer: the neurons on the way are dead.";
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
