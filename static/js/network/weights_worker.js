/** Draws the weights' lines in a worker, so that the page stays responsive while thousands of lines
 * are drawn.
 * @import {LinesPicture} from "./weight_lines.js"
 * @typedef {LinesPicture & {gap: number, order: number}} DrawMessage `order` numbers the requests */

import { pictureOfLines } from "./weight_lines.js";

addEventListener("message", ({ data }) => draw(data));

/** @type {(message: DrawMessage) => void} */
function draw({ gap, order, ...lines }) {
  const image = pictureOfLines(lines).transferToImageBitmap();
  postMessage({ gap, order, image }, [image]);
}
