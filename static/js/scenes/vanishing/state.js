/** What the vanishing scene knows besides the page's state, and the pure function that changes it.
 * @import {ChannelState, Frame} from "../../server/training_socket.js"
 * @import {Functions} from "../../server/function_curves.js"
 * @import {DigitIndex} from "../../state/page.js"
 * @import {Choice, Pair} from "./choices.js"
 * @typedef {ReturnType<typeof newSide>} Side one of the two networks
 * @typedef {"mean" | "norm" | "error"} Measure the mean size of its gradient, that one's norm, or
 *   the mean size of the error dC/dz
 * @typedef {{answer: BackwardAnswer, example: Example}} Pass
 * @typedef {object} Example
 * @property {number[]} pixels @property {number} label
 * @property {string} name in words
 * @property {boolean} isOwn whether it is the viewer's drawing, else one of MNIST's
 * @property {{from: DigitIndex | null, strokes: Stroke[]}} digit by what it can be found again
 * @typedef {typeof initialVanishing} VanishingState
 * @typedef {{pairChosen: {pair: Pair, experiment: string}, sideChanged: {side: SideName,
 *   change: Partial<Side>}, opened: {side: SideName, session: string | null}, frameArrived: {side:
 *   SideName, frame: Frame}}} VanishingActions
 * @typedef {import("../../state/store.js").ActionOf<VanishingActions>} VanishingAction */

import { joined, NO_RUNS, thinned, withFrame } from "../../state/runs.js";
import { reducerOf } from "../../state/store.js";
import { EXPLODING, FIRST, GROWING } from "./choices.js";

/** @typedef {{x: number[], y: number[]}} Norms */
/** @type {Norms} */
const NO_NORMS = { x: [], y: [] };

/** @param {Choice} choice */
function newSide(choice) {
  return {
    choice,
    /** @type {string | null} its id; null while it is being opened */ session: null,
    /** @type {ChannelState} */ channel: "closed",
    /** @type {Frame | null} the newest one */ frame: null,
    /** its training so far */ runs: NO_RUNS,
    /** of the gradient, by the steps since the beginning */ norms: NO_NORMS,
    /** @type {Pass | null} of the example */ pass: null,
  };
}

export const initialVanishing = {
  /** the id of the part shown */ part: "",
  /** the one opened last; empty for none */ experiment: "",
  /** @type {Record<SideName, Side>} */ sides: { a: newSide(FIRST.a), b: newSide(FIRST.b) },
  /** whether what was shown before can come back */ canGoBack: false,
  /** @type {Measure} of what reaches a layer */ measure: "mean",
  /** @type {"cost" | "gradient"} which is drawn over the accuracy */ curve: "cost",
  /** whose neurons are shown, counted from 1 */ layer: 1,
  /** which path is followed: 0 for the strongest */ rank: 0,
  /** @type {Example | null} */ example: null,
  /** @type {Functions} */ functions: new Map(),
};

export const reduceVanishing = reducerOf(
  /** @type {Reducers<VanishingState, VanishingActions>} */ ({
    pairChosen: (state, { pair, experiment }) => ({
      ...state,
      experiment,
      ...viewOf(experiment),
      sides: { a: newSide(pair.a), b: newSide(pair.b) },
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

/** What an experiment is best looked at by, until somebody chooses otherwise.
 * @type {(experiment: string) => Pick<VanishingState, "curve" | "measure">} */
export function viewOf(experiment) {
  return {
    curve: GROWING.has(experiment) ? "gradient" : "cost",
    measure: experiment === EXPLODING ? "error" : "mean",
  };
}

/** @type {(norms: Norms, frame: Frame) => Norms} */
function withNorms(norms, { complete, steps }) {
  if (steps.iterations.length === 0) {
    return norms;
  }
  const { x, y } = complete ? NO_NORMS : norms;
  return thinned({
    x: joined(x, steps.iterations),
    y: joined(y, steps.gradient_norms),
  });
}

/** Which network a side shows, and how far it has come; empty and null while it is being opened.
 * @type {(side: Side) => {session: string, step: number | null}} */
export const standOf = ({ session, frame }) => ({
  session: session ?? "",
  step: frame?.iteration ?? null,
});

/** @type {(state: VanishingState) => boolean} */
export function isRunning({ sides }) {
  return [sides.a, sides.b].some(({ frame }) => frame?.status === "running");
}

/** Whether a side can be trained: its channel is open, and its numbers are bounded.
 * @type {(side: Side) => boolean} */
export function isReady({ channel, frame }) {
  return channel === "open" && frame !== null && frame.status !== "diverged";
}

/** How the buttons stand that train both sides.
 * @type {(state: VanishingState) => {running: boolean, ready: boolean, canGoBack: boolean}} */
export function trainBarOf(state) {
  const { canGoBack, sides } = state;
  return { running: isRunning(state), ready: [sides.a, sides.b].some(isReady), canGoBack };
}

/** @type {(side: Side) => boolean} */
export function isDiverged({ frame }) {
  return frame?.status === "diverged";
}
