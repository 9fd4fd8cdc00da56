/**
 * What the calculus scene asks of the server, as soon as what it is about has changed: of several
 * changes the newest counts.
 *
 * @import {FoldWish, PassWish} from "../../server/calculus_api.js"
 * @import {Conversation} from "../../server/session.js"
 * @import {CalculusAction, CalculusState} from "./state.js"
 * @import {Store} from "../../state/store.js"
 */

import { calculusApi } from "../../server/calculus_api.js";
import { newestWins } from "../../server/client.js";

const ABOUT = "pass";

export class CalculusQuestions {
  /** @type {Map<string, {wish: PassWish, written: string, ask: () => Promise<void>}>} by kind */
  #asked = new Map();
  /** @type {{id: string, version: number, wish: FoldWish} | null} */
  #fold = null;

  /**
   * @param {Store<CalculusState, CalculusAction>} calculus
   * @param {Conversation} conversation
   */
  constructor(calculus, conversation) {
    this.calculus = calculus;
    this.conversation = conversation;
    this.askFold = newestWins(() => conversation.talk(() => this.#askFold(), "fold"));
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

  /**
   * Ask for a path's chain unless it is the one that was asked for last.
   * @param {string} id the session's
   * @param {number} version of its parameters
   * @param {FoldWish} wish
   */
  keepFold(id, version, wish) {
    const before = this.#fold;
    const same = before?.id === id && before.version === version;
    const { pixels, target, path } = before?.wish ?? {};
    if (same && pixels === wish.pixels && target === wish.target && path === wish.path) {
      return;
    }
    this.#fold = { id, version, wish };
    this.askFold();
  }

  async #askFold() {
    if (this.#fold !== null) {
      const { id, wish } = this.#fold;
      const answer = await calculusApi.fold(id, wish);
      this.calculus.set({ fold: { answer, session: id, request: wish } });
    }
  }

  /** @type {(kind: string) => Promise<void>} */
  async #ask(kind) {
    const asked = this.#asked.get(kind);
    if (asked) {
      const answer = await calculusApi.pass(asked.wish);
      this.calculus.dispatch({ type: "answered", kind, answer });
    }
  }
}
