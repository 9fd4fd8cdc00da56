/**
 * What the part "What it learns" knows: what the network reads in the test digits, and which of them
 * hang on the wall.
 *
 * @import {Digit, Predictions} from "../../../server/descent_api.js"
 *
 * @typedef {{label: number, prediction: number}} Cell of the table of confusions
 *
 * @typedef {object} LearningState
 * @property {Predictions | null} predictions
 * @property {Map<number, Digit>} pictures those fetched so far, by their index
 * @property {Cell | null} cell the cell whose digits hang on the wall; null for the first of all
 *
 * @typedef {{type: "predictionsArrived", predictions: Predictions}
 *   | {type: "picturesArrived", digits: Digit[]}
 *   | {type: "cellChosen", cell: Cell | null}} LearningAction
 */

export const WALL = 60;
const MOST_PICTURES = 2000;

/** @type {LearningState} */
export const NO_LEARNING = { predictions: null, pictures: new Map(), cell: null };

const LEARNING_ACTIONS = new Set(["predictionsArrived", "picturesArrived", "cellChosen"]);

/** @type {(action: {type: string}) => action is LearningAction} */
export function isOfLearning(action) {
  return LEARNING_ACTIONS.has(action.type);
}

/** @type {(state: LearningState, action: LearningAction) => LearningState} */
export function reduceLearning(state, action) {
  switch (action.type) {
    case "predictionsArrived":
      return { ...state, predictions: action.predictions };
    case "picturesArrived": {
      const before = state.pictures.size > MOST_PICTURES ? [] : state.pictures;
      const added = action.digits.map((digit) => /** @type {const} */ ([digit.index, digit]));
      return { ...state, pictures: new Map([...before, ...added]) };
    }
    case "cellChosen":
      return { ...state, cell: action.cell };
  }
}

/**
 * The indices of the test digits on the wall: those of the chosen cell, or the first of all.
 * @type {(state: LearningState) => number[]}
 */
export function wallOf({ predictions, cell }) {
  if (cell === null || predictions === null) {
    return Array.from({ length: WALL }, (_, index) => index);
  }
  const indices = [];
  for (let i = 0; i < predictions.labels.length && indices.length < WALL; i++) {
    if (predictions.labels[i] === cell.label && predictions.predictions[i] === cell.prediction) {
      indices.push(i);
    }
  }
  return indices;
}
