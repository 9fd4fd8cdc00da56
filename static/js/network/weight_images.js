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

/** So many pixels of pictures are kept: the dial's networks on a projector, or on a fine small screen. */
const MOST_PIXELS = 16e6;

/** @typedef {[parameters: Parameters, layers: number[], layout: Layout, theme: Theme, ratio: number]}
 *   Asked `ratio` of a picture's pixels for one of the page */

export class StillLayers {
  /** @type {ImageBitmap[]} for the gap between layers 0 and 1 first */
  images = [];
  /** @type {Worker} */
  #worker;
  /** How often its program has been fetched in vain. */
  #attempts = 0;
  /** @type {Asked | null} what is to be shown */
  #wanted = null;
  /** @type {Asked | null} what the worker draws: one network at a time, and then the newest */
  #drawing = null;
  /** @type {Map<Parameters, ImageBitmap[]>} networks whose pictures still hold, the oldest first */
  #kept = new Map();
  /** @type {Parameters[]} what may be wanted next */
  #ahead = [];

  /** @param {(isNewest: boolean) => void} onDrawn called with each network's pictures */
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
    worker.addEventListener("message", ({ data }) => {
      troubles.end(this);
      this.#arrived(data);
    });
    return worker;
  }

  /** Its program could not be fetched. */
  async #beginAgain() {
    troubles.begin(this, fileMissing(FILES.lines), true);
    await troubles.pause(this.#attempts++);
    this.#worker = this.#begin();
    this.#drawing = null;
    this.#drawNext();
  }

  close() {
    this.#worker.terminate();
  }

  /** Have all lines drawn again. @type {(...asked: Asked) => void} */
  draw(...asked) {
    if (this.#wanted !== null && !isSameDrawing(this.#wanted, asked)) {
      this.#forget([...this.#kept.keys()]);
      this.#ahead = [];
    }
    this.#wanted = asked;
    const kept = this.#kept.get(asked[0]);
    if (kept === undefined) {
      this.#drawNext();
    } else {
      this.#show(asked[0], kept);
    }
  }

  /** Draw other networks' lines, too, as far as they can be kept, while nothing else is to be drawn.
   * @type {(networks: Parameters[]) => void} */
  ahead(networks) {
    this.#ahead = networks;
    this.#drawNext();
  }

  #drawNext() {
    if (this.#drawing !== null || this.#wanted === null) {
      return;
    }
    const [wanted, ...how] = this.#wanted;
    const others = this.#kept.size < this.#most ? this.#ahead : [];
    const network = [wanted, ...others].find((each) => !this.#kept.has(each));
    if (network !== undefined) {
      this.#drawing = [network, ...how];
      this.#worker.postMessage(linesOf(...this.#drawing));
    }
  }

  /** While networks are changed faster than they are drawn, the one drawn last is nearest.
   * @type {(images: ImageBitmap[]) => void} */
  #arrived(images) {
    const [drawn, wanted] = [this.#drawing, this.#wanted];
    this.#drawing = null;
    if (drawn !== null && wanted !== null && isSameDrawing(drawn, wanted)) {
      const isStillAwaited = !this.#kept.has(wanted[0]);
      this.#kept.set(drawn[0], images);
      if (isStillAwaited) {
        this.#show(drawn[0], images);
      }
    } else {
      closeAll(images);
    }
    this.#drawNext();
  }

  /** @type {(network: Parameters, images: ImageBitmap[]) => void} */
  #show(network, images) {
    const before = this.images;
    this.images = images;
    this.#kept.delete(network);
    this.#kept.set(network, images);
    this.#forget([...this.#kept.keys()].slice(0, -this.#most));
    if (![...this.#kept.values()].includes(before)) {
      closeAll(before);
    }
    this.onDrawn(network === this.#wanted?.[0]);
  }

  /** How many networks' pictures are kept. */
  get #most() {
    return Math.max(1, Math.floor(MOST_PIXELS / pixelsOf(this.images)));
  }

  /** What is shown stays open until something else is. @type {(networks: Parameters[]) => void} */
  #forget(networks) {
    for (const network of networks) {
      const images = this.#kept.get(network) ?? [];
      this.#kept.delete(network);
      if (images !== this.images) {
        closeAll(images);
      }
    }
  }
}

/** Whether one network's pictures can stand beside another's: in the same place and theme.
 * @type {(one: Asked, other: Asked) => boolean} */
const isSameDrawing = ([, , ...one], [, , ...other]) => one.every((value, i) => value === other[i]);

/** @type {(images: ImageBitmap[]) => number} */
const pixelsOf = (images) =>
  Math.max(
    1,
    images.reduce((sum, { width, height }) => sum + width * height, 0),
  );

/** @type {(images: ImageBitmap[]) => void} */
const closeAll = (images) => {
  for (const image of images) {
    image.close();
  }
};

/** The same pictures for paper, there as soon as they are asked for. */
export class LinesOnPaper {
  /** @type {OffscreenCanvas[]} */
  images = [];

  /** @param {(isNewest: boolean) => void} onDrawn */
  constructor(onDrawn) {
    this.onDrawn = onDrawn;
  }

  /** @type {StillLayers["draw"]} */
  draw(...asked) {
    this.images = linesOf(...asked).map(pictureOfLines);
    this.onDrawn(true);
  }

  ahead() {} // On paper nothing changes.

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
