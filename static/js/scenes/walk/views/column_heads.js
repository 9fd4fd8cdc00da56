/** What stands over the columns of desired changes: heads that hide a column or pick it out; and the
 * button that shows one column alone.
 * @import {Columns, Solo} from "../../../network/beat_picture.js" */

import { button, element, setText } from "../../../kit/dom.js";
import { inUnits } from "../../../kit/size.js";
import { columnKey, columnPositions, rowPositions } from "../../../network/layout.js";
import { columnName, columnTitle, soloWords } from "../words.js";
import { isRow } from "./arrows.js";
import { NUMBERED } from "./columns.js";

/** From this many pixels on a column has room for its number; from so many it can be pressed. */
const ROOMY = 13;
const PRESSED = 8;
/** So many pixels are between the middles of two numbers, or of a number and the sum's sign. */
const APART = 24;

/** @typedef {{onToggle: (column: string) => void, onPick: (column: number | null) => void}} Actions */

/** @param {HTMLElement} container over the network's picture
 * @param {Layout} layout @param {Columns | null} columns
 * @param {string[]} hidden by `columnKey`
 * @param {Actions} actions */
export function showColumnHeads(container, layout, columns, hidden, actions) {
  const shown = columns === null || hasNoHeads(columns, layout) ? null : columns;
  const key = shown === null ? "" : keyOf(shown, layout);
  if (container.dataset.heads !== key) {
    container.dataset.heads = key;
    container.replaceChildren(...(shown === null ? [] : headsOf(shown, layout, actions)));
  }
  for (const button of container.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(!hidden.includes(button.dataset.column ?? "")));
  }
}

/** @type {(columns: Columns, layout: Layout) => string} */
const keyOf = ({ layer, order, sum, lifted }, { width }) =>
  [layer, order, sum !== null, lifted, width].join("/");

/** @type {(columns: Columns, layout: Layout, actions: Actions) => HTMLElement[]} */
function headsOf(columns, layout, actions) {
  const { layer, order, sum } = columns;
  const asking = layout.columns[layer].ys.map((_, k) => k);
  const positionsOf = isRow(columns, layout) ? rowPositions : columnPositions;
  const positions = positionsOf(layout, layer, asking.length);
  const isPressed = positions.step >= PRESSED;
  const heads = isPressed
    ? asking.map((k) =>
        head(columnKey(layer, k), k, positions.xs[k], order.includes(k), positions.step, actions),
      )
    : numbersOf(positions, NUMBERED * Math.ceil(APART / (NUMBERED * positions.step)));
  return sum === null ? heads : [...heads, label("column-sum", "Σ", positions.sum)];
}

/** Every how manieth column's number, as far as there is room beside the sum's sign.
 * @type {(positions: {xs: number[], sum: number}, every: number) => HTMLElement[]} */
const numbersOf = ({ xs, sum }, every) =>
  xs.flatMap((x, k) =>
    k % every === 0 && sum - x >= APART ? [label("column-number", String(k), x)] : [],
  );

/** While a question waits, a row has not been lifted out of its columns yet.
 * @type {(columns: Columns | null, layout: Layout) => Columns | null} */
export function beforeLifting(columns, { narrow }) {
  if (columns === null || !columns.lifted) {
    return columns;
  }
  return narrow ? null : { ...columns, lifted: false, sum: null };
}

/** Whether it is one column alone, or in a narrow picture their sum alone.
 * @type {(columns: Columns, layout: Layout) => boolean} */
const hasNoHeads = ({ single, sum, lifted }, { narrow }) =>
  single || (narrow && sum !== null && !lifted);

/** @param {string} name the column's `columnKey` @param {number} k @param {number} x
 * @param {boolean} there whether the column has arrived @param {number} step how wide it may be
 * @param {Actions} actions */
function head(name, k, x, there, step, { onToggle, onPick }) {
  const made = button("column-head", step >= ROOMY ? String(k) : "·", () => onToggle(name));
  made.dataset.column = name;
  made.disabled = !there;
  made.title = columnTitle(k);
  made.setAttribute("aria-label", columnName(k));
  made.style.left = inUnits(x);
  made.style.width = inUnits(step);
  for (const [event, picked] of /** @type {[string, number | null][]} */ ([
    ["pointerenter", k],
    ["focus", k],
    ["pointerleave", null],
    ["blur", null],
  ])) {
    made.addEventListener(event, () => onPick(picked));
  }
  return made;
}

/** @type {(className: string, text: string, x: number) => HTMLSpanElement} */
function label(className, text, x) {
  const made = element("span", className, text);
  made.style.left = inUnits(x);
  return made;
}

/** The button that shows one output's wishes alone, or those of all.
 * @type {(toggle: HTMLButtonElement, solo: Solo | null) => void} */
export function showSolo(toggle, solo) {
  toggle.hidden = solo === null;
  if (solo !== null) {
    setText(toggle, soloWords(solo.output, solo.alone));
    toggle.setAttribute("aria-pressed", String(solo.alone));
  }
}
