/** The heads of the columns of desired changes: which neuron asks. Pointing at one picks its column
 * out, pressing it hides or shows the column.
 * @import {Layout} from "../../../network/layout.js"
 * @import {Columns} from "../../../network/beat_picture.js" */

import { columnKey, columnPlaces } from "../../../network/layout.js";

/** From this many pixels on a column has room for its number. */
const ROOMY = 13;

/** @param {HTMLElement} container over the network's picture
 * @param {Layout} layout @param {Columns | null} columns
 * @param {string[]} hidden by `columnKey`
 * @param {{onToggle: (column: string) => void, onPick: (column: number | null) => void}} actions */
export function showColumnHeads(container, layout, columns, hidden, actions) {
  const shown = columns === null || columns.beside ? null : columns;
  const named = (/** @type {number} */ k) => columnKey(shown?.layer ?? 0, k);
  const asking = shown === null ? [] : layout.columns[shown.layer].ys.map((_, k) => k);
  const key = shown === null ? "" : [shown.layer, shown.order, shown.sum, layout.width].join("/");
  if (container.dataset.heads !== key) {
    container.dataset.heads = key;
    const places = shown === null ? null : columnPlaces(layout, shown.layer, asking.length);
    const roomy = (places?.step ?? 0) >= ROOMY;
    const heads = asking.map((k) =>
      head(named(k), k, places?.xs[k] ?? 0, shown?.order.includes(k) ?? false, roomy, actions),
    );
    const sum = shown?.sum && places ? [label("Σ", places.sum)] : [];
    container.replaceChildren(...heads, ...sum);
  }
  for (const [k, button] of Array.from(container.children).slice(0, asking.length).entries()) {
    button.setAttribute("aria-pressed", String(!hidden.includes(named(k))));
  }
}

/** @param {string} name the column's `columnKey`
 * @param {number} k @param {number} x
 * @param {boolean} there whether the column has arrived
 * @param {boolean} roomy whether there is room for its number
 * @param {{onToggle: (column: string) => void, onPick: (column: number | null) => void}} actions */
function head(name, k, x, there, roomy, { onToggle, onPick }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "column-head";
  button.textContent = roomy ? String(k) : "·";
  button.disabled = !there;
  button.title = `Wishes of ${k}: press to hide or show`;
  button.setAttribute("aria-label", `Wishes of ${k}`);
  button.style.left = `${x}px`;
  button.addEventListener("click", () => onToggle(name));
  for (const [event, picked] of /** @type {[string, number | null][]} */ ([
    ["pointerenter", k],
    ["focus", k],
    ["pointerleave", null],
    ["blur", null],
  ])) {
    button.addEventListener(event, () => onPick(picked));
  }
  return button;
}

/** @type {(text: string, x: number) => HTMLSpanElement} */
function label(text, x) {
  const element = document.createElement("span");
  element.className = "column-sum";
  element.textContent = text;
  element.style.left = `${x}px`;
  return element;
}
