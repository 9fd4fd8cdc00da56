/**
 * What the descent knows beside the page's state, and the pure function that changes it. Each part
 * has its own piece.
 *
 * @import {GradientAction, GradientState} from "./gradient/state.js"
 * @import {LearningAction, LearningState} from "./learning/state.js"
 * @import {MiniBatchesAction, MiniBatchesState} from "./mini_batches/state.js"
 * @import {TableAction, TableState} from "./wishes/state.js"
 * @import {TrainingAction, TrainingState} from "./training/state.js"
 *
 * @typedef {object} DescentState
 * @property {string} part the id of the part shown
 * @property {GradientState} gradient
 * @property {TableState} table
 * @property {TrainingState} training
 * @property {MiniBatchesState} miniBatches
 * @property {LearningState} learning
 *
 * @typedef {{type: "partShown", part: string} | GradientAction | TableAction | TrainingAction
 *   | MiniBatchesAction | LearningAction} DescentAction
 */

import { NO_GRADIENT, reduceGradient } from "./gradient/state.js";
import { isOfLearning, NO_LEARNING, reduceLearning } from "./learning/state.js";
import { isOfMiniBatches, NO_MINI_BATCHES, reduceMiniBatches } from "./mini_batches/state.js";
import { isOfTraining, NO_TRAINING, reduceTraining } from "./training/state.js";
import { isOfTable, NO_TABLE, reduceTable } from "./wishes/state.js";

/** @type {DescentState} */
export const initialDescent = {
  part: "",
  gradient: NO_GRADIENT,
  table: NO_TABLE,
  training: NO_TRAINING,
  miniBatches: NO_MINI_BATCHES,
  learning: NO_LEARNING,
};

/** @type {(state: DescentState, action: DescentAction) => DescentState} */
export function reduceDescent(state, action) {
  if (action.type === "partShown") {
    return { ...state, part: action.part };
  }
  if (isOfMiniBatches(action)) {
    return { ...state, miniBatches: reduceMiniBatches(state.miniBatches, action) };
  }
  if (isOfLearning(action)) {
    return { ...state, learning: reduceLearning(state.learning, action) };
  }
  if (isOfTraining(action)) {
    return { ...state, training: reduceTraining(state.training, action) };
  }
  if (isOfTable(action)) {
    return { ...state, table: reduceTable(state.table, action) };
  }
  return { ...state, gradient: reduceGradient(state.gradient, action) };
}
