/** What the two networks are called: made of what they are, and, where that is alike, of what tells
 * them apart. Pure.
 * @import {Options} from "../../server/types.js"
 * @import {Choice} from "./choices.js"
 * @import {Difference} from "./words.js"
 * @typedef {Record<SideName, {choice: Choice}>} Sides
 * @typedef {Record<SideName, string>} Phrases */

import { activationOf } from "../../network/descriptors.js";
import { SIDES } from "./choices.js";
import { DIFFERENCES } from "./words.js";

/** @type {{[name in keyof Choice]: (choice: Choice, options: Options | null) => Difference}} */
const SAID = {
  depth: ({ depth }) => DIFFERENCES.depth(depth),
  activation: ({ activation }, options) =>
    DIFFERENCES.activation(activationOf(options, activation).plural),
  initializer: ({ initializer: id }, options) => {
    const found = options?.descriptors.initializers.find((each) => each.id === id);
    return DIFFERENCES.initializer(found?.label ?? id);
  },
  width: ({ width }) => DIFFERENCES.width(width),
  learning_rate: ({ learning_rate: rate }) => DIFFERENCES.learning_rate(rate),
  clip: ({ clip }) => DIFFERENCES.clip(clip),
  seed: ({ seed }) => DIFFERENCES.seed(seed),
};

/** What is looked at first, to tell the two apart. */
const IN_GENERAL = /** @type {const} */ ([
  "depth",
  "activation",
  "initializer",
  "width",
  "learning_rate",
  "clip",
  "seed",
]);
/** How many neurons are on the flat ends is a matter of their function and of the start. */
export const FOR_SLOPES = /** @type {const} */ ([
  "activation",
  "initializer",
  ...IN_GENERAL.filter((name) => name !== "activation" && name !== "initializer"),
]);

/** "10 sigmoids" and "10 ReLU"; of two with the same activation what else differs is said too.
 * @type {(sides: Sides, options: Options | null) => Phrases} */
export function pairNames(sides, options) {
  const { a, b } = sides;
  const others = IN_GENERAL.slice(2).filter((name) => a.choice[name] !== b.choice[name]);
  const differing = a.choice.activation === b.choice.activation ? others : [];
  return ofBoth((side) => {
    const { choice } = sides[side];
    const { label, plural } = activationOf(options, choice.activation);
    const layers = `${choice.depth} ${choice.depth === 1 ? label : plural}`;
    return [layers, ...differing.map((name) => SAID[name](choice, options).name)].join(", ");
  });
}

/** What tells the two apart, in short: "2 layers" and "10 layers", "He start" and "normal start".
 * @type {(sides: Sides, options: Options | null) => Phrases} */
export const pairDifferences = (sides, options) =>
  ofBoth((side) => differenceOf(side, sides, options, IN_GENERAL).name);

/** The same in a sentence: "with 2 layers", "with ReLU".
 * @type {(sides: Sides, options: Options | null, order?: readonly (keyof Choice)[]) => Phrases} */
export const pairPhrases = (sides, options, order = IN_GENERAL) =>
  ofBoth((side) => differenceOf(side, sides, options, order).phrase);

/** @type {(side: SideName, sides: Sides, options: Options | null, order: readonly (keyof Choice)[])
 *   => Difference} */
function differenceOf(side, sides, options, order) {
  const { a, b } = sides;
  const found = order.find((name) => a.choice[name] !== b.choice[name]);
  return found === undefined ? DIFFERENCES.none(side) : SAID[found](sides[side].choice, options);
}

/** @type {(of: (side: SideName) => string) => Phrases} */
const ofBoth = (of) =>
  /** @type {Phrases} */ (Object.fromEntries(SIDES.map((side) => [side, of(side)])));
