/** The weights' lines as pictures, one for each gap between two layers, drawn by a worker when what
 * they show has changed.
 * @import {Parameters} from "../server/endpoints.js"
 * @import {Theme} from "../kit/canvas.js"
 * @import {LinesPicture} from "./weight_lines.js" */

import { addressOf } from "../kit/files.js";
import { troubles } from "../kit/troubles.js";
import { FILES, fileMissing } from "../kit/words.js";
import { neuronAt } from "./layout.js";
import { pictureOfLines } from "./weight_lines.js";

export class StillLayers {
  /** @type {(ImageBitmap | undefined)[]} for the gap between layers 0 and 1 first */
  images = [];
  /** @type {Worker} */
  #worker;
  /** How often its program has been fetched in vain. */
  #attempts = 0;
  /** @type {[Parameters, number[], Layout, Theme, number] | null} what was to be drawn last */
  #asked = null;
  #order = 0;
  /** How many of the pictures asked for last are missing. */
  #missing = 0;

  /** @param {(all: boolean) => void} onDrawn called with each picture; `all` with the last */
  constructor(onDrawn) {
    this.onDrawn = onDrawn;
    this.#worker = this.#begin();
  }

  #begin() {
    const worker = new Worker(addressOf("js/network/weights_worker.js"), { type: "module" });
    worker.addEventListener("error", (event) => {
      if (!(event instanceof ErrorEvent)) {
        this.#beginAgain(); // An error of its own would come again.
      }
    });
    worker.addEventListener("message", ({ data: { gap, order, image } }) => {
      troubles.end(this);
      // A picture of an earlier order is out of date.
      if (order === this.#order) {
        this.images[gap]?.close();
        this.images[gap] = image;
        this.#missing -= 1;
        this.onDrawn(this.#missing === 0);
      } else {
        image.close();
      }
    });
    return worker;
  }

  /** Its program could not be fetched. */
  async #beginAgain() {
    troubles.begin(this, fileMissing(FILES.lines), true);
    await troubles.pause(this.#attempts++);
    this.#worker = this.#begin();
    if (this.#asked) {
      this.draw(...this.#asked);
    }
  }

  close() {
    this.#worker.terminate();
  }

  /** Have all lines drawn again.
   * @param {[parameters: Parameters, layers: number[], layout: Layout, theme: Theme, ratio: number]}
   *   asked `ratio` of a picture's pixels for one of the page */
  draw(...asked) {
    this.#asked = asked;
    this.#order += 1;
    const gaps = linesOf(...asked);
    this.#missing = gaps.length;
    for (const [gap, lines] of gaps.entries()) {
      this.#worker.postMessage({ gap, order: this.#order, ...lines });
    }
  }
}

/** The same pictures for paper, there as soon as they are asked for. */
export class LinesOnPaper {
  /** @type {OffscreenCanvas[]} */
  images = [];

  /** @param {(all: boolean) => void} onDrawn */
  constructor(onDrawn) {
    this.onDrawn = onDrawn;
  }

  /** @type {StillLayers["draw"]} */
  draw(...asked) {
    this.images = linesOf(...asked).map(pictureOfLines);
    this.onDrawn(true);
  }

  close() {
    this.images = [];
  }
}

/** What is drawn between each two layers.
 * @type {(parameters: Parameters, layers: number[], layout: Layout, theme: Theme, ratio: number) =>
 *   LinesPicture[]} */
function linesOf({ weights }, layers, layout, { positive, negative }, ratio) {
  const { width, height } = layout;
  return weights.map((between, gap) => ({
    weights: between,
    from: points(layout, gap, layers[gap], layers[0]),
    to: points(layout, gap + 1, layers[gap + 1], layers[0]),
    ...{ positive, negative, width, height, ratio },
  }));
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
