/** The table of nudges: a column for each digit, a row for each weight shown, and their average as
 * the last column.
 * @import {Theme} from "../../../kit/theme.js"
 * @typedef {object} TableActions
 * @property {(column: number, place: number | null) => void} onOpen a digit's own pass, at that
 *   weight's beat; null means the middle row's
 * @property {(column: number, choice: string) => void} onExchange "same", "any", "own" or a label
 * @property {(column: number) => void} onListen
 * @property {(step: number) => void} onScroll move the rows in the middle
 * @property {(over: string) => void} onOver
 * @typedef {object} TableColumn
 * @property {number} label @property {number[]} pixels @property {boolean} own
 * @property {number | null} cost null before the column has arrived
 * @property {number | null} prediction
 * @property {boolean} heard whether only it is trained on
 * @property {(place: number) => number | null} wish
 * @typedef {object} TableContent
 * @property {TableColumn[]} columns
 * @property {number[][]} rows indices at the start, in the middle, at the end
 * @property {number} middle the index of the middle row
 * @property {(place: number) => string} nameOf @property {(place: number) => number | null} average
 * @property {string} over what the average is over
 * @property {string} averageOf its name
 * @property {boolean} drawn whether there is a drawing of the viewer's own
 * @property {boolean} busy whether steps are under way
 * @property {Theme} theme */

import { scaled } from "../../../kit/canvas.js";
import { element, select, setText } from "../../../kit/dom.js";
import { format, subscript } from "../../../kit/format.js";
import { drawPixels } from "../../../kit/picture.js";

const PICTURE = 58;
const LABELS = Array.from({ length: 10 }, (_, digit) => String(digit));
/** @type {[string, string][]} */
const OVERS = [
  ["columns", "these 6"],
  ["mini_batch", "a batch"],
  ["10", "10"],
  ["100", "100"],
  ["1000", "1,000"],
  ["10000", "10,000"],
  ["all", "60,000"],
];

export class WishTable {
  #columns = 0;
  #rows = "";
  over = select("Average over", OVERS);
  corner = element("th", "corner");
  head = element("tr", "");
  body = element("tbody", "");
  averageHead = element("th", "average-head");

  /** @param {TableActions} actions */
  constructor(actions) {
    this.actions = actions;
    const caption = element("caption", "visually-hidden", "What each digit wants of each weight");
    this.averageHead.scope = "col";
    this.averageName = element("span", "average-name");
    this.averageHead.append(
      element("span", "average-sign", "average"),
      element("label", "average-over", "over ", this.over),
      this.averageName,
    );
    this.over.addEventListener("change", () => actions.onOver(this.over.value));
    const table = element("table", "wishes", caption, element("thead", "", this.head), this.body);
    this.element = element("div", "wishes-scroll", table);
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", "Table of wishes");
  }

  /** @type {(content: TableContent) => void} */
  show(content) {
    if (content.columns.length !== this.#columns) {
      this.#columns = content.columns.length;
      this.#rows = "";
      this.head.replaceChildren(
        this.corner,
        ...content.columns.map((_, k) => headOf(k, this.actions)),
        this.averageHead,
      );
    }
    const shape = content.rows.map(({ length }) => length).join();
    if (shape !== this.#rows) {
      this.#rows = shape;
      this.#buildRows(content);
    }
    for (const [k, column] of content.columns.entries()) {
      showHead(/** @type {HTMLElement} */ (this.head.children[k + 1]), column, content);
    }
    this.over.value = content.over;
    this.averageName.textContent = content.averageOf;
    this.#showRows(content);
  }

  /** @type {(content: TableContent) => void} */
  #buildRows({ rows, columns }) {
    const built = rows.flatMap((places, part) => [
      ...(part === 0 ? [] : [this.#dots(part === 1 ? -1 : 1, columns.length)]),
      ...places.map(() => this.#row(columns.length)),
    ]);
    this.body.replaceChildren(...built);
  }

  /** The three dots move the rows between them.
   * @type {(step: number, count: number) => HTMLTableRowElement} */
  #dots(step, count) {
    const button = element("button", "quiet dots", step < 0 ? "⋮ ▲" : "⋮ ▼");
    button.type = "button";
    button.setAttribute("aria-label", step < 0 ? "Rows before these" : "Rows after these");
    button.addEventListener("click", () => this.actions.onScroll(step));
    const cells = Array.from({ length: count + 1 }, () => element("td", "dots-cell", "⋮"));
    const row = element("tr", "dots-row", element("th", "", button), ...cells);
    return row;
  }

  /** @type {(count: number) => HTMLTableRowElement} */
  #row(count) {
    const name = element("th", "row-name", element("span", ""), element("small", ""));
    name.scope = "row";
    const cells = Array.from({ length: count }, (_, k) => {
      const button = element("button", "wish");
      button.type = "button";
      button.addEventListener("click", () => this.actions.onOpen(k, Number(button.dataset.place)));
      return element("td", "", button);
    });
    const average = element("td", "average", element("output", "wish"));
    return element("tr", "wish-row", name, ...cells, average);
  }

