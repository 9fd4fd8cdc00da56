/** What is on the pad: a digit from MNIST, if one was taken, and the strokes drawn over it.
 * @import {Stroke} from "./digit_image.js"
 * @import {Theme} from "../kit/theme.js" */

import { drawStrokes } from "../kit/canvas.js";
import { drawPixels } from "../kit/picture.js";

/** Size of the words on an empty pad, the pad's side being 1. */
const HINT_SIZE = 0.075;

/** @param {CanvasRenderingContext2D} context in units of the pad: its side is 1
 * @param {Stroke[]} strokes @param {number[] | null} sample @param {number} brushRadius
 * @param {Theme} theme */
export function drawPad(context, strokes, sample, brushRadius, theme) {
  context.clearRect(0, 0, 1, 1);
  if (sample !== null) {
    drawPixels(context, sample, { x: 0, y: 0, side: 1 }, theme);
  }
  if (sample === null && strokes.length === 0) {
    context.fillStyle = theme.dim;
    context.textAlign = "center";
    context.font = `${HINT_SIZE}px ${theme.font}`;
    context.fillText("draw here", 0.5, 0.52);
  }
  drawStrokes(context, strokes, brushRadius, theme.ink);
}
