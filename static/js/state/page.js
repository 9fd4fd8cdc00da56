/** The page's state and the pure function that changes it.
 * @import {Placement, Stroke} from "../input/digit_image.js"
 * @import {Trouble} from "../kit/troubles.js"
 * @import {Parameters} from "../server/endpoints.js"
 * @import {Functions} from "../server/function_curves.js"
 * @import {AccuracyAnswer, BackwardAnswer, ForwardAnswer, SessionObject} from "../server/types.js"
 * @import {CheckAllAnswer, CodeAnswer, Options, OthersAnswer, RatesAnswer} from "../server/types.js"
 * @import {ChosenTab} from "../panels/code/code_lines.js"
 * @import {Experiment} from "../panels/what_if/quantity.js"
 * @import {WhatIfActions} from "../panels/what_if/state.js"
 * @import {Batch} from "../room/room_batch.js"
 * @import {RoomKey} from "../room/room_cover.js"
 * @import {DrawingActions} from "./drawing.js"
 * @import {MessageActions} from "./message.js"
 * @import {NetworkActions} from "./network.js"
 * @import {Predictions, QuestionActions} from "./questions.js"
 * @import {Reducers} from "./store.js"
 * @typedef {{split: "train" | "test", index: number}} DigitIndex which digit of MNIST
 * @typedef {typeof NO_DRAWING & {id: number}} Drawing what is on the pad; its id changes when another
 *   one begins
 * @typedef {{strokes: Stroke[], placement: Placement | null}} Ink of a drawing
 * @typedef {{kind: "neuron", layer: number, index: number}
 *   | {kind: "weight", layer: number, to: number, from: number}} Item what can be looked at: a neuron
 *   of layers 0 … L, or the weight into neuron `to` of a layer from neuron `from` of the one before
 * @typedef {object} Step what steps on this drawing have done
 * @property {number} steps
 * @property {number} learning_rate
 * @property {number} cost_before
 * @property {number} cost_after
 * @property {number[]} costs after each step, the one before the first included
 * @property {ForwardAnswer | null} before the answer before them
 * @property {Parameters | null} parameters those before them
 * @typedef {{session: string, from: number, to: number}} Taken steps of a network, by its counts of
 *   steps before the first and after the last
 * @typedef {object} OwnNetwork where the viewer's own network waits while another is shown in its place
 * @property {string} session the id of the network, which holds both
 * @property {number} undo how many changes can be undone there
 * @property {Step | null} lastStep its last, on this drawing
 * @property {number} placed the revision of what is shown in its place
 * @property {boolean} isStorys whether the story trains that
 * @typedef {"code" | "number"} PanelName the source, and the number that is held
 * @typedef {typeof initialState} State
 * @typedef {object} Pass
 * @property {number[]} pixels that it is about
 * @property {number | null} target
 * @property {ForwardAnswer} forward
 * @property {BackwardAnswer | null} backward
 * @typedef {MessageActions & DrawingActions & NetworkActions & WhatIfActions &
 *   QuestionActions & {
 *   beatShown: {beat: string},
 *   panelToggled: {panel: PanelName},
 *   columnToggled: {column: string}}} PageActions
 * @typedef {import("./store.js").ActionOf<PageActions>} Action */

import { NO_EXPERIMENT } from "../panels/what_if/quantity.js";
import { settleWhatIf, whatIfReducers } from "../panels/what_if/state.js";
import {
  ANSWER_BEAT,
  DRAW_BEAT,
  drawingReducers,
  NO_DRAWING,
  NO_PASS,
  REWIND_BEAT,
  STEP_BEAT,
  settleColumns,
  TARGET_BEAT,
} from "./drawing.js";
import { messageReducers, UNTIL_USED, used } from "./message.js";
import { networkReducers } from "./network.js";
import { questionReducers } from "./questions.js";
import { reducerOf } from "./store.js";

export { ANSWER_BEAT, DRAW_BEAT, REWIND_BEAT, STEP_BEAT, TARGET_BEAT };

/** What the server says about the step taken last, or about the one to come where none was taken. */
const NO_STEP_ANSWERS = {
  /** @type {OthersAnswer | null} what it does to the other digits */ others: null,
  /** @type {RatesAnswer | null} where other learning rates lead */ rates: null,
  /** @type {CheckAllAnswer | null} all derivatives measured one by one */ measured: null,
  /** @type {number | null} forward passes done while they are being measured */ measuring: null,
};

