/** The numbers at one neuron's levers: its bias with its nudge, and its weights' nudges.
 * @import {Frame} from "../../../network/beat_picture.js"
 * @import {Line} from "../../../kit/canvas.js" */

import { drawArrow, signColour } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";

/** Nudges smaller than this share of the largest go without a number. */
const WORTH_A_NUMBER = 0.12;

/** The bias as an input of its own that always carries 1, an arrow on it for its nudge.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame
 * @param {number} progress from 0 to 1 */
export function drawBiasLever(context, { layout, theme, picture, backward }, progress) {
  const { neuron } = picture;
  if (neuron === null || backward === null) {
    return;
  }
  const nudge = backward.nudges.biases[neuron.layer - 1][neuron.index];
  const { x, ys, radius } = layout.columns[neuron.layer - 1];
  const y = ys[neuron.index];
  const distance = layout.narrow ? 40 : 92;
  const size = layout.narrow ? 9 : 15;
  context.strokeStyle = signColour(theme, nudge);
  context.lineWidth = 1 + 3 * progress;
  context.beginPath();
  context.moveTo(x - distance, y);
  context.lineTo(x - radius, y);
  context.stroke();
  context.fillStyle = theme.ground;
  context.strokeStyle = theme.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x - distance - size, y - size, 2 * size, 2 * size, 4);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.font = `italic 600 ${layout.text + 3}px ${theme.font}`;
  context.fillText("b", x - distance, y);
  drawArrow(context, x - distance - size * 1.9, y, nudge, progress, size * 2.6, theme);
  context.globalAlpha = progress;
  context.fillStyle = signColour(theme, nudge);
  context.font = `600 ${layout.text + 1}px ${theme.font}`;
  context.fillText(format(nudge, { plus: true }).text, x - distance, y - size * 1.9);
  context.globalAlpha = 1;
}

/** The nudge of each weight, next to the neuron that it comes from.
 * @param {CanvasRenderingContext2D} context @param {Line[]} lines @param {Theme} theme
 * @param {{text: number, radius: number}} sizes
 * @param {number} shown from 0 to 1 */
export function drawLineValues(context, lines, theme, { text, radius }, shown) {
  context.textAlign = "left";
  context.font = `600 ${text}px ${theme.font}`;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.globalAlpha = shown;
  for (const { from, value } of lines.filter(({ share }) => share >= WORTH_A_NUMBER)) {
    const words = format(value, { plus: true }).text;
    context.strokeStyle = theme.ground;
    context.strokeText(words, from[0] + radius + 6, from[1]);
    context.fillStyle = signColour(theme, value);
    context.fillText(words, from[0] + radius + 6, from[1]);
  }
  context.globalAlpha = 1;
}
