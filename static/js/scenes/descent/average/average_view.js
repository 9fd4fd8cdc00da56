/** The table of nudges: a column for each digit, a row for each weight shown, and their average as
 * the last column.
 * @typedef {object} TableActions
 * @property {(column: number, index: number | null) => void} onOpen a digit's own pass, at that
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
 * @property {(index: number) => number | null} nudge
 * @typedef {object} TableContent
 * @property {TableColumn[]} columns
 * @property {number[][]} rows indices at the start, in the middle, at the end
 * @property {number} middle the index of the middle row
 * @property {(index: number) => string} nameOf @property {(index: number) => number | null} average
 * @property {(index: number) => string[]} textsOf of a row's numbers, the average last
 * @property {string} over what the average is over
 * @property {string} averageOf its name
 * @property {boolean} hasRoom whether there is a room's batch to be averaged over
 * @property {boolean} drawn whether there is a drawing of the viewer's own
 * @property {boolean} busy whether steps are under way
 * @property {Theme} theme */
import { scaled } from "../../../kit/canvas.js";
import { button, element, select, setText, turning } from "../../../kit/dom.js";
import { format, subscript, WHOLE_PERCENT } from "../../../kit/format.js";
import { drawPixels } from "../../../kit/picture.js";
import {
  columnName,
  EXCHANGES,
  exchangeWords,
  LABELS,
  listenWords,
  nudgeWords,
  OVERS,
  openWords,
  predictionWords,
} from "./words.js";

const PICTURE = 58;
const ROOM_OVER = OVERS.findIndex(([over]) => over === "room");

export class NudgeTable {
  #columns = 0;
  #rows = "";
  over = select(LABELS.over, OVERS);
  corner = element("th", "corner");
  head = element("tr", "");
  body = element("tbody", "");
  averageHead = element("th", "average-head");

  /** @param {TableActions} actions */
  constructor(actions) {
    this.actions = actions;
    const caption = element("caption", "visually-hidden", LABELS.tableInFull);
    this.averageHead.scope = "col";
    this.averageName = element("span", "average-name");
    this.averageHead.append(
      element("span", "average-sign", LABELS.average),
      element("label", "average-over", LABELS.overBefore, this.over),
      this.averageName,
    );
    this.over.addEventListener("change", () => actions.onOver(this.over.value));
    this.table = element("table", "wishes", caption, element("thead", "", this.head), this.body);
    this.element = element("div", "wishes-scroll", this.table);
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", LABELS.table);
  }

