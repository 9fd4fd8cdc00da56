/** How the state changes with the experiment of "What if", and what ends it.
 * @import {State} from "../../state/page.js"
 * @import {Reducers} from "../../state/store.js"
 * @import {Experiment, Quantity} from "./quantity.js"
 * @typedef {object} WhatIfActions
 * @property {{value: number | null}} moved null to put it back
 * @property {{id: number} & Partial<Pick<Experiment, "rest" | "moved" | "check">>}
 *   experimentAnswered */

import { NO_EXPERIMENT, quantityOf } from "./quantity.js";

/** @type {Reducers<State, WhatIfActions>} */
export const whatIfReducers = {
  // The same once more counts too: a field may say something else than what is there.
  moved: (state, { value }) => ({ ...state, whatIf: { ...state.whatIf, value } }),
  experimentAnswered: (state, { id, rest, moved, check }) => {
    const { whatIf } = state;
    return id === whatIf.id
      ? {
          ...state,
          whatIf: {
            ...whatIf,
            rest: rest ?? whatIf.rest,
            moved: moved ?? whatIf.moved,
            check: check ?? whatIf.check,
          },
        }
      : state;
  },
};

/**
 * End the experiment where what it was about is no longer there; put the value back where the story
 * goes on or the panel is closed.
 * @type {(state: State, before: State) => State} */
export function settleWhatIf(state, before) {
  const { whatIf } = state;
  if (isAnother(state, before)) {
    return { ...state, whatIf: { ...NO_EXPERIMENT, part: whatIf.part, id: whatIf.id + 1 } };
  }
  const goesOn = state.beat !== before.beat || state.panel !== before.panel;
  const value = goesOn ? null : whatIf.value;
  const moved = value === null ? null : whatIf.moved;
  return value === whatIf.value && moved === whatIf.moved
    ? state
    : { ...state, whatIf: { ...whatIf, value, moved } };
}

/** @type {(state: State, before: State) => boolean} */
function isAnother(state, before) {
  return (
    state.drawing.pixels !== before.drawing.pixels ||
    state.target !== before.target ||
    state.version !== before.version ||
    isAnotherQuantity(state, before)
  );
}

/** What the quantity hangs on beside the target: it takes a look at every weight into a neuron. */
const GROUNDS = /** @type {const} */ (["pinned", "session", "parameters", "forward", "backward"]);

/** @type {(state: State, before: State) => boolean} */
function isAnotherQuantity(state, before) {
  return (
    (state.whatIf.part !== before.whatIf.part ||
      GROUNDS.some((name) => state[name] !== before[name])) &&
    !isSame(quantityOf(state), quantityOf(before))
  );
}

/** @type {(one: Quantity | null, other: Quantity | null) => boolean} */
function isSame(one, other) {
  if (one === null || other === null || one.layer !== other.layer) {
    return one === other;
  }
  return one.kind === "weight"
    ? other.kind === "weight" && one.to === other.to && one.from === other.from
    : one.kind === other.kind && one.index === other.index;
}
