/** What the user must know: a refusal stands until the same is asked with success, the loss of
 * the server until it answers, that of a file until it has come, all else until the user does
 * something.
 * @import {State} from "./page.js"
 * @import {Reducers} from "./store.js"
 * @typedef {{connected: {}, lost: {}, succeeded: {about: string}, userActed: {}, fileCame: {what:
 *   string}}} MessageActions */

import { fileMissing, SERVER as SERVER_WORDS } from "../kit/words.js";

/** What a message is about that stands until the user does something. */
export const UNTIL_USED = "";
/** What a message is about that the ink of a drawing does not take back, since that has led to it. */
export const FRESH_NETWORK = "fresh network";
/** What a message is about that offers to load the page again. */
export const FILE = "file";
/** What a message is about that stands until the server answers. */
const SERVER = "server";

/** @param {string} message @param {string} about whose success takes it back */
export function notice(message, about = UNTIL_USED) {
  return { message, messageAbout: about };
}

/** What there is to say of a part of the page that could not be fetched, like "This panel".
 * @type {(what: string) => ReturnType<typeof notice>} */
export function missingNotice(what) {
  return notice(fileMissing(what), FILE);
}

/** @type {Reducers<State, MessageActions>} */
export const messageReducers = {
  connected: (state) => ({ ...withoutMessage(state, SERVER), connection: "ready" }),
  lost: (state) => ({
    ...state,
    ...notice(SERVER_WORDS.lost, SERVER),
    connection: "lost",
  }),
  succeeded: (state, { about }) => withoutMessage(state, about),
  userActed: used,
  fileCame: (state, { what }) =>
    state.message === fileMissing(what) ? withoutMessage(state, FILE) : state,
};

/** The state after the user has done something. @type {(state: State) => State} */
export function used(state) {
  return [UNTIL_USED, FILE, FRESH_NETWORK].reduce(withoutMessage, state);
}

/** The state without the message about something, where that is the one shown.
 * @type {(state: State, about: string) => State} */
export function withoutMessage(state, about) {
  return state.messageAbout === about && state.message !== "" ? { ...state, ...notice("") } : state;
}
