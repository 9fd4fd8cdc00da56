/**
 * What the descent knows besides the page's state, and the pure function that changes it. Each part
 * has its own piece.
 * @import {SetAction} from "../../state/store.js"
 * @import {GradientActions, GradientState} from "./gradient/state.js"
 * @import {LearningActions, LearningState} from "./learning/state.js"
 * @import {MiniBatchesActions, MiniBatchesState} from "./mini_batches/state.js"
 * @import {TableActions, TableState} from "./average/state.js"
 * @import {TrainingActions, TrainingState} from "./training/state.js"
 * @typedef {typeof initialDescent} DescentState
 * @typedef {GradientActions & TableActions & TrainingActions & MiniBatchesActions &
 *   LearningActions} DescentActions
 * @typedef {import("../../state/store.js").ActionOf<DescentActions> | SetAction<DescentState>}
 *   DescentAction */

import { reducerOf, within } from "../../state/store.js";
import { NO_TABLE, settleTable, tableReducers } from "./average/state.js";
import { gradientReducers, NO_GRADIENT, settleGradient } from "./gradient/state.js";
import { learningReducers, NO_LEARNING } from "./learning/state.js";
import { miniBatchesReducers, NO_MINI_BATCHES } from "./mini_batches/state.js";
import { NO_TRAINING, trainingReducers } from "./training/state.js";

export const initialDescent = {
  /** the id of the part shown */ part: "",
  /** whether the parts are shown with the viewer's own network, in place of one at a stop */
  withOwn: false,
  /** whether another network is on its way */ isComing: false,
  /** @type {GradientState} */ gradient: NO_GRADIENT,
  /** @type {TableState} */ table: NO_TABLE,
  /** @type {TrainingState} */ training: NO_TRAINING,
  /** @type {MiniBatchesState} */ miniBatches: NO_MINI_BATCHES,
  /** @type {LearningState} */ learning: NO_LEARNING,
};

export const reduceDescent = reducerOf(
  /** @type {Reducers<DescentState, DescentActions>} */ ({
    ...within("gradient", gradientReducers),
    ...within("table", tableReducers),
    ...within("training", trainingReducers),
    ...within("miniBatches", miniBatchesReducers),
    ...within("learning", learningReducers),
  }),
  (state, before) => {
    const gradient = settleGradient(state.gradient, before.gradient);
    const table = settleTable(state.table, before.table);
    return gradient === state.gradient && table === state.table
      ? state
      : { ...state, gradient, table };
  },
);
