/**
 * The calculus: the chain rule on the smallest network. This joins the scene.
 *
 * @import {Conversation} from "../../conversation.js"
 * @import {Action, State} from "../../state.js"
 * @import {Store} from "../../store.js"
 * @import {CalculusAction, CalculusState} from "./state.js"
 *
 * @typedef {object} Page what the page gives to the scene
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {(part: string) => void} onPart
 *
 * @typedef {object} Scene what a part works with
 * @property {Store<CalculusState, CalculusAction>} calculus the scene's own
 * @property {CalculusQuestions} questions
 * @property {Store<State, Action>} store the page's
 * @property {Conversation} conversation
 * @property {() => void} request ask for a frame
 */

import { touchAddress } from "../../address.js";
import { CalculusQuestions } from "../../calculus_questions.js";
import { createStore } from "../../store.js";
import { PartsScene } from "../parts_scene.js";
import { calculusSettings, calculusWishes } from "./address.js";
import { PARTS } from "./parts.js";
import { initialCalculus, reduceCalculus } from "./state.js";

/** @extends {PartsScene<CalculusState, Scene>} */
export class Calculus extends PartsScene {
  /**
   * @param {HTMLElement} root
   * @param {Page} page
   */
  constructor(root, { store, conversation, onPart }) {
    const calculus = createStore(reduceCalculus, { ...initialCalculus, part: PARTS[0].id });
    const questions = new CalculusQuestions(calculus, conversation);
    super({
      root,
      name: { id: "calculus", title: "The calculus" },
      parts: PARTS,
      store,
      own: calculus,
      onPart: (part) => {
        calculus.dispatch({ type: "partShown", part });
        onPart(part);
      },
      scene: (_, request) => ({ calculus, questions, store, conversation, request }),
      plays: true,
      code: {
        parts: PARTS.map(({ id }) => id),
        fetch: async () => (await import("./code.js")).codeOf,
      },
      home: async (state, part) => (await import("./take_home.js")).chainNumbers(state, part),
    });
    calculus.subscribe(touchAddress);
    this.calculus = calculus;
  }

  settings() {
    return calculusSettings(this.calculus.get());
  }

  /** @param {URLSearchParams} settings */
  take(settings) {
    this.calculus.dispatch({ type: "named", settings: calculusWishes(settings) });
  }
}
