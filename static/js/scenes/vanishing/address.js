/** What an address holds of the vanishing gradient: the experiment, what was chosen for both networks,
 * what is shown of them, and the digit that goes through them. Pure.
 * @import {Codec} from "../../link/codecs.js"
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Context, Link} from "../../link/table.js"
 * @import {SettingDescriptor} from "../../server/types.js"
 * @import {Choice, Pair} from "./choices.js"
 * @import {Example} from "./state.js" */

import { mapped, oneOf, record, setting, whole } from "../../link/codecs.js";
import { digit, digitText, labelledDigit } from "../../link/digit.js";
import { link } from "../../link/table.js";
import { EXPERIMENTS, FIRST, MOST, SETTINGS } from "./choices.js";
import { initialVanishing, viewOf } from "./state.js";

const MOST_PATHS = 1000;
const FIRST_EXAMPLE = { isOwn: false, digit: { from: { split: "test", index: 0 }, strokes: [] } };

/** The id of one of those that the server describes.
 * @type {(list: "activations" | "initializers") => Codec<string, {page: State}>} */
function described(list) {
  return {
    read: (text, { page }) =>
      page.options?.descriptors[list].find(({ id }) => id === text)?.id ?? null,
    write: String,
  };
}

const OFF = "off";

/** A setting of training; "off" where it is. @type {(name: string) => [string, Codec<any>]} */
function trained(name) {
  /** @type {(page: State) => SettingDescriptor | undefined} */
  const describedIn = ({ options }) =>
    options?.descriptors.training.find((each) => each.name === name);
  return [
    name,
    {
      read: (text, { page }) => {
        const described = describedIn(page);
        return described?.optional && text === OFF
          ? OFF
          : ((described && setting(described).read(text, page)) ?? null);
      },
      write: (value) => String(value ?? OFF),
    },
  ];
}

/** @type {Codec<Choice>} */
const choice = mapped(
  record({
    depth: whole(1, MOST.depth),
    width: whole(1, MOST.width),
    activation: described("activations"),
    initializer: described("initializers"),
    ...Object.fromEntries(SETTINGS.map(trained)),
  }),
  (words) =>
    Object.fromEntries(
      Object.entries(words).map(([name, value]) => [name, value === OFF ? null : value]),
    ),
  (choice) => choice,
);

/** @typedef {{label: number | null, digit: NamedDigit}} NamedExample the label of MNIST's is known
 */

/** @type {Codec<any, Context<VanishingState>>} written of an `Example`, read as a `NamedExample` */
export const example = {
  read: (text, context) => {
    const found = digit.read(text, context);
    return found?.from ? { label: null, digit: found } : labelledDigit.read(text, context);
  },
  write: (/** @type {Example} */ { label, isOwn, digit }, context) =>
    isOwn ? labelledDigit.write({ label, digit }, context) : digitText(digit),
};

/** @type {(state: VanishingState) => Pair} */
const usualPair = ({ experiment }) => EXPERIMENTS.get(experiment) ?? FIRST;

/** @type {Link<VanishingState>} */
export const VANISHING_LINK = link(
  [
    [
      "lesson",
      oneOf(...EXPERIMENTS.keys()),
      ({ own }) => own.experiment || null,
      ({ own }) => own.part,
    ],
    ["a", choice, ({ own }) => own.sides.a.choice, ({ own }) => usualPair(own).a],
    ["b", choice, ({ own }) => own.sides.b.choice, ({ own }) => usualPair(own).b],
    [
      "measure",
      oneOf("mean", "norm", "error"),
      "measure",
      ({ own }) => viewOf(own.experiment).measure,
    ],
    ["curve", oneOf("cost", "gradient"), "curve", ({ own }) => viewOf(own.experiment).curve],
    ["layer", whole(1, MOST.depth), "layer"],
    ["rank", whole(0, MOST_PATHS), "rank"],
    [
      "example",
      example,
      ({ own }) => own.example,
      ({ page }) => (page.drawing.pixels === null ? FIRST_EXAMPLE : null),
    ],
  ],
  initialVanishing,
);

/** @type {(one: Choice, other: Choice) => boolean} */
function isSame(one, other) {
  return choice.write(one, null) === choice.write(other, null);
}

/** Both networks that an address names, where they are others than those that are there.
 * @type {(requests: Record<string, any>, part: string | null, state: VanishingState) => {pair:
 *   Pair, experiment: string} | null} */
export function pairSettings({ lesson: said, a = null, b = null }, part, state) {
  const experiment = part !== null && EXPERIMENTS.has(part) ? part : (said ?? "");
  if (experiment === "" && a === null && b === null) {
    return null;
  }
  const usual = EXPERIMENTS.get(experiment) ?? FIRST;
  const pair = { a: a ?? usual.a, b: b ?? usual.b };
  const { sides } = state;
  const isThere =
    experiment === state.experiment &&
    isSame(pair.a, sides.a.choice) &&
    isSame(pair.b, sides.b.choice);
  return isThere ? null : { pair, experiment };
}
