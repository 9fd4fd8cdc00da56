/**
 * What an address holds of the page beside scene and beat: written out of its state, and taken up
 * again. Fetched with the first thing that there is to hold.
 *
 * @import {Conversation} from "../server/session.js"
 * @import {NamedDigit} from "./digit.js"
 * @import {Action, State} from "../state/page.js"
 * @import {Store} from "../state/store.js"
 *
 * @typedef {object} LinkedPage
 * @property {Store<State, Action>} store
 * @property {Conversation} conversation
 * @property {Promise<void>} opened the first network is there
 */

import { inkPicture } from "../input/digit_image.js";
import { BRUSH_RADIUS } from "../input/pad.js";
import { DEFAULT_LAYERS } from "../network/names.js";
import { walkSettings, walkValues } from "../scenes/walk/address.js";
import { initialState } from "../state/page.js";
import { numberIn, oneOf, wholeIn } from "./codecs.js";
import { digitNamed, digitText } from "./digit.js";

export class Links {
  /** @param {LinkedPage} page */
  constructor(page) {
    this.page = page;
  }

  /** @type {(scene: string) => [string, string][]} */
  settings(scene) {
    const state = this.page.store.get();
    return [...pageSettings(state), ...(scene === "walk" ? walkSettings(state) : [])];
  }

  /**
   * Have what an address names; what it does not name stays as it is.
   * @type {(scene: string, settings: URLSearchParams) => Promise<void>}
   */
  async take(scene, settings) {
    const { store, opened } = this.page;
    const { digit, target, network, rate, panel } = pageWishes(settings);
    if (rate !== null) {
      store.set({ learningRate: rate });
    }
    if (panel !== null) {
      store.set({ panel });
    }
    await opened;
    await this.#haveNetwork(network);
    await this.#haveDigit(digit);
    if (target !== null && target !== store.get().target) {
      store.dispatch({ type: "targetChosen", target });
    }
    if (scene === "walk") {
      store.set(walkValues(settings, store.get()));
    }
  }

  /** @type {(wish: NetworkWish | null) => Promise<void>} */
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
      await this.page.conversation.openOther({ ...wish, layers: DEFAULT_LAYERS });
    }
  }

  /** @type {(digit: NamedDigit | null) => Promise<void>} */
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

/**
 * What an address says of what all scenes share: the digit, what it should have been, the network,
 * the learning rate, the panel beside the picture. Steps that were taken are in no address: nobody
 * else has taken them. Pure.
 *
 * @import {PanelName} from "../state/page.js"
 *
 * @typedef {object} NetworkWish
 * @property {string} activation
 * @property {string} output
 * @property {string} cost
 * @property {"random" | undefined} weights trained ones, where they are shipped, if left out
 * @property {number | undefined} seed any if left out
 *
 * @typedef {object} PageWishes null for what an address does not say
 * @property {NamedDigit | null} digit
 * @property {number | null} target
 * @property {NetworkWish | null} network
 * @property {number | null} rate
 * @property {PanelName | null} panel
 */

const ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky_relu", "linear"];
const OUTPUTS = [...ACTIVATIONS, "softmax"];
const COSTS = ["squared_error", "cross_entropy"];
/** Outputs that are shares or yeses, which cross-entropy needs. */
const SHARES = ["sigmoid", "softmax"];
const LECTURES = "sigmoid.sigmoid.squared_error";
const PANELS = /** @type {const} */ (["code", "inspect", "what-if"]);
const RATES = /** @type {const} */ ([0.01, 10]);

/**
 * @param {State} state
 * @returns {[string, string][]} what differs from a fresh page's
 */
export function pageSettings({ drawing, target, session, learningRate, panel }) {
  /** @type {[string, string | null][]} */
  const all = [
    ["digit", drawing.pixels === null ? null : digitText(drawing)],
    ["target", target === null || target === drawing.label ? null : String(target)],
  ];
  if (session !== null) {
    const network = `${session.activation}.${session.output}.${session.cost}`;
    const isRandom = session.weights === "random";
    all.push(
      ["network", network === LECTURES ? null : network],
      ["start", isRandom ? "random" : null],
      ["seed", isRandom ? String(session.seed) : null],
    );
  }
  all.push(
    ["rate", learningRate === initialState.learningRate ? null : String(learningRate)],
    ["panel", panel],
  );
  return all.flatMap(([key, value]) => (value === null ? [] : [[key, value]]));
}

/** @type {(settings: URLSearchParams) => PageWishes} */
export function pageWishes(settings) {
  return {
    digit: digitNamed(settings.get("digit")),
    target: wholeIn(settings.get("target"), 0, 9),
    network: networkWish(settings),
    rate: numberIn(settings.get("rate"), ...RATES),
    panel: oneOf(settings.get("panel"), PANELS),
  };
}

/** @type {(settings: URLSearchParams) => NetworkWish | null} */
function networkWish(settings) {
  const [named, start] = [settings.get("network"), oneOf(settings.get("start"), ["random"])];
  const seed = wholeIn(settings.get("seed"), 0, Number.MAX_SAFE_INTEGER);
  const words = (named ?? LECTURES).split(".", 4);
  const [activation, output, cost] = words;
  const isKnown =
    words.length === 3 &&
    ACTIVATIONS.includes(activation) &&
    OUTPUTS.includes(output) &&
    COSTS.includes(cost) &&
    (cost === "squared_error" || SHARES.includes(output));
  if (!isKnown || (named === null && start === null && seed === null)) {
    return null;
  }
  return { activation, output, cost, weights: start ?? undefined, seed: seed ?? undefined };
}
