/** Which of the table's 13,002 rows are shown, their names, and the controls that choose them. */

import { button, element } from "../../../kit/dom.js";
import { parameterAt, parameterCount } from "../../../network/names.js";
import { LABELS } from "./words.js";

/** How many rows are at the start, in the middle and at the end. */
const FIRST = 3;
export const MIDDLE = 3;
const LAST = 1;

/** "layer 2: 3 → 7", "layer 2: bias 4". @type {(layers: number[], index: number) => string} */
export function rowName(layers, index) {
  const parameter = parameterAt(layers, index);
  return parameter.kind === "bias"
    ? `layer ${parameter.layer}: bias ${parameter.index}`
    : `layer ${parameter.layer}: ${parameter.from} → ${parameter.to}`;
}

/** A middle row that leaves room for its neighbours.
 * @type {(row: number, layers: number[]) => number} */
export function middleOf(row, layers) {
  const least = FIRST + Math.floor(MIDDLE / 2);
  const most = parameterCount(layers) - LAST - 1 - Math.floor(MIDDLE / 2);
  return Math.min(most, Math.max(least, row));
}

/** @type {(middle: number, count: number) => number[][]} */
export function rowsAround(middle, count) {
  /** @type {(from: number, length: number) => number[]} */
  const run = (from, length) => Array.from({ length }, (_, i) => from + i);
  return [run(0, FIRST), run(middle - Math.floor(MIDDLE / 2), MIDDLE), run(count - LAST, LAST)];
}

/** @param {{onFind: (text: string) => boolean, onDisputed: () => void}} actions `onFind` says
 *   whether there is such a weight
 * @returns {{elements: HTMLElement[]}} */
export function tableTools({ onFind, onDisputed }) {
  const field = element("input", "search");
  field.type = "search";
  field.placeholder = LABELS.findExample;
  field.setAttribute("aria-label", LABELS.find);
  field.addEventListener("input", () => {
    const found = field.value.trim() === "" || onFind(field.value);
    field.setAttribute("aria-invalid", String(!found));
  });
  const disputed = button("", LABELS.disputed, onDisputed);
  disputed.title = LABELS.disputedInFull;
  return { elements: [field, disputed] };
}
