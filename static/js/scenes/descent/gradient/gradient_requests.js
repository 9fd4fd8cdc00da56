/**
 * What the column of the gradient asks of the server: the gradient of one digit, of a mini-batch or
 * of all training digits. Of them one is under way; what is no longer wanted is given up.
 *
 * @import {Conversation} from "../../../server/session.js"
 * @import {Digit} from "../../../server/descent_api.js"
 * @import {Gradient, Whose} from "./state.js"
 * @import {DescentAction, DescentState} from "../state.js"
 * @import {Action, State} from "../../../state/page.js"
 * @import {Store} from "../../../state/store.js"
 */

import { newestWins } from "../../../server/client.js";
import { descentApi } from "../../../server/descent_api.js";
import { digitsApi } from "../../../server/digits_api.js";
import { FIRST_PLACES, ownDigit } from "../training_examples.js";

const BATCH_SIZE = 100;
const ABOUT = "gradient";

export class GradientQuestions {
  /** What was asked for last. A refusal is not asked again until something else is wanted. */
  #asked = "";
  #giveUp = new AbortController();
  /** @type {Digit | null} the digit that speaks while nothing is drawn */
  #first = null;

  /**
   * @param {Store<State, Action>} store
   * @param {Store<DescentState, DescentAction>} descent
   * @param {Conversation} conversation
   */
  constructor(store, descent, conversation) {
    this.store = store;
    this.descent = descent;
    this.ask = newestWins(() => conversation.talk(() => this.#ask(), ABOUT));
  }

  /** Ask for the gradient, unless the one shown is what is wanted. */
  keep() {
    const { session, connection, training } = this.store.get();
    if (training && this.descent.get().gradient.whose !== "digit") {
      return; // An average would be about a network that is gone before it is formed.
    }
    if (session !== null && connection === "ready" && this.#wanted() !== this.#asked) {
      this.#giveUp.abort();
      this.ask();
    }
  }

  /** What is wanted now, as one text. */
  #wanted() {
    const { session, version, drawing, target } = this.store.get();
    const { whose } = this.descent.get().gradient;
    const own = whose === "digit" ? [drawing.id, drawing.strokes.length, target] : [];
    return [session?.id, version, whose, ...own].join("/");
  }

  async #ask() {
    const { session } = this.store.get();
    const wanted = this.#wanted();
    if (session === null || wanted === this.#asked) {
      return;
    }
    const { whose } = this.descent.get().gradient;
    this.#giveUp = new AbortController();
    this.#asked = wanted;
    const gradient =
      whose === "digit" ? await this.#ofDigit(session.id) : await this.#ofMany(session.id, whose);
    if (gradient !== null && wanted === this.#wanted()) {
      this.descent.dispatch({ type: "gradientArrived", gradient });
    }
  }

  /** @type {(id: string) => Promise<Gradient>} */
  async #ofDigit(id) {
    const own = ownDigit(this.store.get());
    const digit = own ?? (await this.#firstDigit());
    const { average, costs, average_norm } = await descentApi.gradient(id, [digit]);
    return {
      whose: "digit",
      nudges: average,
      norm: average_norm,
      cost: costs[0],
      examples: 1,
      digit: { ...digit, own: own !== null },
    };
  }

  async #firstDigit() {
    this.#first ??= await digitsApi.digitAt({ split: "train", index: FIRST_PLACES[0] });
    return { pixels: this.#first.pixels, target: this.#first.label };
  }

  /** @type {(id: string, whose: Exclude<Whose, "digit">) => Promise<Gradient | null>} */
  async #ofMany(id, whose) {
    const answer = await descentApi.average(
      id,
      whose === "all" ? { over: "all" } : { over: "mini_batch", batch_size: BATCH_SIZE },
      ({ done, of }) =>
        this.descent.dispatch({ type: "gradientProgressed", progress: { done, of } }),
      this.#giveUp.signal,
    );
    if (answer === null) {
      return null;
    }
    const { average, norm, cost, of } = answer;
    return { whose, nudges: average, norm, cost, examples: of, digit: null };
  }
}
