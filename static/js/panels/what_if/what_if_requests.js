/** What "What if" and "Check it" ask of the server. Nothing here changes the network.
 * @import {Conversation} from "../../server/session.js"
 * @import {Quantity} from "./quantity.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js" */

import { api, newestWins } from "../../server/client.js";
import { parameterIndex, presentValue, quantityOf, rangeOf } from "./quantity.js";

/** How many points of the curve are asked for. */
const CURVE_POINTS = 121;

export class WhatIf {
  /** @param {Store<State, Action>} store @param {Conversation} conversation */
  constructor(store, conversation) {
    this.store = store;
    this.conversation = conversation;
    const ask = newestWins(() => conversation.talk(() => this.#ask()));
    ask(); // The panel is open already when this is fetched.
    store.subscribe((state, before) => {
      const { whatIf } = state;
      const asked = whatIf.id !== before.whatIf.id || state.panel !== before.panel;
      const arrived = state.parameters !== before.parameters || state.forward !== before.forward;
      const moved = whatIf.value !== before.whatIf.value && whatIf.value !== null;
      if (state.panel === "what-if" && (asked || moved || (arrived && whatIf.rest === null))) {
        ask();
      }
    });
  }

  /** Ask for backprop's derivative and the finite difference. */
  async check() {
    await this.conversation.talk(async () => {
      const question = this.#question();
      const parameter = question && parameterIndex(question.layers, question.quantity);
      if (question === null || parameter === null) {
        return;
      }
      const { id, session, pixels, target } = question;
      const answer = await api.check(session, { pixels, target, parameter });
      this.store.dispatch({ type: "experimentAnswered", id, check: answer });
    });
  }

  /** Ask for the curve where it is unknown, then for the answer for the moved quantity. */
  async #ask() {
    const question = this.#question();
    const { value, rest } = this.store.get().whatIf;
    if (question === null) {
      return;
    }
    const { id, session, pixels, target, layers, quantity, range, present } = question;
    const asked = { pixels, target, quantity: wireForm(layers, quantity) };
    if (rest === null) {
      const curve = { ...range, count: CURVE_POINTS };
      const answer = await api.whatIf(session, { ...asked, value: present, curve });
      this.store.dispatch({ type: "experimentAnswered", id, rest: answer });
    }
    if (value !== null) {
      const answer = await api.whatIf(session, { ...asked, value });
      this.store.dispatch({ type: "experimentAnswered", id, moved: answer });
    }
  }

  /** All that a request needs; null while the panel is closed or something is unknown. */
  #question() {
    const state = this.store.get();
    const { session, drawing, target, whatIf } = state;
    const quantity = quantityOf(state);
    const range = quantity && rangeOf(state, quantity);
    const present = quantity && presentValue(state, quantity);
    const { pixels } = drawing;
    if (state.panel !== "what-if" || !session || pixels === null || target === null) {
      return null;
    }
    if (quantity === null || range === null || present === null) {
      return null;
    }
    const { id, layers } = session;
    return { id: whatIf.id, session: id, layers, pixels, target, quantity, range, present };
  }
}

/** @param {number[]} layers @param {Quantity} quantity */
function wireForm(layers, quantity) {
  return quantity.kind === "activation"
    ? { activation: { layer: quantity.layer, index: quantity.index } }
    : { parameter: parameterIndex(layers, quantity) };
}
