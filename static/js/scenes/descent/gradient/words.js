/** Sentences about a gradient and one of its entries. Pure.
 * @import {Comparison, Gradient, GradientState} from "./state.js" */

import { format, grouped, toDigits, toPlaces } from "../../../kit/format.js";
import {
  capitalised,
  indexOfParameter,
  longName,
  parameterAt,
  shortName,
} from "../../../network/names.js";
import { comparison } from "./state.js";

export const NAME = "−∇C";

export const LABELS = {
  of: "−∇C of",
  over: "Whose gradient",
  length: "length ",
  cost: " · cost ",
  order: "Order",
  equation: "−∇C =",
  search: "Find an entry by its number or name",
  searchExample: "12000, w 3→7, b2[4]",
  network: "The network, the chosen weight or bias lit",
  map: "All entries at once, layer by layer: blue positive, red negative",
  column: "Entries of the gradient: up and down choose one",
  target: "should be",
};

/** @type {["digit" | "mini_batch" | "all", string][]} */
export const SOURCES = [
  ["digit", ""],
  ["mini_batch", "a mini-batch of 100"],
  ["all", "all 60,000"],
];
/** @type {["position" | "size", string][]} */
export const ORDERS = [
  ["position", "position"],
  ["size", "size"],
];

/** @type {(hasDrawing: boolean) => string} */
export const digitName = (hasDrawing) => (hasDrawing ? "your drawing" : "one digit");

/** What came of a search: the position among its results, of how many.
 * @type {(isEmpty: boolean, position: number, count: number) => string} */
export function searchWords(isEmpty, position, count) {
  if (count === 0) {
    return isEmpty ? "" : "not there";
  }
  return count > 1 ? `${position + 1} of ${count}` : "";
}

/** From this ratio on two entries differ in importance. */
const MORE = 1.15;

/** @type {(state: GradientState, page: State) => Words[]} */
export function gradientCaption(state, { session }) {
  const { gradient, bySize, progress } = state;
  if (session === null || gradient === null || bySize === null) {
    return [{ text: "Every weight and bias gets its number: how the cost goes down fastest." }];
  }
  if (progress !== null && state.over !== gradient.over) {
    const text = `One digit after the other says what it wants: ${grouped(progress.done)} of ${grouped(progress.of)} have.`;
    return [{ text }];
  }
  const [largest, second] = bySize;
  const { nudges } = gradient;
  const value = format(nudges[largest], { plus: true });
  const count = Array.from(nudges).filter((nudge) => nudge !== 0).length;
  if (count === 0) {
    return [{ text: `${who(gradient)} no wish at all: every nudge is 0.` }];
  }
  const all = count === nudges.length ? "all" : `${grouped(count)} of the`;
  const isAlone = Math.abs(format(nudges[second] ?? 0).shown) < Math.abs(value.shown);
  const most = isAlone ? "most of all for" : "none larger than for";
  return [
    { text: `${who(gradient)} a wish for ${all} ${grouped(nudges.length)} numbers, ${most} ` },
    { text: `${shortName(session.layers, largest)} (` },
    { text: value.text, tone: value.shown < 0 ? "down" : "up" },
    { text: ")." },
  ];
}

/** @type {(gradient: Gradient) => string} */
function who({ digit, examples }) {
  if (digit === null) {
    return `On average ${grouped(examples)} digits have`;
  }
  return digit.own ? `Your ${digit.target} has` : `This ${digit.target} has`;
}

/** What the chosen entry's number means.
 * @type {(state: GradientState, layers: number[]) => Words[]} */
export function meaning(state, layers) {
  const { chosen, gradient } = state;
  if (chosen === null || gradient === null) {
    return [];
  }
  const value = gradient.nudges[chosen];
  const name = capitalised(longName(layers, chosen));
  if (value === 0) {
    const why = whyNothing(gradient, layers, chosen);
    return [{ text: `${name} does not matter here at all. ${why}.` }];
  }
  const direction = value < 0 ? "shrink" : "grow";
  const compared = comparison(state);
  return [
    { text: `${name} should ` },
    { text: direction, tone: value < 0 ? "down" : "up" },
    { text: `. ${compared === null ? "" : comparedWords(compared, layers)}` },
  ];
}

/** Why an entry is 0. A weight's is what is asked of its neuron, which is the nudge of that one's bias,
 * times what comes in: where the first is not 0, the other is.
 * @type {(gradient: Gradient, layers: number[], index: number) => string} */
function whyNothing({ nudges, examples }, layers, index) {
  const parameter = parameterAt(layers, index);
  const { kind, layer } = parameter;
  const neuron = kind === "bias" ? parameter.index : parameter.to;
  const bias = indexOfParameter(layers, { kind: "bias", layer, index: neuron });
  if (bias === null || nudges[bias] === 0) {
    return "Nothing is asked of its neuron";
  }
  const source = layer === 1 ? "Its pixel" : "The neuron that it comes from";
  return `${source} is at 0${examples > 1 ? " in all digits" : ""}`;
}

/** @type {(comparison: Comparison, layers: number[]) => string} */
function comparedWords({ other, middling, ratio }, layers) {
  const that = middling
    ? `a typical one, ${shortName(layers, other)}`
    : `${shortName(layers, other)}, the one before`;
  if (!Number.isFinite(ratio)) {
    return `Changing ${shortName(layers, other)}, the one before, does not matter at all.`;
  }
  if (ratio >= MORE) {
    return `Changing this one matters ${times(ratio)} times as much as ${that}.`;
  }
  return ratio * MORE <= 1
    ? `Changing ${that}, matters ${times(1 / ratio)} times as much as this one.`
    : `Changing it matters about as much as ${that}.`;
}

/** @type {(ratio: number) => string} */
function times(ratio) {
  return ratio < 9.5 ? String(toPlaces(ratio, 1)) : grouped(toDigits(ratio, 2));
}
