/** The outputs' table: each digit with its activation as a bar, what it should have been, and its
 * term of the cost as a square whose area is the term; the same as a table that is read aloud; and
 * the cost falling while steps are taken.
 * @import {Context, Theme} from "../../../kit/canvas.js"
 * @import {Scale} from "../../../kit/scale.js" */

import { writeText } from "../../../kit/canvas.js";
import { become, element } from "../../../kit/dom.js";
import { format, formatApart } from "../../../kit/format.js";
import { formatSum } from "../../../kit/shown_sum.js";
import { BAR_HEIGHT } from "../../../network/marks.js";
import { IN_PICTURES } from "../words.js";

const HEADING_Y = 14;

/** `lengths` are how long the bars are, on their way to the answer or there.
 * @type {(context: Context, layout: Layout, theme: Theme, forward: ForwardAnswer, target: number |
 *   null, bars: Scale, lengths: number[]) => void} */
export function drawAnswers(context, layout, theme, forward, target, bars, lengths) {
  const { x, ys } = layout.columns[layout.columns.length - 1];
  const { table } = layout;
  const outputs = forward.activations[layout.columns.length];
  const height = (ys[1] - ys[0]) * BAR_HEIGHT;
  for (const [digit, y] of ys.entries()) {
    const chosen = digit === target;
    const predicted = digit === forward.prediction;
    context.textAlign = "left";
    context.font = `${chosen || predicted ? 700 : 500} ${layout.text + 5}px ${theme.font}`;
    context.fillStyle = chosen ? theme.accent : predicted ? theme.ink : theme.dim;
    context.fillText(String(digit), x + table.digit, y);
    context.font = `${layout.text}px ${theme.font}`;
    context.fillStyle = predicted ? theme.ink : theme.dim;
    context.fillText(format(outputs[digit], 2).text, x + table.value, y);
    const length = bars.length(Math.max(0, lengths[digit]));
    context.fillRect(x + table.bar, y - height / 2, Math.max(1, length), height);
  }
  if (!layout.narrow) {
    drawBarEnds(context, layout, theme, bars);
  }
}

/** What the beginning and the end of the bars stand for, below them.
 * @type {(context: Context, layout: Layout, theme: Theme, bars: Scale) => void} */
function drawBarEnds(context, { columns, table, height, text }, theme, { full, longest }) {
  const left = columns[columns.length - 1].x + table.bar;
  context.font = `${text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textAlign = "center";
  context.fillText("0", left, height - 13);
  context.fillText(format(full, Number.isInteger(full) ? 0 : 1).text, left + longest, height - 13);
}

/** There is no room for more digits of the cost's terms. */
const MOST_DIGITS = 4;

/** @type {(context: Context, layout: Layout, theme: Theme, backward: BackwardAnswer, target: number
 *   | null) => void} */
export function drawCosts(context, layout, theme, backward, target) {
  const { x, ys } = layout.columns[layout.columns.length - 1];
  const { table } = layout;
  context.textAlign = "left";
  context.font = `${layout.text}px ${theme.font}`;
  const largest = Math.max(1, ...backward.cost_terms);
  const written = formatSum(backward.cost_terms, backward.cost, { most: MOST_DIGITS });
  const total = written[ys.length];
  for (const [digit, y] of ys.entries()) {
    const term = backward.cost_terms[digit];
    const side = table.squareSide * Math.sqrt(Math.max(0, term) / largest);
    context.fillStyle = theme.accent;
    const centre = x + table.square;
    context.fillRect(centre - side / 2, y - side / 2, Math.max(1, side), Math.max(1, side));
    if (!layout.narrow) {
      context.fillStyle = digit === target ? theme.accent : theme.dim;
      context.fillText(`→ ${digit === target ? 1 : 0}`, x + table.target, y);
      context.fillStyle = theme.dim;
      writeText(context, written[digit].text, x + table.squareValue, y);
    }
  }
  const bottom = layout.height - (layout.narrow ? 9 : 13);
  context.font = `600 ${layout.text + 2}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textAlign = "right";
  writeText(
    context,
    IN_PICTURES.sum(total.shown === 0 && backward.cost > 0 ? "≈ 0" : total.text),
    layout.width - 2,
    bottom,
  );
}

