/**
 * What the descent knows beside the page's state, and the pure function that changes it. Each part
 * has its own piece.
 *
 * @import {GradientAction, GradientState} from "./gradient_state.js"
 *
 * @typedef {object} DescentState
 * @property {string} part the id of the part shown
 * @property {GradientState} gradient
 *
 * @typedef {{type: "partShown", part: string} | GradientAction} DescentAction
 */

import { NO_GRADIENT, reduceGradient } from "./gradient_state.js";

/** @type {DescentState} */
export const initialDescent = { part: "", gradient: NO_GRADIENT };

/**
 * @param {DescentState} state
 * @param {DescentAction} action
 * @returns {DescentState}
 */
export function reduceDescent(state, action) {
  if (action.type === "partShown") {
    return { ...state, part: action.part };
  }
  return { ...state, gradient: reduceGradient(state.gradient, action) };
}
