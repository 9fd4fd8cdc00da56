/** What the part "What it learns" knows: what the network reads in the test digits, and which of
 * them hang on the wall.
 * @import {PredictionsAnswer} from "../../../server/types.js"
 * @typedef {{label: number, prediction: number}} Cell of the table of confusions
 * @typedef {object} LearningState
 * @property {PredictionsAnswer | null} predictions
 * @property {Map<number, Digit>} pictures those fetched so far, by their index
 * @property {Cell | null} cell the cell whose digits hang on the wall; null for the first of all
 * @typedef {{picturesArrived: {digits: Digit[]}}} LearningActions */

const WALL = 60;
const MOST_PICTURES = 2000;

/** @type {LearningState} */
export const NO_LEARNING = { predictions: null, pictures: new Map(), cell: null };

/** @type {Reducers<LearningState, LearningActions>} */
export const learningReducers = {
  picturesArrived: (state, { digits }) => {
    const before = state.pictures.size > MOST_PICTURES ? [] : state.pictures;
    const added = digits.map((digit) => /** @type {const} */ ([digit.index, digit]));
    return { ...state, pictures: new Map([...before, ...added]) };
  },
};

/** The indices of the test digits on the wall: those of the chosen cell, or the first of all.
 * @type {(state: LearningState) => number[]} */
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
