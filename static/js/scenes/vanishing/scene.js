/** The scene "The vanishing gradient": why deep networks stop learning, on two networks side by
 * side.
 * @import {PartOf, PartView} from "../../page/scene.js"
 * @import {VanishingState, VanishingAction} from "./state.js"
 * @import {Conversation} from "../../server/session.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @import {Theme} from "../../kit/theme.js"
 * @typedef {{store: Store<State, Action>, conversation: Conversation, onPart: (part: string) =>
 *   void}} Page what the page gives to the scene
 * @typedef {object} Scene what a part works with
 * @property {Store<State, Action>} store the page's
 * @property {Store<VanishingState, VanishingAction>} vanishing the scene's own
 * @property {Networks} networks @property {VanishingQuestions} questions
 * @property {() => Theme} theme
 * @property {Map<string, PartView>} views those that several parts share */

import { touchAddress } from "../../link/address.js";
import { PartsScene } from "../../page/scene.js";
import { said } from "../../state/message.js";
import { createStore } from "../../state/store.js";
import { example, networksAsked, VANISHING_LINK } from "./address.js";
import { depthPart, experimentParts } from "./depth.js";
import { VanishingQuestions } from "./depth_requests.js";
import { productPart } from "./product.js";
import { Networks } from "./side_networks.js";
import { slopesPart } from "./slopes.js";
import { initialVanishing, reduceVanishing } from "./state.js";
import { TITLE } from "./words.js";

/** @extends {PartsScene<VanishingState, Scene>} */
export class Vanishing extends PartsScene {
  /** @param {HTMLElement} root @param {Page} page */
  constructor(root, { store, conversation, onPart }) {
    const vanishing = createStore(reduceVanishing, { ...initialVanishing, part: PARTS[0].id });
    /** @type {(message: string) => void} */
    const say = (message) => store.set(said(message));
    const networks = new Networks({ vanishing, conversation, say });
    const questions = new VanishingQuestions(store, vanishing, conversation);
    super({
      root,
      name: { id: "vanishing", title: TITLE },
      parts: PARTS,
      store,
      own: vanishing,
      conversation,
      onPart: (part) => {
        vanishing.set({ part });
        networks.openFor(part);
        onPart(part);
      },
      code: {
        parts: ["slopes", "product"],
        fetch: async () => (await import("./depth_code.js")).codeOf,
      },
      home: async (state, part) => {
        const { vanishingTables } = await import("./vanishing_tables.js");
        return { tables: () => vanishingTables(state, part), program: null };
      },
      scene: (theme) => ({ store, vanishing, networks, questions, theme, views: new Map() }),
    });
    vanishing.subscribe(touchAddress);
    this.vanishing = vanishing;
    this.networks = networks;
    this.questions = questions;
  }

  get #context() {
    return { page: this.store.get(), own: this.vanishing.get() };
  }

  settings() {
    return VANISHING_LINK.write(this.#context);
  }

  /** @type {(settings: URLSearchParams, part: string | null) => Promise<void>} */
  async take(settings, part) {
    const { own } = this.#context;
    const { values, asked } = VANISHING_LINK.read(settings, this.#context);
    const networks = networksAsked(asked, part, own);
    if (networks !== null) {
      this.networks.choose(networks.pair, networks.lesson);
    }
    this.vanishing.set(values);
    const shown = own.example && example.write(own.example, this.#context);
    if (asked.example && shown !== settings.get("example")) {
      await this.questions.find(asked.example);
    }
  }

  /** Out of sight, both networks pause. @override */
  hide() {
    super.hide();
    this.networks.pause();
  }
}

/** @type {PartOf<VanishingState, Scene>[]} */
export const PARTS = [slopesPart, depthPart, ...experimentParts, productPart];
