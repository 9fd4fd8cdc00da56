/** The descent's default digits: training digits by their index, and the viewer's own drawing once
 * its target is known.
 * @import {State} from "../../state/page.js" */

/** The indices of a 2, 5, 0, 4, 1 and 9 among the training digits: some that the trained network
 * predicts but is not sure of, so that their nudges are not zero. */
export const FIRST_INDICES = [262, 278, 1387, 2034, 2432, 264];

/** The viewer's own drawing with its target.
 * @type {(page: State) => {pixels: number[], target: number} | null} */
export function ownDigit({ drawing, target }) {
  return drawing.pixels === null || target === null ? null : { pixels: drawing.pixels, target };
}
