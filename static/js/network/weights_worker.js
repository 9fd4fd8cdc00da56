/** Draws the weights' lines in a worker, so that the page stays responsive while thousands of lines
 * are drawn.
 * @import {WeightLines} from "./weight_lines.js"
 * @typedef {WeightLines & {gap: number, order: number, width: number, height: number, ratio:
 *   number}} DrawMessage `order` numbers the requests */

import { drawWeightLines } from "./weight_lines.js";

addEventListener("message", ({ data }) => draw(data));

/** @type {(message: DrawMessage) => void} */
function draw(message) {
  const { gap, order, ratio } = message;
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(message.width * ratio)),
    Math.max(1, Math.round(message.height * ratio)),
  );
  const context = canvas.getContext("2d");
  if (context) {
    context.scale(ratio, ratio);
    drawWeightLines(context, message);
    const image = canvas.transferToImageBitmap();
    postMessage({ gap, order, image }, [image]);
  }
}
