/** The scene's sentences. An experiment says one before there are numbers, then one with them; the
 * two networks are named by what tells them apart.
 * @import {Factor, Neuron} from "./neurons.js"
 * @import {Phrases} from "./pair_names.js"
 * @import {Side, VanishingState} from "./state.js" */

import { format, grouped, PERCENT, SHORT, superscript, toDigits } from "../../kit/format.js";
import { activationOf } from "../../network/descriptors.js";
import { isAsChosenFor } from "./choices.js";
import { factorsOf, seenNeurons } from "./neurons.js";
import { FOR_SLOPES, pairPhrases } from "./pair_names.js";
import { isDiverged } from "./state.js";
import { ceilingText, countFlat } from "./words.js";

/** Up to this step the sentence is about gradients, then about accuracy. */
const AT_THE_START = 50;

/**
 * @typedef {{a: Side, b: Side, ratioA: number, ratioB: number}} Findings ratios of the last layer's
 *   gradient to the first's */

/** @type {(findings: Findings) => Words[]} */
const fading = ({ b, ratioB }) => [
  { text: `With ${hiddenLayers(b)} the first gradient per weight is ` },
  { text: compared(ratioB), tone: "accent" },
  { text: " than the last." },
];

/** @type {Map<string, {before: string, after: (findings: Findings) => Words[]}>} */
const EXPERIMENTS = new Map([
  [
    "sigmoid-2",
    {
      before: "One hidden layer of sigmoids against two: which of the layers learns?",
      after: fading,
    },
  ],
  [
    "sigmoid-5",
    {
      before: "Two hidden layers of sigmoids against five: each layer back takes its share away.",
      after: fading,
    },
  ],
  [
    "sigmoid-10",
    {
      before: "Ten hidden layers of sigmoids: what is left of the error for the first one?",
      after: ({ b, ratioB }) => [
        { text: `With ${hiddenLayers(b)} the first gradient per weight is ` },
        { text: compared(ratioB), tone: "accent" },
        { text: ` than the last${isTrained(b) ? `, and ${read(b)} are read right` : ""}.` },
      ],
    },
  ],
  [
    "relu",
    {
      before: "The same ten layers, once with sigmoids, once with ReLU, on the same digits.",
      after: ({ b, ratioA, ratioB }) => [
        { text: "Where it is open, ReLU has slope 1. Its first and last gradients differ " },
        { text: foldOf(ratioB), tone: "accent" },
        {
          text: `, with sigmoids ${foldOf(ratioA)}${isTrained(b) ? `; ReLU reads ${read(b)}` : ""}.`,
        },
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
        { text: " of the hidden neurons are saturated; with Xavier's start " },
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
              { text: "ReLU halves what comes in; He's start doubles it again. First gradient: " },
              { text: format(first(b), SHORT).text, tone: "accent" },
              { text: ` with He's start, ${format(first(a), SHORT).text} with Xavier's.` },
            ]
          : [
              { text: "He's start doubles what ReLU halves: with it " },
              { text: read(b), tone: "accent" },
              { text: ` are read right, with Xavier's ${read(a)}.` },
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
              { text: `with a normal start the numbers overflowed after step ${stepOf(b)}. ` },
              {
                text: isDiverged(a)
                  ? "With He's start they overflowed too."
                  : `With He's start it goes on${isTrained(a) ? ` and reads ${read(a)}` : ""}.`,
              },
            ]
          : [
              { text: "From the last hidden layer to the first the error is multiplied by " },
              { text: growth(b), tone: "down" },
              { text: ` with a normal start, by ${growth(a)} with He's.` },
            ],
    },
  ],
  [
    "clipping",
    {
      before:
        "The same network twice, the same large rate; only one clips its gradient to a length of 0.5.",
      after: ({ a, b }) =>
        isDiverged(a)
          ? [
              {
                text: `Without clipping the steps grew until the numbers overflowed, after step ${stepOf(a)}. `,
              },
              { text: "With clipping", tone: "accent" },
              {
                text: isDiverged(b)
                  ? " they overflowed too."
                  : ` they stay short${isTrained(b) ? `, and ${read(b)} are read right` : ""}.`,
              },
            ]
          : [
              { text: "Clipping " },
              { text: "cuts a gradient", tone: "accent" },
              {
                text: " that is too long and keeps its direction. Without it each is taken as it comes.",
              },
            ],
    },
  ],
]);

/** An experiment's sentence is about the networks that it chooses; of others speaks Depth's.
 * @type {(id: string, state: VanishingState, page: State) => Words[]} */
export function experimentCaption(id, state, page) {
  const experiment = EXPERIMENTS.get(id);
  if (experiment === undefined || !isAsChosenFor(id, state.sides)) {
    return depthCaption(state, page);
  }
  const { a, b } = state.sides;
  return isKnown(a) && isKnown(b)
    ? experiment.after({ a, b, ratioA: ratio(a), ratioB: ratio(b) })
    : [{ text: experiment.before }];
}

