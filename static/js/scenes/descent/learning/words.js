/** The sentences of the part "What it learns".
 * @import {DescentState} from "../state.js" */

import { format, grouped, PERCENT } from "../../../kit/format.js";
import { digitWords } from "../../../network/names.js";

export const NAME = "What it learns";

export const LABELS = {
  train: "Train",
  pause: "Pause",
  weights: "Weights of the first layer",
  weightsInFull: "The weights into each neuron of the first hidden layer",
  drawing: "This drawing",
  drawingInFull: "The activations of the drawing",
  confusion: "What is read in 10,000 test digits",
  confusionAxes: "shown (rows), read as (columns)",
  wall: "Test digits",
};

/** @type {(digit: {index: number, label: number}, prediction: number | null) => string} */
export const digitName = ({ index, label }, prediction) =>
  `Test digit ${index}: ${digitWords(label)}${prediction === null ? "" : `, read as ${prediction}`}`;
/** @type {(count: number | null, label: number, prediction: number) => string} */
export const countName = (count, label, prediction) =>
  `${count ?? "?"}${picturesOf(count, label)} read as ${digitWords(prediction)}`;

/** What stands after their count. @type {(count: number | null, label: number) => string} */
const picturesOf = (count, label) =>
  ` ${count === 1 ? "picture" : "pictures"} of ${digitWords(label)}`;

/** @type {(state: DescentState) => Words[]} */
export function learningCaption({ learning }) {
  const { predictions, cell } = learning;
  if (predictions === null) {
    return [{ text: "What has the network learnt? Its weights, as pictures." }];
  }
  const { correct, total, confusion } = predictions;
  if (cell !== null) {
    const count = confusion[cell.label][cell.prediction];
    const isRight = cell.label === cell.prediction;
    const pictures = picturesOf(count, cell.label);
    const reading = isRight ? "right" : `as ${digitWords(cell.prediction)}`;
    return [
      { text: String(count), tone: isRight ? "accent" : "down" },
      { text: `${pictures} ${count === 1 ? "is" : "are"} read ${reading}.` },
    ];
  }
  return [
    { text: format(correct / total, PERCENT).text, tone: "accent" },
    {
      text: ` of ${grouped(total)} test digits are read right${correct < total ? "; what do the wrong ones have in common?" : "."}`,
    },
  ];
}
