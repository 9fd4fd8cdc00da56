/** Next to the table: the accuracy of each class as bars, and the buttons for steps on one digit
 * alone or on the average.
 * @typedef {object} HearingContent
 * @property {number[] | null} accuracy of each class
 * @property {number[] | null} before the same, before the first step
 * @property {string} title @property {string} figures
 * @property {number | null} heard the class trained on alone
 * @property {boolean} running @property {boolean} undoable
 * @typedef {{onStop: () => void, onUndo: () => void, onAverage: () => void}} HearingActions */

import { button, element, setText } from "../../../kit/dom.js";
import { format, WHOLE_PERCENT } from "../../../kit/format.js";
import { LABELS } from "./words.js";

export class HearingView {
  title = element("h2", "hearing-title");
  figures = element("p", "hearing-figures");
  bars = Array.from({ length: 10 }, (_, digit) => bar(digit));
  stop = button("", LABELS.stop);
  undo = button("", LABELS.undo);
  average = button("", LABELS.stepOnAverage);

  /** @param {HearingActions} actions */
  constructor({ onStop, onUndo, onAverage }) {
    this.stop.addEventListener("click", onStop);
    this.undo.addEventListener("click", onUndo);
    this.average.addEventListener("click", onAverage);
    this.average.title = LABELS.stepOnAverageInFull;
    this.element = element(
      "section",
      "hearing",
      this.title,
      element("ol", "bars", ...this.bars),
      this.figures,
      element("div", "hearing-buttons", this.stop, this.average, this.undo),
    );
    this.element.setAttribute("aria-label", LABELS.hearing);
  }

  /** @type {(content: HearingContent) => void} */
  show({ accuracy, before, title, figures, heard, running, undoable }) {
    setText(this.title, title);
    setText(this.figures, figures);
    for (const [digit, item] of this.bars.entries()) {
      showBar(item, accuracy?.[digit] ?? null, before?.[digit] ?? null);
      item.classList.toggle("heard", digit === heard);
    }
    this.stop.hidden = !running;
    this.average.hidden = running;
    this.average.disabled = accuracy === null;
    this.undo.disabled = !undoable || running;
  }
}

/** @type {(digit: number) => HTMLLIElement} */
function bar(digit) {
  const track = element(
    "span",
    "bar-track",
    element("span", "bar-before"),
    element("span", "bar-now"),
  );
  return element(
    "li",
    "accuracy",
    element("span", "bar-digit", String(digit)),
    track,
    element("output", "bar-value"),
  );
}

/** @type {(item: HTMLElement, now: number | null, before: number | null) => void} */
function showBar(item, now, before) {
  const [, track, value] = item.children;
  const [ghost, filled] = /** @type {HTMLElement[]} */ ([...track.children]);
  filled.style.setProperty("--share", String(now ?? 0));
  ghost.style.setProperty("--share", String(before ?? 0));
  item.classList.toggle("fallen", now !== null && before !== null && now < before - 0.05);
  setText(value, now === null ? "" : format(now, WHOLE_PERCENT).text);
  item.dataset.share = String(now ?? "");
}
