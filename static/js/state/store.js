/**
 * A state and what changes it. Most changes set fields (`set`); a reducer, by its action's type, is
 * for what has a condition or moves several things at once; `settle` keeps what must hold after any
 * change. */

/** A piece of state whose own fields have paths: no list, map or array of numbers, and never null.
 * @template V
 * @typedef {V extends object ? V extends {length: number} | Map<any, any> | ((...all: any) => any)
 *   ? false : true : false} HasFields */

/** The path of a field, like "beat" or "whatIf.value".
 * @template S
 * @typedef {{[K in keyof S & string]: K | (false extends HasFields<S[K]> ? never :
 *   `${K}.${Path<S[K]>}`)}[keyof S & string]} Path */

/** @template S, P
 * @typedef {P extends keyof S ? S[P] : P extends `${infer K}.${infer Rest}` ? K extends keyof S ?
 *   At<S[K], Rest> : never : never} At */

/** Fields by their paths.
 * @template S
 * @typedef {{[P in Path<S>]?: At<S, P>}} Values */

/** @template S @typedef {{type: "set", values: Values<S>}} SetAction */

/** The actions, from what each type of them carries.
 * @template A
 * @typedef {{[T in keyof A]: {type: T} & A[T]}[keyof A]} ActionOf */

/** @template S, A @typedef {{[T in keyof A]: (state: S, action: A[T]) => S}} Reducers */

/** @template S, A
 * @typedef {{get: () => S, set: (values: Values<S>) => void, dispatch: (action: A | SetAction<S>)
 *   => void, subscribe: (listener: (state: S, before: S) => void) => void}} Store */

/** @type {<S, A>(reduce: (state: S, action: A) => S, initial: S) => Store<S, A>} */
export function createStore(reduce, initial) {
  let state = initial;
  /** @type {((state: typeof initial, before: typeof initial) => void)[]} */
  const listeners = [];
  /** @type {Store<typeof initial, any>["dispatch"]} */
  const dispatch = (action) => {
    const before = state;
    state = reduce(state, /** @type {any} */ (action));
    if (state !== before) {
      for (const listener of listeners) {
        listener(state, before);
      }
    }
  };
  return {
    get: () => state,
    set: (values) => dispatch({ type: "set", values }),
    dispatch,
    subscribe: (listener) => listeners.push(listener),
  };
}

/** One reducer of the many; an action that none of them knows changes nothing.
 * @template S, A @param {Reducers<S, A>} reducers @param {(state: S, before: S) => S} settle
 * @returns {(state: S, action: ActionOf<A> | SetAction<S>) => S} */
export function reducerOf(reducers, settle = (state) => state) {
  return (state, action) => {
    const next =
      action.type === "set"
        ? withValues(state, /** @type {SetAction<S>} */ (action).values)
        : Object.hasOwn(reducers, action.type)
          ? reducers[/** @type {keyof A} */ (action.type)](state, /** @type {any} */ (action))
          : state;
    return next === state ? state : settle(next, state);
  };
}

/** A list with one entry exchanged. (Array.prototype.with is younger than the oldest browsers.)
 * @type {<T>(list: readonly T[], index: number, entry: T) => T[]} */
export const exchanged = (list, index, entry) =>
  list.map((each, i) => (i === index ? entry : each));

/** The reducers of a piece of the state, for the whole.
 * @type {<N extends string, S, A>(name: N, reducers: Reducers<S, A>) => {[T in keyof A]: <W extends
 *   Record<N, S>>(whole: W, action: A[T]) => W}} */
export function within(name, reducers) {
  const lifted = Object.entries(reducers).map(([type, reduce]) => [
    type,
    (/** @type {any} */ whole, /** @type {any} */ action) => {
      const next = /** @type {any} */ (reduce)(whole[name], action);
      return next === whole[name] ? whole : { ...whole, [name]: next };
    },
  ]);
  return Object.fromEntries(lifted);
}

/** The state with fields set; the same one where they are so already.
 * @type {<S>(state: S, values: Values<S>) => S} */
export function withValues(state, values) {
  let next = state;
  for (const [path, value] of Object.entries(values)) {
    next = withValue(next, path.split("."), value);
  }
  return next;
}

/** What stands at a path. @type {<S, P extends Path<S>>(state: S, path: P) => At<S, P>} */
export function valueAt(state, path) {
  return path.split(".").reduce((/** @type {any} */ piece, name) => piece[name], state);
}

/** @type {<S>(state: S, path: string[], value: unknown) => S} */
function withValue(state, [name, ...rest], value) {
  const before = /** @type {any} */ (state)[name];
  const next = rest.length === 0 ? value : withValue(before, rest, value);
  return Object.is(next, before) ? state : { ...state, [name]: next };
}
