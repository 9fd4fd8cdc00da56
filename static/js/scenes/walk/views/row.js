/** One row of the columns lifted out: what each neuron of the layer after asks of one neuron, laid head
 * to tail, so that the last tip stands as high as their sum.
 * @import {Columns, Frame} from "../../../network/beat_picture.js"
 * @typedef {object} Row
 * @property {number[]} order whose arrows, from left to right
 * @property {number[]} values what they ask for
 * @property {number | null} sum what they add up to, once that is shown
 * @property {string[]} words the values, and last their sum, so that they add up as they are shown
 * @property {Scale} scale
 * @property {number[]} levels how high each begins, and the last one ends, in pixels from the top
 * @typedef {ReturnType<typeof rowPositions>} Positions */

import { drawArrowAt, widthOf, writeText } from "../../../kit/canvas.js";
import { digitsFor, format } from "../../../kit/format.js";
import { eased, overlapping, shareOf } from "../../../kit/motion.js";
import { drawScale, Scale } from "../../../kit/scale.js";
import { formatSum } from "../../../kit/shown_sum.js";
import { columnPositions, rowPositions } from "../../../network/layout.js";
import { strongest } from "../../../network/names.js";
import { neuronWords } from "../words.js";
import { arrowScale } from "./arrows.js";

/** The share of the motion after which the first arrow leaves, and that at which the last is laid. */
const [LEAVING, LAID] = [0.22, 0.85];
/** What is left free beside an arrow's line. */
const GAP = 5;

/** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Columns} columns
 * @param {number} progress from 0 to 1 */
export function drawRow(context, frame, columns, progress) {
  const { layout, theme, backward } = frame;
  const { layer, row, sum, lifted } = columns;
  if (backward === null || row === null) {
    return;
  }
  const count = backward.contributions[layer - 1].length;
  const positions = rowPositions(layout, layer, count);
  const laid = rowOf(backward, columns, positions);
  const isThere = lifted ? shareOf(progress, 0, LEAVING) : 1;
  drawGround(context, frame, positions, isThere);
  context.globalAlpha = isThere;
  drawLevel(context, frame, row, positions, laid.levels[0]);
  context.globalAlpha = 1;
  for (const [i, k] of laid.order.entries()) {
    const t = arrival(columns, k, progress);
    drawLaid(context, frame, laid, { i, k, t: eased(t), row, layer, lifted });
  }
  if (sum !== null) {
    drawEnd(context, frame, laid, positions, shareOf(progress, LAID, 1));
  }
  if (progress === 1 || !lifted) {
    drawScale(context, laid.scale, "arrow", legendPosition(layout, positions), theme);
  }
}

/** @type {(layout: Layout, positions: Positions) => Parameters<typeof drawScale>[3]} */
const legendPosition = ({ height, narrow, text }, { left, right }) => ({
  x: (left + right) / 2,
  y: height - (narrow ? 9 : 13),
  most: right - (narrow ? 80 : 0),
  text,
});

/** How far a column's arrow has come, from 0 to 1.
 * @type {(columns: Columns, k: number, progress: number) => number} */
function arrival({ order, arriving, lifted }, k, progress) {
  if (lifted) {
    const before = order.filter((other) => other < k).length;
    return overlapping(shareOf(progress, LEAVING, LAID), before, order.length);
  }
  return arriving.includes(k) ? overlapping(progress, arriving.indexOf(k), arriving.length) : 1;
}

/** @type {(backward: BackwardAnswer, columns: Columns, positions: Positions) => Row} */
function rowOf({ contributions }, { layer, order, row, sum }, { top, bottom }) {
  const j = row ?? 0;
  const fromLeft = [...order].sort((p, q) => p - q);
  const values = fromLeft.map((k) => contributions[layer - 1][k][j]);
  const heights = [0];
  for (const value of values) {
    heights.push(heights[heights.length - 1] + value);
  }
  const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
  const full = Math.max(...[...values, sum?.[j] ?? 0].map(Math.abs));
  // Room for a number above the highest tip, and one below the lowest.
  const unit = (bottom - top - 40) / Math.max(highest - lowest, full, 1e-12);
  const middle = (top + bottom) / 2 + ((highest + lowest) / 2) * unit;
  const words = wordsOf(values, sum?.[j] ?? null, full);
  const largest = words[strongest([...values, ...(sum === null ? [] : [sum[j]])])];
  return {
    order: fromLeft,
    values,
    sum: sum === null ? null : sum[j],
    words,
    scale: new Scale(full, full * unit, largest.replace(/^[+−]/, "")),
    levels: heights.map((height) => middle - height * unit),
  };
}

/** @type {(values: number[], sum: number | null, full: number) => string[]} */
function wordsOf(values, sum, full) {
  const written =
    sum === null
      ? values.map((value) => format(value, { plus: true, places: digitsFor(full) }))
      : formatSum(values, sum, { plus: true });
  return written.map(({ text }) => text);
}

/** The rest of the picture steps back.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, positions: Positions, shown: number) =>
 *   void} */
