/** How the state changes with the network and what the server answers about it.
 * @import {Parameters, Shown} from "../server/endpoints.js"
 * @import {SessionObject as Session} from "../server/types.js"
 * @import {Trouble} from "../kit/troubles.js"
 * @import {Pass, Step} from "./page.js"
 * @typedef {{sessionOpened: {session: Session, pass?: Pass | null,
 *   otherNetworks?: State["otherNetworks"]}, networkChanged: {session:
 *   Session, pass?: Pass | null, step?: {drawing: number, step: Step} | null}, trained: {session:
 *   Session, isOther: boolean, running: boolean, pictured: boolean}, parametersArrived: {parameters:
 *   Parameters, version: number}, pictureArrived: {pictured: Parameters}, answered: {pass: Pass | null}, troubled: {trouble: Trouble | null}, previewed: {stop: number | null, parameters:
 *   Parameters, pass: Pass | null}}} NetworkActions */

import { NO_PASS, STEP_BEAT } from "./drawing.js";
import { ADDRESS, notice, withoutMessage } from "./message.js";

/** @type {Reducers<State, NetworkActions>} */
export const networkReducers = {
  sessionOpened: (state, action) => ({
    ...changed(state, action),
    ...(state.messageAbout === ADDRESS ? {} : notice("")),
    training: false,
    pinned: null,
    otherNetworks: action.otherNetworks ?? state.otherNetworks,
  }),
  networkChanged: (state, action) =>
    isNews(state, action) ? stepped(changed(state, action), action) : state,
  trained: (state, action) => (isNews(state, action) ? trained(state, action) : state),
  parametersArrived: (state, { parameters, version }) => withParameters(state, parameters, version),
  pictureArrived: (state, { pictured }) => (state.training ? { ...state, pictured } : state),
  answered: (state, { pass }) => withPass(state, pass),
  troubled,
  previewed,
};

/** The state while something keeps the page from what it needs. Numbers that are still those of what
 * was shown before are taken back: nobody knows how long these would stand.
 * @type {(state: State, action: NetworkActions["troubled"]) => State} */
function troubled(state, { trouble }) {
  const { lastStep } = state;
  const isKept = trouble === null || trouble.isOfFile || isAnswered(state);
  return { ...state, trouble, ...(isKept ? null : { ...NO_PASS, lastStep }) };
}

/** Whether the pass that is known is that of the drawing, the target and the network shown.
 * @type {(state: Pick<State, "answered" | "drawing" | "target" | "version">) => boolean} */
export const isAnswered = ({ answered, drawing, target, version }) =>
  answered?.pixels === drawing.pixels && answered.version === version && answered.target === target;

/** No network of the server has this revision. */
const NO_REVISION = -1;

/** The state with the network of a stop that the dial is at, before the server's is that one.
 * @type {(state: State, action: NetworkActions["previewed"]) => State} */
function previewed(state, { stop, parameters, pass }) {
  if (state.session === null) {
    return state;
  }
  /** @type {Session["weights"]} */
  const weights = stop === null ? "trained" : "random";
  const came = { trained_for: stop, began_for: stop, weights, iteration: 0, revision: NO_REVISION };
  const next = changed(state, { session: { ...state.session, ...came }, pass });
  return { ...withParameters(next, parameters, next.version), previewing: true };
}

/** Whether undo, or redo, leads to another network: the one shown has nothing more of its own.
 * @type {(state: State, way: "undo" | "redo") => boolean} */
export const leadsToOther = ({ session, otherNetworks }, way) =>
  session?.[way] === 0 && otherNetworks[way].length > 0;

/** @type {(state: State, way: "undo" | "redo") => boolean} */
export const canTravel = (state, way) => Boolean(state.session?.[way]) || leadsToOther(state, way);

/** Whether this is the network shown, as it is now or will be: of two ways on which news come, the
 * slower may tell what was before.
 * @type {(state: State, action: {session: Session}) => boolean} */
function isNews({ session: known }, { session: { id, revision } }) {
  return known !== null && id === known.id && revision >= known.revision;
}

/** Whether these are the parameters that the page knows: the channel of training may have brought
 * them first, or brings them once more.
 * @type {(state: State, session: Session) => boolean} */
function isKnown({ session: known }, { id, revision, iteration }) {
  return (
    known !== null &&
    known.id === id &&
    known.revision === revision &&
    revision !== NO_REVISION &&
    known.iteration === iteration
  );
}

/** The state with a changed network, and at once with its pass where that has come with it.
 * @type {(state: State, action: {session: Session, pass?: Pass | null}) => State} */
function changed(state, { session, pass = null }) {
  const { pixels } = state.drawing;
  const isShown = pass?.pixels === pixels && pass?.target === state.target;
  const next = isKnown(state, session)
    ? { ...state, session }
    : {
        ...{ ...state, session, version: state.version + 1 },
        ...{ lastStep: null, dataset: null, previewing: false },
      };
  return isShown ? withPass(withoutMessage(next, "pass"), pass) : next;
}

/** The state with a pass, and what it is about.
 * @type {(state: State, pass: Pass | null) => State} */
function withPass(state, pass) {
  if (pass === null) {
    return state;
  }
  const { pixels, target, forward, backward } = pass;
  return { ...state, forward, backward, answered: { pixels, target, version: state.version } };
}

/** @type {(state: State, parameters: Parameters, version: number) => State} */
function withParameters(state, parameters, version) {
  return { ...state, parameters, pictured: parameters, parametersVersion: version };
}

/** The state with news of training; the network may be as it was.
 * @type {(state: State, action: NetworkActions["trained"]) => State} */
function trained(state, { session, isOther, running, pictured }) {
  const next = isOther ? changed(state, { session }) : { ...state, session };
  return { ...next, training: running, arePicturesComing: pictured };
}

/** Whether the exact parameters are needed: not while a run goes on of which pictures come, as long
 * as no number of them is to be seen.
 * @type {(state: State) => boolean} */
export const areParametersRead = ({
  training,
  arePicturesComing,
  arePicturesEnough,
  pinned,
  panel,
}) => !(training && arePicturesComing && arePicturesEnough) || pinned !== null || panel !== null;

/** @type {(state: State, action: NetworkActions["networkChanged"]) => State} */
function stepped(state, { step }) {
  return step && step.drawing === state.drawing.id
    ? { ...state, lastStep: step.step, beat: STEP_BEAT }
    : state;
}

/** The pass that an answer holds about what was shown then; null for no answer.
 * @type {(shown: Shown, answer: ForwardAnswer | BackwardAnswer | null | undefined) => Pass | null} */
export function passOf({ pixels, target }, answer) {
  if (pixels === null || !answer) {
    return null;
  }
  const backward = target === null ? null : /** @type {BackwardAnswer} */ (answer);
  return { pixels, target, forward: answer, backward };
}

/** What steps on a drawing have come to, from the costs after each, the one before the first
 * included, and from the answer and the parameters before them.
 * @type {(costs: number[], learning_rate: number, before: ForwardAnswer | null, parameters: Parameters
 *   | null) => Step} */
export function stepOf(costs, learning_rate, before, parameters) {
  const steps = costs.length - 1;
  const around = { cost_before: costs[0], cost_after: costs[steps] };
  return { steps, learning_rate, ...around, costs, before, parameters };
}
