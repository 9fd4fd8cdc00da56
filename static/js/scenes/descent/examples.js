/**
 * Which digits the descent speaks of where the viewer has said nothing: training digits by their
 * index, and the viewer's own drawing once it is known what it should have been.
 *
 * @import {State} from "../../state.js"
 */

/** The training digits 2, 5, 0, 4, 1, 9: the first of each label, as the lecture lists them. */
export const FIRST_INDICES = [5, 0, 1, 2, 3, 4];

/**
 * The viewer's own drawing with the digit it should have been.
 * @param {State} page
 * @returns {{pixels: number[], target: number} | null}
 */
export function ownDigit({ drawing, target }) {
  return drawing.pixels === null || target === null ? null : { pixels: drawing.pixels, target };
}