function drawGround(context, { layout, theme }, { right }, shown) {
  const { narrow, picture, height } = layout;
  const left = narrow ? 0 : picture.x + picture.side + 2;
  context.globalAlpha = 0.97 * shown;
  context.fillStyle = theme.ground;
  context.fillRect(left, 0, right + (narrow ? 0 : 10) - left, height - (narrow ? 18 : 24));
  context.globalAlpha = 1;
}

/** The level that the first arrow begins at, and the neuron that all are about.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, row: number, positions: Positions, y:
 *   number) => void} */
function drawLevel(context, { layout, theme }, row, { left, right }, y) {
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left + (layout.narrow ? 46 : 84), y);
  context.lineTo(right - 4, y);
  context.stroke();
  context.fillStyle = theme.accent;
  context.textAlign = "left";
  context.font = `700 ${layout.text + 1}px ${theme.font}`;
  const [word, number] = neuronWords(row).split(" ");
  if (layout.narrow) {
    context.fillText(word, left, y - 7, 44);
    context.fillText(number, left, y + 8);
  } else {
    context.fillText(`${word} ${number}`, left, y);
  }
}

/** One arrow on its way from its column, or from the neuron that asks, to the tip of the one before.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, laid: Row, arrow: {i: number, k: number,
 *   t: number, row: number, layer: number, lifted: boolean}) => void} */
function drawLaid(context, frame, laid, { i, k, t, row, layer, lifted }) {
  const { values, words, levels, scale } = laid;
  const { layout, theme } = frame;
  const count = frame.backward?.contributions[layer - 1].length ?? 0;
  const positions = rowPositions(layout, layer, count);
  const asker = layout.columns[layer];
  const isFromColumn = lifted && !layout.narrow;
  const from = isFromColumn
    ? { x: columnPositions(layout, layer, count).xs[k], y: layout.columns[layer - 1].ys[row] }
    : { x: asker.x, y: asker.ys[k] };
  const half = isFromColumn ? arrowScale(frame).length(values[i]) / 2 : 0;
  const up = values[i] < 0 ? -1 : 1;
  /** @type {(from: number, to: number) => number} */
  const moved = (start, end) => start + (end - start) * t;
  const at = {
    x: moved(from.x, positions.xs[k]),
    tail: moved(from.y + up * half, levels[i]),
    tip: moved(from.y - up * half, levels[i + 1]),
  };
  if (t > 0 || isFromColumn) {
    drawArrowAt(context, at, values[i], scale, theme);
  }
  if (t < 1) {
    return;
  }
  if (i > 0) {
    drawStep(context, theme, positions.xs[k] - positions.step * 0.75, positions.xs[k], levels[i]);
  }
  if (!scale.isDot(values[i])) {
    const isLast = i === values.length - 1 && laid.sum !== null;
    const most = isLast ? leftOfSum(context, frame, laid, positions) : at.x + positions.step - GAP;
    context.font = `${layout.text}px ${theme.font}`;
    drawNumber(context, frame, words[i], { x: at.x, y: at.tip, isUp: values[i] > 0 }, most);
  }
}

/** Where the sum's number begins: the last arrow's stands as high as it.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, laid: Row, positions: Positions) =>
 *   number} */
function leftOfSum(context, { layout, theme }, { words }, { sum }) {
  context.font = sumFont(layout, theme);
  const width = widthOf(context, words[words.length - 1]);
  return Math.min(sum, layout.width - 1 - width / 2) - width / 2 - GAP;
}

/** @type {(layout: Layout, theme: Theme) => string} */
const sumFont = ({ text }, theme) => `700 ${text + 1}px ${theme.font}`;

/** @type {(context: CanvasRenderingContext2D, theme: Theme, left: number, right: number, y: number) =>
 *   void} */
function drawStep(context, theme, left, right, y) {
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
}

/** A number beyond the tip of its arrow, before the arrow that begins there.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, words: string, tip: {x: number, y:
 *   number, isUp: boolean}, right: number) => void} */
function drawNumber(context, { layout, theme }, words, { x, y, isUp }, right) {
  const most = right - widthOf(context, words) / 2;
  const beyond = (isUp ? -1 : 1) * layout.text * 0.8;
  context.textAlign = "center";
  context.fillStyle = theme.ink;
  writeText(context, words, Math.min(x, most), y + beyond);
}

/** The sum: as high as the last tip.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, laid: Row, positions: Positions, grown:
 *   number) => void} */
function drawEnd(
  context,
  frame,
  { sum, words, scale, levels },
  { xs, sum: x, step, top, bottom },
  grown,
) {
  const { layout, theme } = frame;
  if (sum === null || grown === 0) {
    return;
  }
  const [start, end] = [levels[0], levels[levels.length - 1]];
  const half = Math.min(15, step * 0.5);
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.16 * grown;
  context.beginPath();
  context.roundRect(x - half, top - 4, 2 * half, bottom - top + 8, half);
  context.fill();
  context.globalAlpha = 1;
  drawStep(context, theme, xs[xs.length - 1], x, end);
  drawArrowAt(context, { x, tail: start, tip: start + (end - start) * grown }, sum, scale, theme);
  if (grown === 1) {
    context.font = sumFont(layout, theme);
    const last = words[words.length - 1];
    drawNumber(context, frame, last, { x, y: end, isUp: sum > 0 }, layout.width - 1);
  }
}
