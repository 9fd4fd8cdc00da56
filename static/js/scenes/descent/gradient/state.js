/** What the column of the gradient knows: whose gradient it is, in which order it stands, and which
 * entry is looked at. Pure.
 * @typedef {"digit" | "mini_batch" | "all"} GradientOver
 * @typedef {object} Gradient
 * @property {GradientOver} over
 * @property {ArrayLike<number>} nudges -dC/dw for every parameter
 * @property {number} norm @property {number} cost
 * @property {number} examples over how many digits it is the average
 * @property {{pixels: number[], target: number, own: boolean} | null} digit whose it is, if one's
 * @typedef {typeof NO_GRADIENT} GradientState
 * @typedef {{gradientArrived: {gradient: Gradient}, entryChosen: {index: number}}} GradientActions
 */

export const NO_GRADIENT = {
  /** @type {GradientOver} what was chosen */ over: "digit",
  /** @type {Gradient | null} what is shown; that of an earlier choice until its own comes */
  gradient: null,
  /** @type {{done: number, of: number} | null} of a long average */ progress: null,
  /** @type {"position" | "size"} */ order: "position",
  /** @type {Int32Array | null} the entries' indices from the largest to the smallest */
  bySize: null,
  /** @type {number | null} the index of the entry looked at */ chosen: null,
  /** @type {number | null} the one looked at before */ compared: null,
};

/** @type {Reducers<GradientState, GradientActions>} */
export const gradientReducers = {
  gradientArrived: (state, { gradient }) => arrived(state, gradient),
  entryChosen: (state, { index }) => lookedAt(state, [index]),
};

/** What was under way is about the earlier choice.
 * @type {(state: GradientState, before: GradientState) => GradientState} */
export function settleGradient(state, before) {
  return state.over === before.over || state.progress === null
    ? state
    : { ...state, progress: null };
}

/** The state with entries chosen, one after the other.
 * @type {(state: GradientState, indices: number[]) => GradientState} */
export function lookedAt(state, indices) {
  let [chosen, compared] = [state.chosen, state.compared];
  for (const index of indices) {
    [chosen, compared] = index === chosen ? [chosen, compared] : [index, chosen];
  }
  return { ...state, chosen, compared };
}

/** The state with a gradient. Its largest entry is looked at where nobody has chosen one, or where it
 * was the largest of the one before.
 * @type {(state: GradientState, gradient: Gradient) => GradientState} */
function arrived(state, gradient) {
  const { nudges } = gradient;
  const bySize = Int32Array.from({ length: nudges.length }, (_, index) => index).sort(
    (one, other) => Math.abs(nudges[other]) - Math.abs(nudges[one]) || one - other,
  );
  const { chosen: before } = state;
  const wasLargest = state.bySize !== null && before === state.bySize[0];
  const same = state.gradient === null || state.gradient.nudges.length === nudges.length;
  const isKept = same && before !== null && before < nudges.length && !wasLargest;
  const chosen = isKept ? before : bySize[0];
  const compared = isKept ? state.compared : null;
  return { ...state, gradient, bySize, chosen, compared, progress: null };
}

/** An entry of middling size: half of those that are not zero are smaller.
 * @param {GradientState} state
 * @returns {number | null} its index */
function middlingIndex({ bySize, gradient }) {
  if (bySize === null || gradient === null) {
    return null;
  }
  const count = Array.from(bySize).findIndex((index) => gradient.nudges[index] === 0);
  const present = count < 0 ? bySize.length : count;
  return present === 0 ? null : bySize[Math.floor(present / 2)];
}

/** @typedef {{chosen: number, other: number, middling: boolean, ratio: number}} Comparison */

/** How much the entry looked at matters beside the one before it, or else beside a middling one.
 * @type {(state: GradientState) => Comparison | null} */
export function comparison(state) {
  const { chosen, compared, gradient } = state;
  const other = compared ?? middlingIndex(state);
  if (chosen === null || other === null || gradient === null) {
    return null;
  }
  const ratio = Math.abs(gradient.nudges[chosen]) / Math.abs(gradient.nudges[other]);
  return { chosen, other, middling: compared === null, ratio };
}
