/** What a layer's neurons want of the layer before: a column of small arrows for each, their sum as
 * that layer's nudges.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Columns, Frame} from "../../../network/beat_picture.js"
 * @typedef {object} DesiredChanges
 * @property {number[][]} contributions row k: what neuron k of the layer after asks for
 * @property {Columns} columns @property {{xs: number[], sum: number, step: number}} positions */

import { drawArrow } from "../../../kit/canvas.js";
import { eased, overlapping } from "../../../kit/motion.js";
import { columnKey, columnPositions } from "../../../network/layout.js";
import { arrowOffset, arrowScale, isRow } from "./arrows.js";
import { drawRow } from "./row.js";

/** Every how manieth neuron has its number beside it, and every how manieth narrow column over it. */
export const NUMBERED = 4;
/** Narrower than this a column has no room for plus signs. */
const PLUS_ROOM = 13;

/** @type {(frame: Frame) => DesiredChanges | null} */
function desiredChanges({ layout, picture, backward }) {
  const { columns } = picture;
  if (columns === null || backward === null) {
    return null;
  }
  const contributions = backward.contributions[columns.layer - 1];
  const positions = columnPositions(layout, columns.layer, contributions.length);
  return { contributions, columns, positions };
}

/** @type {(frame: Frame, layer: number, k: number) => boolean} */
function isHidden({ hiddenColumns }, layer, k) {
  return hiddenColumns.includes(columnKey(layer, k));
}

/** The columns that have arrived. @type {(context: Context, frame: Frame) => void} */
export function drawArrivedColumns(context, frame) {
  const desired = desiredChanges(frame);
  if (desired === null || desired.columns.single) {
    return;
  }
  const { arriving, layer, order, row, sum } = desired.columns;
  drawIndices(context, frame, layer, row);
  if (frame.layout.narrow) {
    return; // There is only room for one row, or for the sum.
  }
  if (row !== null) {
    drawMark(context, frame, desired, row);
  }
  const arrived = order.filter((k) => !arriving.includes(k) && !isHidden(frame, layer, k));
  for (const k of arrived) {
    drawColumn(context, frame, desired, k, { t: 1, shown: sum === null ? 1 : 0.6 });
  }
}

/** The columns that are arriving, and what all of them add up to.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame
 * @param {number} progress from 0 to 1 */
export function drawArrivingColumns(context, frame, progress) {
  const desired = desiredChanges(frame);
  if (desired === null) {
    return;
  }
  const { layout } = frame;
  const { columns, contributions } = desired;
  const { ys, x, radius } = layout.columns[columns.layer - 1];
  if (columns.single) {
    drawOne(context, frame, ys, contributions[columns.order[0]], x + radius + 13, progress);
  } else if (isRow(columns, layout)) {
    drawRow(context, frame, columns, progress);
  } else if (columns.sum !== null) {
    drawSum(context, frame, desired, columns.sum, progress);
  } else {
    for (const [i, k] of columns.arriving.entries()) {
      const t = eased(overlapping(progress, i, columns.arriving.length));
      if (!isHidden(frame, columns.layer, k) && t > 0) {
        drawColumn(context, frame, desired, k, { t, shown: 1 });
      }
    }
  }
}

/** The numbers of some neurons of a layer: of every fourth, and of the one that is spoken of.
 * @type {(context: Context, frame: Frame, layer: number, row: number | null) => void} */