export const initialState = {
  /** @type {Trouble | null} what keeps the page from something it needs */ trouble: null,
  /** what the user must be told; empty for nothing */ message: "",
  /** what was asked that the message is about */ messageAbout: UNTIL_USED,
  /** @type {Options | null} */ options: null,
  /** @type {SessionObject | null} */ session: null,
  /** counts the changes of the network's parameters */ version: 0,
  /** @type {Parameters | null} */ parameters: null,
  /** which version they are */ parametersVersion: 0,
  /** @type {Parameters | null} the same to be drawn; while a run goes on rounded ones may be newer */
  pictured: null,
  /** whether a run goes on */ training: false,
  /** whether pictures of the parameters come while it does */ arePicturesComing: false,
  /** whether the scene shown draws the parameters, and writes none of them as long as nothing is held
   * and no panel is open */
  arePicturesEnough: false,
  /** whether the network shown is not the server's yet, because the dial is being turned */
  previewing: false,
  /** @type {OwnNetwork | null} null while the network shown is the viewer's own */ ownNetwork:
    null,
  /** @type {Record<"undo" | "redo", SessionObject[]>} the networks that were shown before this one, and
   * those after it */ otherNetworks: { undo: [], redo: [] },
  /** whether the story has turned the dial back, to where there is something to learn */
  rewound: false,
  /** @type {Drawing} */ drawing: { id: 0, ...NO_DRAWING },
  /** @type {number | null} the digit it should have been */ target: null,
  ...NO_PASS,
  ...NO_STEP_ANSWERS,
  /** @type {Functions} the activations' curves */ functions: new Map(),
  learningRate: 1,
  /** the id of the beat shown */ beat: DRAW_BEAT,
  /** @type {Item | null} what the pointer or the focus is on */ pointed: null,
  /** @type {Item | null} what is held, marked in the picture */ pinned: null,
  /** @type {PanelName | null} the panel that is open */ panel: null,
  /** @type {CodeAnswer | null} the source that runs; null until it has been fetched */ code: null,
  /** @type {ChosenTab | null} the part of it that somebody chose */ codeTab: null,
  /** @type {string[] | null} the cues of the talk that is given, as "scene/beat"; none for all of it,
   * null where none is given */ talk: null,
  /** whether beats with a question wait for the room's answer */ asking: false,
  /** @type {Predictions} what has been said to the questions so far */ predictions: {},
  /** @type {string | null} the symbol of the formula that is pointed at */ symbol: null,
  /** @type {number | null} the output whose column stands out */ pickedColumn: null,
  /** whether one output's wishes are shown alone, in place of all */ alone: false,
  /** @type {string[]} the columns that are hidden, by `columnKey` */ hiddenColumns: [],
  /** @type {AccuracyAnswer | null} how the test digits fare with the present parameters */ dataset:
    null,
  /** @type {RoomKey | null} the room that follows this page */ room: null,
  /** @type {Batch | null} the room's drawings, where the descent averages over them */ batch: null,
  /** @type {{network: number, drawings: number} | null} which of its room's a phone's table is of */
  lentBatch: null,
  /** @type {Experiment} what is tried with the number that is held */ whatIf: NO_EXPERIMENT,
};

export const reduce = reducerOf(
  /** @type {Reducers<State, PageActions>} */ ({
    ...messageReducers,
    ...drawingReducers,
    ...networkReducers,
    ...whatIfReducers,
    ...questionReducers,
    // The same once more begins it again.
    beatShown: (state, { beat }) => ({ ...state, beat, alone: state.alone && beat === state.beat }),
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
  (state, before) =>
    [settleRate, settleOwn, settleStepAnswers, settleColumns, settleWhatIf].reduce(
      (settled, settle) => settle(settled, before),
      state,
    ),
);

/** @type {(state: State, before: State) => State} */
function settleRate(state, before) {
  return state.learningRate === before.learningRate ? state : used(state);
}

/** A step on something else is no longer shown, whichever network took it.
 * @type {(state: State, before: State) => State} */
function settleOwn(state, before) {
  const { ownNetwork, drawing, target } = state;
  const isSame = drawing.pixels === before.drawing.pixels && target === before.target;
  return ownNetwork === null || isSame
    ? state
    : { ...state, ownNetwork: { ...ownNetwork, lastStep: null } };
}

const ABOUT = /** @type {const} */ (["version", "target", "lastStep"]);

/** The answers go with what they were about. @type {(state: State, before: State) => State} */
function settleStepAnswers(state, before) {
  const isSame =
    ABOUT.every((name) => state[name] === before[name]) &&
    state.drawing.pixels === before.drawing.pixels &&
    state.session?.id === before.session?.id;
  if (!isSame) {
    return { ...state, ...NO_STEP_ANSWERS };
  }
  const isToCome = state.lastStep === null && state.learningRate !== before.learningRate;
  return isToCome && state.others !== null ? { ...state, others: null } : state;
}
