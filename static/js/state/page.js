/**
 * The page's state and the pure function that changes it.
 *
 * @import {Placement, Stroke} from "../input/digit_image.js"
 * @import {BackwardAnswer, Dataset, ForwardAnswer, Options, Parameters, Session} from "../server/client.js"
 * @import {CodeAnswer} from "../server/types.js"
 * @import {ChosenTab} from "../panels/code/code_lines.js"
 * @import {Experiment} from "../panels/what_if/quantity.js"
 * @import {WhatIfActions} from "../panels/what_if/state.js"
 * @import {DrawingActions} from "./drawing.js"
 * @import {MessageActions} from "./message.js"
 * @import {NetworkActions} from "./network.js"
 * @import {Reducers} from "./store.js"
 *
 * @typedef {{split: "train" | "test", index: number}} Place of a digit of MNIST
 *
 * @typedef {object} Drawing what is on the pad
 * @property {number} id changes when another drawing begins
 * @property {Stroke[]} strokes
 * @property {number[] | null} sample the pixels of a digit from MNIST, under the strokes
 * @property {number[] | null} pixels what the network sees; null while the pad is empty
 * @property {Placement | null} placement where the ink went in the picture
 * @property {Place | null} from where that digit from MNIST stands
 * @property {number | null} label the digit that it is said to be
 *
 * @typedef {{strokes: Stroke[], placement: Placement | null}} Ink of a drawing
 *
 * @typedef {{kind: "neuron", layer: number, index: number}
 *   | {kind: "weight", layer: number, to: number, from: number}} Item what can be looked at: a neuron
 *   of layers 0 … L, or the weight into neuron `to` of a layer from neuron `from` of the one before
 *
 * @typedef {object} Step what steps on this drawing have done
 * @property {number} steps
 * @property {number} learning_rate
 * @property {number} cost_before
 * @property {number} cost_after
 * @property {number[]} costs after each step, the one before the first included
 * @property {ForwardAnswer | null} before the answer before them
 *
 * @typedef {"code" | "inspect" | "what-if"} PanelName
 *
 * @typedef {object} State
 * @property {"connecting" | "ready" | "lost"} connection
 * @property {string} message what the user must be told; empty for nothing
 * @property {string} messageAbout what was asked that the message is about
 * @property {Options | null} options
 * @property {Session | null} session
 * @property {number} version counts the changes of the network's parameters
 * @property {Parameters | null} parameters
 * @property {boolean} training whether a run goes on
 * @property {Drawing} drawing
 * @property {number | null} target the digit it should have been
 * @property {ForwardAnswer | null} forward
 * @property {BackwardAnswer | null} backward
 * @property {Dataset | null} dataset how the test digits fare with the present parameters
 * @property {Step | null} lastStep the last step on this drawing
 * @property {number} learningRate
 * @property {string} beat the id of the beat shown
 * @property {Item | null} pointed what the pointer or the focus is on
 * @property {Item | null} pinned what is kept in view
 * @property {PanelName | null} panel the panel that is open
 * @property {CodeAnswer | null} code the source that runs; null until it has been fetched
 * @property {ChosenTab | null} codeTab the part of it that somebody chose
 * @property {boolean} asking whether beats with a question wait for the room's answer
 * @property {string | null} symbol the symbol of the formula that is pointed at
 * @property {number | null} pickedColumn whose column of wishes stands out
 * @property {string[]} hiddenColumns the columns of wishes that are hidden, by `columnKey`
 * @property {boolean} askTarget the user must say the digit first
 * @property {Experiment} whatIf what is tried in the panel "What if"
 *
 * @typedef {{drawing: number, version: number, target: number | null}} Question what was asked
 *
 * @typedef {{forward: ForwardAnswer, backward: BackwardAnswer | null}} Pass about the present drawing
 *
 * @typedef {MessageActions & DrawingActions & NetworkActions & WhatIfActions & {
 *   beatShown: {beat: string},
 *   panelToggled: {panel: PanelName},
 *   columnToggled: {column: string}}} PageActions
 *
 * @typedef {import("./store.js").ActionOf<PageActions>} Action
 */

import { NO_EXPERIMENT } from "../panels/what_if/quantity.js";
import { settleWhatIf, whatIfReducers } from "../panels/what_if/state.js";
import {
  ANSWER_BEAT,
  DRAW_BEAT,
  drawingReducers,
  NO_DRAWING,
  NO_PASS,
  STEP_BEAT,
  settleColumns,
} from "./drawing.js";
import { messageReducers, UNTIL_USED, used } from "./message.js";
import { networkReducers } from "./network.js";
import { reducerOf } from "./store.js";

export { ANSWER_BEAT, DRAW_BEAT, STEP_BEAT };

/** @type {State} */
export const initialState = {
  connection: "connecting",
  message: "",
  messageAbout: UNTIL_USED,
  options: null,
  session: null,
  version: 0,
  parameters: null,
  training: false,
  drawing: { id: 0, ...NO_DRAWING },
  target: null,
  ...NO_PASS,
  learningRate: 1,
  beat: DRAW_BEAT,
  pointed: null,
  pinned: null,
  panel: null,
  code: null,
  codeTab: null,
  asking: false,
  symbol: null,
  pickedColumn: null,
  hiddenColumns: [],
  dataset: null,
  askTarget: false,
  whatIf: NO_EXPERIMENT,
};

export const reduce = reducerOf(
  /** @type {Reducers<State, PageActions>} */ ({
    ...messageReducers,
    ...drawingReducers,
    ...networkReducers,
    ...whatIfReducers,
    beatShown: (state, { beat }) => ({ ...state, beat }), // The same once more begins it again.
    panelToggled: (state, { panel }) => ({
      ...state,
      panel: panel === state.panel ? null : panel,
    }),
    columnToggled: (state, { column }) => ({
      ...state,
      hiddenColumns: state.hiddenColumns.includes(column)
        ? state.hiddenColumns.filter((other) => other !== column)
        : [...state.hiddenColumns, column],
    }),
  }),
  (state, before) => settleWhatIf(settleColumns(settleRate(state, before), before), before),
);

/** @type {(state: State, before: State) => State} */
function settleRate(state, before) {
  return state.learningRate === before.learningRate ? state : used(state);
}
