/**
 * What the calculus scene asks of the server, as soon as what it is about has changed: of several
 * changes the newest counts.
 *
 * @import {PassWish} from "./calculus_api.js"
 * @import {Conversation} from "./conversation.js"
 * @import {CalculusAction, CalculusState} from "./scenes/calculus/state.js"
 * @import {Store} from "./store.js"
 */

import { newestWins } from "./api.js";
import { calculusApi } from "./calculus_api.js";

const ABOUT = "pass";

export class CalculusQuestions {
  /** @type {Map<string, {wish: PassWish, written: string, ask: () => Promise<void>}>} by kind */
  #asked = new Map();

  /**
   * @param {Store<CalculusState, CalculusAction>} calculus
   * @param {Conversation} conversation
   */
  constructor(calculus, conversation) {
    this.calculus = calculus;
    this.conversation = conversation;
  }

  /**
   * Ask for a pass unless it is the one that was asked for last.
   * @param {string} kind for whom it is
   * @param {PassWish} wish
   */
  keep(kind, wish) {
    const written = JSON.stringify(wish);
    const before = this.#asked.get(kind);
    if (written !== before?.written) {
      const ask =
        before?.ask ?? newestWins(() => this.conversation.talk(() => this.#ask(kind), ABOUT));
      this.#asked.set(kind, { wish, written, ask });
      ask();
    }
  }

  /** @param {string} kind */
  async #ask(kind) {
    const asked = this.#asked.get(kind);
    if (asked) {
      const answer = await calculusApi.pass(asked.wish);
      this.calculus.dispatch({ type: "answered", kind, answer });
    }
  }
}
