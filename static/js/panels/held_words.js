/** What the panel of a held number says. Pure. */

import { subscript } from "../kit/format.js";
import { capitalised, digitWords, layerName, neuronName } from "../network/names.js";
import { UNKNOWN } from "./words.js";

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
