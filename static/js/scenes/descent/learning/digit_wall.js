/** A wall of test digits, each with the network's prediction.
 * @typedef {{button: HTMLButtonElement, canvas: HTMLCanvasElement, read: HTMLElement, drawn:
 *   unknown[], digit: Digit | null}} Spot of one picture on the wall
 * @typedef {{index: number, digit: Digit | null, prediction: number | null}} Hung */
import { SIDE } from "../../../input/digit_image.js";
import { button, element, setText } from "../../../kit/dom.js";
import { drawPixels } from "../../../kit/picture.js";
import { countName, digitName, LABELS } from "./words.js";

export class DigitWall {
  /** @type {Spot[]} */
  #spots = [];

  /** @param {(digit: Digit) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.element = element("div", "wall");
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", LABELS.wall);
  }

  /** @type {(hung: Hung[], theme: Theme) => void} */
  show(hung, theme) {
    while (this.#spots.length < hung.length) {
      this.#spots.push(this.#make());
    }
    for (const [i, spot] of this.#spots.entries()) {
      const each = hung[i];
      spot.button.hidden = each === undefined || each.digit === null;
      spot.digit = each?.digit ?? null;
      if (each?.digit) {
        this.#hang(spot, each.digit, each.prediction, theme);
      }
    }
  }

  #make() {
    const canvas = element("canvas", "");
    canvas.width = SIDE * 2;
    canvas.height = SIDE * 2;
    const read = element("span", "wall-read");
    /** @type {Spot} */
    const spot = {
      button: button("wall-digit", [canvas, read], () => spot.digit && this.onChoose(spot.digit)),
      ...{ canvas, read, drawn: [], digit: null },
    };
    this.element.append(spot.button);
    return spot;
  }

  /** @type {(spot: Spot, digit: Digit, prediction: number | null, theme: Theme) => void} */
  #hang(spot, digit, prediction, theme) {
    const wrong = prediction !== null && prediction !== digit.label;
    if (spot.drawn[0] !== digit || spot.drawn[1] !== theme) {
      const context = /** @type {CanvasRenderingContext2D} */ (spot.canvas.getContext("2d"));
      context.clearRect(0, 0, SIDE * 2, SIDE * 2);
      drawPixels(context, digit.pixels, { x: 0, y: 0, side: SIDE * 2 }, theme);
    }
    if (spot.drawn[0] !== digit || spot.drawn[2] !== prediction) {
      setText(spot.read, wrong ? String(prediction) : "");
      spot.button.classList.toggle("wrong", wrong);
      spot.button.setAttribute("aria-label", digitName(digit, prediction));
      const { index, label } = digit;
      Object.assign(spot.button.dataset, { index, label, prediction: prediction ?? "" });
    }
    spot.drawn = [digit, theme, prediction];
  }
}

/** The confusion matrix: a row for each digit shown, a column for each predicted. A cell opens its
 * digits.
 * @import {PredictionsAnswer} from "../../../server/types.js"
 * @typedef {{label: number, prediction: number}} Cell */

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
      element("caption", "", LABELS.confusionAxes),
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
  setText(button, text);
  button.setAttribute("aria-label", countName(count, label, prediction));
  Object.assign(button.dataset, { label, prediction });
  button.style.setProperty("--share", String(total === 0 ? 0 : Math.sqrt((count ?? 0) / total)));
  button.classList.toggle("right", label === prediction);
}

/** @type {(scope: "row" | "col", digit: number) => HTMLTableCellElement} */
function heading(scope, digit) {
  const cell = element("th", "", String(digit));
  cell.scope = scope;
  return cell;
}
