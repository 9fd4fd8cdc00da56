/** The inspect panel: a neuron or weight with its numbers, its sum term by term to check by hand,
 * and, in the first layer, its weights and their nudges as pictures.
 * @import {Inspection} from "./inspect.js"
 * @import {Item, State} from "../state/page.js" */

import { readTheme } from "../kit/canvas.js";
import { element, numberNodes } from "../kit/dom.js";
import { EXACT, format } from "../kit/format.js";
import { drawSigned, drawWeights } from "../kit/picture.js";
import { formatSum } from "../kit/shown_sum.js";
import { inspect } from "./inspect.js";
import { FACTS, INSPECT, UNKNOWN } from "./words.js";

/** Sides of the pictures of weights, in pixels of the page. */
const SIDE = 112;
const SUM_DIGITS = 4;

export class InspectPanel {
  /** @type {unknown[]} what is on the screen */
  #shown = [];
  #pin = element("button", "quiet inspect-pin");

  /** @param {HTMLElement} container @param {(item: Item) => void} onPin */
  constructor(container, onPin) {
    this.container = container;
    this.#pin.type = "button";
    /** @type {Item | null} */
    this.item = null;
    this.#pin.addEventListener("click", () => this.item && onPin(this.item));
  }

  /** @param {Item | null} item @param {State} state
   * @param {boolean} veiled whether the room is still asked what the beat brings */
  show(item, state, veiled) {
    const { forward, backward, parameters, pinned, target } = state;
    const { theme } = document.documentElement.dataset;
    const now = [
      JSON.stringify(item),
      forward,
      backward,
      parameters,
      pinned,
      target,
      theme,
      veiled,
    ];
    if (now.every((value, i) => value === this.#shown[i])) {
      return;
    }
    this.#shown = now;
    this.item = item;
    const focused = document.activeElement === this.#pin;
    this.container.replaceChildren(...this.#content(item, state, veiled));
    if (focused && item !== null) {
      this.#pin.focus();
    }
  }

  /** @type {(item: Item | null, state: State, veiled: boolean) => HTMLElement[]} */
  #content(item, state, veiled) {
    if (item === null) {
      return [element("h2", "", INSPECT.title), element("p", "remark", INSPECT.nothing)];
    }
    const inspection = inspect(item, state);
    const pinned = state.pinned !== null;
    this.#pin.textContent = pinned ? INSPECT.unpin : INSPECT.pin;
    this.#pin.title = pinned ? INSPECT.unpinTitle : INSPECT.pinTitle;
    const where = element("span", "inspect-place", inspection.where);
    const title = element("h2", "", inspection.title, where);
    const head = element("div", "inspect-head", title, this.#pin);
    if (veiled) {
      return [head, element("p", "remark", INSPECT.veiled)];
    }
    return [
      head,
      ...sumTable(inspection),
      element("p", "remark", inspection.remark),
      factTable(inspection),
      ...pictures(inspection),
    ];
  }
}

/** @type {(inspection: Inspection) => HTMLElement[]} */
function sumTable({ terms, before, squash }) {
  if (terms === null) {
    return [];
  }
  const table = element("table", "sum");
  const [products, count] = [terms.terms.map(({ product }) => product), terms.rest_count];
  const added = count > 0 ? [...products, terms.rest, terms.bias] : [...products, terms.bias];
  const written = formatSum(added, terms.z, { places: SUM_DIGITS, plus: true });
  const [bias] = written.slice(-2);
  const z = formatSum(added, terms.z, { places: SUM_DIGITS })[added.length];
  table.append(
    element("caption", "visually-hidden", INSPECT.sum),
    ...terms.terms.map(({ index, weight, activation }, i) =>
      sumRow(
        `${before} ${index}`,
        `${format(weight, SUM_DIGITS).text} × ${format(activation, SUM_DIGITS).text}`,
        written[i].text,
      ),
    ),
    ...(count > 0 ? [sumRow(INSPECT.rest(count, before), "", written[products.length].text)] : []),
    sumRow(FACTS.bias, "b", bias.text),
    sumRow(FACTS.sum, "z", z.text, "total"),
    sumRow(FACTS.activation, `a = ${squash}`, numberNodes(format(terms.a, EXACT)), "result"),
  );
  return [table];
}

/** @type {(name: string, parts: string, value: string | (Node | string)[], kind?: string) =>
 *   HTMLTableRowElement} */
function sumRow(name, parts, value, kind = "") {
  const header = element("th", "", name);
  header.scope = "row";
  return element("tr", kind, header, element("td", "dim", parts), element("td", "", ...value));
}

/** @type {(inspection: Inspection) => HTMLTableElement} */
function factTable({ facts, parameter }) {
  const table = element("table", "facts");
  table.append(
    element("caption", "visually-hidden", INSPECT.numbers),
    ...(parameter === null
      ? []
      : [
          sumRow(
            INSPECT.itsIndex,
            INSPECT.ofVector(parameter.count),
            parameter.index.toLocaleString("en"),
          ),
        ]),
    ...facts.map(({ name, symbol, value, signed }) => {
      const tone = signed && value !== null ? (value < 0 ? "down" : "up") : "";
      const row = sumRow(
        name,
        symbol,
        numberNodes(format(value, { ...EXACT, plus: signed, unknown: UNKNOWN })),
        tone,
      );
      row.classList.toggle("unknown", value === null);
      return row;
    }),
  );
  return table;
}

/** @type {(inspection: Inspection) => HTMLElement[]} */
function pictures({ pictures: shown }) {
  if (shown === null) {
    return [];
  }
  const { weights, nudges } = shown;
  const theme = readTheme(document.documentElement);
  const square = { x: 0, y: 0, side: SIDE };
  const left = figure(INSPECT.weights, (context) => drawWeights(context, weights, square, theme));
  if (nudges === null) {
    return [element("div", "inspect-pictures", left, element("p", "remark", INSPECT.noNudges))];
  }
  const most = Math.max(...nudges.map(Math.abs), 1e-12);
  const right = figure(INSPECT.nudges, (context) =>
    drawSigned(context, nudges, square, theme, most),
  );
  return [element("div", "inspect-pictures", left, right)];
}

/** @type {(name: string, draw: (context: CanvasRenderingContext2D) => void) => HTMLElement} */
function figure(name, draw) {
  const canvas = element("canvas", "");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", INSPECT.picture(name));
  canvas.width = SIDE * devicePixelRatio;
  canvas.height = SIDE * devicePixelRatio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(devicePixelRatio, devicePixelRatio);
  draw(context);
  return element("figure", "", canvas, element("figcaption", "", name));
}
