/** What a room is asked about the chain rule, its choices, and why. Pure. */

import { FINE_SIGNED, format } from "../../kit/format.js";
import { untoned } from "../../state/questions.js";

/** @type {(value: number) => string} */
export const changeWords = (value) => format(value, { plus: true, places: 3 }).text;
/** @type {(value: number) => string} */
const fine = (value) => format(value, FINE_SIGNED).text;
/** @type {(value: number) => string} */
const byWords = (by) => format(by, { plus: true }).text;

export const WEIGHT_RIPPLE = {
  /** @type {(by: number) => Words[]} */
  text: (by) => untoned(`The weight w(L) changes by ${byWords(by)}. What will the cost do?`),
  choices: ["it rises", "it falls", "it stays the same"],
  /** @type {(change: number) => string} */
  why: (change) =>
    `The change runs through z(L) and a(L) to the cost, and arrives there as ${fine(change)}.`,
};

export const BIAS_RIPPLE = {
  /** @type {(by: number) => Words[]} */
  text: (by) => untoned(`The bias b(L) changes by ${byWords(by)}. How far does z(L) move?`),
  why: "A bias is added as it is, so z(L) moves exactly as far: the factor is 1.",
};

export const ACTIVATION_RIPPLE = {
  /** @type {(by: number) => Words[]} */
  text: (by) => untoned(`The activation a(L−1) changes by ${byWords(by)}. How far does z(L) move?`),
  /** @type {(weight: number) => string} */
  why: (weight) =>
    `It reaches z(L) through the weight, so the factor is w(L) = ${format(weight).text}.`,
};

export const FURTHER_BACK = {
  text: untoned(
    "Now w(L−1), one layer further back, changes by as much. Does it move the cost more than w(L) does?",
  ),
  choices: ["more", "less", "equally far"],
  /** @type {(back: number, front: number) => string} */
  why: (back, front) =>
    `Two more factors stand on its way: the derivative is ${fine(back)}, and ${fine(front)} for w(L).`,
};

export const LARGEST_OF_GRADIENT = {
  text: untoned("Six numbers, six derivatives. Which of these four is the largest?"),
  choices: ["that by w(L)", "that by b(L)", "that by w(L−1)", "that by b(L−1)"],
  /** @type {(derivatives: number[]) => string} */
  why: (derivatives) => `In this order they are ${derivatives.map(fine).join(", ")}.`,
};

export const PATHS = {
  /** @type {(neuron: number, hidden: number, outputs: number) => Words[]} */
  text: (neuron, hidden, outputs) =>
    untoned(
      `${hidden} hidden neurons, ${outputs} outputs. On how many paths does hidden neuron ${neuron} act on the cost?`,
    ),
  /** @type {(count: number) => string} */
  why: (count) =>
    `One through every output, ${count} in all; their derivatives are added up. That is where the sum comes from.`,
};
