/** The state of the experiment in "What if", and what ends it.
 * @import {Experiment} from "./quantity.js"
 * @typedef {object} WhatIfActions
 * @property {{value: number | null}} moved null to put it back
 * @property {{id: number} & Partial<Pick<Experiment, "rest" | "moved" | "check">>}
 *   experimentAnswered */

import { NO_EXPERIMENT, quantityOf } from "./quantity.js";

/** @type {Reducers<State, WhatIfActions>} */
export const whatIfReducers = {
  // The same value again counts too: a field may show another.
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

/** End the experiment when its subject is gone; put the value back when the story goes on or the
 * panel closes.
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

/** What the choice of a quantity depends on besides the target. */
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
