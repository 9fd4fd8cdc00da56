/**
 * The page's state and the pure function that changes it.
 *
 * @import {Stroke} from "./digit_image.js"
 * @import {BackwardAnswer, ForwardAnswer, Options, Parameters, Session, StepAnswer} from "./api.js"
 *
 * @typedef {object} Drawing what is on the pad
 * @property {number} id changes when another drawing begins
 * @property {Stroke[]} strokes
 * @property {number[] | null} sample the pixels of a digit from MNIST, under the strokes
 * @property {number[] | null} pixels what the network sees; null while the pad is empty
 *
 * @typedef {{layer: number, index: number}} Neuron
 *
 * @typedef {object} State
 * @property {"connecting" | "ready" | "lost"} connection
 * @property {string} message what the user must be told; empty for nothing
 * @property {Options | null} options
 * @property {Session | null} session
 * @property {number} version counts the changes of the network's parameters
 * @property {Parameters | null} parameters
 * @property {Drawing} drawing
 * @property {number | null} target the digit it should have been
 * @property {ForwardAnswer | null} forward
 * @property {BackwardAnswer | null} backward
 * @property {StepAnswer | null} lastStep the last step on this drawing
 * @property {number} learningRate
 * @property {string} beat the id of the beat shown
 * @property {Neuron | null} pointed the neuron under the pointer
 * @property {boolean} askTarget the user must say the digit first
 *
 * @typedef {{drawing: number, version: number, target: number | null}} Question what was asked
 *
 * @typedef {{type: "connected"}
 *   | {type: "lost"}
 *   | {type: "told", message: string}
 *   | {type: "optionsArrived", options: Options}
 *   | {type: "sessionOpened", session: Session}
 *   | {type: "networkChanged", session: Session}
 *   | {type: "parametersArrived", version: number, parameters: Parameters}
 *   | {type: "inked", strokes: Stroke[], pixels: number[] | null}
 *   | {type: "cleared"}
 *   | {type: "sampled", pixels: number[], label: number}
 *   | {type: "targetChosen", target: number}
 *   | {type: "targetMissing"}
 *   | {type: "answered", question: Question, forward: ForwardAnswer, backward: BackwardAnswer | null}
 *   | {type: "stepped", drawing: number, answer: StepAnswer}
 *   | {type: "rateChosen", learningRate: number}
 *   | {type: "beatShown", beat: string}
 *   | {type: "pointed", neuron: Neuron | null}} Action
 */

/** The beat while the pad is empty, and the one that a live drawing shows. */
export const DRAW_BEAT = "draw";
export const ANSWER_BEAT = "answer";
export const STEP_BEAT = "step";
const COST_BEAT = "cost";

const NO_PASS = { forward: null, backward: null, lastStep: null };

/** @type {State} */
export const initialState = {
  connection: "connecting",
  message: "",
  options: null,
  session: null,
  version: 0,
  parameters: null,
  drawing: { id: 0, strokes: [], sample: null, pixels: null },
  target: null,
  ...NO_PASS,
  learningRate: 1,
  beat: DRAW_BEAT,
  pointed: null,
  askTarget: false,
};

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  switch (action.type) {
    case "connected":
      return { ...state, connection: "ready", message: "" };
    case "lost":
      return {
        ...state,
        connection: "lost",
        message: "The server cannot be reached. Trying again until it answers.",
      };
    case "told":
      return { ...state, message: action.message };
    case "optionsArrived":
      return { ...state, options: action.options };
    case "rateChosen":
      return { ...state, learningRate: action.learningRate };
    case "beatShown":
      return { ...state, beat: action.beat };
    case "pointed":
      return { ...state, pointed: action.neuron };
    default:
      return isOfNetwork(action) ? reduceNetwork(state, action) : reduceDrawing(state, action);
  }
}

/**
 * @typedef {Extract<Action, {type: "sessionOpened" | "networkChanged" | "parametersArrived"
 *   | "answered" | "stepped"}>} NetworkAction
 */
const NETWORK_ACTIONS = new Set([
  "sessionOpened",
  "networkChanged",
  "parametersArrived",
  "answered",
  "stepped",
]);

/**
 * @param {Action} action
 * @returns {action is NetworkAction}
 */
function isOfNetwork(action) {
  return NETWORK_ACTIONS.has(action.type);
}

/**
 * @param {State} state
 * @param {NetworkAction} action
 * @returns {State}
 */
function reduceNetwork(state, action) {
  switch (action.type) {
    case "sessionOpened":
      return {
        ...state,
        session: action.session,
        version: state.version + 1,
        message: "",
        lastStep: null,
      };
    case "networkChanged":
      return { ...state, session: action.session, version: state.version + 1, lastStep: null };
    case "parametersArrived":
      return action.version === state.version ? { ...state, parameters: action.parameters } : state;
    case "answered":
      return isStale(state, action.question)
        ? state
        : { ...state, forward: action.forward, backward: action.backward };
    case "stepped":
      return action.drawing === state.drawing.id
        ? { ...state, lastStep: action.answer, beat: STEP_BEAT }
        : state;
  }
}

/**
 * An answer about another drawing, network or target than those now shown. An answer about an
 * earlier moment of the same drawing is not stale: the newest question is asked after it anyway.
 * @param {State} state
 * @param {Question} question
 */
function isStale(state, question) {
  return (
    question.drawing !== state.drawing.id ||
    question.version !== state.version ||
    question.target !== state.target ||
    state.drawing.pixels === null
  );
}

/**
 * @param {State} state
 * @param {Exclude<Action, NetworkAction>} action
 * @returns {State}
 */
function reduceDrawing(state, action) {
  const { drawing } = state;
  switch (action.type) {
    case "inked":
      return {
        ...state,
        ...(action.pixels === null ? NO_PASS : {}),
        drawing: { ...drawing, strokes: action.strokes, pixels: action.pixels },
        beat: action.pixels === null ? DRAW_BEAT : ANSWER_BEAT,
        lastStep: null,
      };
    case "cleared":
      return emptied(state, DRAW_BEAT);
    case "sampled":
      return {
        ...emptied(state, ANSWER_BEAT),
        drawing: {
          id: drawing.id + 1,
          strokes: [],
          sample: action.pixels,
          pixels: action.pixels,
        },
        target: action.label,
      };
    case "targetChosen":
      return {
        ...state,
        target: action.target,
        backward: null,
        lastStep: null,
        askTarget: false,
        beat: drawing.pixels === null ? state.beat : COST_BEAT,
      };
    case "targetMissing":
      return { ...state, askTarget: true };
    default:
      return state;
  }
}

/**
 * The state with nothing on the pad, ready for another drawing.
 * @param {State} state
 * @param {string} beat
 * @returns {State}
 */
function emptied(state, beat) {
  return {
    ...state,
    ...NO_PASS,
    drawing: { id: state.drawing.id + 1, strokes: [], sample: null, pixels: null },
    target: null,
    askTarget: false,
    beat,
  };
}
