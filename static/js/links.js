/**
 * What an address holds of the page beside scene and beat: written out of its state, and taken up
 * again. Fetched with the first thing that there is to hold.
 *
 * @import {Conversation} from "./conversation.js"
 * @import {NamedDigit} from "./digit_address.js"
 * @import {NetworkWish} from "./page_address.js"
 * @import {Action, State} from "./state.js"
 * @import {Store} from "./store.js"
 *
 * @typedef {object} LinkedPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {Promise<void>} opened the first network is there
 */

import { digitText } from "./digit_address.js";
import { inkPicture } from "./digit_image.js";
import { BRUSH_RADIUS } from "./pad.js";
import { pageSettings, pageWishes } from "./page_address.js";
import { walkActions, walkSettings } from "./scenes/walk/address.js";

const LAYERS = [784, 16, 16, 10];

export class Links {
  /** @param {LinkedPage} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {string} scene
   * @returns {[string, string][]}
   */
  settings(scene) {
    const state = this.page.store.get();
    return [...pageSettings(state), ...(scene === "walk" ? walkSettings(state) : [])];
  }

  /**
   * Have what an address names; what it does not name stays as it is.
   * @param {string} scene
   * @param {URLSearchParams} settings
   */
  async take(scene, settings) {
    const { store, opened } = this.page;
    const { digit, target, network, rate, panel } = pageWishes(settings);
    if (rate !== null && rate !== store.get().learningRate) {
      store.dispatch({ type: "rateChosen", learningRate: rate });
    }
    if (panel !== null && panel !== store.get().panel) {
      store.dispatch({ type: "panelChosen", panel }); // The same once more would close it.
    }
    await opened;
    await this.#haveNetwork(network);
    await this.#haveDigit(digit);
    if (target !== null && target !== store.get().target) {
      store.dispatch({ type: "targetChosen", target });
    }
    const actions = scene === "walk" ? walkActions(settings, store.get()) : [];
    for (const action of actions) {
      store.dispatch(action);
    }
  }

  /** @param {NetworkWish | null} wish */
  async #haveNetwork(wish) {
    const { session } = this.page.store.get();
    if (wish === null || session === null) {
      return;
    }
    const { activation, output, cost, weights, seed } = wish;
    const isThere =
      activation === session.activation &&
      output === session.output &&
      cost === session.cost &&
      (weights === undefined || weights === session.weights) &&
      (seed === undefined ? weights === undefined : seed === session.seed);
    if (!isThere) {
      await this.page.conversation.openOther({ ...wish, layers: LAYERS });
    }
  }

  /** @param {NamedDigit | null} digit */
  async #haveDigit(digit) {
    const { store, conversation } = this.page;
    if (digit === null || digitText(named(digit)) === digitText(store.get().drawing)) {
      return;
    }
    if (digit.from !== null) {
      await conversation.sampleAt(digit.from);
      return;
    }
    const { strokes } = digit;
    const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
    store.dispatch({ type: "cleared" });
    store.dispatch({ type: "inked", strokes, pixels, placement });
  }
}

/** @param {NamedDigit} digit */
function named({ from, strokes }) {
  return { from, strokes: strokes ?? [] };
}
