/** What a room is asked in the walk, its choices, and why an answer is right. Pure. */

import { format } from "../../kit/format.js";
import { digitWords } from "../../network/names.js";
import { untoned } from "../../state/questions.js";

/** @type {(value: number) => string} */
const written = (value) => format(value).text;
/** @type {(value: number) => string} */
export const signedWords = (value) => format(value, { plus: true }).text;
/** @type {(value: number) => string} */
const fine = (value) => format(value, { plus: true, places: 3 }).text;
/** @type {(value: number) => string} */
export const costWords = (value) => format(value, 2).text;

export const READING = {
  text: untoned("The outputs come next. What will the network read?"),
  /** @type {(digit: number) => string} */
  choice: digitWords,
  /** @type {(digit: number, activation: number) => string} */
  why: (digit, activation) =>
    `Output ${digit} becomes the brightest of all ten, at ${written(activation)}.`,
};

export const NUDGE_SIZE = {
  /** @type {(nudge: number) => string} */
  words: (nudge) =>
    Math.abs(nudge) < 0.005
      ? "0"
      : `${nudge < 0 ? "down" : "up"}, ${format(nudge, { plus: true, places: 2 }).text}`,
  /** @type {(output: number, activation: number, desired: number) => Words[]} */
  text: (output, activation, desired) => [
    { text: `Output ${output} is at ${written(activation)} and should be at ${desired}. ` },
    { text: "Drag its nudge", tone: "accent" },
    { text: ": which way does it point, and how far?" },
  ],
  /** @type {(activation: number, desired: number, nudge: number) => string} */
  why: (activation, desired, nudge) =>
    `The cost holds the square, so the nudge is twice the gap: 2 (${desired} − ${written(activation)}) ≈ ${signedWords(nudge)}.`,
};

export const BIAS_SIGNS = {
  /** @type {(target: number) => Words[]} */
  text: (target) =>
    untoned(
      `It should be ${digitWords(target)}. Which way do the biases go: that of output ${target}, and the other nine?`,
    ),
  choices: [
    "its own up, theirs up",
    "its own up, theirs down",
    "its own down, theirs up",
    "its own down, theirs down",
  ],
  /** @type {(own: number, isTheirsUp: boolean) => string} */
  why: (own, isTheirsUp) =>
    `The nudge of its own bias is ${signedWords(own)}; the nudges of the other nine are all ${isTheirsUp ? "positive" : "negative"}.`,
};

export const WEIGHT_NUDGES = {
  /** @type {(target: number) => Words[]} */
  text: (target) => untoned(`Which of these weights into output ${target} gets the largest nudge?`),
  /** @type {(neuron: number) => string} */
  brightest: (neuron) => `from the brightest neuron, ${neuron}`,
  /** @type {(neuron: number) => string} */
  heaviest: (neuron) => `the largest weight, from ${neuron}`,
  /** @type {(neuron: number) => string} */
  keenest: (neuron) => `from ${neuron}, whose own nudge is largest`,
  /** @type {(neuron: number, activation: number) => string} */
  why: (neuron, activation) =>
    `They share one δ, so the activation that a weight carries decides: neuron ${neuron} is at ${written(activation)}.`,
};

export const BLUE_OR_RED = {
  /** @type {(target: number, isUp: boolean) => Words[]} */
  text: (target, isUp) =>
    untoned(
      `Output ${target} should go ${isUp ? "up" : "down"}. Which neurons before it should become brighter for that?`,
    ),
  choices: ["those with blue lines", "those with red lines", "the bright ones", "all of them"],
  /** @type {(isUp: boolean) => string} */
  why: (isUp) =>
    isUp
      ? "A brighter neuron raises the output through a positive weight, and lowers it through a negative one."
      : "A brighter neuron lowers the output through a negative weight, and raises it through a positive one.",
};

export const ROW_SIGN = {
  /** @type {(target: number, row: number, own: number) => Words[]} */
  text: (target, row, own) =>
    untoned(
      `Output ${target} wants neuron ${row} to go ${own < 0 ? "down" : "up"}. All ten wishes added up: does it go up or down?`,
    ),
  choices: ["up", "down"],
  /** @type {(sum: number) => string} */
  why: (sum) => `Its ten wishes add up to ${signedWords(sum)}.`,
};

