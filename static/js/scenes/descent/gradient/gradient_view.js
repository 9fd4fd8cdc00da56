/** The layout of the gradient's part: its source and length, the column, a network with one entry
 * lit, and the map of all entries.
 * @import {GradientOver} from "./state.js"
 * @typedef {object} GradientActions
 * @property {(over: GradientOver) => void} onOver @property {(target: number) => void} onTarget
 * @property {(order: "position" | "size") => void} onOrder
 * @property {(text: string, again: boolean) => void} onSearch `again`: the next index of that name
 * @typedef {object} GradientFigures what is shown besides the pictures
 * @property {GradientOver} over
 * @property {string} digitName the name of the choice of one digit
 * @property {boolean} drawn whether there is a drawing of the viewer's own
 * @property {number | null} target @property {{done: number, of: number} | null} progress
 * @property {number | null} norm @property {number | null} cost
 * @property {number} count of the parameters
 * @property {"position" | "size"} order
 * @property {string} found what came of the search */

import { button, element, select, setText, showProgress } from "../../../kit/dom.js";
import { format } from "../../../kit/format.js";
import { LABELS, ORDERS, SOURCES } from "./words.js";

export class GradientView {
  over = new Map(SOURCES.map(([name, text]) => [name, button("choice", text)]));
  order = new Map(ORDERS.map(([name, text]) => [name, button("choice", text)]));
  target = digitChoice();
  progress = element("div", "progress");
  norm = element("output", "norm");
  cost = element("output", "");
  search = element("input", "search");
  found = element("span", "found");
  network = element("canvas", "lit-network");
  meaning = element("p", "meaning");
  map = element("canvas", "number-map");

  /** @param {HTMLElement} column @param {GradientActions} actions */
  constructor(column, actions) {
    this.#name();
    const bar = element(
      "div",
      "gradient-bar",
      group(LABELS.over, [element("span", "bar-label", LABELS.of), ...this.over.values()]),
      this.target,
      this.progress,
      element(
        "p",
        "length",
        LABELS.length,
        element("strong", "", this.norm),
        LABELS.cost,
        this.cost,
      ),
    );
    const search = element(
      "div",
      "search-bar",
      this.search,
      group(LABELS.order, [...this.order.values()]),
      this.found,
    );
    const equation = element("div", "equation", element("span", "nabla", LABELS.equation), column);
    this.element = element(
      "div",
      "gradient",
      bar,
      element("div", "gradient-column", search, equation),
      element("div", "gradient-network", this.network, this.meaning),
      this.map,
    );
    this.#listen(actions);
  }

  /** @type {(figures: GradientFigures) => void} */
  show(figures) {
    const { over, digitName, drawn, target, progress, norm, cost, order } = figures;
    for (const [name, button] of this.over) {
      button.setAttribute("aria-pressed", String(name === over));
    }
    for (const [name, button] of this.order) {
      button.setAttribute("aria-pressed", String(name === order));
    }
    setText(/** @type {HTMLElement} */ (this.over.get("digit")), digitName);
    this.target.hidden = !drawn || over !== "digit";
    /** @type {HTMLSelectElement} */ (this.target.lastElementChild).value = String(target ?? "");
    showProgress(this.progress, progress);
    setText(this.norm, norm === null ? "…" : format(norm).text);
    this.norm.dataset.value = String(norm ?? "");
    setText(this.cost, cost === null ? "…" : format(cost).text);
    setText(this.found, figures.found);
  }

  #name() {
    this.search.type = "search";
    this.search.placeholder = LABELS.searchExample;
    this.search.setAttribute("aria-label", LABELS.search);
    this.found.setAttribute("role", "status");
    this.norm.dataset.testid = "norm";
    this.meaning.setAttribute("aria-live", "polite");
    for (const [canvas, label] of /** @type {[HTMLCanvasElement, string][]} */ ([
      [this.network, LABELS.network],
      [this.map, LABELS.map],
    ])) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", label);
    }
  }

  /** @type {(actions: GradientActions) => void} */
  #listen({ onOver, onTarget, onOrder, onSearch }) {
    for (const [name, button] of this.over) {
      button.addEventListener("click", () => onOver(name));
    }
    for (const [name, button] of this.order) {
      button.addEventListener("click", () => onOrder(name));
    }
    this.search.addEventListener("input", () => onSearch(this.search.value, false));
    this.search.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") {
        onSearch(this.search.value, true);
      }
    });
    const select = /** @type {HTMLSelectElement} */ (this.target.lastElementChild);
    select.addEventListener("change", () => {
      if (select.value !== "") {
        onTarget(Number(select.value));
      }
    });
  }
}

/** @type {(name: string, content: Node[]) => HTMLDivElement} */
function group(name, content) {
  const made = element("div", "choices", ...content);
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", name);
  return made;
}

/** The target of the viewer's drawing. */
function digitChoice() {
  /** @type {[string, string][]} */
  const digits = Array.from({ length: 10 }, (_, digit) => [String(digit), String(digit)]);
  return element("label", "quiet-field", LABELS.target, select("", [["", "?"], ...digits]));
}
