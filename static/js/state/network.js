/**
 * How the state changes with the network and what the server answers about it.
 *
 * @import {ForwardAnswer, Session} from "../server/client.js"
 * @import {Action, Pass, Question, State, Step} from "./page.js"
 */

import { STEP_BEAT } from "./drawing.js";
import { UNTIL_USED } from "./page.js";

/**
 * @typedef {Extract<Action, {type: "sessionOpened" | "networkChanged" | "trained" | "parametersArrived"
 *   | "datasetArrived" | "answered"}>} NetworkAction
 */
const NETWORK_ACTIONS = new Set([
  "sessionOpened",
  "networkChanged",
  "trained",
  "parametersArrived",
  "datasetArrived",
  "answered",
]);

/** @type {(action: Action) => action is NetworkAction} */
export function isOfNetwork(action) {
  return NETWORK_ACTIONS.has(action.type);
}

/** @type {(state: State, action: NetworkAction) => State} */
export function reduceNetwork(state, action) {
  switch (action.type) {
    case "sessionOpened":
      return {
        ...changed(state, action),
        training: false,
        message: "",
        messageAbout: UNTIL_USED,
        pinned: null,
      };
    case "networkChanged":
      return action.session.id === state.session?.id
        ? stepped(changed(state, action), action)
        : state;
    case "trained":
      return action.session.id === state.session?.id ? trained(state, action) : state;
    case "parametersArrived":
      return action.version === state.version ? { ...state, parameters: action.parameters } : state;
    case "datasetArrived":
      return action.version === state.version ? { ...state, dataset: action.dataset } : state;
    case "answered":
      return isStale(state, action.question)
        ? state
        : { ...state, forward: action.forward, backward: action.backward };
  }
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
 * The state after steps of training, whose parameters come with the news of them; where there are
 * none, the network is as it was.
 * @type {(state: State, action: Extract<NetworkAction, {type: "trained"}>) => State}
 */
function trained(state, { session, parameters, running }) {
  if (parameters === null) {
    return { ...state, session, training: running };
  }
  return { ...changed(state, { session }), parameters, training: running };
}

/** @type {(state: State, action: Extract<NetworkAction, {type: "networkChanged"}>) => State} */
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
