/**
 * One state for the page: actions go in, a pure `reduce` makes the next state, listeners hear of it.
 *
 * @template S, A
 * @typedef {object} Store
 * @property {() => S} get
 * @property {(action: A) => void} dispatch
 * @property {(listener: (state: S, before: S) => void) => void} subscribe
 */

/**
 * @template S, A
 * @param {(state: S, action: A) => S} reduce
 * @param {S} initial
 * @returns {Store<S, A>}
 */
export function createStore(reduce, initial) {
  let state = initial;
  /** @type {((state: S, before: S) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    dispatch(action) {
      const before = state;
      state = reduce(state, action);
      if (state !== before) {
        for (const listener of listeners) {
          listener(state, before);
        }
      }
    },
    subscribe: (listener) => listeners.push(listener),
  };
}
