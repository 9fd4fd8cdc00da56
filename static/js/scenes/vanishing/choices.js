/** What can be chosen for a side's network, and what each experiment chooses.
 * @import {NewSession} from "../../server/types.js"
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

/** The largest networks that can be chosen. */
export const MOST = { depth: 12, width: 64 };

const [INPUTS] = DEFAULT_LAYERS;
const OUTPUTS = 10;
/** The same for all, so that only the choices make a difference. */
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

/** The two networks of each experiment, by its part. @type {Map<string, Pair>} */
export const EXPERIMENTS = new Map([
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

/** The experiment whose networks a part without one of its own is about, where others are not chosen:
 * the product of factors says why ten layers fail. */
const ABOUT = new Map([["product", "sigmoid-10"]]);

/** The experiment that a part is about; empty for the first networks. @type {(part: string) => string} */
export const experimentOf = (part) => (EXPERIMENTS.has(part) ? part : (ABOUT.get(part) ?? ""));

/** What an experiment's sentences speak of. */
const SPOKEN_OF = /** @type {const} */ (["depth", "activation", "initializer", "clip"]);

/** Whether an experiment still has the networks that its sentences speak of.
 * @type {(id: string, sides: Record<SideName, {choice: Choice}>) => boolean} */
export const isAsChosenFor = (id, sides) =>
  SIDES.every((side) =>
    SPOKEN_OF.every((name) => EXPERIMENTS.get(id)?.[side][name] === sides[side].choice[name]),
  );

/** The experiment in which the error grows from layer to layer on its way back. */
export const EXPLODING = "exploding";
/** The experiments about growing gradients, which show the norm's curve. */
export const GROWING = new Set([EXPLODING, "clipping"]);

/** The networks before an experiment is opened: one that starts like the lecture's, with many
 * saturated neurons, and a deep one.
 * @type {Pair} */
export const FIRST = {
  a: { ...SIGMOID, depth: 2, initializer: "standard_normal" },
  b: SIGMOID,
};

/** @type {(choice: Choice) => NewSession} */
export function architectureOf({ depth, width, activation, initializer, seed }) {
  const layers = [INPUTS, ...Array.from({ length: depth }, () => width), OUTPUTS];
  return { layers, activation, ...ENDS, initializer, seed, weights: "random" };
}

/** The settings of training that are chosen here. The seed also shuffles, so that sides with the
 * same seed see the same digits. */
export const SETTINGS = /** @type {const} */ (["seed", "learning_rate", "clip"]);

/** @type {(choice: Choice) => Pick<Choice, typeof SETTINGS[number]>} */
export function settingsOf(choice) {
  return /** @type {any} */ (Object.fromEntries(SETTINGS.map((name) => [name, choice[name]])));
}

/** Whether a choice needs a new network. @type {(before: Choice, after: Choice) => boolean} */
export function isOther(before, after) {
  return JSON.stringify(architectureOf(before)) !== JSON.stringify(architectureOf(after));
}