/** The names of the columns, above them; a narrow picture has no room for them.
 * @param {Context} context @param {Layout} layout @param {Theme} theme
 * @param {string} term what the cost's terms are called */
export function drawCostHeading(context, layout, theme, term) {
  const { x } = layout.columns[layout.columns.length - 1];
  context.textAlign = "center";
  context.font = `${layout.text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.fillText("a → y", x + layout.table.target - 50, HEADING_Y);
  const centre = x + layout.table.square + 14;
  writeText(context, term, centre, HEADING_Y, 2 * (layout.width - centre)); // A long one is narrow.
}

/** @type {(body: HTMLTableSectionElement, forward: ForwardAnswer | null, backward: BackwardAnswer |
 *   null, target: number | null) => void} */
export function showOutputs(body, forward, backward, target) {
  const outputs = forward?.activations.at(-1) ?? [];
  const rows = outputs.map((activation, digit) => [
    String(digit),
    format(activation, 4).text,
    target === null ? "" : digit === target ? "1" : "0",
    backward === null ? "" : format(backward.cost_terms[digit], 4).text,
    backward === null
      ? ""
      : format(backward.nudges.activations.at(-1)?.[digit] ?? 0, { plus: true, places: 4 }).text,
  ]);
  become(body, rows.map(row));
}

/** @type {(cells: string[]) => HTMLTableRowElement} */
function row([head, ...cells]) {
  const header = element("th", "", head);
  header.scope = "row";
  return element("tr", "", header, ...cells.map((text) => element("td", "", text)));
}

/** Draw into the gap before the outputs.
 * @param {CanvasRenderingContext2D} context @param {Layout} layout @param {Theme} theme
 * @param {number[]} costs the one before the first step included
 * @param {number} progress how much of the fall is shown, from 0 to 1 */
export function drawCostFall(context, layout, theme, costs, progress) {
  const [before, outputs] = layout.columns.slice(-2);
  const left = before.x + before.radius + (layout.narrow ? 16 : 40);
  const right = outputs.x - outputs.radius - (layout.narrow ? 6 : 28);
  const height = layout.height * 0.42;
  const top = (layout.height - height) / 2;
  const most = Math.max(...costs, 1e-12);
  /** @type {(step: number) => number} */
  const x = (step) => left + ((right - left) * step) / Math.max(1, costs.length - 1);
  /** @type {(cost: number) => number} */
  const y = (cost) => top + height * (1 - cost / most);
  context.fillStyle = theme.ground;
  context.globalAlpha = 0.86;
  context.fillRect(left - 14, top - 22, right - left + 28, height + 50);
  context.globalAlpha = 1;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.strokeRect(left, top, 0, height);
  context.strokeRect(left, top + height, right - left, 0);
  const shown = Math.floor((costs.length - 1) * progress);
  context.strokeStyle = theme.accent;
  context.lineWidth = 2.5;
  context.beginPath();
  for (let step = 0; step <= shown; step++) {
    context.lineTo(x(step), y(costs[step]));
  }
  context.stroke();
  context.fillStyle = theme.accent;
  context.beginPath();
  context.arc(x(shown), y(costs[shown]), 4, 0, 2 * Math.PI);
  context.fill();
  context.font = `${layout.text}px ${theme.font}`;
  context.fillStyle = theme.ink;
  const [first, last] = formatApart(costs[0], costs[costs.length - 1]);
  context.textAlign = "left";
  writeText(context, first.text, left, y(costs[0]) - 11);
  if (progress === 1) {
    context.textAlign = "right";
    writeText(context, last.text, right, y(costs[shown]) - 11);
  }
  context.fillStyle = theme.dim;
  context.textAlign = "right";
  context.fillText(IN_PICTURES.steps(shown), right, top + height + 14);
}