  /** @type {(content: TableContent) => void} */
  #showRows(content) {
    const places = content.rows.flat();
    const rows = [...this.body.children].filter((row) => row.className !== "dots-row");
    const most = strongestOf(content, places);
    for (const [i, row] of rows.entries()) {
      const place = places[i];
      row.classList.toggle("middle", place === content.middle);
      const [name, ...cells] = row.children;
      const [number, words] = name.children;
      setText(number, `w${subscript(place)}`);
      setText(words, content.nameOf(place));
      for (const [k, cell] of cells.entries()) {
        const wish = /** @type {HTMLElement} */ (cell.firstElementChild);
        const column = content.columns[k];
        const value = column ? column.wish(place) : content.average(place);
        showWish(wish, value, most);
        wish.dataset.place = String(place);
        if (column) {
          /** @type {HTMLButtonElement} */ (wish).disabled = value === null;
          const said = value === null ? "not there yet" : wishText(value);
          wish.ariaLabel = `This ${column.label} wants ${said} of ${content.nameOf(place)}`;
        }
      }
    }
  }
}

/** @type {(content: TableContent, places: number[]) => number} */
function strongestOf({ columns, average }, places) {
  const values = places.flatMap((place) => [
    average(place) ?? 0,
    ...columns.map(({ wish }) => wish(place) ?? 0),
  ]);
  return Math.max(1e-12, ...values.map(Math.abs));
}

/** @param {HTMLElement} cell
 * @param {number | null} value null before it has arrived
 * @param {number} most the size that has the full colour */
function showWish(cell, value, most) {
  const text = value === null ? "" : wishText(value);
  cell.classList.toggle("there", value !== null);
  cell.dataset.sign = value === null || value === 0 ? "" : value < 0 ? "down" : "up";
  cell.dataset.value = value === null ? "" : String(value);
  cell.style.setProperty("--share", String(Math.sqrt(Math.abs(value ?? 0) / most).toFixed(3)));
  setText(cell, text);
}

/** @type {(value: number) => string} */
function wishText(value) {
  return value === 0 ? "0" : format(value, { plus: true }).text;
}

/** @type {(k: number, actions: TableActions) => HTMLTableCellElement} */
function headOf(k, { onOpen, onExchange, onListen }) {
  const picture = element("canvas", "head-picture");
  const open = element("button", "quiet open", picture);
  const listen = element("button", "quiet listen", "Listen");
  for (const button of [open, listen]) {
    button.type = "button";
  }
  open.addEventListener("click", () => onOpen(k, null));
  listen.addEventListener("click", () => onListen(k));
  const exchange = select("Exchange", [
    ["", "change"],
    ["same", "another"],
    ["own", "your drawing"],
    ["any", "any digit"],
    .../** @type {[string, string][]} */ (LABELS.map((label) => [label, `a ${label}`])),
  ]);
  exchange.className = "exchange";
  exchange.dataset.screenOnly = "";
  exchange.addEventListener("change", () => {
    onExchange(k, exchange.value);
    exchange.value = "";
  });
  const head = element("th", "digit-head", open, element("span", "head-cost"), exchange, listen);
  head.scope = "col";
  return head;
}

/** @type {(head: HTMLElement, column: TableColumn, content: TableContent) => void} */
function showHead(head, column, { theme, drawn, busy }) {
  const [open, cost, exchange, listen] = head.children;
  const picture = /** @type {HTMLCanvasElement} */ (open.firstElementChild);
  const name = column.own ? `your ${column.label}` : `this ${column.label}`;
  drawPixels(scaled(picture, 1), column.pixels, { x: 0, y: 0, side: PICTURE }, theme);
  open.setAttribute("aria-label", `Open the walk of ${name}`);
  /** @type {HTMLElement} */ (open).title = `Open the walk of ${name}`;
  head.classList.toggle("there", column.cost !== null);
  head.classList.toggle("heard", column.heard);
  head.dataset.label = String(column.label);
  const read = column.prediction === null || column.prediction === column.label;
  setText(
    cost,
    column.cost === null
      ? "\u00a0"
      : read
        ? `a ${column.label}`
        : `${column.label}, read as ${column.prediction}`,
  );
  exchange.setAttribute("aria-label", `Exchange ${name}`);
  const own = /** @type {HTMLSelectElement} */ (exchange).options[2];
  own.disabled = !drawn;
  listen.setAttribute("aria-label", `Listen only to ${name}`);
  /** @type {HTMLElement} */ (listen).title = `Listen only to ${name}`;
  /** @type {HTMLButtonElement} */ (listen).disabled = busy || column.cost === null;
}
