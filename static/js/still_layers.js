/**
 * The page's side of the still layers: hands canvases to the worker and asks it to draw them when
 * something that they show has changed.
 *
 * @import {Parameters} from "./api.js"
 * @import {Layout} from "./layout.js"
 * @import {Theme} from "./theme.js"
 */

import { neuronAt } from "./layout.js";

export class StillLayers {
  #worker = new Worker(new URL("./weights_worker.js", import.meta.url), { type: "module" });
  /** @type {HTMLCanvasElement[]} */
  #canvases = [];

  /** @param {HTMLElement} container where the canvases are put */
  constructor(container) {
    this.container = container;
  }

  /**
   * Draw all layers.
   * @param {Parameters} parameters
   * @param {number[]} layers
   * @param {Layout} layout
   * @param {Theme} theme
   */
  draw(parameters, layers, layout, theme) {
    this.#provide(parameters.weights.length);
    for (const [l, weights] of parameters.weights.entries()) {
      this.#worker.postMessage({
        layer: l,
        weights,
        from: points(layout, l, layers[l], layers[0]),
        to: points(layout, l + 1, layers[l + 1], layers[0]),
        positive: theme.positive,
        negative: theme.negative,
        width: layout.width,
        height: layout.height,
        ratio: devicePixelRatio,
      });
    }
  }

  /**
   * Let the weights of each gap show strongly or faintly.
   * @param {number[]} opacities from 0 to 1, for the gap between layers 0 and 1 first
   */
  light(opacities) {
    for (const [gap, canvas] of this.#canvases.entries()) {
      const opacity = String(opacities[gap]);
      if (canvas.style.opacity !== opacity) {
        canvas.style.opacity = opacity;
      }
    }
  }

  /** @param {number} count */
  #provide(count) {
    for (let l = this.#canvases.length; l < count; l++) {
      const element = document.createElement("canvas");
      this.container.append(element);
      this.#canvases.push(element);
      const canvas = element.transferControlToOffscreen();
      this.#worker.postMessage({ layer: l, canvas }, [canvas]);
    }
  }
}

/**
 * @param {Layout} layout
 * @param {number} layer
 * @param {number} size
 * @param {number} inputs
 */
function points(layout, layer, size, inputs) {
  const places = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) {
    places.set(neuronAt(layout, layer, i, inputs), 2 * i);
  }
  return places;
}
