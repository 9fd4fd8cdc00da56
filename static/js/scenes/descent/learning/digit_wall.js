/** A wall of test digits, each with the network's prediction.
 * @import {Digit} from "../../../server/types.js"
 * @import {Theme} from "../../../kit/theme.js"
 * @typedef {{button: HTMLButtonElement, canvas: HTMLCanvasElement, read: HTMLElement, drawn:
 *   unknown[], digit: Digit | null}} Place one picture on the wall
 * @typedef {{index: number, digit: Digit | null, prediction: number | null}} Hung */

import { SIDE } from "../../../input/digit_image.js";
import { element } from "../../../kit/dom.js";
import { drawPixels } from "../../../kit/picture.js";

export class DigitWall {
  /** @type {Place[]} */
  #places = [];

  /** @param {(digit: Digit) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.element = element("div", "wall");
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Test digits");
  }

  /** @type {(hung: Hung[], theme: Theme) => void} */
  show(hung, theme) {
    while (this.#places.length < hung.length) {
      this.#places.push(this.#make());
    }
    for (const [i, place] of this.#places.entries()) {
      const each = hung[i];
      place.button.hidden = each === undefined || each.digit === null;
      place.digit = each?.digit ?? null;
      if (each?.digit) {
        this.#hang(place, each.digit, each.prediction, theme);
      }
    }
  }

  #make() {
    const canvas = element("canvas", "");
    canvas.width = SIDE * 2;
    canvas.height = SIDE * 2;
    const read = element("span", "wall-read");
    const button = element("button", "wall-digit", canvas, read);
    button.type = "button";
    /** @type {Place} */
    const place = { button, canvas, read, drawn: [], digit: null };
    button.addEventListener("click", () => place.digit && this.onChoose(place.digit));
    this.element.append(button);
    return place;
  }

  /** @type {(place: Place, digit: Digit, prediction: number | null, theme: Theme) => void} */
  #hang(place, digit, prediction, theme) {
    const wrong = prediction !== null && prediction !== digit.label;
    if (place.drawn[0] !== digit || place.drawn[1] !== theme) {
      const context = /** @type {CanvasRenderingContext2D} */ (place.canvas.getContext("2d"));
      context.clearRect(0, 0, SIDE * 2, SIDE * 2);
      drawPixels(context, digit.pixels, { x: 0, y: 0, side: SIDE * 2 }, theme);
    }
    if (place.drawn[0] !== digit || place.drawn[2] !== prediction) {
      place.read.textContent = wrong ? String(prediction) : "";
      place.button.classList.toggle("wrong", wrong);
      const reading = prediction === null ? "" : `, read as ${prediction}`;
      place.button.setAttribute(
        "aria-label",
        `Test digit ${digit.index}: a ${digit.label}${reading}`,
      );
    }
    place.drawn = [digit, theme, prediction];
  }
}