export const GATE = {
  /** @type {(output: number, nudge: number) => Words[]} */
  text: (output, nudge) => [
    { text: `The nudge of a for output ${output} is ${signedWords(nudge)}. ` },
    { text: "Drag", tone: "accent" },
    { text: ": how much of it gets through the curve to z?" },
  ],
  /** @type {(slope: number) => string} */
  why: (slope) =>
    `It is multiplied by the curve's slope where the output stands, ${written(slope)} here.`,
};

export const TORN = {
  /** @type {(neuron: number, outputs: number[], areUp: boolean[]) => Words[]} */
  text: (neuron, outputs, areUp) =>
    untoned(
      `Outputs ${listed(outputs)} want neuron ${neuron} to go ${listed(areUp.map((isUp) => (isUp ? "up" : "down")))}. Which way does it go?`,
    ),
  choices: ["up", "down", "it stays", "one cannot tell yet"],
  /** @type {(wishes: number[]) => string} */
  why: (nudges) =>
    `Sizes count, not votes: ${listed(nudges.map(signedWords))}, and seven more are still to come.`,
};

/** @type {(three: (string | number)[]) => string} */
const listed = ([first, second, third]) => `${first}, ${second} and ${third}`;

export const TENFOLD = {
  /** @type {(rate: number) => Words[]} */
  text: (rate) =>
    untoned(
      `With a learning rate of ${rate} this step made the cost fall. And with ${10 * rate}, ten times as much?`,
    ),
  choices: ["it falls further", "about the same", "it falls less, or rises"],
  /** @type {(before: number, now: number, tenfold: number | null) => string} */
  why: (before, now, tenfold) =>
    tenfold === null
      ? "The numbers grow beyond all bounds."
      : `The cost goes from ${written(before)} to ${written(now)}, and with ten times the rate to ${written(tenfold)}.`,
};

export const MEASURED = {
  /** @type {(count: string) => Words[]} */
  text: (count) =>
    untoned(
      `Without back-propagation, each of ${count} derivatives is measured: change one number, run forward. How many passes?`,
    ),
  /** @type {(passes: string) => string} */
  why: (passes) =>
    `One for each, and one before anything is changed: ${passes}. One pass back has found them all.`,
};

export const LARGEST_DELTA = {
  /** @type {(layer: string) => Words[]} */
  text: (layer) => untoned(`Which of these weights into ${layer} gets the largest nudge?`),
  /** @type {(from: number, to: number) => string} */
  keenest: (from, to) => `${from} → ${to}: the largest δ`,
  /** @type {(from: number, to: number) => string} */
  brightest: (from, to) => `${from} → ${to}: the brightest input`,
  /** @type {(from: number, to: number) => string} */
  heaviest: (from, to) => `${from} → ${to}: the largest weight`,
  /** @type {(delta: number, activation: number, nudge: number) => string} */
  why: (delta, activation, nudge) =>
    `A weight's nudge is −δ times the activation: ${signedWords(-delta)} × ${written(activation)} ≈ ${written(nudge)}. Its own size does not count.`,
};

export const PAPER_PIXEL = {
  text: untoned("A weight comes from a pixel without ink. How large is its nudge?"),
  choices: ["0", "small, but not 0", "the largest of all"],
  why: "Its nudge is −δ times the ink, and there is none: such a weight learns nothing from this drawing.",
};

export const OTHERS_COST = {
  /** @type {(target: number, other: number) => Words[]} */
  text: (target, other) =>
    untoned(
      `One step was taken for this ${target}. What became of its own cost, and of the mean cost of all ${other}s?`,
    ),
  choices: ["both fell", `its own fell, theirs rose`, `its own rose, theirs fell`, "both rose"],
  /** @type {(own: number, other: number, theirs: number) => string} */
  why: (own, other, theirs) =>
    `Its own cost changed by ${fine(own)}, the mean of the ${other}s by ${fine(theirs)}; nobody had asked them.`,
};

export const STEP_COST = {
  /** @type {(before: number) => Words[]} */
  text: (before) => [
    { text: `The step is taken. This drawing cost ${costWords(before)} before it. ` },
    { text: "Drag", tone: "accent" },
    { text: ": what does it cost now?" },
  ],
  /** @type {(before: number, after: number) => string} */
  why: (before, after) =>
    after <= before
      ? `${Math.round(100 * (1 - after / before))} % of the cost went away with one step.`
      : "The step was too long: it went past the valley, up the other side.",
};
