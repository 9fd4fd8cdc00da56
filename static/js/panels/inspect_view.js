/** What is held, and its numbers: a neuron or weight, its sum term by term to check by hand, and, in
 * the first layer, its weights and their nudges as pictures.
 * @import {Inspection} from "./inspect.js"
 * @typedef {{head: HTMLElement, numbers: HTMLElement}} HeldElements
 * @import {Item, State} from "../state/page.js" */

import { ofScreen, readTheme } from "../kit/canvas.js";
import { button, element, numberNodes } from "../kit/dom.js";
import { EXACT, format, grouped } from "../kit/format.js";
import { changes } from "../kit/memo.js";
import { NUDGES } from "../kit/nudges.js";
import { drawSigned, drawWeights } from "../kit/picture.js";
import { formatSum } from "../kit/shown_sum.js";
import { FACTS, INSPECT } from "./held_words.js";
import { inspect } from "./inspect.js";
import { UNKNOWN } from "./words.js";

/** Sides of the pictures of weights, in pixels of the page. */
const SIDE = 112;
const SUM_DIGITS = 4;

export class InspectPanel {
  #isOther = changes();
  #unpin = button("quiet inspect-unpin", INSPECT.unpin, () => this.onUnpin());

  /** @param {HeldElements} elements @param {() => void} onUnpin */
  constructor(elements, onUnpin) {
    this.elements = elements;
    this.onUnpin = onUnpin;
    this.#unpin.title = INSPECT.unpinTitle;
  }

  /** @param {Item | null} item @param {State} state
   * @param {boolean} veiled whether the room is still asked what the beat brings */
  show(item, state, veiled) {
    const { forward, backward, parameters, pinned, target } = state;
    const { theme } = document.documentElement.dataset;
    const seen = [forward, backward, parameters, pinned, target, theme, veiled];
    if (!this.#isOther(JSON.stringify(item), ...seen)) {
      return;
    }
    const { head, numbers } = this.elements;
    const inspection = item && inspect(item, state);
    numbers.replaceChildren(...this.#numbers(inspection, veiled));
    if (inspection === null) {
      head.replaceChildren();
      return;
    }
    const where = element("span", "inspect-place", inspection.where);
    const title = element("h2", "", inspection.title, where);
    this.#unpin.hidden = pinned === null;
    head.replaceChildren(
      element("div", "inspect-head", title, this.#unpin),
      ...(pinned === null ? [element("p", "inspect-how", INSPECT.how)] : []),
    );
  }

  /** @type {(inspection: Inspection | null, veiled: boolean) => HTMLElement[]} */
  #numbers(inspection, veiled) {
    if (inspection === null) {
      return [];
    }
    return veiled
      ? [element("p", "remark", INSPECT.veiled)]
      : [
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

/** @type {(name: Node | string, parts: string, value: string | (Node | string)[], kind?: string) =>
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
      : [sumRow(INSPECT.itsIndex, INSPECT.ofVector(parameter.count), grouped(parameter.index))]),
    ...facts.map(({ name, symbol, value, signed, of }) => {
      const tone = signed && value !== null ? (value < 0 ? "down" : "up") : "";
      const row = sumRow(
        element("span", of === undefined ? "" : NUDGES[of].tone, name),
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
  const { ratio, unit } = ofScreen();
  canvas.width = SIDE * ratio * unit;
  canvas.height = SIDE * ratio * unit;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio * unit, ratio * unit);
  draw(context);
  return element("figure", "", canvas, element("figcaption", "", name));
}
