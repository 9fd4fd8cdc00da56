/**
 * What the user must be told, and until when: a refusal until the same is asked with success, the
 * loss of the server until it answers, all else until the user does something.
 *
 * @import {Action, State} from "./state.js"
 */

/** What a message is about that stands until the user does something. */
export const UNTIL_USED = "";
const SERVER = "server";

const ACTS = new Set(["acted", "inked", "cleared", "targetChosen", "targetMissing", "rateChosen"]);

/**
 * What there is to say of a part of the page that could not be fetched.
 * @param {string} what like "This panel"
 * @returns {Action}
 */
export function toldMissing(what) {
  const message = `${what} could not be fetched from the server. Please load the page anew.`;
  return { type: "told", message, about: UNTIL_USED };
}

/**
 * @typedef {Extract<Action, {type: "connected" | "lost" | "told" | "succeeded"}>} MessageAction
 *
 * @param {State} state
 * @param {MessageAction} action
 * @returns {State}
 */
export function reduceMessage(state, action) {
  switch (action.type) {
    case "connected":
      return {
        ...(state.messageAbout === SERVER ? withoutMessage(state) : state),
        connection: "ready",
      };
    case "lost":
      return {
        ...state,
        connection: "lost",
        message: "The server cannot be reached. Trying again until it answers.",
        messageAbout: SERVER,
      };
    case "told":
      return { ...state, message: action.message, messageAbout: action.about };
    case "succeeded":
      return state.messageAbout === action.about ? withoutMessage(state) : state;
  }
}

/**
 * Take back what need not be said any more once the user has done something.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function settleMessage(state, action) {
  return ACTS.has(action.type) && state.messageAbout === UNTIL_USED ? withoutMessage(state) : state;
}

/**
 * @param {State} state
 * @returns {State}
 */
function withoutMessage(state) {
  return state.message === "" ? state : { ...state, message: "", messageAbout: UNTIL_USED };
}
