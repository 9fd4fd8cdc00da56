/** The two nudges that are easily taken for one: what is asked of an activation, -dC/da, and what of
 * that reaches the sum z behind it, -dC/dz. Their names, colours and symbols, for all scenes.
 * @typedef {"a" | "z"} Of */

import { symbol } from "./tex.js";
import { NAMES } from "./words.js";

export const NUDGES = /** @type {const} */ ({
  a: { words: NAMES.nudges.a, tone: "of-a", colour: "ofA", symbol: "nudge-a" },
  z: { words: NAMES.nudges.z, tone: "of-z", colour: "ofZ", symbol: "nudge-z" },
});

/** -dC/da or -dC/dz in a formula. @param {Of} of @param {string} indices like "^{(2)}_{5}" */
export const nudgeTex = (of, indices) =>
  symbol(NUDGES[of].symbol, `-\\partial C_0 / \\partial ${of}${indices}`);

/** What has the colour of the one or of the other, where no symbol stands for it.
 * @type {(of: Of, tex: string) => string} */
export const ofTex = (of, tex) => `\\htmlData{of=${of}}{${tex}}`;
