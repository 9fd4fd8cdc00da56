/** The bar above a part's pictures: the buttons that train both networks, a switch, and the digit
 * shown.
 * @import {Theme} from "../../../kit/theme.js" */

import { scaled } from "../../../kit/canvas.js";
import { button, element, setText } from "../../../kit/dom.js";
import { drawPixels } from "../../../kit/picture.js";
import { LABELS } from "../words.js";

export class TrainBar {
  /** @param {{onPlay: () => void, onStep: () => void, onFresh: () => void}} listeners
   * @param {...HTMLElement} more what else stands in the bar */
  constructor({ onPlay, onStep, onFresh }, ...more) {
    this.play = button("primary vanishing-play", LABELS.train, onPlay);
    this.step = button("vanishing-step", LABELS.step, onStep);
    this.fresh = button("quiet vanishing-fresh", LABELS.fresh, onFresh);
    this.element = element("div", "vanishing-bar", this.play, this.step, this.fresh, ...more);
  }

  /** @param {{running: boolean, ready: boolean}} state ready: whether any side can be trained */
  show({ running, ready }) {
    setText(this.play, running ? LABELS.pause : LABELS.train);
    this.play.disabled = !ready;
    this.step.disabled = !ready || running;
  }
}

/** A choice as a row of buttons. @template {string} T */
export class Switch {
  /** @type {Map<T, HTMLButtonElement>} */
  #buttons;

  /** @param {string} label @param {[T, string][]} choices @param {(choice: T) => void} onChoose */
  constructor(label, choices, onChoose) {
    this.#buttons = new Map(
      choices.map(([choice, text]) => [choice, button("quiet", text, () => onChoose(choice))]),
    );
    this.element = element("div", "vanishing-switch", ...this.#buttons.values());
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", label);
  }

  /** @type {(chosen: T) => void} */
  show(chosen) {
    for (const [choice, each] of this.#buttons) {
      each.setAttribute("aria-pressed", String(choice === chosen));
    }
  }
}

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
      const square = { x: 0, y: 0, side: this.canvas.clientWidth };
      drawPixels(scaled(this.canvas, 1), example.pixels, square, theme);
    }
  }
}
