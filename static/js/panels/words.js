/** What the panels say, the tip, and what is taken home. Pure.
 * @import {CheckAnswer, WhatIfAnswer} from "../server/types.js"
 * @import {Quantity} from "./what_if/quantity.js" */

import { format, formatAll, fourDigits, subscript } from "../kit/format.js";
import { capitalised, digitWords, layerName, neuronName, pixelPosition } from "../network/names.js";

/** What is not known yet, in place of its number. */
export const UNKNOWN = "not computed yet";

/** @type {(parts: string[]) => string} */
const listed = (parts) => parts.filter(Boolean).join(", ");

/** The layer after a neuron's name; nothing at the outputs, which say it themselves.
 * @type {(layer: number, last: number) => string} */
export const layerOfNeuron = (layer, last) =>
  layer === last ? "" : layerName(layer, last).replace("the ", "");

/** @type {(layer: number, to: number, from: number, last: number) => string} */
const weightName = (layer, to, from, last) =>
  `weight from ${neuronName(layer - 1, from, last)} to ${neuronName(layer, to, last)}`;

/** Of what is pointed at, and of what the keyboard is on. */
export const TIPS = {
  weight: weightName,
  /** @type {(index: number, inputs: number) => string} */
  pixel: (index, inputs) => `pixel, ${pixelPosition(index, inputs)}`,
  /** @type {(layer: number, index: number, last: number) => string} */
  neuron: (layer, index, last) =>
    listed([neuronName(layer, index, last), layerOfNeuron(layer, last)]),
  /** @type {(symbol: string, value: number | undefined, nudge?: number) => string} */
  values: (symbol, value, nudge) =>
    listed([
      value === undefined ? "" : `${symbol} = ${format(value).text}`,
      nudge === undefined ? "" : `nudge ${format(nudge, { plus: true }).text}`,
    ]),
  unknownActivation: `a: ${UNKNOWN}`,
};

/** Of a cell of the grid that leads the keyboard through the neurons. */
export const CELLS = {
  /** @type {(inputs: number[] | null) => string} */
  inputs: (inputs) =>
    inputs === null
      ? "Input picture, nothing drawn"
      : `Input picture, ${inputs.filter((value) => value > 0).length} of ${inputs.length} pixels inked`,
  /** @type {(layer: number, index: number, last: number, activation?: number, nudge?: number) =>
   *   string} */
  neuron: (layer, index, last, activation, nudge) =>
    listed([
      layer === last ? `Output ${index}` : `Neuron ${index} of ${layerName(layer, last)}`,
      `activation ${activation === undefined ? UNKNOWN : format(activation).text}`,
      nudge === undefined ? "" : `nudge of a ${format(nudge, { plus: true }).text}`,
    ]),
};

// Code

export const CODE = {
  functions: "Functions",
  lectureTab: "as in the lecture",
  onItsWay: "The source is on its way.",
  otherFunctions: "For sigmoids and squares; the network shown has others.",
  lecture:
    "The lecture’s version, one example at a time; a test checks that it gives the same numbers.",
  /** @type {(reason: string) => string} */
  missing: (reason) => `The source could not be fetched. ${reason}`,
  /** @type {(name: string, file: string) => string} */
  functionName: (name, file) => `${name} in ${file}`,
};

// The number that is held

export const INSPECT = {
  how: "Press a neuron or weight to hold that one.",
  veiled: "Its numbers come with the answer.",
  unpin: "Unpin",
  unpinTitle: "Hold it no longer (Escape)",
  sum: "Its sum: weights times activations, and its bias",
  numbers: "Its numbers",
  itsIndex: "its number",
  weights: "its weights",
  nudges: "their nudges",
  noNudges: `nudges: ${UNKNOWN}`,
  before: { pixel: "pixel", neuron: "neuron" },
  /** @type {(name: string) => string} */
  picture: (name) => `${name}, as a picture: blue for plus, red for minus`,
  /** @type {(count: number, before: string) => string} */
  rest: (count, before) => `${count} other ${before}s`,
  /** @type {(count: number) => string} */
  ofVector: (count) => `of w₀ … w${subscript(count - 1)}`,
};

/** What is inspected, and where it is. */
export const INSPECTED = {
  /** @type {(layer: number, index: number, last: number) => string} */
  neuron: (layer, index, last) => capitalised(neuronName(layer, index, last)),
  /** @type {(index: number) => string} */
  pixel: (index) => `Pixel ${index}`,
  weight: "Weight",
  /** @type {(layer: number, to: number, from: number, last: number) => string} */
  ends: (layer, to, from, last) =>
    `${neuronName(layer - 1, from, last)} → ${neuronName(layer, to, last)}${layer < last ? ` of ${layerName(layer, last)}` : ""}`,
};

/** The names of its numbers. */
export const FACTS = {
  weight: "weight",
  bias: "bias",
  sum: "sum",
  activation: "activation",
  biasNudge: "nudge of b",
  carried: "activation it carries",
  itsNudge: "nudge of w",
};

