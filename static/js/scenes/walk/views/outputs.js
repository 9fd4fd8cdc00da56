/** The outputs' table: each digit with its activation as a bar, what it should have been, and its
 * term of the cost as a square whose area is the term.
 * @import {BackwardAnswer, ForwardAnswer} from "../../../server/client.js"
 * @import {Layout} from "../../../network/layout.js"
 * @import {Theme} from "../../../kit/theme.js" */

import { format } from "../../../kit/format.js";

const BAR_HEIGHT = 0.2;
const HEADING_Y = 14;

/** @type {(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, layout: Layout,
 *   theme: Theme, forward: ForwardAnswer, target: number | null) => void} */
export function drawAnswers(context, layout, theme, forward, target) {
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
    const length = table.barWidth * Math.min(1, Math.max(0, outputs[digit]));
    context.fillRect(x + table.bar, y - height / 2, Math.max(1, length), height);
  }
}

/** @type {(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, layout: Layout,
 *   theme: Theme, backward: BackwardAnswer, target: number | null) => void} */
export function drawCosts(context, layout, theme, backward, target) {
  const { x, ys } = layout.columns[layout.columns.length - 1];
  const { table } = layout;
  context.textAlign = "left";
  context.font = `${layout.text}px ${theme.font}`;
  for (const [digit, y] of ys.entries()) {
    const term = backward.cost_terms[digit];
    const side = table.squareSide * Math.min(1.1, Math.sqrt(Math.max(0, term)));
    context.fillStyle = theme.accent;
    const centre = x + table.square;
    context.fillRect(centre - side / 2, y - side / 2, Math.max(1, side), Math.max(1, side));
    if (!layout.narrow) {
      context.fillStyle = digit === target ? theme.accent : theme.dim;
      context.fillText(`→ ${digit === target ? 1 : 0}`, x + table.target, y);
      context.fillStyle = theme.dim;
      context.fillText(format(term, 2).text, x + table.squareValue, y);
    }
  }
  const bottom = layout.height - (layout.narrow ? 9 : 13);
  context.font = `600 ${layout.text + 2}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textAlign = "right";
  context.fillText(`sum  ${format(backward.cost, 2).text}`, layout.width - 2, bottom);
}

/** The answer before the last step, as the outline of a bar.
 * @type {(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, layout: Layout,
 *   theme: Theme, before: ForwardAnswer) => void} */
export function drawBefore(context, layout, theme, before) {
  const { x, ys } = layout.columns[layout.columns.length - 1];
  const { table } = layout;
  const outputs = before.activations[layout.columns.length];
  const height = (ys[1] - ys[0]) * BAR_HEIGHT;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  for (const [digit, y] of ys.entries()) {
    const length = table.barWidth * Math.min(1, Math.max(0, outputs[digit]));
    if (length > 2) {
      context.strokeRect(x + table.bar, y - height / 2 - 2, length, height + 4);
    }
  }
}

/** The names of the columns, above them; a narrow picture has no room for them.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Layout} layout @param {Theme} theme
 * @param {string} term what the cost's terms are called */
export function drawCostHeading(context, layout, theme, term) {
  const { x } = layout.columns[layout.columns.length - 1];
  context.textAlign = "center";
  context.font = `${layout.text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.fillText("a → y", x + layout.table.target - 50, HEADING_Y);
  context.fillText(term, x + layout.table.square + 14, HEADING_Y);
}
