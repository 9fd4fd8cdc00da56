/**
 * What an address holds of the vanishing gradient: the lesson, what was chosen for both networks, what
 * is shown of them, and the digit that goes through them. Pure.
 *
 * @import {Codec} from "../../link/codecs.js"
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Context, Link} from "../../link/table.js"
 * @import {Choice, Pair, SideName} from "./choices.js"
 * @import {Example, VanishingState} from "./state.js"
 */

import { mapped, oneOf, positive, record, whole } from "../../link/codecs.js";
import { digit, digitText, labelledDigit } from "../../link/digit.js";
import { link } from "../../link/table.js";
import { FIRST, LESSONS } from "./choices.js";
import { initialVanishing, viewOf } from "./state.js";

const MOST = { depth: 12, width: 64, rate: 1e12, rank: 1000 };
const FIRST_DIGIT = "test-0";

/** "off" where gradients are not clipped. @type {Codec<number | "off">} */
const clip = {
  read: (text, context) => (text === "off" ? text : positive(MOST.rate).read(text, context)),
  write: String,
};

/** @type {Codec<Choice>} */
const choice = mapped(
  record({
    depth: whole(1, MOST.depth),
    width: whole(1, MOST.width),
    activation: oneOf("sigmoid", "tanh", "relu", "leaky_relu", "linear"),
    initializer: oneOf("xavier", "he", "standard_normal", "zeros"),
    seed: whole(0),
    learning_rate: positive(MOST.rate),
    clip,
  }),
  (words) => ({ ...words, clip: words.clip === "off" ? null : words.clip }),
  (choice) => ({ ...choice, clip: choice.clip ?? "off" }),
);

/** @typedef {{label: number | null, digit: NamedDigit}} NamedExample the label of MNIST's is known */

/** @type {Codec<any, Context<VanishingState>>} written of an `Example`, read as a `NamedExample` */
export const example = {
  read: (text, context) => {
    const found = digit.read(text, context);
    return found?.from ? { label: null, digit: found } : labelledDigit.read(text, context);
  },
  write: (/** @type {Example} */ { label, isOwn, digit }, context) =>
    isOwn ? labelledDigit.write({ label, digit }, context) : digitText(digit),
};

/** @type {Link<VanishingState>} */
export const VANISHING_LINK = link(
  [
    [
      "lesson",
      oneOf(...LESSONS.keys()),
      { get: ({ own: { part, lesson } }) => (part === lesson || lesson === "" ? null : lesson) },
    ],
    ["a", choice, { get: ({ own }) => otherChoice(own, "a") }],
    ["b", choice, { get: ({ own }) => otherChoice(own, "b") }],
    [
      "measure",
      oneOf("mean", "norm", "error"),
      {
        get: ({ own: { measure, lesson } }) =>
          measure === viewOf(lesson).measure ? null : measure,
        set: (measure) => ({ measure }),
      },
    ],
    [
      "curve",
      oneOf("cost", "gradient"),
      {
        get: ({ own: { curve, lesson } }) => (curve === viewOf(lesson).curve ? null : curve),
        set: (curve) => ({ curve }),
      },
    ],
    ["layer", whole(1, MOST.depth), "layer"],
    ["rank", whole(0, MOST.rank), "rank"],
    [
      "example",
      example,
      {
        get: ({ own: { example: shown }, page: { drawing } }) =>
          drawing.pixels === null && shown && !shown.isOwn && digitText(shown.digit) === FIRST_DIGIT
            ? null
            : shown,
      },
    ],
  ],
  initialVanishing,
);

/**
 * What was chosen for a side, where that is not the lesson's.
 * @type {(state: VanishingState, side: SideName) => Choice | null}
 */
function otherChoice({ lesson, sides }, side) {
  const usual = (LESSONS.get(lesson) ?? FIRST)[side];
  return isSame(sides[side].choice, usual) ? null : sides[side].choice;
}

/** @type {(one: Choice, other: Choice) => boolean} */
function isSame(one, other) {
  return choice.write(one, null) === choice.write(other, null);
}

/**
 * Both networks that an address names, where they are others than those that are there.
 * @type {(asked: Record<string, any>, part: string | null, state: VanishingState) =>
 *   {pair: Pair, lesson: string} | null}
 */
export function networksAsked({ lesson: said, a = null, b = null }, part, state) {
  const lesson = part !== null && LESSONS.has(part) ? part : (said ?? "");
  if (lesson === "" && a === null && b === null) {
    return null;
  }
  const usual = LESSONS.get(lesson) ?? FIRST;
  const pair = { a: a ?? usual.a, b: b ?? usual.b };
  const { sides } = state;
  const isThere =
    lesson === state.lesson && isSame(pair.a, sides.a.choice) && isSame(pair.b, sides.b.choice);
  return isThere ? null : { pair, lesson };
}
