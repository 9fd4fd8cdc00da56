/**
 * What the column of the gradient knows: whose gradient it is, in which order it stands, and which
 * entry is looked at. Pure.
 *
 * @typedef {"digit" | "mini_batch" | "all"} Whose
 *
 * @typedef {object} Gradient
 * @property {Whose} whose
 * @property {ArrayLike<number>} nudges -dC/dw for every parameter
 * @property {number} norm
 * @property {number} cost
 * @property {number} examples over how many digits it is the average
 * @property {{pixels: number[], target: number, own: boolean} | null} digit whose it is, if one's
 *
 * @typedef {object} GradientState
 * @property {Whose} whose what was chosen
 * @property {Gradient | null} gradient what is shown; that of an earlier choice until its own comes
 * @property {{done: number, of: number} | null} progress of a long average
 * @property {"position" | "size"} order
 * @property {Int32Array | null} bySize the entries' indices from the largest to the smallest
 * @property {number | null} chosen the index of the entry looked at
 * @property {number | null} compared the one looked at before
 *
 * @typedef {{gradientArrived: {gradient: Gradient}, entryChosen: {index: number}}} GradientActions
 *
 * @import {Reducers} from "../../../state/store.js"
 */

/** @type {GradientState} */
export const NO_GRADIENT = {
  whose: "digit",
  gradient: null,
  progress: null,
  order: "position",
  bySize: null,
  chosen: null,
  compared: null,
};

/** @type {Reducers<GradientState, GradientActions>} */
export const gradientReducers = {
  gradientArrived: (state, { gradient }) => arrived(state, gradient),
  entryChosen: (state, { index }) => lookedAt(state, [index]),
};

/**
 * What was under way is about the earlier choice.
 * @type {(state: GradientState, before: GradientState) => GradientState}
 */
export function settleGradient(state, before) {
  return state.whose === before.whose || state.progress === null
    ? state
    : { ...state, progress: null };
}

/**
 * The state with entries chosen, one after the other.
 * @type {(state: GradientState, indices: number[]) => GradientState}
 */
export function lookedAt(state, indices) {
  let [chosen, compared] = [state.chosen, state.compared];
  for (const index of indices) {
    [chosen, compared] = index === chosen ? [chosen, compared] : [index, chosen];
  }
  return { ...state, chosen, compared };
}

/**
 * The state with a gradient; where nobody has chosen one, its largest entry is looked at.
 * @type {(state: GradientState, gradient: Gradient) => GradientState}
 */
function arrived(state, gradient) {
  const { nudges } = gradient;
  const bySize = Int32Array.from({ length: nudges.length }, (_, place) => place).sort(
    (one, other) => Math.abs(nudges[other]) - Math.abs(nudges[one]) || one - other,
  );
  const { chosen: before } = state;
  const same = state.gradient === null || state.gradient.nudges.length === nudges.length;
  const isKept = same && before !== null && before < nudges.length;
  const chosen = isKept ? before : bySize[0];
  const compared = isKept ? state.compared : null;
  return { ...state, gradient, bySize, chosen, compared, progress: null };
}

/**
 * An entry of middling size: half of those that are not zero are smaller.
 * @param {GradientState} state
 * @returns {number | null} its place
 */
export function middlingPlace({ bySize, gradient }) {
  if (bySize === null || gradient === null) {
    return null;
  }
  const count = Array.from(bySize).findIndex((place) => gradient.nudges[place] === 0);
  const present = count < 0 ? bySize.length : count;
  return present === 0 ? null : bySize[Math.floor(present / 2)];
}

/** @typedef {{chosen: number, other: number, middling: boolean, ratio: number}} Comparison */

/**
 * How much the entry looked at matters beside the one before it, or else beside a middling one.
 * @type {(state: GradientState) => Comparison | null}
 */
export function comparison(state) {
  const { chosen, compared, gradient } = state;
  const other = compared ?? middlingPlace(state);
  if (chosen === null || other === null || gradient === null) {
    return null;
  }
  const ratio = Math.abs(gradient.nudges[chosen]) / Math.abs(gradient.nudges[other]);
  return { chosen, other, middling: compared === null, ratio };
}
