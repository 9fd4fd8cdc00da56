/** The scene "The calculus": the chain rule on the smallest network.
 * @import {Conversation} from "../../server/session.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @import {CalculusAction, CalculusState} from "./state.js"
 * @typedef {{store: Store<State, Action>, conversation: Conversation, onPart: (part: string) =>
 *   void}} Page what the page gives to the scene
 * @typedef {object} Scene what a part works with
 * @property {Store<CalculusState, CalculusAction>} calculus the scene's own
 * @property {CalculusQuestions} questions
 * @property {Store<State, Action>} store the page's
 * @property {Conversation} conversation
 * @property {() => void} request ask for a frame */

import { touchAddress } from "../../link/address.js";
import { PartsScene } from "../../page/scene.js";
import { createStore } from "../../state/store.js";
import { CALCULUS_LINK } from "./address.js";
import { PARTS } from "./calculus_parts.js";
import { CalculusQuestions } from "./chain_requests.js";
import { initialCalculus, reduceCalculus } from "./state.js";

/** @extends {PartsScene<CalculusState, Scene>} */
export class Calculus extends PartsScene {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, { store, conversation, onPart }) {
    const calculus = createStore(reduceCalculus, { ...initialCalculus, part: PARTS[0].id });
    const questions = new CalculusQuestions(calculus, conversation);
    super({
      root,
      name: { id: "calculus", title: "The calculus" },
      parts: PARTS,
      store,
      own: calculus,
      conversation,
      onPart: (part) => {
        calculus.set({ part, hovered: null });
        onPart(part);
      },
      scene: (_, request) => ({ calculus, questions, store, conversation, request }),
      plays: true,
      code: {
        parts: PARTS.map(({ id }) => id),
        fetch: async () => (await import("./chain_code.js")).codeOf,
      },
      home: async (state, part) => (await import("./print.js")).chainNumbers(state, part),
    });
    calculus.subscribe(touchAddress);
    this.calculus = calculus;
  }

  get #context() {
    return { page: this.store.get(), own: this.calculus.get() };
  }

  settings() {
    return CALCULUS_LINK.write(this.#context);
  }

  /** @type {(settings: URLSearchParams) => void} */
  take(settings) {
    this.calculus.set(CALCULUS_LINK.read(settings, this.#context).values);
  }
}
