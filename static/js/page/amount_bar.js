/** An amount as a bar, or as an arrow from 0, that is dragged; and the gap between what was said and
 * what is true.
 * @import {Amount} from "../state/questions.js" */

import { element, setText } from "../kit/dom.js";
import { QUESTIONS } from "../kit/words.js";
import { shareOf } from "../state/questions.js";

/** How many steps of the arrow keys lead from one end to the other. */
const STEPS = 40;
/** What keys do, in such steps. @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

export class AmountBar {
  /** @param {Amount} amount @param {(value: number) => void} onChange */
  constructor(amount, onChange) {
    this.amount = amount;
    this.onChange = onChange;
    this.value = amount.start;
    const { least, most, words } = amount;
    this.ends = barOf(amount);
    this.element = this.ends.element;
    const { track, handle } = this.ends;
    track.append(handle);
    this.words = element("span", "amount-words");
    const within = element("span", "amount-within", QUESTIONS.within(amount.within));
    this.element.append(this.words, within);
    track.tabIndex = 0;
    track.setAttribute("role", "slider");
    track.setAttribute("aria-label", QUESTIONS.amount);
    track.setAttribute("aria-valuemin", String(least));
    track.setAttribute("aria-valuemax", String(most));
    track.title = `${words(least)} … ${words(most)}`;
    this.#listen(track);
    this.show(null);
  }

  /** @type {(chosen: number | null) => void} null while nothing has been said */
  show(chosen) {
    const { track, handle } = this.ends;
    this.value = chosen ?? this.amount.start;
    const words = this.amount.words(this.value);
    track.setAttribute("aria-valuenow", String(this.value));
    track.setAttribute("aria-valuetext", words);
    place(handle, this.amount, this.value);
    fill(this.ends.filled, this.amount, this.value);
    setText(this.words, words);
  }

  /** @type {(track: HTMLElement) => void} */
  #listen(track) {
    const { least, most } = this.amount;
    const drag = (/** @type {PointerEvent} */ { clientX }) => {
      const { left, width } = track.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (clientX - left) / width));
      this.onChange(least + share * (most - least));
    };
    track.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      track.setPointerCapture(event.pointerId);
      drag(event);
    });
    track.addEventListener("pointermove", (event) => {
      if (track.hasPointerCapture(event.pointerId)) {
        drag(event);
      }
    });
    track.addEventListener("keydown", (event) => {
      const steps = KEYS[event.key];
      if (steps !== undefined) {
        event.preventDefault();
        event.stopPropagation(); // The page's arrows lead the story.
        const next = this.value + (steps * (most - least)) / STEPS;
        this.onChange(Math.max(least, Math.min(most, next)));
      }
    });
  }

  /** What was said and what is true on one bar, the gap drawn between.
   * @type {(amount: Amount, said: number, truth: number) => HTMLElement} */
  static gap(amount, said, truth) {
    const { element: whole, track, filled, handle } = barOf(amount);
    fill(filled, amount, truth);
    place(handle, amount, said);
    const gap = element("span", "amount-gap");
    const [from, to] = [said, truth].map((value) => shareOf(amount, value)).sort((p, q) => p - q);
    gap.style.left = `${from * 100}%`;
    gap.style.width = `${(to - from) * 100}%`;
    track.append(gap, handle);
    whole.classList.add("amount-shown");
    whole.dataset.testid = "gap";
    whole.setAttribute("role", "img");
    const { words } = amount;
    whole.setAttribute(
      "aria-label",
      `${QUESTIONS.guess} ${words(said)}, ${QUESTIONS.truth} ${words(truth)}`,
    );
    return whole;
  }
}

/** @type {(amount: Amount) => {element: HTMLElement, track: HTMLElement, filled: HTMLElement, handle:
 *   HTMLElement}} */
function barOf(amount) {
  const filled = element("span", "amount-filled");
  const handle = element("span", "amount-handle");
  const zero = element("span", "amount-zero");
  place(zero, amount, Math.max(amount.least, Math.min(amount.most, 0)));
  const track = element("div", "amount-track", zero, filled);
  track.classList.toggle("amount-arrow", amount.least < 0);
  return { element: element("div", "amount", track), track, filled, handle };
}

/** @type {(mark: HTMLElement, amount: Amount, value: number) => void} */
function place(mark, amount, value) {
  mark.style.left = `${shareOf(amount, value) * 100}%`;
}

/** Fill the bar from 0 to a value, in the colour of its sign.
 * @type {(filled: HTMLElement, amount: Amount, value: number) => void} */
function fill(filled, amount, value) {
  const [from, to] = [0, value].map((end) => shareOf(amount, end)).sort((p, q) => p - q);
  filled.style.left = `${from * 100}%`;
  filled.style.width = `${(to - from) * 100}%`;
  filled.classList.toggle("down", value < 0);
}
