/** The number that is held, in the picture: lit, with a handle to drag it by and, once it is moved,
 * its values before and after.
 * @import {WhatIfModel} from "./quantity.js"
 * @import {Theme} from "../../kit/canvas.js" */

import { drawRimmed, writeText } from "../../kit/canvas.js";
import { format } from "../../kit/format.js";
import { gripOf } from "../../network/layout.js";
import { barScale, drawBefore, drawHeldLine } from "../../network/marks.js";
import { SYMBOLS } from "./quantity.js";

const HANDLE = 7;

/** @type {(context: CanvasRenderingContext2D, layout: Layout, theme: Theme, model: WhatIfModel) =>
 *   void} */
export function drawGrip(context, layout, theme, { layers, quantity, present, whatIf, own }) {
  if (present === null) {
    return;
  }
  const { value } = whatIf;
  const last = layers.length - 1;
  if (own !== null) {
    drawBefore(context, layout, theme, own, barScale(layout, own, null));
  }
  if (quantity.kind === "weight") {
    drawHeldLine(context, layout, layers, theme, quantity, value ?? present);
  }
  const [x, y, radius] = gripOf(layout, layers, quantity);
  drawHandle(context, theme, x, y, radius);
  if (value !== null) {
    const text = `${SYMBOLS[quantity.kind]}  ${format(present, 2).text} → ${format(value, 2).text}`;
    const roomy = quantity.kind !== "weight" && !layout.narrow;
    const side = roomy ? (quantity.layer === last ? "left" : "right") : "above";
    drawLabel(context, layout, theme, text, side, [x, y, radius]);
  }
}

/**
 * @type {(context: CanvasRenderingContext2D, theme: Theme, x: number, y: number, radius: number) =>
 *   void} */
function drawHandle(context, theme, x, y, radius) {
  context.lineCap = "round";
  context.lineJoin = "round";
  const strokes = /** @type {[string, number][]} */ ([
    [theme.ground, 6],
    [theme.accent, 2.5],
  ]);
  drawRimmed(context, strokes, () => {
    context.arc(x, y, radius + 2, 0, 2 * Math.PI);
    for (const direction of [-1, 1]) {
      const tip = y + direction * (radius + 2 + HANDLE + 3);
      context.moveTo(x - HANDLE * 0.8, tip - direction * HANDLE * 0.7);
      context.lineTo(x, tip);
      context.lineTo(x + HANDLE * 0.8, tip - direction * HANDLE * 0.7);
    }
  });
}

/** The values before and after: above a line's handle, or next to a neuron, where there are no
 * numbers.
 * @type {(context: CanvasRenderingContext2D, layout: Layout, theme: Theme, text: string, side:
 *   "above" | "left" | "right", grip: [number, number, number]) => void} */
function drawLabel(context, layout, theme, text, side, [x, y, radius]) {
  context.font = `600 ${Math.max(14, layout.text + 1)}px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const { width } = context.measureText(text);
  const atSide = side === "left" ? x - radius - 14 - width : x + radius + 14;
  const preferred = side === "above" ? x - width / 2 : atSide;
  const left = Math.max(8, Math.min(layout.width - width - 8, preferred));
  const height = side === "above" ? Math.max(13, y - 34) : y;
  context.fillStyle = theme.ground;
  context.globalAlpha = 0.88;
  context.beginPath();
  context.roundRect(left - 6, height - 13, width + 12, 26, 6);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = theme.accent;
  writeText(context, text, left, height);
}
