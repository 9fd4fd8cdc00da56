/** What the network makes of the digit that the lecture shows: as much of it as a phone has at once,
 * while the whole picture is on its way, and where that does not come.
 * @typedef {Pick<import("../server/types.js").ForwardAnswer, "activations" | "prediction"> & {cost?:
 *   number}} Pass */

import { PIXELS } from "../input/digit_image.js";
import { readTheme, scaled } from "../kit/canvas.js";
import { element, setText } from "../kit/dom.js";
import { drawPixels } from "../kit/picture.js";
import { sizeOf } from "../kit/size.js";
import { SEAT } from "./seat_words.js";

export class Present {
  /** @type {Pass | null} */
  #pass = null;

  constructor() {
    this.canvas = element("canvas", "present-digit");
    this.canvas.setAttribute("aria-hidden", "true");
    this.reading = element("p", "present-reading");
    this.reading.dataset.testid = "prediction";
    this.cost = element("p", "present-cost");
    this.bars = element("ol", "present-bars");
    this.bars.setAttribute("aria-label", SEAT.outputs);
    const words = element("div", "present-words", this.reading, this.cost);
    this.element = element("section", "present", this.canvas, words, this.bars);
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.show(null);
  }

  /** @type {(pass: Pass | null) => void} */
  show(pass) {
    this.#pass = pass;
    const outputs = pass?.activations.at(-1) ?? [];
    setText(this.reading, pass === null ? SEAT.empty : `${SEAT.reads} ${pass.prediction}`);
    setText(this.cost, pass?.cost === undefined ? "" : `${SEAT.cost} ${SEAT.number(pass.cost)}`);
    this.bars.replaceChildren(
      ...outputs.map((value, digit) => {
        const row = element("li", "", element("span", "", SEAT.output(digit, value)));
        row.style.setProperty("--share", String(Math.max(0, Math.min(1, value))));
        row.dataset.most = String(digit === pass?.prediction);
        return row;
      }),
    );
    this.draw();
  }

  draw() {
    const pixels = this.#pass?.activations[0] ?? [];
    const { width } = sizeOf(this.canvas);
    if (width > 0) {
      const context = scaled(this.canvas, width);
      context.clearRect(0, 0, 1, 1);
      if (pixels.length === PIXELS) {
        const square = { x: 0, y: 0, side: 1 };
        drawPixels(context, pixels, square, readTheme(document.documentElement));
      }
    }
  }
}
