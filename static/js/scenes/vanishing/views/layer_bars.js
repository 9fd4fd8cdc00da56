/** A table of a network's layers: a bar on a logarithmic axis, its number, and further numbers.
 * @import {Written} from "../../../kit/format.js"
 * @typedef {object} Row
 * @property {string} name
 * @property {number | null} size the bar's, at least 0; null where unknown
 * @property {number | null} mark a further size to be marked on the bar's axis
 * @property {Written} text the size in words
 * @property {Written[]} cells the further numbers
 * @property {string} [symbol] its symbol in a formula
 * @typedef {{from: number, to: number}} Decades powers of ten at the ends of the axis */

import { asWritten, element, numberNodes, setText } from "../../../kit/dom.js";

const MOST_TICKS = 4;

/** With more rows than these each has less height. */
const ROOMY = 10;

export class LayerBars {
  /** @type {{bar: HTMLElement, mark: HTMLElement, name: HTMLElement, text: NumberCell, cells:
   *   NumberCell[], row: HTMLElement}[]} */
  #rows = [];
  #axis = element("div", "bars-axis");
  #body = element("tbody", "");
  #shape = "";

  /** @param {string} caption what the table is of
   * @param {string} title of the bars
   * @param {{name: string, title: string}[]} columns the further ones
   * @param {string} rows what the rows are */
  constructor(caption, title, columns, rows = "layer") {
    this.columns = columns.length;
    this.title = element("th", "bars-title", title);
    this.title.scope = "col";
    const heads = columns.map(({ name, title: hint }) => {
      const head = element("th", "bars-number", name);
      head.scope = "col";
      head.title = hint;
      return head;
    });
    const name = element("th", "bars-name", rows);
    name.scope = "col";
    const head = element("tr", "", name, this.title, element("td", "bars-value"), ...heads);
    const ticks = element("td", "bars-ticks", this.#axis);
    const axis = element("tr", "", element("td", ""), ticks);
    ticks.setAttribute("aria-hidden", "true");
    this.element = element(
      "table",
      "layer-bars",
      element("caption", "visually-hidden", caption),
      element("thead", "", head, axis),
      this.#body,
    );
  }

  /** @type {(rows: Row[], decades: Decades) => void} */
  show(rows, decades) {
    this.#fit(rows.length);
    this.element.classList.toggle("many", rows.length > ROOMY);
    this.#showAxis(decades);
    for (const [i, { name, size, mark, text, cells, symbol }] of rows.entries()) {
      const shown = this.#rows[i];
      if (symbol !== undefined) {
        shown.row.dataset.symbol = symbol;
      }
      setText(shown.name, name);
      shown.text.show(text);
      setShare(shown.bar, size, decades);
      setShare(shown.mark, mark, decades);
      for (const [k, cell] of cells.entries()) {
        shown.cells[k].show(cell);
      }
    }
  }

  /** @type {(count: number) => void} */
  #fit(count) {
    while (this.#rows.length < count) {
      const name = element("th", "bars-name");
      name.scope = "row";
      const bar = element("div", "bars-bar");
      const mark = element("div", "bars-mark");
      const text = new NumberCell("bars-value");
      const cells = Array.from({ length: this.columns }, () => new NumberCell("bars-number"));
      const track = element("td", "bars-track", element("div", "bars-room", bar, mark));
      const row = element(
        "tr",
        "",
        name,
        track,
        text.element,
        ...cells.map((cell) => cell.element),
      );
      this.#rows.push({ bar, mark, name, text, cells, row });
      this.#body.append(row);
    }
    for (const { row } of this.#rows.splice(count)) {
      row.remove();
    }
  }

  /** @type {(decades: Decades) => void} */
  #showAxis({ from, to }) {
    const shape = `${from} ${to}`;
    if (shape === this.#shape) {
      return;
    }
    this.#shape = shape;
    const step = Math.ceil((to - from) / MOST_TICKS);
    const ticks = [];
    for (let power = to; power >= from; power -= step) {
      const tick = element("span", "bars-tick", "10", element("sup", "", signed(power)));
      tick.style.setProperty("--share", String((power - from) / (to - from)));
      ticks.push(tick);
    }
    this.#axis.replaceChildren(...ticks);
    this.element.style.setProperty("--decades", String((to - from) / step));
  }
}

/** The axis that holds all sizes, in whole powers of ten, at least three.
 * @param {(number | null)[]} sizes
 * @param {Decades | null} before an axis that is kept to, if it holds them
 * @returns {Decades} */
export function decadesOf(sizes, before) {
  const powers = sizes
    .filter((size) => size !== null && size > 0 && Number.isFinite(size))
    .map((size) => Math.log10(/** @type {number} */ (size)));
  if (powers.length === 0) {
    return before ?? { from: -4, to: 0 };
  }
  // A little room at the left keeps the smallest bar visible.
  const from = Math.min(Math.floor(Math.min(...powers) - 0.2), before?.from ?? Infinity);
  const to = Math.max(Math.ceil(Math.max(...powers)), before?.to ?? -Infinity);
  return { from: Math.min(from, to - 3), to };
}

/** @type {(part: HTMLElement, size: number | null, decades: Decades) => void} */
function setShare(part, size, { from, to }) {
  part.hidden = size === null || !(size > 0);
  if (size !== null && size > 0) {
    const share = (Math.log10(size) - from) / (to - from);
    part.style.setProperty("--share", String(Math.max(0, Math.min(1, share))));
  }
}

/** @type {(power: number) => string} */
function signed(power) {
  return power < 0 ? `−${-power}` : String(power);
}

class NumberCell {
  #shown = "";

  /** @param {string} className */
  constructor(className) {
    this.element = asWritten(element("td", className));
  }

  /** @type {(written: Written) => void} */
  show(written) {
    if (written.text !== this.#shown) {
      this.#shown = written.text;
      this.element.replaceChildren(...numberNodes(written));
    }
  }
}
