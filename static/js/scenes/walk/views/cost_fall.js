/** The cost of a drawing while steps are taken on it, as a falling line. */

import { format } from "../../../kit/format.js";

/** @import {Layout} from "../../../network/layout.js" */
/** @import {Theme} from "../../../kit/theme.js" */

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
  context.textAlign = "left";
  context.fillStyle = theme.ink;
  context.fillText(format(costs[shown], 4).text, left, top - 11);
  context.fillStyle = theme.dim;
  context.textAlign = "right";
  context.fillText(`${shown} ${shown === 1 ? "step" : "steps"}`, right, top + height + 14);
}
