/**
 * Digits of MNIST that are taken to the pad: the next one, any, or a certain one.
 *
 * @import {Digit} from "./api.js"
 * @import {Action, Place, State} from "./state.js"
 * @import {Store} from "./store.js"
 * @import {Talk} from "./talk.js"
 */

import { api } from "./api.js";

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
      const { digits } = await api.digits(label, offset);
      if (digits.length > 0) {
        return digits[0];
      }
      this.#offsets.set(label, 1);
      return (await api.digits(label, 0)).digits[0];
    });
  }

  /** @param {Place} place */
  takeAt({ split, index }) {
    return this.#show(split, async () => (await api.digitsAt(split, [index])).digits[0]);
  }

  /**
   * Only the digit that was asked for last comes to the pad.
   * @param {Place["split"]} split
   * @param {() => Promise<Digit>} fetch
   */
  async #show(split, fetch) {
    this.#asked += 1;
    const number = this.#asked;
    await this.talk.ask("sample", async () => {
      const { index, label, pixels } = await fetch();
      if (number === this.#asked) {
        this.store.dispatch({ type: "sampled", pixels, label, from: { split, index }, ink: null });
      }
    });
  }
}
