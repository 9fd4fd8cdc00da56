/**
 * What an address says of what all scenes share: the digit, what it should have been, the network,
 * the learning rate, the panel beside the picture. Steps that were taken are in no address: nobody
 * else has taken them. Pure.
 *
 * @import {NamedDigit} from "./digit_address.js"
 * @import {PanelName, State} from "./state.js"
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

import { digitNamed, digitText } from "./digit_address.js";
import { numberIn, oneOf, wholeIn } from "./link_values.js";
import { initialState } from "./state.js";

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

/**
 * @param {URLSearchParams} settings
 * @returns {PageWishes}
 */
export function pageWishes(settings) {
  return {
    digit: digitNamed(settings.get("digit")),
    target: wholeIn(settings.get("target"), 0, 9),
    network: networkWish(settings),
    rate: numberIn(settings.get("rate"), ...RATES),
    panel: oneOf(settings.get("panel"), PANELS),
  };
}

/**
 * @param {URLSearchParams} settings
 * @returns {NetworkWish | null}
 */
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
