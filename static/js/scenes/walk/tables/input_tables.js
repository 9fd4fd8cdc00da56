/** The input's numbers as tables: where the ink was put, and every pixel. */

/** @import {Placement} from "../../../input/digit_image.js" */
/** @import {Table} from "../../../print/tables.js" */

import { format } from "../../../kit/format.js";
import { inRows } from "../../../print/tables.js";

/** @type {(placement: Placement) => Table} */
export function placementTable({ origin, scale, offset }) {
  return {
    title: "Where the ink was put: pixel = (pad − origin) · scale + shift",
    head: ["quantity", "x", "y"],
    rows: [
      ["origin", format(origin[0]).text, format(origin[1]).text],
      ["scale", format(scale).text, format(scale).text],
      ["shift", format(offset[0]).text, format(offset[1]).text],
    ],
  };
}

/**
 * The picture row by row, beside each row the neurons that it becomes.
 * @type {(inputs: number[]) => Table}
 */
export function pixelsTable(inputs) {
  const side = Math.ceil(Math.sqrt(inputs.length));
  const cells = inputs.map((value) => (value === 0 ? "0" : format(value, 2).text));
  return {
    title: `The ${inputs.length} numbers of the picture, ${inked(inputs)} of them not 0`,
    head: pictureHead(side),
    rows: pictureRows(cells, side),
  };
}

/** @type {(side: number) => string[]} */
export function pictureHead(side) {
  return ["row", "neurons", ...Array.from({ length: side }, (_, column) => `${column + 1}`)];
}

/**
 * @param {string[]} cells one for each pixel
 * @param {number} side
 */
export function pictureRows(cells, side) {
  return inRows(cells, side).map((row, r) => {
    const end = Math.min(cells.length, (r + 1) * side) - 1;
    return [`${r + 1}`, `${r * side}–${end}`, ...row];
  });
}

/** @type {(inputs: number[]) => number} */
function inked(inputs) {
  return inputs.filter((value) => value > 0).length;
}
