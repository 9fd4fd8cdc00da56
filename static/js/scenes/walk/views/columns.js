/** What a layer's neurons want of the layer before: a column of small arrows for each, their sum as
 * that layer's nudges, and the heads that hide a column or pick it out.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Columns, Frame} from "../../../network/beat_picture.js"
 * @typedef {object} DesiredChanges
 * @property {number[][]} contributions row k: what neuron k of the layer after asks for
 * @property {number[]} nudges their sum
 * @property {Columns} columns @property {{xs: number[], sum: number, step: number}} positions */

import { drawArrow } from "../../../kit/canvas.js";
import { columnKey, columnPositions } from "../../../network/layout.js";
import { columnName, columnTitle } from "../words.js";
import { arrowScale } from "./arrows.js";

/** Narrower than this a column has no room for plus signs. */
const PLUS_ROOM = 13;

/** @type {(frame: Frame) => DesiredChanges | null} */
function desiredChanges({ layout, picture, backward }) {
  const { columns } = picture;
  if (columns === null || backward === null) {
    return null;
  }
  const contributions = backward.contributions[columns.layer - 1];
  const nudges = backward.nudges.activations[columns.layer - 1];
  const positions = columnPositions(layout, columns.layer, contributions.length);
  return { contributions, nudges, columns, positions };
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
  const { arriving, layer, order } = desired.columns;
  const arrived = order.filter((k) => k !== arriving && !isHidden(frame, layer, k));
  for (const k of arrived) {
    drawColumn(context, frame, desired, k, 1);
  }
}

/** The column that is arriving, and the sum so far.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame
 * @param {number} progress from 0 to 1 */
export function drawArrivingColumn(context, frame, progress) {
  const desired = desiredChanges(frame);
  if (desired === null) {
    return;
  }
  const { layout } = frame;
  const { columns, contributions } = desired;
  if (columns.single) {
    const { x, ys, radius } = layout.columns[columns.layer - 1];
    drawOne(context, frame, ys, contributions[columns.order[0]], x + radius + 13, progress);
    return;
  }
  if (columns.arriving !== null && !isHidden(frame, columns.layer, columns.arriving)) {
    drawColumn(context, frame, desired, columns.arriving, progress * progress * (3 - 2 * progress));
  }
  if (columns.sum) {
    drawSum(context, frame, desired, progress);
  }
}

/** A column that has arrived, or is on its way from its neuron.
 * @param {Context} context @param {Frame} frame @param {DesiredChanges} desired @param {number} k
 * @param {number} t from 0, at its neuron, to 1, in its place */
function drawColumn(context, frame, desired, k, t) {
  const { layout, theme, pickedColumn } = frame;
  const { contributions, columns, positions } = desired;
  const { ys } = layout.columns[columns.layer - 1];
  const asker = layout.columns[columns.layer];
  const x = asker.x + (positions.xs[k] - asker.x) * t;
  const from = ys.map((y) => asker.ys[k] + (y - asker.ys[k]) * t);
  context.globalAlpha = pickedColumn === null || pickedColumn === k ? 1 : 0.25;
  drawOne(context, frame, from, contributions[k], x, t);
  if (t === 1 && positions.step >= PLUS_ROOM && k > 0) {
    context.fillStyle = theme.dim;
    context.textAlign = "center";
    context.font = `10px ${theme.font}`;
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

/** @type {(context: CanvasRenderingContext2D, frame: Frame, desired: DesiredChanges, progress:
 *   number) => void} */
function drawSum(context, frame, { nudges, columns, positions }, progress) {
  const { layout, theme } = frame;
  const { ys } = layout.columns[columns.layer - 1];
  const half = layout.narrow ? 6 : 15;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.16 * progress;
  context.beginPath();
  context.roundRect(
    positions.sum - half,
    ys[0] - 18,
    half * 2,
    ys[ys.length - 1] - ys[0] + 36,
    half,
  );
  context.fill();
  context.globalAlpha = 1;
  drawOne(context, frame, ys, nudges, positions.sum, progress);
}

/** From this many pixels on a column has room for its number. */
const ROOMY = 13;

/** @param {HTMLElement} container over the network's picture
 * @param {Layout} layout @param {Columns | null} columns
 * @param {string[]} hidden by `columnKey`
 * @param {{onToggle: (column: string) => void, onPick: (column: number | null) => void}} actions */
export function showColumnHeads(container, layout, columns, hidden, actions) {
  const shown = columns === null || columns.single ? null : columns;
  const named = (/** @type {number} */ k) => columnKey(shown?.layer ?? 0, k);
  const asking = shown === null ? [] : layout.columns[shown.layer].ys.map((_, k) => k);
  const key = shown === null ? "" : [shown.layer, shown.order, shown.sum, layout.width].join("/");
  if (container.dataset.heads !== key) {
    container.dataset.heads = key;
    const positions = shown === null ? null : columnPositions(layout, shown.layer, asking.length);
    const roomy = (positions?.step ?? 0) >= ROOMY;
    const heads = asking.map((k) =>
      head(named(k), k, positions?.xs[k] ?? 0, shown?.order.includes(k) ?? false, roomy, actions),
    );
    const sum = shown?.sum && positions ? [label("Σ", positions.sum)] : [];
    container.replaceChildren(...heads, ...sum);
  }
  for (const [k, button] of Array.from(container.children).slice(0, asking.length).entries()) {
    button.setAttribute("aria-pressed", String(!hidden.includes(named(k))));
  }
}

/** @param {string} name the column's `columnKey`
 * @param {number} k @param {number} x
 * @param {boolean} there whether the column has arrived
 * @param {boolean} roomy whether there is room for its number
 * @param {{onToggle: (column: string) => void, onPick: (column: number | null) => void}} actions */
function head(name, k, x, there, roomy, { onToggle, onPick }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "column-head";
  button.textContent = roomy ? String(k) : "·";
  button.disabled = !there;
  button.title = columnTitle(k);
  button.setAttribute("aria-label", columnName(k));
  button.style.left = `${x}px`;
  button.addEventListener("click", () => onToggle(name));
  for (const [event, picked] of /** @type {[string, number | null][]} */ ([
    ["pointerenter", k],
    ["focus", k],
    ["pointerleave", null],
    ["blur", null],
  ])) {
    button.addEventListener(event, () => onPick(picked));
  }
  return button;
}

/** @type {(text: string, x: number) => HTMLSpanElement} */
function label(text, x) {
  const element = document.createElement("span");
  element.className = "column-sum";
  element.textContent = text;
  element.style.left = `${x}px`;
  return element;
}
