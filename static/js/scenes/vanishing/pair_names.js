/** What the two networks are called: made of what they are, and, where that is alike, of what tells
 * them apart. Pure.
 * @import {Options} from "../../server/types.js"
 * @import {Choice} from "./choices.js" */

import { activationOf } from "../../network/descriptors.js";
import { NAME_PARTS } from "./words.js";

/** What may differ besides depth and activation, in the order in which it is said.
 * @type {{[name in keyof Choice]?: (choice: Choice, options: Options | null) => string}} */
const DIFFERENCES = {
  initializer: ({ initializer: id }, options) => {
    const found = options?.descriptors.initializers.find((each) => each.id === id);
    return NAME_PARTS.start(found?.label ?? id);
  },
  width: ({ width }) => NAME_PARTS.width(width),
  learning_rate: ({ learning_rate: rate }) => NAME_PARTS.rate(String(rate)),
  clip: ({ clip }) => (clip === null ? NAME_PARTS.unclipped : NAME_PARTS.clipped(String(clip))),
  seed: ({ seed }) => NAME_PARTS.seed(seed),
};

/** "10 sigmoids" and "10 ReLU"; of two with the same activation what else differs is said too.
 * @type {(sides: Record<SideName, {choice: Choice}>, options: Options | null) => Record<SideName,
 *   string>} */
export function pairNames({ a: { choice: a }, b: { choice: b } }, options) {
  const differing =
    a.activation === b.activation
      ? Object.entries(DIFFERENCES).filter(([name]) => {
          const key = /** @type {keyof Choice} */ (name);
          return a[key] !== b[key];
        })
      : [];
  /** @type {(choice: Choice) => string} */
  const nameOf = (choice) => {
    const { label, plural } = activationOf(options, choice.activation);
    const layers = `${choice.depth} ${choice.depth === 1 ? label : plural}`;
    return [layers, ...differing.map(([, words]) => words(choice, options))].join(", ");
  };
  return { a: nameOf(a), b: nameOf(b) };
}
