/** What the server says about the step taken last, or about the one to come where none was taken.
 * @import {CheckAllAnswer, OthersAnswer, RatesAnswer} from "../server/types.js" */

export const NO_STEP_ANSWERS = {
  /** @type {OthersAnswer | null} what it does to the other digits */ others: null,
  /** @type {RatesAnswer | null} where other learning rates lead */ rates: null,
  /** @type {CheckAllAnswer | null} all derivatives measured one by one */ measured: null,
  /** @type {number | null} forward passes done while they are being measured */ measuring: null,
};

const ABOUT = /** @type {const} */ (["version", "target", "lastStep"]);

/** The answers go with what they were about. @type {(state: State, before: State) => State} */
export function settleStepAnswers(state, before) {
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