  /** @type {(content: TableContent) => void} */
  show(content) {
    if (content.columns.length !== this.#columns) {
      this.#columns = content.columns.length;
      this.#rows = "";
      this.table.style.setProperty("--columns", String(this.#columns));
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
    this.over.options[ROOM_OVER].hidden = !content.hasRoom;
    this.over.value = content.over;
    setText(this.averageName, content.averageOf);
    this.#showRows(content);
  }

  /** @type {(content: TableContent) => void} */
  #buildRows({ rows, columns }) {
    const built = rows.flatMap((indices, part) => [
      ...(part === 0 ? [] : [this.#dots(part === 1 ? -1 : 1, columns.length)]),
      ...indices.map(() => this.#row(columns.length)),
    ]);
    this.body.replaceChildren(...built);
  }

  /** The three dots move the rows between them.
   * @type {(step: number, count: number) => HTMLTableRowElement} */
  #dots(step, count) {
    const scroll = button("quiet dots", step < 0 ? "⋮ ▲" : "⋮ ▼", () =>
      this.actions.onScroll(step),
    );
    scroll.setAttribute("aria-label", step < 0 ? LABELS.before : LABELS.after);
    const cells = Array.from({ length: count + 1 }, () => element("td", "dots-cell", "⋮"));
    const row = element("tr", "dots-row", element("th", "", scroll), ...cells);
    return row;
  }

  /** @type {(count: number) => HTMLTableRowElement} */
  #row(count) {
    const name = element("th", "row-name", element("span", ""), element("small", ""));
    name.scope = "row";
    const cells = Array.from({ length: count }, (_, k) => {
      const open = button("wish", [], () => this.actions.onOpen(k, Number(open.dataset.index)));
      return element("td", "", open);
    });
    const average = element("td", "average", element("output", "wish"));
    return element("tr", "wish-row", name, ...cells, average);
  }

  /** @type {(content: TableContent) => void} */
  #showRows(content) {
    const indices = content.rows.flat();
    const rows = [...this.body.children].filter((row) => row.className !== "dots-row");
    const most = strongestOf(content, indices);
    for (const [i, row] of rows.entries()) {
      const index = indices[i];
      row.classList.toggle("middle", index === content.middle);
      const [name, ...cells] = row.children;
      const texts = content.textsOf(index);
      const [number, words] = name.children;
      setText(number, `w${subscript(index)}`);
      setText(words, content.nameOf(index));
      for (const [k, cell] of cells.entries()) {
        const button = /** @type {HTMLElement} */ (cell.firstElementChild);
        const column = content.columns[k];
        const value = column ? column.nudge(index) : content.average(index);
        showNudge(button, value, { most, text: texts[k] });
        button.dataset.index = String(index);
        if (column) {
          /** @type {HTMLButtonElement} */ (button).disabled = value === null;
          button.setAttribute(
            "aria-label",
            nudgeWords(column.label, texts[k], content.nameOf(index)),
          );
        }
      }
    }
  }
}

/** @type {(content: TableContent, indices: number[]) => number} */
function strongestOf({ columns, average }, indices) {
  const values = indices.flatMap((index) => [
    average(index) ?? 0,
    ...columns.map(({ nudge }) => nudge(index) ?? 0),
  ]);
  return Math.max(1e-12, ...values.map(Math.abs));
}

/** @param {HTMLElement} cell
 * @param {number | null} value null before it has arrived
 * @param {{most: number, text: string}} look the size that has the full colour, and the text */
function showNudge(cell, value, { most, text }) {
  cell.classList.toggle("there", value !== null);
  cell.dataset.sign = value === null || value === 0 ? "" : value < 0 ? "down" : "up";
  cell.dataset.value = value === null ? "" : String(value);
  cell.style.setProperty("--share", String(Math.sqrt(Math.abs(value ?? 0) / most)));
  setText(cell, text);
}

/** @type {(k: number, actions: TableActions) => HTMLTableCellElement} */
function headOf(k, { onOpen, onExchange, onListen }) {
  const picture = element("canvas", "head-picture");
  const open = button("quiet open", picture, () => onOpen(k, null));
  const listen = button("quiet listen", LABELS.listen, () => onListen(k));
  const exchange = select(LABELS.exchange, EXCHANGES);
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
function showHead(head, column, { theme, drawn, busy, over }) {
  const [open, cost, exchange, listen] = /** @type {HTMLElement[]} */ ([...head.children]);
  exchange.hidden = listen.hidden = over === "room"; // They are as the room has drawn them.
  const picture = /** @type {HTMLCanvasElement} */ (open.firstElementChild);
  const name = columnName(column.label, column.own);
  drawPixels(scaled(picture), column.pixels, { x: 0, y: 0, side: PICTURE }, theme);
  open.setAttribute("aria-label", openWords(name));
  open.title = openWords(name);
  head.classList.toggle("heard", column.heard);
  head.dataset.label = String(column.label);
  setText(cost, column.cost === null ? "\u00a0" : predictionWords(column));
  exchange.setAttribute("aria-label", exchangeWords(name));
  const own = /** @type {HTMLSelectElement} */ (exchange).options[2];
  own.disabled = !drawn;
  listen.setAttribute("aria-label", listenWords(name));
  listen.title = listenWords(name);
  /** @type {HTMLButtonElement} */ (listen).disabled = busy || column.cost === null;
}

/** Next to the table: the accuracy of each class as bars, and the buttons for steps on one digit
 * alone or on the average.
 * @typedef {object} ListeningContent
 * @property {number[] | null} accuracy of each class
 * @property {number[] | null} before the same, before the first step
 * @property {string} title @property {string} figures
 * @property {boolean} isOfRoom whether the step is on what the room has drawn
 * @property {number | null} heard the class trained on alone
 * @property {boolean} running @property {boolean} undoable
 * @typedef {{onStop: () => void, onUndo: () => void, onAverage: () => void}} ListeningActions */

export class ListeningView {
  title = element("h2", "hearing-title");
  figures = element("p", "hearing-figures");
  bars = Array.from({ length: 10 }, (_, digit) => bar(digit));
  undo = button("", LABELS.undo);
  average = button("", LABELS.stepOnAverage);

  /** @param {ListeningActions} actions */
  constructor({ onStop, onUndo, onAverage }) {
    this.undo.addEventListener("click", onUndo);
    this.turn = turning(this.average, onAverage, onStop);
    this.element = element(
      "section",
      "hearing",
      this.title,
      element("ol", "bars", ...this.bars),
      this.figures,
      element("div", "hearing-buttons", this.average, this.undo),
    );
    this.element.setAttribute("aria-label", LABELS.listening);
  }

  /** @type {(content: ListeningContent) => void} */
  show({ accuracy, before, title, figures, heard, running, undoable, isOfRoom }) {
    const step = isOfRoom ? LABELS.stepOnRoom : LABELS.stepOnAverage;
    this.turn(running, running ? LABELS.stop : step);
    this.average.title = isOfRoom || running ? "" : LABELS.stepOnAverageInFull;
    setText(this.title, title);
    setText(this.figures, figures);
    for (const [digit, item] of this.bars.entries()) {
      showBar(item, accuracy?.[digit] ?? null, before?.[digit] ?? null);
      item.classList.toggle("heard", digit === heard);
    }
    this.average.disabled = accuracy === null && !running;
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
  item.dataset.fallen = String(now !== null && before !== null && now < before - 0.05);
  setText(value, now === null ? "" : format(now, WHOLE_PERCENT).text);
  item.dataset.share = String(now ?? "");
}
