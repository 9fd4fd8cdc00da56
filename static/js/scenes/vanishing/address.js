/**
 * What an address says of the vanishing gradient: the lesson, what was chosen for both networks, what
 * is shown of them, and the digit that goes there and back. Pure.
 *
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Drawing} from "../../state/page.js"
 * @import {Choice, Pair} from "./choices.js"
 * @import {Example, VanishingAction, VanishingState} from "./state.js"
 *
 * @typedef {object} VanishingWishes
 * @property {{pair: Pair, lesson: string} | null} networks
 * @property {VanishingAction[]} actions
 * @property {{label: number | null, digit: NamedDigit} | null} example its label is known of MNIST's,
 *   unless it is to be taken for another
 */

import { numberIn, oneOf, wholeIn } from "../../link/codecs.js";
import { digitNamed, digitText } from "../../link/digit.js";
import { FIRST, LESSONS } from "./choices.js";
import { initialVanishing, viewOf } from "./state.js";

const ACTIVATIONS = /** @type {const} */ (["sigmoid", "tanh", "relu", "leaky_relu", "linear"]);
const INITIALIZERS = /** @type {const} */ (["xavier", "he", "standard_normal", "zeros"]);
const MEASURES = /** @type {const} */ (["mean", "norm", "error"]);
const CURVES = /** @type {const} */ (["cost", "gradient"]);
const MOST = { depth: 12, width: 64, rate: 1e12, rank: 1000 };
/** What stands where gradients are not clipped. */
const OFF = "off";
/** The digit that is on the page's pad. */
const PAD = "pad";
const OWN = /^as(\d)-(.+)$/;
const FIRST_DIGIT = "test-0";

/**
 * @param {VanishingState} state
 * @param {Drawing} drawing
 * @returns {[string, string][]} what differs from a fresh page's
 */
export function vanishingSettings(state, drawing) {
  const { part, lesson, sides, measure, curve, layer, rank, example } = state;
  const usual = LESSONS.get(lesson) ?? FIRST;
  const view = viewOf(lesson);
  const digit = example && exampleText(example, digitText(drawing));
  /** @type {[string, string | null, string | null][]} what it is, and what it would be anyway */
  const all = [
    ["lesson", lesson, part === lesson ? lesson : initialVanishing.lesson],
    ["a", choiceText(sides.a.choice), choiceText(usual.a)],
    ["b", choiceText(sides.b.choice), choiceText(usual.b)],
    ["measure", measure, view.measure],
    ["curve", curve, view.curve],
    ["layer", String(layer), String(initialVanishing.layer)],
    ["rank", String(rank), String(initialVanishing.rank)],
    ["example", digit, drawing.pixels === null ? FIRST_DIGIT : null],
  ];
  return all.flatMap(([key, value, other]) =>
    value === null || value === other ? [] : [[key, value]],
  );
}

/**
 * @type {(settings: URLSearchParams, part: string | null, state: VanishingState) =>
 *   VanishingWishes}
 */
export function vanishingWishes(settings, part, state) {
  /** @type {(key: string) => string | null} */
  const get = (key) => settings.get(key);
  const [measure, curve] = [oneOf(get("measure"), MEASURES), oneOf(get("curve"), CURVES)];
  const [layer, rank] = [wholeIn(get("layer"), 1, MOST.depth), wholeIn(get("rank"), 0, MOST.rank)];
  /** @type {VanishingAction[]} */
  const actions = [
    ...(measure === null ? [] : [/** @type {const} */ ({ type: "measureChosen", measure })]),
    ...(curve === null ? [] : [/** @type {const} */ ({ type: "curveChosen", curve })]),
    ...(layer === null ? [] : [/** @type {const} */ ({ type: "layerChosen", layer })]),
    ...(rank === null ? [] : [/** @type {const} */ ({ type: "pathChosen", rank })]),
  ];
  return {
    networks: networksNamed(settings, part, state),
    actions,
    example: exampleNamed(settings),
  };
}

/**
 * Both networks, where they are others than those that are there.
 * @type {(settings: URLSearchParams, part: string | null, state: VanishingState) => { pair: { a:
 *   Choice; b: Choice; }; lesson: string; } | null}
 */
function networksNamed(settings, part, { lesson: before, sides }) {
  const named = [part, settings.get("lesson")].find((name) => name !== null && LESSONS.has(name));
  const [a, b] = [choiceNamed(settings.get("a")), choiceNamed(settings.get("b"))];
  if (named === undefined && a === null && b === null) {
    return null;
  }
  const lesson = named ?? "";
  const usual = LESSONS.get(lesson) ?? FIRST;
  const pair = { a: a ?? usual.a, b: b ?? usual.b };
  const isThere =
    lesson === before &&
    choiceText(pair.a) === choiceText(sides.a.choice) &&
    choiceText(pair.b) === choiceText(sides.b.choice);
  return isThere ? null : { pair, lesson };
}

/** @type {(choice: Choice) => string} */
function choiceText({ depth, width, activation, initializer, seed, learning_rate, clip }) {
  return [depth, width, activation, initializer, seed, learning_rate, clip ?? OFF].join(" ");
}

/** @type {(text: string | null) => Choice | null} */
function choiceNamed(text) {
  const words = text?.split(" ", 8) ?? [];
  const [depth, width] = [wholeIn(words[0], 1, MOST.depth), wholeIn(words[1], 1, MOST.width)];
  const [activation, initializer] = [oneOf(words[2], ACTIVATIONS), oneOf(words[3], INITIALIZERS)];
  const seed = wholeIn(words[4], 0, Number.MAX_SAFE_INTEGER);
  const [rate, clip] = [numberIn(words[5], 0, MOST.rate), numberIn(words[6], 0, MOST.rate)];
  const isGood = words.length === 7 && Boolean(rate) && (Boolean(clip) || words[6] === OFF);
  const isWhole = depth !== null && width !== null && seed !== null;
  return isGood && isWhole && rate !== null && activation !== null && initializer !== null
    ? { depth, width, activation, initializer, seed, learning_rate: rate, clip }
    : null;
}

/**
 * @param {Example} example
 * @param {string | null} pad what is on the pad
 */
export function exampleText({ label, isOwn, digit }, pad) {
  const text = digitText(digit);
  return isOwn ? `as${label}-${text === pad ? PAD : text}` : text;
}

/** @type {(settings: URLSearchParams) => { label: number | null; digit: NamedDigit; } | null} */
function exampleNamed(settings) {
  const text = settings.get("example");
  const [, label, name] = OWN.exec(text ?? "") ?? [];
  const digit = digitNamed(
    label === undefined ? text : name === PAD ? settings.get("digit") : name,
  );
  if (digit === null || (label === undefined && digit.from === null)) {
    return null;
  }
  return { label: label === undefined ? null : Number(label), digit };
}
