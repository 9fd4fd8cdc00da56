/** The scrollable column of all entries of a gradient; only the rows in sight are in the page.
 * @typedef {object} ColumnContent
 * @property {ArrayLike<number>} nudges
 * @property {ArrayLike<number> | null} order the indices in their order; by position for null
 * @property {number | null} chosen the index of the chosen entry
 * @property {(index: number) => string} nameOf */

import { element, setText } from "../../../kit/dom.js";
import { format } from "../../../kit/format.js";
import { inUnits, unitPixels } from "../../../kit/size.js";
import { LABELS } from "./words.js";

const ROW = 34;
/** Rows beyond the edges, so that none is missing while scrolling. */
const SPARE = 3;

export class NumberColumn {
  /** @type {ColumnContent | null} */
  #content = null;
  /** @type {HTMLElement[]} */
  #rows = [];
  /** @type {number | null} the index that was brought into sight */
  #brought = null;
  /** @type {ArrayLike<number> | null} */
  #order = null;
  /** How many entries lie above those in sight: what is hidden for a while forgets where it was. */
  #first = 0;
  /** How high a row was when it was shown last, in pixels: in another window it is not. */
  #row = 0;
  /** How high the column was then, and whether the chosen entry was whole in it. */
  #height = 0;
  #isChosenSeen = false;

  /** @param {(index: number) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.inner = element("div", "entries");
    this.inner.setAttribute("role", "presentation");
    this.scroller = element("div", "entries-scroll", this.inner);
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute("role", "listbox");
    this.scroller.setAttribute("aria-label", LABELS.column);
    this.element = element("div", "brackets", this.scroller);
    this.scroller.addEventListener("scroll", () => {
      this.#first = this.scroller.scrollTop / (ROW * unitPixels());
      this.#showRows();
    });
    this.scroller.addEventListener("keydown", (event) => this.#move(event));
    this.inner.addEventListener("click", ({ target }) => {
      const row = target instanceof Element ? target.closest(".entry") : null;
      if (row instanceof HTMLElement) {
        onChoose(Number(row.dataset.index));
      }
    });
  }

  /** @type {(content: ColumnContent) => void} */
  show(content) {
    this.#content = content;
    this.inner.style.height = inUnits(content.nudges.length * ROW);
    const row = ROW * unitPixels();
    if (this.#first > 0 && (this.scroller.scrollTop === 0 || row !== this.#row)) {
      this.scroller.scrollTop = Math.round(this.#first) * row;
    }
    this.#row = row;
    if (this.#isChosenSeen && this.scroller.clientHeight !== this.#height) {
      this.#bring(content);
    }
    const isSorted =
      content.order !== null && this.#order === null && content.chosen === this.#brought;
    if (content.chosen !== this.#brought || content.order !== this.#order) {
      this.#brought = content.chosen;
      this.#order = content.order;
      this.#bring(content);
    }
    if (isSorted) {
      this.scroller.scrollTop = this.#first = 0; // The largest are what the order is for.
    }
    this.#showRows();
  }

  /** @type {(content: ColumnContent) => void} */
  #bring(content) {
    if (content.chosen === null) {
      return;
    }
    const row = ROW * unitPixels();
    const top = rankOf(content, content.chosen) * row;
    const { scrollTop, clientHeight } = this.scroller;
    if (!isWithin(top, row, scrollTop, clientHeight)) {
      const above = Math.round((clientHeight / row - 1) / 2); // Whole rows: the first is not cut.
      this.scroller.scrollTop = top - above * row;
    }
  }

  #showRows() {
    const content = this.#content;
    if (content === null) {
      return;
    }
    const { scrollTop, clientHeight } = this.scroller;
    const row = ROW * unitPixels();
    const count = content.nudges.length;
    const { chosen } = content;
    this.#height = clientHeight;
    this.#isChosenSeen =
      chosen !== null && isWithin(rankOf(content, chosen) * row, row, scrollTop, clientHeight);
    const first = Math.max(0, Math.floor(scrollTop / row) - SPARE);
    const last = Math.min(count, Math.ceil((scrollTop + clientHeight) / row) + SPARE);
    while (this.#rows.length < last - first) {
      this.#rows.push(newRow());
    }
    const rows = this.#rows.slice(0, last - first);
    for (const [i, row] of rows.entries()) {
      fillRow(row, content, first + i);
    }
    if (this.inner.childElementCount !== rows.length) {
      this.inner.replaceChildren(...rows);
    }
    this.scroller.setAttribute(
      "aria-activedescendant",
      rows.find((row) => row.getAttribute("aria-selected") === "true")?.id ?? "",
    );
  }

  /** @type {(event: KeyboardEvent) => void} */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const content = this.#content;
    if (step === undefined || content === null || content.chosen === null) {
      return;
    }
    event.preventDefault();
    const rank = rankOf(content, content.chosen) + step;
    if (rank >= 0 && rank < content.nudges.length) {
      // The next key may come before this row is shown.
      this.#content = { ...content, chosen: indexAt(content, rank) };
      this.onChoose(indexAt(content, rank));
    }
  }
}

/** Whether a row is seen whole; half a pixel is nothing.
 * @type {(top: number, row: number, scrolled: number, height: number) => boolean} */
const isWithin = (top, row, scrolled, height) =>
  top >= scrolled - 0.5 && top + row <= scrolled + height + 0.5;

/** @type {(content: ColumnContent, index: number) => number} */
function rankOf({ order }, index) {
  return order === null ? index : Array.prototype.indexOf.call(order, index);
}

/** @type {(content: ColumnContent, rank: number) => number} */
function indexAt({ order }, rank) {
  return order === null ? rank : order[rank];
}

function newRow() {
  const row = element(
    "div",
    "entry",
    element("span", "entry-place"),
    element("span", "entry-value"),
    element("span", "entry-name"),
  );
  row.setAttribute("role", "option");
  return row;
}

/** @type {(row: HTMLElement, content: ColumnContent, rank: number) => void} */
function fillRow(row, content, rank) {
  const index = indexAt(content, rank);
  const value = content.nudges[index];
  const [position, number, name] = row.children;
  row.id = `entry-${index}`;
  row.dataset.index = String(index);
  row.dataset.value = String(value);
  row.style.transform = `translateY(${inUnits(rank * ROW)})`;
  row.setAttribute("aria-selected", String(index === content.chosen));
  row.setAttribute("aria-setsize", String(content.nudges.length));
  row.setAttribute("aria-posinset", String(rank + 1));
  setText(position, String(index));
  setText(number, value === 0 ? "0" : format(value, { plus: true }).text);
  number.className = `entry-value ${value === 0 ? "none" : value < 0 ? "down" : "up"}`;
  setText(name, content.nameOf(index));
}
