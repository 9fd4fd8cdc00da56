/** Nudges as arrows: up or down by the sign, long by the size, a dot for next to nothing. */

/** @import {Theme} from "../theme.js" */

import { signColour } from "../theme.js";

/**
 * A nudge as a thin bar, where there is no room for an arrow.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y where the bar begins
 * @param {number} value
 * @param {number} length
 * @param {number} width
 * @param {Theme} theme
 */
export function drawBar(context, x, y, value, length, width, theme) {
  context.fillStyle = signColour(theme, value);
  const height = Math.max(1, length);
  context.fillRect(x - width / 2, value < 0 ? y : y - height, width, height);
}

/** Below this share of the longest arrow a nudge is a dot. */
const DOT = 0.04;

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y the arrow's middle
 * @param {number} value the nudge
 * @param {number} share its size from 0 to 1, 1 being an arrow of `longest` pixels
 * @param {number} longest
 * @param {Theme} theme
 */
export function drawArrow(context, x, y, value, share, longest, theme) {
  const opacity = context.globalAlpha;
  const colour = signColour(theme, value);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (share < DOT) {
    context.globalAlpha = opacity * 0.6;
    context.beginPath();
    context.arc(x, y, Math.max(1.2, longest * 0.06), 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = opacity;
    return;
  }
  const direction = value < 0 ? 1 : -1;
  const length = longest * Math.max(0.36, share);
  const [tail, tip] = [y - (direction * length) / 2, y + (direction * length) / 2];
  const head = Math.min(longest * 0.26, length * 0.5);
  context.globalAlpha = opacity * (0.7 + 0.3 * share);
  context.lineWidth = Math.max(1.5, longest * (0.06 + 0.06 * share));
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  context.moveTo(x, tail);
  context.lineTo(x, tip);
  context.moveTo(x - head * 0.8, tip - direction * head);
  context.lineTo(x, tip);
  context.lineTo(x + head * 0.8, tip - direction * head);
  context.stroke();
  context.globalAlpha = opacity;
}