function drawIndices(context, { layout, theme }, layer, row) {
  const { x, ys, radius } = layout.columns[layer - 1];
  if (layout.narrow) {
    if (row !== null) {
      drawInNeuron(context, layout, theme, { x, y: ys[row], radius }, row);
    }
    return;
  }
  context.textAlign = "left";
  context.font = `${layout.text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  for (let j = 0; j < ys.length; j += NUMBERED) {
    if (row === null || Math.abs(j - row) > 1) {
      context.fillText(String(j), x + radius + 4, ys[j]);
    }
  }
  if (row !== null) {
    context.font = `700 ${layout.text}px ${theme.font}`;
    context.fillStyle = theme.accent;
    context.fillText(String(row), x + radius + 4, ys[row]);
  }
}

/** The number of a neuron on it: beside it there is no room.
 * @type {(context: Context, layout: Layout, theme: Theme, neuron: {x: number, y: number, radius:
 *   number}, index: number) => void} */
function drawInNeuron(context, { text }, theme, { x, y, radius }, index) {
  context.fillStyle = theme.accent;
  context.beginPath();
  context.arc(x, y, radius + 1, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = theme.ground;
  context.textAlign = "center";
  context.font = `700 ${text}px ${theme.font}`;
  context.fillText(String(index), x, y + 0.5);
}

/** The row of the neuron that is spoken of.
 * @type {(context: Context, frame: Frame, desired: DesiredChanges, row: number) => void} */
function drawMark(context, { layout, theme }, { columns, positions }, row) {
  const { x, ys, radius } = layout.columns[columns.layer - 1];
  const high = Math.min(ys[1] - ys[0], 26);
  const left = x + radius + 2;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.14;
  context.beginPath();
  context.roundRect(left, ys[row] - high / 2, positions.sum + 15 - left, high, high / 2);
  context.fill();
  context.globalAlpha = 1;
}

/** A column that has arrived, or is on its way from its neuron.
 * @param {Context} context @param {Frame} frame @param {DesiredChanges} desired @param {number} k
 * @param {{t: number, shown: number}} how `t` from 0, at its neuron, to 1, in its place; `shown`
 *   its opacity */
function drawColumn(context, frame, desired, k, { t, shown }) {
  const { layout, theme, pickedColumn } = frame;
  const { contributions, columns, positions } = desired;
  const { ys } = layout.columns[columns.layer - 1];
  const asker = layout.columns[columns.layer];
  const x = asker.x + (positions.xs[k] - asker.x) * t;
  const from = ys.map((y) => asker.ys[k] + (y - asker.ys[k]) * t);
  context.globalAlpha = pickedColumn === null || pickedColumn === k ? shown : 0.25;
  drawOne(context, frame, from, contributions[k], x, t);
  if (t === 1 && positions.step >= PLUS_ROOM && k > 0) {
    context.fillStyle = theme.dim;
    context.textAlign = "center";
    context.font = `${layout.text}px ${theme.font}`;
    for (const y of ys) {
      context.fillText("+", positions.xs[k] - positions.step / 2, y);
    }
  }
  context.globalAlpha = 1;
}

/** @type {(context: Context, frame: Frame, ys: number[], values: number[], x: number, grown:
 *   number) => void} */
function drawOne(context, frame, ys, values, x, grown) {
  const scale = arrowScale(frame);
  for (const [j, y] of ys.entries()) {
    drawArrow(context, x, y, values[j], scale, frame.theme, grown);
  }
}

/** What the columns add up to: each neuron's wishes move into their sum.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, desired: DesiredChanges, sum: number[],
 *   progress: number) => void} */
function drawSum(context, frame, desired, sum, progress) {
  const { layout, theme } = frame;
  const { columns, contributions, positions } = desired;
  const { x, ys } = layout.columns[columns.layer - 1];
  if (layout.narrow) {
    drawOne(context, frame, ys, sum, x + arrowOffset(layout, columns.layer), progress);
    return;
  }
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.16 * progress;
  context.beginPath();
  context.roundRect(positions.sum - 15, ys[0] - 18, 30, ys[ys.length - 1] - ys[0] + 36, 15);
  context.fill();
  for (const [i, k] of columns.order.entries()) {
    const t = eased(overlapping(progress, i, columns.order.length));
    if (t > 0 && t < 1 && !isHidden(frame, columns.layer, k)) {
      context.globalAlpha = 0.8 * (1 - t);
      const at = positions.xs[k] + (positions.sum - positions.xs[k]) * t;
      drawOne(context, frame, ys, contributions[k], at, 1);
    }
  }
  context.globalAlpha = 1;
  drawOne(context, frame, ys, sum, positions.sum, progress);
}
