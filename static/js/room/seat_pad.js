/** The pad on a phone: a digit for the room, drawn and sent as it stands. Its 784 numbers are made as
 * the playground makes them.
 * @import {NewDrawing} from "../server/types.js" */

import { digitImage } from "../input/digit_image.js";
import { BRUSH_RADIUS, drawPad, listenForInk } from "../input/pad.js";
import { readTheme, scaled } from "../kit/canvas.js";
import { button, element, select, setText } from "../kit/dom.js";
import { sizeOf } from "../kit/size.js";
import { digitText } from "../link/digit.js";
import { DRAWN } from "./seat_words.js";

export class SeatPad {
  /** @type {Stroke[]} */
  #strokes = [];
  /** @type {number | null} what it is to be; null where the phone says so itself */
  #digit = null;
  #own = 0;

  /** @param {(drawing: Required<NewDrawing>) => void} onSend */
  constructor(onSend) {
    this.canvas = element("canvas", "seat-pad");
    this.canvas.setAttribute("aria-label", DRAWN.pad);
    this.head = element("h2", "asked-text");
    this.standing = element("p", "asked-standing");
    this.standing.setAttribute("role", "status");
    this.which = this.#whichDigit();
    this.send = button("primary", DRAWN.send, () =>
      onSend({
        pixels: digitImage(this.#strokes, BRUSH_RADIUS),
        label: this.label,
        ink: digitText({ from: null, strokes: this.#strokes }),
      }),
    );
    this.clear = button("quiet", DRAWN.clear, () => this.ink([]));
    const acts = element("div", "draw-acts", this.clear, this.which, this.send);
    this.element = element("section", "asked draw", this.head, this.canvas, acts, this.standing);
    const full = () => setText(this.standing, DRAWN.full);
    listenForInk(
      this.canvas,
      () => this.#strokes,
      (strokes) => this.ink(strokes),
      full,
    );
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.ink([]);
  }

  get label() {
    return this.#digit ?? this.#own;
  }

  /** @type {(digit: number | null, standing: string) => void} */
  show(digit, standing) {
    this.#digit = digit;
    this.which.hidden = digit !== null;
    setText(this.head, DRAWN.draw(digit));
    setText(this.standing, standing);
  }

  draw() {
    const { width } = sizeOf(this.canvas);
    if (width > 0) {
      const context = scaled(this.canvas, width);
      drawPad(context, this.#strokes, null, BRUSH_RADIUS, readTheme(document.documentElement));
    }
  }

  /** @type {(strokes: Stroke[]) => void} */
  ink(strokes) {
    this.#strokes = strokes;
    this.send.disabled = strokes.length === 0;
    this.clear.disabled = strokes.length === 0;
    this.draw();
  }

  #whichDigit() {
    const digits = Array.from({ length: 10 }, (_, i) => /** @type {const} */ ([`${i}`, `${i}`]));
    const list = select("", digits, (value) => (this.#own = Number(value)));
    return element("label", "draw-which", DRAWN.which, list);
  }
}
