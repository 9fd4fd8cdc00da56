/** What the user must know: a refusal stands until the same is asked with success, what keeps the
 * page from something it needs as long as it does, all else until the user does something.
 * @import {State} from "./page.js"
 * @import {Reducers} from "./store.js"
 * @typedef {{succeeded: {about: string}, userActed: {}}} MessageActions */

/** What a message is about that stands until the user does something. */
export const UNTIL_USED = "";
/** What a message is about that the ink of a drawing does not take back, since that has led to it. */
export const FRESH_NETWORK = "fresh network";

/** What a message is about that stands until something is pressed, whatever the page does itself. */
export const ADDRESS = "address";

/** @param {string} message @param {string} about whose success takes it back */
export function notice(message, about = UNTIL_USED) {
  return { message, messageAbout: about };
}

/** @type {Reducers<State, MessageActions>} */
export const messageReducers = {
  succeeded: (state, { about }) => withoutMessage(state, about),
  userActed: used,
};

/** The state after the user has done something. @type {(state: State) => State} */
export function used(state) {
  return [UNTIL_USED, FRESH_NETWORK].reduce(withoutMessage, state);
}

/** The state without the message about something, where that is the one shown.
 * @type {(state: State, about: string) => State} */
export function withoutMessage(state, about) {
  return state.messageAbout === about && state.message !== "" ? { ...state, ...notice("") } : state;
}
