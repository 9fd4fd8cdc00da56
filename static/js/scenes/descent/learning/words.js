/** The sentences of the part "What it learns".
 * @import {DescentState} from "../state.js" */

import { format, PERCENT } from "../../../kit/format.js";

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
  `Test digit ${index}: a ${label}${prediction === null ? "" : `, read as ${prediction}`}`;
/** @type {(count: number | null, label: number, prediction: number) => string} */
export const countName = (count, label, prediction) =>
  `${count ?? "?"} pictures of a ${label} read as a ${prediction}`;

/** @type {(state: DescentState) => Words[]} */
export function learningCaption({ learning }) {
  const { predictions, cell } = learning;
  if (predictions === null) {
    return [{ text: "What has the network learnt? Its weights, as pictures." }];
  }
  const { correct, total, confusion } = predictions;
  if (cell !== null) {
    const count = confusion[cell.label][cell.prediction];
    return cell.label === cell.prediction
      ? [
          { text: String(count), tone: "accent" },
          { text: ` pictures of a ${cell.label} are read right.` },
        ]
      : [
          { text: String(count), tone: "down" },
          { text: ` pictures of a ${cell.label} are read as a ${cell.prediction}.` },
        ];
  }
  return [
    { text: format(correct / total, PERCENT).text, tone: "accent" },
    {
      text: ` of ${total.toLocaleString("en-US")} test digits are read right; what do the wrong ones have in common?`,
    },
  ];
}
