/** A table of training pairs, each with its term of one derivative. */

import { button, element } from "../../../kit/dom.js";
import { emptyPicture } from "../../../kit/svg.js";
import { LABELS, MEAN, PAIR_HEADS, pairFieldName } from "../words.js";
import { numberField } from "./fields.js";
import { nameInWords } from "./quantity_names.js";

/** @param {{count: number, parameters: string[], onSet: (index: number, field: "x" | "y", value:
 *   number) => void, onChoose: (parameter: number) => void}} making */
export function buildPairs({ count, parameters, onSet, onChoose }) {
  const buttons = parameters.map((name, index) =>
    button("", nameInWords(name), () => onChoose(index)),
  );
  const choice = element(
    "div",
    "calc-tools",
    element("span", "calc-field-name", LABELS.derivativeBy),
    ...buttons,
  );
  choice.setAttribute("role", "group");
  choice.setAttribute("aria-label", LABELS.derivativeBy);
  const rows = Array.from({ length: count }, (_, k) => rowOf(k, onSet));
  const mean = meanOf();
  const table = element(
    "div",
    "calc-pairs",
    ...PAIR_HEADS.map((head) => element("span", "calc-head-word", head)),
    ...rows.flatMap(({ cells }) => cells),
    ...mean.cells,
  );
  return {
    element: element("div", "calc-picture calc-pairs-whole", choice, table),
    rows,
    mean,
    /** @type {(parameter: number) => void} */
    choose(parameter) {
      for (const [index, button] of buttons.entries()) {
        button.setAttribute("aria-pressed", String(index === parameter));
      }
    },
  };
}

/** @param {number} k @param {(index: number, field: "x" | "y", value: number) => void} onSet */
function rowOf(k, onSet) {
  const [x, y] = /** @type {const} */ (["x", "y"]).map((field) =>
    numberField({
      label: pairFieldName(field, k),
      name: element("span", "visually-hidden", field),
      range: null,
      onSet: (value) => onSet(k, field, value),
    }),
  );
  const [a, cost, value] = ["calc-cell", "calc-cell", "calc-row-value"].map((name) =>
    element("output", name),
  );
  value.dataset.term = String(k);
  const bar = emptyPicture();
  bar.setAttribute("aria-hidden", "true");
  const number = element("span", "calc-cell", String(k + 1));
  return { x, y, a, cost, value, bar, cells: [number, x.element, y.element, a, cost, bar, value] };
}

function meanOf() {
  const bar = emptyPicture();
  bar.setAttribute("class", "calc-mean-bar");
  bar.setAttribute("aria-hidden", "true");
  const value = element("output", "calc-row-value calc-mean-value");
  value.dataset.term = "mean";
  return { bar, value, cells: [element("span", "calc-mean-word", MEAN), bar, value] };
}
