/**
 * How the state changes with the experiment of "What if", and what ends it.
 *
 * @import {State, WhatIfAction} from "../../state/page.js"
 */

import { NO_EXPERIMENT, quantityOf } from "./quantity.js";

/** @type {(state: State, action: WhatIfAction) => State} */
export function reduceWhatIf(state, action) {
  const { whatIf } = state;
  switch (action.type) {
    case "partChosen":
      return { ...state, whatIf: { ...whatIf, part: action.part } };
    case "moved":
      return { ...state, whatIf: { ...whatIf, value: action.value } };
    case "putBack":
      return { ...state, whatIf: { ...whatIf, value: null, moved: null } };
    case "restArrived":
      return action.id === whatIf.id
        ? { ...state, whatIf: { ...whatIf, rest: action.answer } }
        : state;
    case "movedArrived":
      return action.id === whatIf.id && whatIf.value !== null
        ? { ...state, whatIf: { ...whatIf, moved: action.answer } }
        : state;
    case "checkArrived":
      return action.id === whatIf.id
        ? { ...state, whatIf: { ...whatIf, check: action.answer } }
        : state;
  }
}

/**
 * End the experiment where what it was about is no longer there; put the value back where the
 * story goes on or the panel is closed.
 * @type {(state: State, before: State) => State}
 */
export function settleWhatIf(state, before) {
  const { whatIf } = state;
  if (isAnother(state, before)) {
    return { ...state, whatIf: { ...NO_EXPERIMENT, part: whatIf.part, id: whatIf.id + 1 } };
  }
  const led = state.beat !== before.beat || state.panel !== before.panel;
  if (led && whatIf.value !== null) {
    return { ...state, whatIf: { ...whatIf, value: null, moved: null } };
  }
  return state;
}

/** @type {(state: State, before: State) => boolean} */
function isAnother(state, before) {
  return (
    state.drawing.pixels !== before.drawing.pixels ||
    state.target !== before.target ||
    state.version !== before.version ||
    JSON.stringify(quantityOf(state)) !== JSON.stringify(quantityOf(before))
  );
}
