/** The confusion matrix: a row for each digit shown, a column for each predicted. A cell opens its
 * digits.
 * @import {PredictionsAnswer} from "../../../server/types.js"
 * @typedef {{label: number, prediction: number}} Cell */

import { button, element } from "../../../kit/dom.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

export class ConfusionTable {
  /** @type {HTMLButtonElement[][]} */
  #cells;
  /** @type {Cell | null} */
  #chosen = null;

  /** @param {(cell: Cell | null) => void} onChoose null where the chosen one is pressed again */
  constructor(onChoose) {
    this.#cells = DIGITS.map((label) =>
      DIGITS.map((prediction) => {
        return button("confusion-cell", "", () => {
          const again = this.#chosen?.label === label && this.#chosen.prediction === prediction;
          onChoose(again ? null : { label, prediction });
        });
      }),
    );
    const head = element(
      "tr",
      "",
      element("td", ""),
      ...DIGITS.map((digit) => heading("col", digit)),
    );
    const rows = DIGITS.map((label) =>
      element(
        "tr",
        "",
        heading("row", label),
        ...this.#cells[label].map((button) => element("td", "", button)),
      ),
    );
    this.element = element(
      "table",
      "confusion",
      element("caption", "", "shown (rows), read as (columns)"),
      element("thead", "", head),
      element("tbody", "", ...rows),
    );
  }

  /** @type {(predictions: PredictionsAnswer | null, chosen: Cell | null) => void} */
  show(predictions, chosen) {
    this.#chosen = chosen;
    for (const [label, row] of this.#cells.entries()) {
      const counts = predictions?.confusion[label] ?? null;
      const total = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
      for (const [prediction, button] of row.entries()) {
        showCount(button, { label, prediction }, counts?.[prediction] ?? null, total);
        const isChosen = chosen?.label === label && chosen.prediction === prediction;
        button.setAttribute("aria-pressed", String(isChosen));
      }
    }
  }
}

/** @param {HTMLButtonElement} button @param {Cell} cell
 * @param {number | null} count null where unknown
 * @param {number} total of the row */
function showCount(button, { label, prediction }, count, total) {
  const text = count === null ? "" : String(count);
  if (button.textContent === text && text !== "") {
    return;
  }
  button.textContent = text;
  button.setAttribute(
    "aria-label",
    `${count ?? "?"} pictures of a ${label} read as a ${prediction}`,
  );
  button.style.setProperty("--share", String(total === 0 ? 0 : Math.sqrt((count ?? 0) / total)));
  button.classList.toggle("right", label === prediction);
}

/** @type {(scope: "row" | "col", digit: number) => HTMLTableCellElement} */
function heading(scope, digit) {
  const cell = element("th", "", String(digit));
  cell.scope = scope;
  return cell;
}
