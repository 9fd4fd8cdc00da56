/** Single lines over the still layers, and dots that travel along them. */

/** @import {Theme} from "../theme.js" */
/** @import {Line} from "./overlay.js" */

import { signColour } from "../theme.js";

const STRENGTHS = 8;
/** More lines than this are drawn finer. */
const CROWD = 300;

/**
 * Draw lines by strength, all of one strength and sign at once.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Line[]} lines
 * @param {number} shown how much of their opacity, from 0 to 1
 * @param {Theme} theme
 */
export function drawLines(context, lines, shown, theme) {
  const paths = Array.from({ length: 2 * STRENGTHS }, () => new Path2D());
  for (const { from, to, value, share } of lines) {
    const strength = Math.min(STRENGTHS - 1, Math.floor(share * STRENGTHS));
    const path = paths[value < 0 ? STRENGTHS + strength : strength];
    path.moveTo(...from);
    path.lineTo(...to);
  }
  const crowded = lines.length > CROWD;
  context.lineCap = "round";
  for (const [i, path] of paths.entries()) {
    const share = ((i % STRENGTHS) + 0.5) / STRENGTHS;
    context.strokeStyle = i < STRENGTHS ? theme.positive : theme.negative;
    context.globalAlpha = shown * (0.12 + 0.85 * share);
    context.lineWidth = 0.6 + (crowded ? 1.2 : 3) * share;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Line[]} travellers
 * @param {number} progress from 0, at the start, to 1, arrived
 * @param {Theme} theme
 */
export function drawTravellers(context, travellers, progress, theme) {
  for (const rim of [true, false]) {
    for (const { from, to, value, share } of travellers) {
      // A rim in the colour of the ground comes first, so that travellers stand out from the lines.
      context.fillStyle = rim ? theme.ground : signColour(theme, value);
      context.globalAlpha = rim ? 1 : 0.45 + 0.55 * share;
      context.beginPath();
      context.arc(
        from[0] + (to[0] - from[0]) * progress,
        from[1] + (to[1] - from[1]) * progress,
        1.2 + 3.2 * share + (rim ? 1.4 : 0),
        0,
        2 * Math.PI,
      );
      context.fill();
    }
  }
  context.globalAlpha = 1;
}
