/** The scene "The calculus": the chain rule on the smallest network.
 * @import {PartOf} from "../../page/scene.js"
 * @import {CalculusState, CalculusAction} from "./state.js"
 * @import {Conversation} from "../../server/session.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
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
import { chainPart } from "./chain.js";
import { CalculusQuestions } from "./chain_requests.js";
import { examplesPart } from "./examples.js";
import { foldPart } from "./fold.js";
import { gradientPart } from "./gradient.js";
import { layersPart } from "./layers.js";
import { initialCalculus, reduceCalculus } from "./state.js";
import { perturbationPart, treePart } from "./tree.js";
import { TITLE } from "./words.js";

/** @extends {PartsScene<CalculusState, Scene>} */
export class Calculus extends PartsScene {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, { store, conversation, onPart }) {
    const calculus = createStore(reduceCalculus, { ...initialCalculus, part: PARTS[0].id });
    const questions = new CalculusQuestions(calculus, conversation);
    super({
      root,
      name: { id: "calculus", title: TITLE },
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

/** @typedef {import("../../page/scene.js").PartView} PartView
 * @typedef {PartOf<CalculusState, Scene>} Part */

/** @type {Part[]} */
export const PARTS = [
  chainPart,
  treePart,
  perturbationPart("ripple-weight", "w3"),
  perturbationPart("ripple-bias", "b3"),
  perturbationPart("ripple-activation", "a2"),
  perturbationPart("ripple-back", "w2"),
  gradientPart,
  examplesPart,
  layersPart,
  foldPart,
];
