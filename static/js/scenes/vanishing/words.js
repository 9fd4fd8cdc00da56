/** The scene's sentences. An experiment says one sentence before there are numbers, then one with
 * them.
 * @import {Words} from "../../page/timeline.js"
 * @import {Side, VanishingState} from "./state.js" */

import { format, PERCENT, SHORT, times } from "../../kit/format.js";
import { isDiverged } from "./state.js";

/** The experiments in order: id and name. @type {[string, string][]} */
export const LESSON_NAMES = [
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

/** @typedef {{a: Side, b: Side, ratioA: number, ratioB: number}} Told ratios of the last layer's
 *   gradient to the first's */

/** @type {Map<string, {before: string, after: (told: Told) => Words[]}>} */
const LESSONS = new Map([
  [
    "sigmoid-2",
    {
      before: "One hidden layer of sigmoids against two: which of the layers learns?",
      after: ({ ratioB }) => [
        { text: "With two layers of sigmoids the first weights feel " },
        { text: compared(ratioB), tone: "accent" },
        { text: " of the error than the last: they learn, if slowly." },
      ],
    },
  ],
  [
    "sigmoid-5",
    {
      before: "Two hidden layers of sigmoids against five: each layer back takes its share away.",
      after: ({ ratioB }) => [
        { text: "Five layers: going back, each takes a share away, and the first is left with " },
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
        { text: "Ten layers: " },
        { text: compared(ratioB), tone: "accent" },
        { text: ` at the front. The first layer stands still, and B reads ${read(b)}.` },
      ],
    },
  ],
  [
    "relu",
    {
      before: "The same ten layers, once with sigmoids, once with ReLU, on the same digits.",
      after: ({ b, ratioA, ratioB }) => [
        { text: "ReLU lets the error through with slope 1: first and last layer differ " },
        { text: spread(ratioB), tone: "accent" },
        { text: `, not ${spread(ratioA)}; B reads ${read(b)}.` },
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
        (b.frame?.iteration ?? 0) <= AT_THE_START
          ? [
              { text: "ReLU halves what comes in; He's start doubles it again. First layer: " },
              { text: format(first(b), SHORT).text, tone: "accent" },
              { text: ` in B, ${format(first(a), SHORT).text} in A with Xavier's.` },
            ]
          : [
              { text: "He's start doubles what ReLU halves: B reads " },
              { text: read(b), tone: "accent" },
              {
                text: `, A, which began with next to no gradient, ${format(a.frame?.accuracy ?? 0, PERCENT).text}.`,
              },
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
              { text: `B's numbers left all bounds after step ${b.frame?.iteration}, so it was ` },
              { text: `stopped. A, with He's start, goes on and reads ${read(a)}.` },
            ]
          : [
              { text: "Every layer back multiplies the error: at the first it is " },
              { text: growth(b), tone: "down" },
              { text: ` that of the last in B, ${growth(a)} in A. B's first gradient has norm ` },
              { text: `${norm(b)}, A's ${norm(a)}. One more step?` },
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
              { text: `A's steps grew until it broke after step ${a.frame?.iteration}. ` },
              { text: "B clips the length and keeps the direction", tone: "accent" },
              { text: `: it reads ${read(b)}.` },
            ]
          : [
              { text: "Clipping keeps a gradient's direction and " },
              { text: "cuts its length", tone: "accent" },
              { text: ": B does, A does not." },
            ],
    },
  ],
]);

/** @param {string} id of the experiment
 * @param {VanishingState} state @returns {Words[]} */
export function lessonCaption(id, { sides }) {
  const { before, after } = LESSONS.get(id) ?? { before: "", after: () => [] };
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
    { text: "From its last layer to its first the gradient per weight changes " },
    { text: spread(ratio(a)), tone: "accent" },
    { text: " in A and " },
    { text: spread(ratio(b)), tone: "accent" },
    { text: " in B." },
  ];
}

/** @type {(side: Side) => boolean} */
function isKnown({ frame }) {
  return frame !== null && frame.layers !== null && frame.layers !== undefined;
}

/** The error at the first hidden layer over that at the last. @type {(side: Side) => string} */
function growth({ frame }) {
  const hidden = (frame?.layers ?? []).slice(0, -1);
  return times((hidden[0]?.mean_delta ?? 0) / (hidden.at(-1)?.mean_delta || Number.NaN));
}

/** @type {(side: Side) => string} */
function norm({ frame }) {
  return format(frame?.layers?.[0].gradient_norm ?? null, SHORT).text;
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

/** How the first layer's gradient compares with the last's. @param {number} value last : first */
function compared(value) {
  if (!Number.isFinite(value)) {
    return "infinitely less";
  }
  return value >= 1 ? `${times(value)} less` : `${times(1 / value)} more`;
}

/** A ratio or its inverse, as a factor of at least 1. @type {(value: number) => string} */
function spread(value) {
  if (!Number.isFinite(value) || value === 0) {
    return "beyond measure";
  }
  return times(Math.max(value, 1 / value));
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
  const accuracy = frame?.accuracy ?? null;
  return accuracy === null ? "the digits" : `${format(accuracy, PERCENT).text} of the digits`;
}
