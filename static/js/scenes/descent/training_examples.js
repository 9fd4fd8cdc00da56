/** Which digits the descent speaks of where the viewer has said nothing: training digits by their
 * index, and the viewer's own drawing once it is known what it should have been.
 * @import {State} from "../../state/page.js" */

/** The places of a 2, 5, 0, 4, 1 and 9 among the training digits, in the lecture's order: some that
 * the trained network reads, but is not sure of, so that they have something to wish for. */
export const FIRST_PLACES = [262, 278, 1387, 2034, 2432, 264];

/** The viewer's own drawing with the digit it should have been.
 * @type {(page: State) => {pixels: number[], target: number} | null} */
export function ownDigit({ drawing, target }) {
  return drawing.pixels === null || target === null ? null : { pixels: drawing.pixels, target };
}
