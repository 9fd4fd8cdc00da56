/** What the page says from the first about its panels, and the tip. Pure.
 * @import {WhatIfAnswer} from "../server/types.js"
 * @import {Quantity} from "./what_if/quantity.js" */

import { format, formatAll } from "../kit/format.js";
import { layerName, neuronName, pixelPosition } from "../network/names.js";

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

// What if

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
