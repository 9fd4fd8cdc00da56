/**
 * Draws the still layers, the lines of the weights, beside the page: one canvas for each pair of
 * layers, handed over once, drawn anew when weights, size or theme change.
 *
 * @import {WeightLines} from "./views/weight_lines.js"
 *
 * @typedef {{layer: number, canvas: OffscreenCanvas}} CanvasMessage
 * @typedef {WeightLines & {layer: number, width: number, height: number, ratio: number}} DrawMessage
 */

import { drawWeightLines } from "./views/weight_lines.js";

/** @type {Map<number, OffscreenCanvas>} */
const canvases = new Map();

addEventListener("message", ({ data }) => {
  if ("canvas" in data) {
    canvases.set(data.layer, data.canvas);
    return;
  }
  draw(data);
  postMessage({ drawn: data.layer });
});

/** @param {DrawMessage} message */
function draw(message) {
  const canvas = canvases.get(message.layer);
  const context = canvas?.getContext("2d");
  if (!canvas || !context) {
    return;
  }
  canvas.width = Math.round(message.width * message.ratio);
  canvas.height = Math.round(message.height * message.ratio);
  context.scale(message.ratio, message.ratio);
  drawWeightLines(context, message);
}
