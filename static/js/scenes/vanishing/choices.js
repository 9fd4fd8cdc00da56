/** What can be chosen for a side's network, and what the lessons choose.
 * @import {Architecture} from "../../server/vanishing_api.js"
 * @typedef {object} Choice a network and how it is trained
 * @property {number} depth hidden layers
 * @property {number} width neurons in each of them
 * @property {string} activation @property {string} initializer @property {number} seed
 * @property {number} learning_rate
 * @property {number | null} clip the largest norm of a step's gradient; null for none
 * @typedef {"a" | "b"} SideName
 * @typedef {Record<SideName, Choice>} Pair */

import { DEFAULT_LAYERS } from "../../network/names.js";

/** @type {SideName[]} */
export const SIDES = ["a", "b"];

const [INPUTS] = DEFAULT_LAYERS;
const OUTPUTS = 10;
/** The same for all, so that nothing but what is chosen makes the difference. */
const ENDS = { output: "softmax", cost: "cross_entropy" };

/** @type {Choice} */
const SIGMOID = {
  depth: 10,
  width: 16,
  activation: "sigmoid",
  initializer: "xavier",
  seed: 7,
  learning_rate: 0.5,
  clip: null,
};

/** @type {Choice} */
const RELU = { ...SIGMOID, activation: "relu", initializer: "he", learning_rate: 0.1 };

/** @type {Choice} */
const TANH = { ...SIGMOID, activation: "tanh", learning_rate: 0.05 };

/** @type {Choice} so large steps that its numbers run away within a few of them */
const HASTY = { ...RELU, depth: 5, width: 32, learning_rate: 1 };

/** The two networks of each lesson, by its part. @type {Map<string, Pair>} */
export const LESSONS = new Map([
  ["sigmoid-2", { a: { ...SIGMOID, depth: 1 }, b: { ...SIGMOID, depth: 2 } }],
  ["sigmoid-5", { a: { ...SIGMOID, depth: 2 }, b: { ...SIGMOID, depth: 5 } }],
  ["sigmoid-10", { a: { ...SIGMOID, depth: 2 }, b: SIGMOID }],
  [
    "relu",
    {
      a: { ...SIGMOID, width: 30, learning_rate: 0.03 },
      b: { ...RELU, width: 30, learning_rate: 0.03 },
    },
  ],
  ["xavier", { a: { ...TANH, initializer: "standard_normal" }, b: TANH }],
  [
    "he",
    {
      a: { ...RELU, initializer: "xavier", learning_rate: 0.05 },
      b: { ...RELU, learning_rate: 0.05 },
    },
  ],
  [
    "exploding",
    { a: { ...RELU, depth: 5 }, b: { ...RELU, depth: 5, initializer: "standard_normal" } },
  ],
  ["clipping", { a: HASTY, b: { ...HASTY, clip: 0.5 } }],
]);

/** The lesson whose error grows from layer to layer on its way back. */
export const EXPLODING = "exploding";
/** The lessons about gradients that grow: their norm is the curve to look at. */
export const GROWING = new Set([EXPLODING, "clipping"]);

/** What stands there before a lesson has been opened: a network that begins as the lecture's does,
 * with many a neuron saturated, and a deep one.
 * @type {Pair} */
export const FIRST = {
  a: { ...SIGMOID, depth: 2, initializer: "standard_normal" },
  b: SIGMOID,
};

/** @type {(choice: Choice) => Architecture} */
export function architectureOf({ depth, width, activation, initializer, seed }) {
  const layers = [INPUTS, ...Array.from({ length: depth }, () => width), OUTPUTS];
  return { layers, activation, ...ENDS, initializer, seed };
}

/**
 * How a choice's training is set; the shuffling too is the seed's, so that both sides with the same
 * seed see the same digits.
 * @param {Choice} choice */
export function settingsOf({ learning_rate, clip, seed }) {
  return { learning_rate, clip, seed };
}

/** Whether another network must be begun for a choice, or the present one goes on.
 * @type {(before: Choice, after: Choice) => boolean} */
export function isOther(before, after) {
  return JSON.stringify(architectureOf(before)) !== JSON.stringify(architectureOf(after));
}

/** By what name a function's curve is kept.
 * @type {(activation: string, reach: number) => string} */
export function functionKey(activation, reach) {
  return `${activation} ${reach}`;
}
