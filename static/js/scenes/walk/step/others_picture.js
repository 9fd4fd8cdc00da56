/** Each digit's mean cost as a bar that slides from before the step to after it, and under them the
 * mean of all.
 * @import {Frame} from "../../../network/beat_picture.js"
 * @import {OthersAnswer} from "../../../server/types.js"
 * @typedef {{left: number, right: number, top: number, bottom: number, text: number, row: number,
 *   most: number}} Plot `most` is the cost at its right end */

import { writeText } from "../../../kit/canvas.js";
import { format, toPlaces } from "../../../kit/format.js";
import { ticks } from "../../../kit/function_plot.js";
import { plotText } from "../../../network/layout.js";
import { late } from "../views/layer.js";
import { IN_STEP_PICTURES } from "./words.js";

/** Smaller changes of a mean cost are not seen. */
export const LEAST = 0.001;
const PLACES = 3;
const ROWS = 11;

/** How each digit's mean cost changes, as it is written: 0 where nothing of it is seen.
 * @type {(others: OthersAnswer) => number[]} */
export const changesOf = ({ before, after }) =>
  after.map((cost, digit) => changeOf(before[digit], cost));

/** @type {(before: number, after: number) => number} */
const changeOf = (before, after) => toPlaces(after - before, PLACES);

/** @type {(context: CanvasRenderingContext2D, frame: Frame) => void} */
export function drawOthers(context, frame) {
  const { others, layout, theme, target, veiled } = frame;
  if (others === null || veiled) {
    return;
  }
  const { before, after, mean_before, mean_after } = others;
  const plot = plotOf(layout, Math.max(...before, ...after, LEAST));
  drawScale(context, frame, plot);
  const rows = before.map((cost, digit) => ({
    ...{ name: String(digit), before: cost, after: after[digit] },
    tone: digit === target ? theme.accent : theme.ink,
  }));
  const all = { name: IN_STEP_PICTURES.all, before: mean_before, after: mean_after };
  for (const [i, row] of [...rows, { ...all, tone: theme.ink }].entries()) {
    const gap = i === rows.length ? plot.row * 0.35 : 0;
    drawRow(context, frame, plot, row, plot.top + plot.row * (i + 0.5) + gap);
  }
}

/** @type {(layout: Layout, most: number) => Plot} */
function plotOf(layout, most) {
  const { width, height, narrow } = layout;
  const text = plotText(layout);
  const [top, bottom] = [text * (narrow ? 3.2 : 1.9), height - text * 1.6];
  return {
    ...{ text, top, bottom, most },
    left: text * 2.4,
    right: width - text * (narrow ? 4.8 : 4.2),
    row: (bottom - top) / (ROWS + 0.35),
  };
}

/** @type {(plot: Plot, cost: number) => number} */
const across = ({ left, right, most }, cost) => left + ((right - left) * cost) / most;

/** What the bars are, and how much a length is. @type {(context: CanvasRenderingContext2D, frame:
 *   Frame, plot: Plot) => void} */
function drawScale(context, { theme, layout }, plot) {
  const { left, text, top, bottom, most } = plot;
  const { othersAxis, beforeAfter } = IN_STEP_PICTURES;
  context.textBaseline = "middle";
  context.font = `${text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textAlign = "left";
  const lines = layout.narrow ? [othersAxis, beforeAfter] : [`${othersAxis} · ${beforeAfter}`];
  for (const [i, line] of lines.entries()) {
    writeText(context, line, layout.narrow ? 0 : left, text * (0.8 + 1.35 * i));
  }
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.textAlign = "center";
  for (const { value, text: number } of ticks(0, most, layout.narrow ? 4 : 6)) {
    const x = across(plot, value);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    writeText(context, number, x, bottom + text * 0.85);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Frame} frame @param {Plot} plot
 * @param {{name: string, before: number, after: number, tone: string}} row
 * @param {number} y its middle */
function drawRow(context, { theme, progress }, plot, { name, before, after, tone }, y) {
  const { left, text, row } = plot;
  const height = row * 0.56;
  const change = changeOf(before, after);
  const colour = change === 0 ? theme.dim : change > 0 ? theme.negative : theme.positive;
  const end = across(plot, before + (after - before) * progress);
  context.font = `${tone === theme.accent ? 700 : 500} ${text + 2}px ${theme.font}`;
  context.textAlign = "right";
  context.fillStyle = tone;
  context.fillText(name, left - text * 0.6, y);
  context.fillStyle = colour;
  context.globalAlpha = 0.75;
  context.fillRect(left, y - height / 2, Math.max(1, end - left), height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  context.strokeRect(left, y - height / 2, Math.max(1, across(plot, before) - left), height);
  context.globalAlpha = late(progress);
  context.font = `600 ${text}px ${theme.font}`;
  context.textAlign = "left";
  const words = change === 0 ? "±0" : format(change, { plus: true, places: PLACES }).text;
  context.fillStyle = colour;
  const right = Math.max(end, across(plot, before));
  writeText(context, words, right + text * 0.6, y);
  context.globalAlpha = 1;
}
