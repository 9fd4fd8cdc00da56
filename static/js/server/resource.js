/** Something that the page shows and the server knows. A definition says what is wanted; when it is
 * fetched, what is given up and what is asked again is decided here, for all of them.
 * @import {SetAction} from "../state/store.js"
 * @typedef {unknown[] | null} Key compared entry by entry
 * @typedef {{done: number, of: number}} Progress */

/** @template S @typedef {{page: State, own: S}} States the page's state and that of the scene */

/** @template S, A, [T=any]
 * @typedef {object} Resource S is the state and A an action of the scene, T the answer
 * @property {string} about names the question: its failure is shown until it succeeds
 * @property {(states: States<S>) => Key} key what is wanted now; null for nothing
 * @property {(states: States<S>) => Key} [scope] while this stays the same, a fetch under way is
 *   finished and shown even if the key has changed; the key where left out
 * @property {(states: States<S>) => number} [pause] at least so many milliseconds between fetches
 * @property {number} [burst] so many may come without a pause, where there were few before
 * @property {(states: States<S>, by: {signal: AbortSignal, progress: (progress: Progress) => void})
 *   => Promise<T>} fetch
 * @property {(answer: T, asked: States<S>) => A | SetAction<S>} into what an answer changes
 * @property {(progress: Progress | null) => A | SetAction<S>} [progress] null once the fetch is
 *   over */

/** @type {<S, A, T>(definition: Resource<S, NoInfer<A>, T>) => Resource<S, A>} */
export const resource = (definition) => definition;

/** @type {(one: Key, other: Key) => boolean} */
const isSame = (one, other) =>
  one?.length === other?.length && (one ?? []).every((part, i) => Object.is(part, other?.[i]));

/** @template S, A
 * @typedef {object} Source where a resource looks and asks
 * @property {{get: () => State, subscribe: (listener: () => void) => void}} page
 * @property {{get: () => S, subscribe: (listener: () => void) => void, dispatch: (action: A |
 *   SetAction<S>) => void}} own
 * @property {(about: string, question: () => Promise<void>) => Promise<unknown>} ask shows what
 *   goes wrong, and never rejects because of the server */

/** Fetches a resource as the stores change. One fetch is under way, and the newest waits.
 * @template S, A */
export class Supply {
  /** @type {Key} what was fetched last or is under way; null where it is to be fetched again */
  #key = null;
  /** @type {{scope: Key, giveUp: AbortController} | null} the fetch under way */
  #current = null;
  #isRefused = false;
  #startedAt = Number.NEGATIVE_INFINITY;
  /** How many fetches need no pause; each pause that is longer than it has to be adds to them. */
  #spare = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isLooking = false;

  /** @param {Resource<S, A>} resource @param {Source<S, A>} source
   * @param {() => boolean} isWanted whether it is needed at all now */
  constructor(resource, source, isWanted = () => true) {
    this.resource = resource;
    this.source = source;
    this.isWanted = isWanted;
    source.page.subscribe(() => this.look());
    source.own.subscribe(() => this.look());
    this.look();
  }

  /** Fetch what is wanted and not there, once all that changes at the same time has changed. */
  look() {
    if (!this.#isLooking) {
      this.#isLooking = true;
      queueMicrotask(() => {
        this.#isLooking = false;
        this.#look();
      });
    }
  }

  /** Whether what there is is what is wanted now. */
  get isCurrent() {
    const key = this.resource.key(this.#states);
    return key === null || isSame(key, this.#key);
  }

  /** @returns {States<S>} */
  get #states() {
    return { page: this.source.page.get(), own: this.source.own.get() };
  }

  #look() {
    clearTimeout(this.#timer);
    const states = this.#states;
    if (this.#current !== null) {
      if (!this.#isStillWanted(this.#current.scope)) {
        this.#current.giveUp.abort();
      }
      return;
    }
    if (!this.isWanted()) {
      this.#key = this.#isRefused ? null : this.#key; // It may be tried again on the way back.
      return;
    }
    const key = this.resource.key(states);
    if (key === null) {
      this.#key = null;
    } else if (!states.page.previewing && !isSame(key, this.#key)) {
      const wait = this.#takeTurn(this.resource.pause?.(states) ?? 0);
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#look(), wait);
      } else {
        this.#fetch(states, key);
      }
    }
  }

  /** Take the next turn to fetch, or return how long it still is until then.
   * @type {(pause: number) => number} both in milliseconds */
  #takeTurn(pause) {
    const since = performance.now() - this.#startedAt;
    const wait = (1 - this.#spare) * pause - since;
    if (wait <= 0) {
      const gained = pause > 0 ? since / pause : 1;
      this.#spare = Math.min(this.#spare + gained - 1, this.resource.burst ?? 0);
    }
    return wait;
  }

  /** @type {(scope: Key) => boolean} */
  #isStillWanted(scope) {
    const states = this.#states;
    const key = this.isWanted() ? this.resource.key(states) : null;
    return key !== null && isSame(scope, this.resource.scope?.(states) ?? key);
  }

  /** @type {(states: States<S>, key: unknown[]) => Promise<void>} */
  async #fetch(states, key) {
    const { about, scope = () => key, progress } = this.resource;
    const { own, ask } = this.source;
    const [asked, giveUp] = [scope(states), new AbortController()];
    const { signal } = giveUp;
    let isUnderWay = false;
    /** @type {(far: Progress) => void} */
    const onProgress = (far) => {
      if (progress && !signal.aborted) {
        isUnderWay = true;
        own.dispatch(progress(far));
      }
    };
    this.#current = { scope: asked, giveUp };
    this.#startedAt = performance.now();
    this.#key = null;
    this.#isRefused = false;
    try {
      await ask(about, () => this.#show(states, key, { asked, signal, progress: onProgress }));
    } finally {
      this.#current = null;
      if (progress && isUnderWay) {
        own.dispatch(progress(null));
      }
      this.look();
    }
  }

  /** @type {(states: States<S>, key: unknown[], by: {asked: Key, signal: AbortSignal, progress:
   *   (far: Progress) => void}) => Promise<void>} */
  async #show(states, key, { asked, signal, progress }) {
    try {
      const answer = await this.resource.fetch(states, { signal, progress });
      if (this.#isStillWanted(asked)) {
        this.#key = key;
        this.source.own.dispatch(this.resource.into(answer, states));
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#isRefused = true;
        this.#key = key;
        throw error;
      }
    }
  }
}
