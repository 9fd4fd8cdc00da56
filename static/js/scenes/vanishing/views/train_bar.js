/** The buttons that train both networks at once. */

import { button, element, setText } from "../../../kit/dom.js";

export class TrainBar {
  /** @param {{onPlay: () => void, onStep: () => void, onFresh: () => void}} listeners
   * @param {...HTMLElement} more what else stands in the bar */
  constructor({ onPlay, onStep, onFresh }, ...more) {
    this.play = button("primary vanishing-play", "Train", onPlay);
    this.step = button("vanishing-step", "One step", onStep);
    this.fresh = button("quiet vanishing-fresh", "Fresh start", onFresh);
    this.element = element("div", "vanishing-bar", this.play, this.step, this.fresh, ...more);
  }

  /** @param {{running: boolean, ready: boolean}} state ready: whether any side can be trained */
  show({ running, ready }) {
    setText(this.play, running ? "Pause" : "Train");
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
