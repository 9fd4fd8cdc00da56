/**
 * Digits of MNIST that are taken to the pad: the next one, any, or a certain one.
 *
 * @import {Digit} from "./digits_api.js"
 * @import {Action, Place, State} from "./state.js"
 * @import {Store} from "./store.js"
 * @import {Talk} from "./talk.js"
 */

import { digitsApi } from "./digits_api.js";

const TEST_DIGITS = 10_000;

export class Samples {
  /** @type {Map<string, number>} the next digit to take, by label */
  #offsets = new Map();
  #asked = 0;

  /**
   * @param {Store<State, Action>} store
   * @param {Talk} talk
   */
  constructor(store, talk) {
    this.store = store;
    this.talk = talk;
  }

  /**
   * @param {string} label empty for any
   * @param {boolean} random else the next one
   */
  take(label, random) {
    const count = label === "" ? TEST_DIGITS : TEST_DIGITS / 12;
    const next = this.#offsets.get(label) ?? 0;
    const offset = random ? Math.floor(Math.random() * count) : next;
    this.#offsets.set(label, offset + 1); // At once: the next press must not wait for the answer.
    return this.#show("test", async () => {
      const digit = await digitsApi.digitAfter("test", label, offset);
      if (digit !== undefined) {
        return digit;
      }
      this.#offsets.set(label, 1);
      return digitsApi.digitAfter("test", label, 0);
    });
  }

  /** @param {Place} place */
  takeAt(place) {
    return this.#show(place.split, () => digitsApi.digitAt(place));
  }

  /**
   * Only the digit that was asked for last comes to the pad.
   * @param {Place["split"]} split
   * @param {() => Promise<Digit | undefined>} fetch
   */
  async #show(split, fetch) {
    this.#asked += 1;
    const number = this.#asked;
    await this.talk.ask("sample", async () => {
      const digit = await fetch();
      if (digit !== undefined && number === this.#asked) {
        const { index, label, pixels } = digit;
        this.store.dispatch({ type: "sampled", pixels, label, from: { split, index }, ink: null });
      }
    });
  }
}
