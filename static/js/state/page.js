/**
 * The page's state and the pure function that changes it.
 *
 * @import {Placement, Stroke} from "../input/digit_image.js"
 * @import {BackwardAnswer, CheckAnswer, Dataset, ForwardAnswer, Options, Parameters, Session, WhatIfAnswer} from "../server/client.js"
 * @import {SourceOfFunction} from "../server/client.js"
 * @import {ChosenTab} from "../panels/code/code_lines.js"
 * @import {Experiment} from "../panels/what_if/quantity.js"
 * @import {NetworkAction as ActionOfNetwork} from "./network.js"
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
 * @property {SourceOfFunction[]} code the source that runs; empty until it is asked for
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
 * @typedef {{type: "connected"}
 *   | {type: "lost"}
 *   | {type: "told", message: string, about: string}
 *   | {type: "succeeded", about: string}
 *   | {type: "acted"}
 *   | {type: "optionsArrived", options: Options}
 *   | {type: "sessionOpened", session: Session, pass?: Pass | null}
 *   | {type: "networkChanged", session: Session, pass?: Pass | null,
 *     step?: {drawing: number, step: Step} | null}
 *   | {type: "trained", session: Session, parameters: Parameters | null, running: boolean}
 *   | {type: "parametersArrived", version: number, parameters: Parameters}
 *   | {type: "inked", strokes: Stroke[], pixels: number[] | null, placement: Placement | null}
 *   | {type: "cleared"}
 *   | {type: "sampled", pixels: number[], label: number, from: Place | null, ink: Ink | null}
 *   | {type: "targetChosen", target: number}
 *   | {type: "targetMissing"}
 *   | {type: "answered", question: Question, forward: ForwardAnswer, backward: BackwardAnswer | null}
 *   | {type: "datasetArrived", version: number, dataset: Dataset}
 *   | {type: "rateChosen", learningRate: number}
 *   | {type: "beatShown", beat: string}
 *   | {type: "pointed", item: Item | null}
 *   | {type: "pinned", item: Item | null}
 *   | {type: "panelChosen", panel: PanelName | null}
 *   | {type: "codeArrived", code: SourceOfFunction[]}
 *   | {type: "codeTabChosen", tab: string}
 *   | {type: "askingChosen", asking: boolean}
 *   | {type: "symbolPointed", symbol: string | null}
 *   | {type: "columnPicked", column: number | null}
 *   | {type: "columnToggled", column: string}
 *   | WhatIfAction} Action
 *
 * @typedef {{type: "partChosen", part: "bias" | "activation"}
 *   | {type: "moved", value: number}
 *   | {type: "putBack"}
 *   | {type: "restArrived" | "movedArrived", id: number, answer: WhatIfAnswer}
 *   | {type: "checkArrived", id: number, answer: CheckAnswer}} WhatIfAction
 */

import { NO_EXPERIMENT } from "../panels/what_if/quantity.js";
import { reduceWhatIf, settleWhatIf } from "../panels/what_if/state.js";
import {
  ANSWER_BEAT,
  DRAW_BEAT,
  NO_DRAWING,
  NO_PASS,
  reduceDrawing,
  STEP_BEAT,
  settleColumns,
} from "./drawing.js";
import { isOfNetwork, reduceNetwork } from "./network.js";

export { ANSWER_BEAT, DRAW_BEAT, STEP_BEAT };

/** @typedef {ActionOfNetwork} NetworkAction */

/** What a message is about that stands until the user does something. */
export const UNTIL_USED = "";

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
  code: [],
  codeTab: null,
  asking: false,
  symbol: null,
  pickedColumn: null,
  hiddenColumns: [],
  dataset: null,
  askTarget: false,
  whatIf: NO_EXPERIMENT,
};

/** @type {(state: State, action: Action) => State} */
export function reduce(state, action) {
  return settleWhatIf(settleColumns(reduceOne(settleMessage(state, action), action), state), state);
}

/** @type {(state: State, action: Action) => State} */
function reduceOne(state, action) {
  switch (action.type) {
    case "connected":
    case "lost":
    case "told":
    case "succeeded":
      return reduceMessage(state, action);
    case "optionsArrived":
      return { ...state, options: action.options };
    case "rateChosen":
      return { ...state, learningRate: action.learningRate };
    case "beatShown":
      return { ...state, beat: action.beat };
    case "pointed":
      return { ...state, pointed: action.item };
    case "pinned":
      return { ...state, pinned: action.item };
    case "panelChosen":
      return { ...state, panel: action.panel === state.panel ? null : action.panel };
    case "codeArrived":
      return { ...state, code: action.code };
    case "codeTabChosen":
      return { ...state, codeTab: { tab: action.tab, beat: state.beat } };
    case "askingChosen":
      return { ...state, asking: action.asking };
    case "symbolPointed":
      return { ...state, symbol: action.symbol };
    case "columnPicked":
      return { ...state, pickedColumn: action.column };
    case "columnToggled":
      return { ...state, hiddenColumns: toggled(state.hiddenColumns, action.column) };
    case "partChosen":
    case "moved":
    case "putBack":
    case "restArrived":
    case "movedArrived":
    case "checkArrived":
      return reduceWhatIf(state, action);
    default:
      return isOfNetwork(action) ? reduceNetwork(state, action) : reduceDrawing(state, action);
  }
}

/** @type {(keys: string[], key: string) => string[]} */
function toggled(keys, key) {
  return keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
}

/**
 * What the user must be told, and until when: a refusal until the same is asked with success, the
 * loss of the server until it answers, all else until the user does something.
 *
 */

const SERVER = "server";

const ACTS = new Set(["acted", "inked", "cleared", "targetChosen", "targetMissing", "rateChosen"]);

/**
 * What there is to say of a part of the page that could not be fetched.
 * @param {string} what like "This panel"
 * @returns {Action}
 */
export function toldMissing(what) {
  const message = `${what} could not be fetched from the server. Please load the page anew.`;
  return { type: "told", message, about: UNTIL_USED };
}

/**
 * @typedef {Extract<Action, {type: "connected" | "lost" | "told" | "succeeded"}>} MessageAction
 *
 * @param {State} state
 * @param {MessageAction} action
 * @returns {State}
 */
export function reduceMessage(state, action) {
  switch (action.type) {
    case "connected":
      return {
        ...(state.messageAbout === SERVER ? withoutMessage(state) : state),
        connection: "ready",
      };
    case "lost":
      return {
        ...state,
        connection: "lost",
        message: "The server cannot be reached. Trying again until it answers.",
        messageAbout: SERVER,
      };
    case "told":
      return { ...state, message: action.message, messageAbout: action.about };
    case "succeeded":
      return state.messageAbout === action.about ? withoutMessage(state) : state;
  }
}

/**
 * Take back what need not be said any more once the user has done something.
 * @type {(state: State, action: Action) => State}
 */
export function settleMessage(state, action) {
  return ACTS.has(action.type) && state.messageAbout === UNTIL_USED ? withoutMessage(state) : state;
}

/** @type {(state: State) => State} */
function withoutMessage(state) {
  return state.message === "" ? state : { ...state, message: "", messageAbout: UNTIL_USED };
}
