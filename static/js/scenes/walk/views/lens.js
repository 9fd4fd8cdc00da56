/** A lens on the drawing: a few of its pixels enlarged, each with its number.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Frame} from "../../../network/beat_picture.js" */

import { SIDE } from "../../../input/digit_image.js";
import { format } from "../../../kit/format.js";
import { memo } from "../../../kit/memo.js";
import { drawPixels } from "../../../kit/picture.js";

/** Pixels along one side of the lens, and how wide each must be for its number. */
const LENS = 8;
const CELL = 38;
const LETTERS = 14;
/** Pixels of one row that are written out under the picture. */
const WRITTEN = 5;

/** The row and the columns of the pixels under the lens that are written out: the first row with
 * ink, from just before it.
 * @type {(pixels: number[]) => {row: number, columns: number[]}} */
export function writtenPixels(pixels) {
  const [left, top] = lensCorner(pixels);
  /** @type {(row: number) => number} how many pixels of the lens's row come before its ink */
  const paperOf = (row) => {
    const start = (top + row) * SIDE + left;
    return pixels.slice(start, start + LENS).findIndex((value) => value > 0);
  };
  const rows = Array.from({ length: LENS }, (_, row) => row);
  const row = rows.find((one) => paperOf(one) >= 0) ?? 0;
  const first = Math.min(Math.max(0, paperOf(row) - 1), LENS - WRITTEN);
  return {
    row: top + row,
    columns: Array.from({ length: WRITTEN }, (_, i) => left + first + i),
  };
}

/** @type {(context: Context, frame: Frame, pixels: number[]) => void} */
export function drawLens(context, { layout, theme }, pixels) {
  const { x, y, side } = layout.picture;
  const cell = side / SIDE;
  const lensX = x + side + 34;
  const room = Math.min(layout.height - 16, layout.width - lensX - 8);
  const count = Math.max(WRITTEN, Math.min(LENS, Math.floor(room / CELL)));
  const usual = Math.min(layout.height * 0.72, (layout.width - side) * 0.5) / LENS;
  const big = Math.min(room / count, Math.max(CELL, usual));
  const lensY = (layout.height - big * count) / 2;
  const { row, columns } = writtenPixels(pixels);
  const [left, top] = cornerWithin(lensCorner(pixels), count, columns[0], row);
  context.fillStyle = theme.ground;
  context.fillRect(lensX - 6, lensY - 6, big * count + 12, big * count + 12);
  const seen = Array.from(
    { length: count * count },
    (_, i) => pixels[(top + Math.floor(i / count)) * SIDE + left + (i % count)],
  );
  drawPixels(context, seen, { x: lensX, y: lensY, side: big * count }, theme);
  context.textAlign = "center";
  context.font = `${Math.max(LETTERS, Math.round(big * 0.36))}px ${theme.font}`;
  for (const [i, value] of seen.entries()) {
    context.fillStyle = value > 0.5 ? theme.ground : theme.ink;
    context.fillText(
      format(value, 2).text,
      lensX + big * ((i % count) + 0.5),
      lensY + big * (Math.floor(i / count) + 0.5),
    );
  }
  context.strokeStyle = theme.accent;
  context.lineWidth = 3;
  context.strokeRect(
    lensX + big * (columns[0] - left),
    lensY + big * (row - top),
    big * columns.length,
    big,
  );
  context.lineWidth = 1.5;
  context.strokeRect(lensX, lensY, big * count, big * count);
  context.strokeRect(x + left * cell, y + top * cell, count * cell, count * cell);
  context.beginPath();
  context.moveTo(x + (left + count) * cell, y + top * cell);
  context.lineTo(lensX, lensY);
  context.moveTo(x + (left + count) * cell, y + (top + count) * cell);
  context.lineTo(lensX, lensY + big * count);
  context.stroke();
}

/** The corner of a smaller lens, within the usual one and over the pixels that are written out.
 * @type {(corner: number[], count: number, column: number, row: number) => [number, number]} */
function cornerWithin([left, top], count, column, row) {
  const spare = LENS - count;
  /** @type {(from: number, to: number) => number} */
  const at = (from, to) => Math.max(from, Math.min(from + spare, to));
  return [
    at(left, column - Math.floor((count - WRITTEN) / 2)),
    at(top, row - Math.floor(count / 2)),
  ];
}

/** The lens's top left corner: the square of pixels with most ink and paper at once. */
const lensCorner = memo((/** @type {number[]} */ pixels) => {
  let best = { left: 10, top: 10, score: -1 };
  for (let top = 4; top <= SIDE - 4 - LENS; top++) {
    for (let left = 4; left <= SIDE - 4 - LENS; left++) {
      let grey = 0;
      for (let i = 0; i < LENS * LENS; i++) {
        const value = pixels[(top + Math.floor(i / LENS)) * SIDE + left + (i % LENS)];
        grey += value * (1 - value) + 0.05 * value;
      }
      if (grey > best.score) {
        best = { left, top, score: grey };
      }
    }
  }
  return [best.left, best.top];
});
