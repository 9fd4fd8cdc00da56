/**
 * How the state changes with the network and what the server answers about it.
 *
 * @import {BackwardAnswer, Dataset, ForwardAnswer, Parameters, Session} from "../server/client.js"
 * @import {Pass, Question, State, Step} from "./page.js"
 * @import {Reducers} from "./store.js"
 *
 * @typedef {object} NetworkActions
 * @property {{session: Session, pass?: Pass | null}} sessionOpened
 * @property {{session: Session, pass?: Pass | null, step?: {drawing: number, step: Step} | null}}
 *   networkChanged
 * @property {{session: Session, parameters: Parameters | null, running: boolean}} trained
 * @property {{version: number, parameters: Parameters}} parametersArrived
 * @property {{version: number, dataset: Dataset}} datasetArrived
 * @property {{question: Question, forward: ForwardAnswer, backward: BackwardAnswer | null}} answered
 */

import { STEP_BEAT } from "./drawing.js";
import { FILE, notice } from "./message.js";

/** @type {Reducers<State, NetworkActions>} */
export const networkReducers = {
  sessionOpened: (state, action) => ({
    ...changed(state, action),
    ...(state.messageAbout === FILE ? null : notice("")), // A file is missing on any network.
    training: false,
    pinned: null,
  }),
  networkChanged: (state, action) =>
    isShown(state, action) ? stepped(changed(state, action), action) : state,
  trained: (state, action) => (isShown(state, action) ? trained(state, action) : state),
  parametersArrived: (state, { version, parameters }) =>
    version === state.version ? { ...state, parameters } : state,
  datasetArrived: (state, { version, dataset }) =>
    version === state.version ? { ...state, dataset } : state,
  answered: (state, { question, forward, backward }) =>
    isStale(state, question) ? state : { ...state, forward, backward },
};

/** @type {(state: State, action: {session: Session}) => boolean} */
function isShown(state, { session }) {
  return session.id === state.session?.id;
}

/**
 * The state with a changed network, and at once with its answer where that has come with it.
 * @type {(state: State, action: {session: Session, pass?: Pass | null}) => State}
 */
function changed(state, { session, pass }) {
  const { forward, backward } = pass ?? state;
  const version = state.version + 1;
  return { ...state, session, version, forward, backward, lastStep: null, dataset: null };
}

/**
 * The state after steps of training, with the new parameters; where there are
 * none, the network is as it was.
 * @type {(state: State, action: NetworkActions["trained"]) => State}
 */
function trained(state, { session, parameters, running }) {
  if (parameters === null) {
    return { ...state, session, training: running };
  }
  return { ...changed(state, { session }), parameters, training: running };
}

/** @type {(state: State, action: NetworkActions["networkChanged"]) => State} */
function stepped(state, { step }) {
  return step && step.drawing === state.drawing.id
    ? { ...state, lastStep: step.step, beat: STEP_BEAT }
    : state;
}

/**
 * What steps on a drawing have come to.
 * @param {number[]} costs after each, that before the first included
 * @param {number} learning_rate
 * @param {ForwardAnswer | null} before the answer before them
 * @returns {Step}
 */
export function stepOf(costs, learning_rate, before) {
  const steps = costs.length - 1;
  return { steps, learning_rate, cost_before: costs[0], cost_after: costs[steps], costs, before };
}

/**
 * An answer about another drawing, network or target than those now shown. An answer about an
 * earlier moment of the same drawing is not stale: the newest question is asked after it anyway.
 * @type {(state: State, question: Question) => boolean}
 */
function isStale(state, question) {
  return (
    question.drawing !== state.drawing.id ||
    question.version !== state.version ||
    question.target !== state.target ||
    state.drawing.pixels === null
  );
}