/** What backpropagation asks of it. */
export const REMARKS = {
  pixel: "An input is what was drawn: it has no bias and no sum, and nothing can nudge it.",
  noDrawing: "Draw a digit, and its numbers are computed.",
  noTarget: "Say which digit it should have been, and its nudges are computed.",
  /** @type {(nudge: number) => string} */
  weight: (nudge) =>
    `${nudge === 0 ? "It should stay" : `It should ${nudge < 0 ? "shrink" : "grow"}`}: its nudge is the nudge of z times the activation that it carries.`,
  /** @type {(nudge: number, target: number | null, index: number) => string} */
  output: (nudge, target, index) =>
    `For ${digitWords(target ?? 0)} it should be at ${index === target ? 1 : 0}: ${nudge === 0 ? "the cost does not ask it to move" : `it should go ${upOrDown(nudge)}`}.`,
  /** @type {(nudge: number) => string} */
  hidden: (nudge) =>
    nudge === 0
      ? "Added up, the layer after it wants nothing of it."
      : `Added up, the layer after it wants it to go ${upOrDown(nudge)}.`,
};

/** @type {(nudge: number) => string} */
const upOrDown = (nudge) => (nudge < 0 ? "down" : "up");

// What if

/** What the viewer must do first, by what is missing. */
export const FIRST = {
  drawing: "First draw a digit.",
  target: "First press the digit it should have been.",
};

/** @type {(layer: number, last: number) => string} */
export const layerTitle = (layer, last) =>
  layer === 0 ? "0, pixels" : layer === last ? `${layer}, outputs` : String(layer);

/** @type {(answer: WhatIfAnswer, quantity: Quantity) => Words[]} */
export function whatIfCaption({ value, change, promised, activations }, quantity) {
  const [truth, promise] = formatAll([change, promised], true).map(({ text }) => text);
  return [
    { text: `What if the ${quantityName(quantity, activations.length - 1)} were ` },
    { text: format(value, 2).text, tone: "accent" },
    { text: `? The cost changes by ${truth}, the gradient promised ` },
    { text: promise, tone: "accent" },
    { text: "." },
  ];
}

/** @type {(quantity: Quantity, last: number) => string} */
function quantityName(quantity, last) {
  const { kind, layer } = quantity;
  return kind === "weight"
    ? weightName(layer, quantity.to, quantity.from, last)
    : `${kind} of ${neuronName(layer, quantity.index, last)}`;
}

export const TRY_IT = "Drag it up or down in the picture, or slide.";
export const LINE_ENDS = "here the line stops being true";

/** A change of the cost below this counts as none. */
const NOTHING = 1e-9;

/** How well the straight line predicted the cost, and the reading where it has become another.
 * @param {WhatIfAnswer} moved
 * @param {number} tolerance the share of the change that the line may be off by
 * @param {boolean} isReadOtherwise */
export function outcome(moved, tolerance, isReadOtherwise) {
  const reading = isReadOtherwise ? ` It would be read as ${moved.prediction}.` : "";
  return verdict(moved, tolerance) + reading;
}

/** @type {(moved: WhatIfAnswer, tolerance: number) => string} */
function verdict({ change, promised }, tolerance) {
  const larger = Math.max(Math.abs(change), Math.abs(promised));
  const off = Math.abs(change - promised) / larger;
  if (larger < NOTHING) {
    return "The cost does not feel this.";
  }
  if (off <= tolerance) {
    return `The straight line holds: it is off by ${percent(off)}.`;
  }
  if (change * promised < 0) {
    const [said, come] = promised < 0 ? ["less", "more"] : ["more", "less"];
    return `The straight line is wrong here: it promised ${said} cost, and it is ${come}.`;
  }
  return `The straight line no longer holds: it is off by ${percent(off)}.`;
}

/** @type {(share: number) => string} */
function percent(share) {
  return share < 0.001 ? "less than 0.1 %" : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** The two ways to a derivative. */
export const WAYS = { backprop: "backprop", difference: "finite difference" };

/** @param {CheckAnswer} answer @param {number} digits that are the same */
export function agreement({ agree, backprop, finite_difference, relative_difference }, digits) {
  if (backprop === 0 && finite_difference === 0) {
    return "They agree: both are 0.";
  }
  if (agree && digits >= 3) {
    return `They agree to ${digits} digits.`;
  }
  const part = `They differ by ${fourDigits(relative_difference).text} of their size`;
  return agree ? `They agree. ${part}.` : `They do not agree. ${part}.`;
}

// Take home

export const TAKE_HOME = {
  title: "Take home",
  print: "Print",
  printed: "This beat on one page A4, with every number.",
  program: "Python file",
  programmed: "numpy only. Run alone, it computes every number of the sheet.",
  noProgram: "For the walk with a drawing, and for the chain of the calculus.",
  link: "Copy link",
  linked: "Opens this beat, digit and settings anywhere.",
  close: "Close",
  onItsWay: "On its way …",
  copied: "The link is copied.",
  notCopied: "This browser lets nobody copy: take the link from the address bar.",
  /** @type {(name: string) => string} */
  saved: (name) => `${name} is saved.`,
  /** @type {(error: unknown) => string} */
  notMade: (error) => `It could not be made. ${reasonOf(error)}`,
  /** In place of the tables on paper. @type {(error: unknown) => string} */
  noTables: (error) =>
    `The tables of the numbers are missing here: the server makes them. ${reasonOf(error)}`,
};

/** @type {(error: unknown) => string} */
const reasonOf = (error) => (error instanceof Error ? error.message : "");
