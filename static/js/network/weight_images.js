/** The weights' lines as pictures, one for each gap between two layers, drawn by a worker when what
 * they show has changed.
 * @import {Parameters} from "../server/endpoints.js"
 * @import {Theme} from "../kit/canvas.js" */

import { addressOf, sayMissing } from "../kit/files.js";
import { FILES } from "../kit/words.js";
import { neuronAt } from "./layout.js";

export class StillLayers {
  /** @type {(ImageBitmap | undefined)[]} for the gap between layers 0 and 1 first */
  images = [];
  #worker = new Worker(addressOf("js/network/weights_worker.js"), { type: "module" });
  #order = 0;
  /** How many of the pictures asked for last are missing. */
  #missing = 0;

  /** @param {(all: boolean) => void} onDrawn called with each picture; `all` with the last */
  constructor(onDrawn) {
    this.#worker.addEventListener("error", () => sayMissing(FILES.lines));
    this.#worker.addEventListener("message", ({ data: { gap, order, image } }) => {
      // A picture of an earlier order is out of date.
      if (order === this.#order) {
        this.images[gap]?.close();
        this.images[gap] = image;
        this.#missing -= 1;
        onDrawn(this.#missing === 0);
      } else {
        image.close();
      }
    });
  }

  close() {
    this.#worker.terminate();
  }

  /** Have all lines drawn again.
   * @param {Parameters} parameters @param {number[]} layers @param {Layout} layout
   * @param {Theme} theme
   * @param {number} ratio pixels of a picture for one of the page */
  draw(parameters, layers, layout, theme, ratio) {
    this.#order += 1;
    this.#missing = parameters.weights.length;
    for (const [gap, weights] of parameters.weights.entries()) {
      this.#worker.postMessage({
        gap,
        order: this.#order,
        weights,
        from: points(layout, gap, layers[gap], layers[0]),
        to: points(layout, gap + 1, layers[gap + 1], layers[0]),
        positive: theme.positive,
        negative: theme.negative,
        width: layout.width,
        height: layout.height,
        ratio,
      });
    }
  }
}

/** @type {(layout: Layout, layer: number, size: number, inputs: number) =>
 *   Float32Array<ArrayBuffer>} */
function points(layout, layer, size, inputs) {
  const positions = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) {
    positions.set(neuronAt(layout, layer, i, inputs), 2 * i);
  }
  return positions;
}
