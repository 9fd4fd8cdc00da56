/** The neurons for the keyboard and screen readers: a grid over the picture with one tab stop, in
 * which the arrow keys move. Pointers pass through to the picture.
 * @typedef {{onFocus: (item: Item | null) => void, onPin: (item: Item) => void, onUnpin: () =>
 *   void}} GridActions
 * @typedef {{layer: number, index: number}} Cell layer 0 is one cell, the input picture */

import { element } from "../kit/dom.js";
import { changes } from "../kit/memo.js";
import { inUnits } from "../kit/size.js";
import { isSameItem } from "../network/names.js";
import { CELLS } from "./words.js";

/** How far a cell reaches beyond its neuron, in pixels. */
const MARGIN = 3;

export class NeuronGrid {
  /** @type {HTMLElement[][]} by layer and neuron */
  #cells = [];
  /** @type {Cell} the cell that Tab leads to */
  #current = { layer: 1, index: 0 };
  /** @type {Layout | null} */
  #layout = null;
  #saysOther = changes();

  /** @param {HTMLElement} container over the network's picture
   * @param {GridActions} actions */
  constructor(container, actions) {
    this.container = container;
    this.actions = actions;
    container.addEventListener("keydown", (event) => this.#press(event));
    container.addEventListener("focusin", ({ target }) => {
      const cell = this.#cellOf(target);
      if (cell !== null) {
        this.#setCurrent(cell);
        actions.onFocus(itemOf(cell));
      }
    });
    container.addEventListener("focusout", () => actions.onFocus(null));
  }

  /** @type {(state: State, layout: Layout) => void} */
  show(state, layout) {
    const sizes = [1, ...layout.columns.map(({ ys }) => ys.length)];
    if (sizes.join() !== this.#cells.map(({ length }) => length).join()) {
      this.#build(sizes);
    }
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#position(layout);
    }
    const { forward, backward, pinned, session } = state;
    if (this.#saysOther(forward, backward, pinned, session, this.#cells)) {
      for (const [layer, cells] of this.#cells.entries()) {
        for (const [index, cell] of cells.entries()) {
          cell.setAttribute("aria-label", label({ layer, index }, state));
          cell.setAttribute("aria-selected", String(isSameItem(itemOf({ layer, index }), pinned)));
        }
      }
    }
  }

  /** @param {number[]} sizes cells of each layer */
  #build(sizes) {
    this.#cells = sizes.map((size, layer) =>
      Array.from({ length: size }, () => {
        const cell = element("div", "neuron-cell");
        cell.setAttribute("role", "gridcell");
        cell.setAttribute("aria-colindex", String(layer + 1));
        cell.tabIndex = -1;
        return cell;
      }),
    );
    const rows = Array.from({ length: Math.max(...sizes) }, (_, index) => {
      const row = element("div", "", ...this.#cells.flatMap((cells) => cells[index] ?? []));
      row.setAttribute("role", "row");
      row.setAttribute("aria-rowindex", String(index + 1));
      return row;
    });
    this.container.setAttribute("aria-colcount", String(sizes.length));
    this.container.setAttribute("aria-rowcount", String(rows.length));
    this.container.replaceChildren(...rows);
    this.#layout = null;
    this.#setCurrent({ layer: 1, index: 0 });
  }

  /** @type {(layout: Layout) => void} */
  #position({ picture, columns }) {
    setBox(this.#cells[0][0], picture.x, picture.y, picture.side);
    for (const [l, { x, ys, radius }] of columns.entries()) {
      const half = radius + MARGIN;
      for (const [index, y] of ys.entries()) {
        setBox(this.#cells[l + 1][index], x - half, y - half, 2 * half);
      }
    }
  }

  /** @type {(cell: Cell) => void} */
  #setCurrent(cell) {
    const before = this.#cells[this.#current.layer]?.[this.#current.index];
    if (before) {
      before.tabIndex = -1;
    }
    this.#current = cell;
    this.#cells[cell.layer][cell.index].tabIndex = 0;
  }

  /** @type {(target: EventTarget | null) => Cell | null} */
  #cellOf(target) {
    for (const [layer, cells] of this.#cells.entries()) {
      const index = target instanceof HTMLElement ? cells.indexOf(target) : -1;
      if (index >= 0) {
        return { layer, index };
      }
    }
    return null;
  }

  /** The grid takes the arrows, Home, End, Enter and Escape; all other keys are the page's.
   * @type {(event: KeyboardEvent) => void} */
  #press(event) {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const cell = this.#cellOf(target);
    if (cell === null || ctrlKey || metaKey || altKey) {
      return;
    }
    const next = this.#nextTo(cell, key);
    const item = itemOf(cell);
    if (next !== null) {
      this.#cells[next.layer][next.index].focus();
    } else if (key === "Enter" && item !== null) {
      this.actions.onPin(item);
    } else if (key === "Escape") {
      this.actions.onUnpin();
      this.#cells[cell.layer][cell.index].blur();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Cell} cell @param {string} key
   * @returns {Cell | null} the same cell at the edge; null for keys that do not move */
  #nextTo({ layer, index }, key) {
    const end = this.#cells[layer].length - 1;
    switch (key) {
      case "ArrowUp":
        return { layer, index: Math.max(0, index - 1) };
      case "ArrowDown":
        return { layer, index: Math.min(end, index + 1) };
      case "ArrowLeft":
        return this.#across(layer, index, layer - 1);
      case "ArrowRight":
        return this.#across(layer, index, layer + 1);
      case "Home":
        return { layer, index: 0 };
      case "End":
        return { layer, index: end };
      default:
        return null;
    }
  }

  /** The neuron of another layer nearest in height.
   * @type {(layer: number, index: number, other: number) => Cell} */
  #across(layer, index, other) {
    const cells = this.#cells[other];
    if (!cells) {
      return { layer, index };
    }
    const height = middle(this.#cells[layer][index]);
    const distances = cells.map((cell) => Math.abs(middle(cell) - height));
    return { layer: other, index: distances.indexOf(Math.min(...distances)) };
  }
}

/** @type {(cell: HTMLElement) => number} */
function middle({ offsetTop, offsetHeight }) {
  return offsetTop + offsetHeight / 2;
}

/** @type {(cell: HTMLElement, x: number, y: number, side: number) => void} */
function setBox({ style }, x, y, side) {
  style.left = inUnits(x);
  style.top = inUnits(y);
  style.width = inUnits(side);
  style.height = inUnits(side);
}

/** @param {Cell} cell @returns {Item | null} the picture as a whole is no neuron */
function itemOf({ layer, index }) {
  return layer === 0 ? null : { kind: "neuron", layer, index };
}

/** A cell's label: its neuron, and the numbers computed so far.
 * @type {(cell: Cell, state: State) => string} */
function label({ layer, index }, { forward, backward, session }) {
  const last = (session?.layers.length ?? 1) - 1;
  if (layer === 0) {
    return CELLS.inputs(forward?.activations[0] ?? null);
  }
  const activation = forward?.activations[layer]?.[index];
  const nudge = backward?.nudges.activations[layer - 1]?.[index];
  return CELLS.neuron(layer, index, last, activation, nudge);
}
