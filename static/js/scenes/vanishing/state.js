/**
 * What the vanishing scene knows beside the page's state, and the pure function that changes it.
 *
 * @import {BackwardAnswer} from "../../server/client.js"
 * @import {Stroke} from "../../input/digit_image.js"
 * @import {Place} from "../../state/page.js"
 * @import {ChannelState} from "../../server/training_socket.js"
 * @import {Frame} from "../../server/training_socket.js"
 * @import {FunctionAnswer} from "../../server/vanishing_api.js"
 * @import {RunsState} from "../../state/runs.js"
 * @import {Choice, Pair, SideName} from "./choices.js"
 *
 * @typedef {object} Side one of the two networks
 * @property {Choice} choice
 * @property {string | null} session its id; null while it is being opened
 * @property {ChannelState} channel
 * @property {Frame | null} frame the newest one
 * @property {RunsState} runs its training so far
 * @property {{x: number[], y: number[]}} norms of the gradient, by the steps since the beginning
 * @property {Pass | null} pass the example there and back
 *
 * @typedef {"mean" | "norm" | "error"} Measure the mean size of its gradient, that one's norm, or
 *   the mean size of the error dC/dz
 *
 * @typedef {object} Pass
 * @property {BackwardAnswer} answer
 * @property {Example} example
 *
 * @typedef {object} Example
 * @property {number[]} pixels
 * @property {number} label
 * @property {string} name in words
 * @property {boolean} isOwn whether it is the viewer's drawing, else one of MNIST's
 * @property {{from: Place | null, strokes: Stroke[]}} digit by what it can be found again
 *
 * @typedef {object} VanishingState
 * @property {string} part the id of the part shown
 * @property {string} lesson whose networks were opened last; empty for none
 * @property {Record<SideName, Side>} sides
 * @property {Measure} measure of what reaches a layer
 * @property {"cost" | "gradient"} curve which is drawn over the accuracy
 * @property {number} layer whose neurons are shown, counted from 1
 * @property {number} rank which path is followed: 0 for the strongest
 * @property {Example | null} example
 * @property {Map<string, FunctionAnswer>} functions by what was asked
 *
 * @typedef {{type: "partShown", part: string}
 *   | {type: "pairChosen", pair: Pair, lesson: string}
 *   | {type: "choiceChanged", side: SideName, change: Partial<Choice>}
 *   | {type: "opened", side: SideName, session: string | null}
 *   | {type: "channelChanged", side: SideName, channel: ChannelState}
 *   | {type: "frameArrived", side: SideName, frame: Frame}
 *   | {type: "passArrived", side: SideName, pass: Pass}
 *   | {type: "measureChosen", measure: Measure}
 *   | {type: "curveChosen", curve: "cost" | "gradient"}
 *   | {type: "layerChosen", layer: number}
 *   | {type: "pathChosen", rank: number}
 *   | {type: "exampleChosen", example: Example}
 *   | {type: "functionArrived", key: string, answer: FunctionAnswer}} VanishingAction
 */

import { NO_RUNS, withFrame } from "../../state/runs.js";
import { EXPLODING, FIRST, GROWING } from "./choices.js";

/** More points than a chart is wide say nothing more. */
const MOST_POINTS = 8192;

/** @type {(choice: Choice) => Side} */
function newSide(choice) {
  return {
    choice,
    session: null,
    channel: "closed",
    frame: null,
    runs: NO_RUNS,
    norms: { x: [], y: [] },
    pass: null,
  };
}

/** @type {VanishingState} */
export const initialVanishing = {
  part: "",
  lesson: "",
  sides: { a: newSide(FIRST.a), b: newSide(FIRST.b) },
  measure: "mean",
  curve: "cost",
  layer: 1,
  rank: 0,
  example: null,
  functions: new Map(),
};

/** @type {(state: VanishingState, action: VanishingAction) => VanishingState} */
export function reduceVanishing(state, action) {
  switch (action.type) {
    case "partShown":
      return { ...state, part: action.part };
    case "pairChosen":
      return {
        ...state,
        lesson: action.lesson,
        ...viewOf(action.lesson),
        sides: { a: newSide(action.pair.a), b: newSide(action.pair.b) },
      };
    case "measureChosen":
      return { ...state, measure: action.measure };
    case "curveChosen":
      return { ...state, curve: action.curve };
    case "layerChosen":
      return { ...state, layer: action.layer };
    case "pathChosen":
      return { ...state, rank: action.rank };
    case "exampleChosen":
      return { ...state, example: action.example };
    case "functionArrived":
      return { ...state, functions: new Map(state.functions).set(action.key, action.answer) };
    default:
      return {
        ...state,
        sides: { ...state.sides, [action.side]: reduceSide(state.sides[action.side], action) },
      };
  }
}

/**
 * What a lesson is best looked at by, until somebody chooses otherwise.
 * @type {(lesson: string) => Pick<VanishingState, "curve" | "measure">}
 */
export function viewOf(lesson) {
  return {
    curve: GROWING.has(lesson) ? "gradient" : "cost",
    measure: lesson === EXPLODING ? "error" : "mean",
  };
}

/** @type {(side: Side, action: Extract<VanishingAction, {side: SideName}>) => Side} */
function reduceSide(side, action) {
  switch (action.type) {
    case "choiceChanged":
      return { ...side, choice: { ...side.choice, ...action.change } };
    case "opened":
      return { ...newSide(side.choice), session: action.session };
    case "channelChanged":
      return { ...side, channel: action.channel };
    case "frameArrived":
      return {
        ...side,
        frame: action.frame,
        runs: withFrame(side.runs, action.frame),
        norms: grown(side.norms, action.frame),
      };
    case "passArrived":
      return { ...side, pass: action.pass };
  }
}

/** @type {(norms: {x: number[], y: number[]}, frame: Frame) => { x: number[]; y: number[]; }} */
function grown(norms, { complete, steps }) {
  if (steps.iterations.length === 0) {
    return norms;
  }
  const before = complete ? { x: [], y: [] } : norms;
  const x = before.x.concat(Array.from(steps.iterations));
  const y = before.y.concat(Array.from(steps.gradient_norms));
  if (x.length <= MOST_POINTS) {
    return { x, y };
  }
  const isKept = (/** @type {number} */ _, /** @type {number} */ i) => i % 2 === 0;
  return { x: x.filter(isKept), y: y.filter(isKept) };
}

/** @type {(state: VanishingState) => boolean} */
export function isRunning({ sides }) {
  return [sides.a, sides.b].some(({ frame }) => frame?.status === "running");
}

/**
 * Whether a side can be trained: its channel is open, and its numbers are bounded.
 * @type {(side: Side) => boolean}
 */
export function isReady({ channel, frame }) {
  return channel === "open" && frame !== null && frame.status !== "diverged";
}

/**
 * How the buttons stand that train both sides.
 * @type {(state: VanishingState) => { running: boolean; ready: boolean; }}
 */
export function trainBarOf(state) {
  const { a, b } = state.sides;
  return { running: isRunning(state), ready: [a, b].some(isReady) };
}

/** @type {(side: Side) => boolean} */
export function isDiverged({ frame }) {
  return frame?.status === "diverged";
}
