/** What the panel says of a number that is changed, and of its derivative. Pure.
 * @import {CheckAnswer, WhatIfAnswer} from "../../server/types.js" */

import { format, fourDigits, PERCENT, WHOLE_PERCENT } from "../../kit/format.js";

/** What the viewer must do first, by what is missing. */
export const FIRST = {
  drawing: "First draw a digit.",
  target: "First press the digit it should have been.",
};

/** @type {(layer: number, last: number) => string} */
export const layerTitle = (layer, last) =>
  layer === 0 ? "0, pixels" : layer === last ? `${layer}, outputs` : String(layer);

export const TRY_IT = "Drag it up or down in the picture, or slide.";
export const LINE_ENDS = "here the line stops being true";

/** A change of the cost below this counts as none. */
const NOTHING = 1e-9;

/** How well the straight line predicted the cost, and the reading where it has become another.
 * @param {WhatIfAnswer} moved
 * @param {number} tolerance the share of the change that the line may be off by
 * @param {boolean} isReadOtherwise */
export function outcome(moved, tolerance, isReadOtherwise) {
  const reading = isReadOtherwise ? ` It would be read as ${moved.prediction}.` : "";
  return verdict(moved, tolerance) + reading;
}

/** @type {(moved: WhatIfAnswer, tolerance: number) => string} */
function verdict({ change, promised }, tolerance) {
  const larger = Math.max(Math.abs(change), Math.abs(promised));
  const off = Math.abs(change - promised) / larger;
  if (larger < NOTHING) {
    return "The cost does not feel this.";
  }
  if (off <= tolerance) {
    return `The straight line holds: it is off by ${percent(off)}.`;
  }
  if (change * promised < 0) {
    const [said, come] = promised < 0 ? ["less", "more"] : ["more", "less"];
    return `The straight line is wrong here: it promised ${said} cost, and it is ${come}.`;
  }
  return `The straight line no longer holds: it is off by ${percent(off)}.`;
}

/** @type {(share: number) => string} */
const percent = (share) =>
  share < 0.001 ? "less than 0.1 %" : format(share, share < 0.1 ? PERCENT : WHOLE_PERCENT).text;

/** The two ways to a derivative. */
export const WAYS = { backprop: "backprop", difference: "finite difference" };

/** @param {CheckAnswer} answer @param {number} digits that are the same */
export function agreement({ agree, backprop, finite_difference, relative_difference }, digits) {
  if (backprop === 0 && finite_difference === 0) {
    return "They agree: both are 0.";
  }
  if (agree && digits >= 3) {
    return `They agree to ${digits} digits.`;
  }
  const part = `They differ by ${fourDigits(relative_difference).text} of their size`;
  return agree ? `They agree. ${part}.` : `They do not agree. ${part}.`;
}
