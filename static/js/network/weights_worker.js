/** Draws the weights' lines in a worker, so that the page stays responsive while thousands of lines
 * are drawn: a network's at a time.
 * @import {LinesPicture} from "./weight_lines.js" */

import { pictureOfLines } from "./weight_lines.js";

addEventListener("message", ({ data }) => draw(data));

/** @type {(gaps: LinesPicture[]) => void} */
function draw(gaps) {
  const images = gaps.map((lines) => pictureOfLines(lines).transferToImageBitmap());
  postMessage(images, images);
}
