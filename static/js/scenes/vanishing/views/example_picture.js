/** The digit of the forward and backward pass: a small picture and its name.
 * @import {Theme} from "../../../kit/theme.js" */

import { scaled } from "../../../kit/canvas.js";
import { element, setText } from "../../../kit/dom.js";
import { drawPixels } from "../../../kit/picture.js";

export class ExamplePicture {
  /** @type {unknown[]} what it was drawn of */
  #drawn = [];

  constructor() {
    this.canvas = element("canvas", "vanishing-example");
    this.canvas.setAttribute("aria-hidden", "true");
    this.name = element("span", "vanishing-label");
    this.element = element("span", "vanishing-digit-shown", this.canvas, this.name);
  }

  /** @type {(example: {pixels: number[], name: string} | null, theme: Theme) => void} */
  show(example, theme) {
    setText(this.name, example?.name ?? "");
    const drawn = [example, theme, devicePixelRatio];
    if (example !== null && drawn.some((value, i) => value !== this.#drawn[i])) {
      this.#drawn = drawn;
      const place = { x: 0, y: 0, side: this.canvas.clientWidth };
      drawPixels(scaled(this.canvas, 1), example.pixels, place, theme);
    }
  }
}
