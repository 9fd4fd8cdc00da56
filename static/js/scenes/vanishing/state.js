/**
 * What the vanishing scene knows beside the page's state, and the pure function that changes it.
 *
 * @import {BackwardAnswer} from "../../server/client.js"
 * @import {Stroke} from "../../input/digit_image.js"
 * @import {Place} from "../../state/page.js"
 * @import {ChannelState, Frame} from "../../server/training_socket.js"
 * @import {FunctionAnswer} from "../../server/vanishing_api.js"
 * @import {RunsState} from "../../state/runs.js"
 * @import {Reducers} from "../../state/store.js"
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
 * @typedef {object} VanishingActions
 * @property {{pair: Pair, lesson: string}} pairChosen
 * @property {{key: string, answer: FunctionAnswer}} functionArrived
 * @property {{side: SideName, change: Partial<Side>}} sideChanged
 * @property {{side: SideName, session: string | null}} opened
 * @property {{side: SideName, frame: Frame}} frameArrived
 *
 * @typedef {import("../../state/store.js").ActionOf<VanishingActions>} VanishingAction
 */

import { NO_RUNS, withFrame } from "../../state/runs.js";
import { reducerOf } from "../../state/store.js";
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

export const reduceVanishing = reducerOf(
  /** @type {Reducers<VanishingState, VanishingActions>} */ ({
    pairChosen: (state, { pair, lesson }) => ({
      ...state,
      lesson,
      ...viewOf(lesson),
      sides: { a: newSide(pair.a), b: newSide(pair.b) },
    }),
    functionArrived: (state, { key, answer }) => ({
      ...state,
      functions: new Map(state.functions).set(key, answer),
    }),
    sideChanged: (state, { side, change }) => withSide(state, side, change),
    opened: (state, { side, session }) =>
      withSide(state, side, { ...newSide(state.sides[side].choice), session }),
    frameArrived: (state, { side, frame }) => {
      const { runs, norms } = state.sides[side];
      const grown = { runs: withFrame(runs, frame), norms: withNorms(norms, frame) };
      return withSide(state, side, { frame, ...grown });
    },
  }),
);

/** @type {(state: VanishingState, side: SideName, change: Partial<Side>) => VanishingState} */
function withSide(state, side, change) {
  return { ...state, sides: { ...state.sides, [side]: { ...state.sides[side], ...change } } };
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

/** @type {(norms: {x: number[], y: number[]}, frame: Frame) => { x: number[]; y: number[]; }} */
function withNorms(norms, { complete, steps }) {
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