/** @type {(state: VanishingState, page: State) => Words[]} */
export function depthCaption({ sides }, { options }) {
  const { a, b } = sides;
  if (!isKnown(a) || !isKnown(b)) {
    return [{ text: "Two networks, the same digits: how much of the error reaches each layer?" }];
  }
  return [
    { text: "From last layer to first the gradient per weight " },
    ...changes(ratio(a), ratio(b), pairPhrases(sides, options)),
    { text: "." },
  ];
}

/** "shrinks 61-fold with 2 layers, 8-fold with 5 layers", by how many times the last is the first.
 * @type {(a: number, b: number, phrases: Phrases) => Words[]} */
function changes(a, b, phrases) {
  const [one, other] = [a, b].map((value) => ({ verb: verbOf(value), fold: foldOf(value) }));
  const isSame = one.verb === other.verb;
  return [
    { text: `${one.verb} ` },
    { text: one.fold, tone: "accent" },
    { text: ` ${phrases.a}, ${isSame ? "" : `${other.verb} `}` },
    { text: other.fold, tone: "accent" },
    { text: ` ${phrases.b}` },
  ];
}

/** @type {(value: number) => string} */
const verbOf = (value) => (value < 1 ? "grows" : "shrinks");

/** A hyphen at which no line ends. */
const UNBROKEN = "\u2011";

/** "61-fold", for a ratio or its inverse. @type {(value: number) => string} */
function foldOf(value) {
  if (!Number.isFinite(value) || value === 0) {
    return value === 0 ? "beyond measure" : "to nothing";
  }
  return `${multiple(Math.max(value, 1 / value)).replace(" ", UNBROKEN)}${UNBROKEN}fold`;
}

/** @type {(side: Side) => string} */
const hiddenLayers = ({ choice: { depth } }) =>
  `${depth} hidden ${depth === 1 ? "layer" : "layers"}`;

/** @type {(side: Side) => string} */
const stepOf = ({ frame }) => grouped(frame?.iteration ?? 0);

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
    return format(ratio, 1).text;
  }
  if (ratio < 1e6) {
    return grouped(toDigits(ratio, 2));
  }
  if (ratio < 1e9) {
    return `${toDigits(ratio / 1e6, 2)} million`;
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

/** @type {(state: VanishingState, page: State) => Words[]} */
export function slopesCaption(state, page) {
  const { options } = page;
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
    ...closed(a, b, pairPhrases(state.sides, options, FOR_SLOPES)),
  ];
}

/** How many neurons of each side are on the flat ends.
 * @type {(a: Neuron[], b: Neuron[], phrases: Phrases) => Words[]} */
function closed(a, b, phrases) {
  const isSame = a.length === b.length;
  const [one, other] = [a, b].map((neurons) =>
    isSame ? String(neurons.filter(({ isFlat }) => isFlat).length) : countFlat(neurons),
  );
  return [
    { text: isSame ? `of ${a.length} neurons ` : "" },
    { text: one, tone: "accent" },
    { text: `${isSame ? "" : " neurons"} ${phrases.a} and ` },
    { text: other, tone: "accent" },
    { text: ` ${phrases.b} let hardly any error through.` },
  ];
}

/** @type {(state: VanishingState) => string} */
function layerName({ layer, sides }) {
  const [a, b] = [sides.a, sides.b].map(({ choice }) => Math.min(layer, choice.depth));
  return a === b ? `Layer ${a}` : `Layers ${a} and ${b}`;
}

/** @type {(state: VanishingState, page: State) => Words[]} */
export function productCaption(state, { options }) {
  const [a, b] = [factorsOf(state, state.sides.a), factorsOf(state, state.sides.b)];
  if (state.sides.a.pass === null || state.sides.b.pass === null) {
    return [{ text: "Back along one path the error meets a weight and a slope at every layer." }];
  }
  const path = state.rank === 0 ? "The strongest path" : "This path";
  const phrases = pairPhrases(state.sides, options);
  return [
    { text: `${path} multiplies the error by ` },
    { text: left(a), tone: "accent" },
    { text: ` ${phrases.a}, ` },
    { text: left(b), tone: "accent" },
    { text: ` ${phrases.b}${slopesAlone(state.sides, options)}.` },
  ];
}

/** What the slopes of a side can leave at most, where they take something away and the two differ in
 * it.
 * @type {(sides: VanishingState["sides"], options: State["options"]) => string} */
function slopesAlone({ a, b }, options) {
  /** @type {(side: Side) => number} */
  const ceilingOf = ({ choice }) => activationOf(options, choice.activation).ceiling;
  const bounded = [b, a].find((side) => ceilingOf(side) < 1);
  const { depth } = bounded?.choice ?? { depth: 0 };
  if (bounded === undefined || ceilingOf(a) ** a.choice.depth === ceilingOf(b) ** b.choice.depth) {
    return "";
  }
  const ceiling = ceilingOf(bounded);
  const most = ceilingText(ceiling);
  return depth === 1
    ? `; slopes alone: at most ${most}`
    : `; slopes alone: at most (${most})${superscript(depth)} = ${format(ceiling ** depth, SHORT).text}`;
}

/** @type {(factors: Factor[]) => string} */
function left(factors) {
  const last = factors.at(-1);
  return last === undefined ? "0" : format(Math.abs(last.product), SHORT).text;
}
