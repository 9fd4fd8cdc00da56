/** Fields for numbers that can be changed: one alone, and all of a small network as vectors and
 * matrices. */
import { button, element, emptyPicture } from "../../../kit/dom.js";
import { toPlaces } from "../../../kit/format.js";
import { listenForNumber, showNumber } from "../../../kit/number_field.js";
import { LABELS, MEAN, PAIR_HEADS, pairFieldName, sliderName } from "../words.js";
import { indexedInWords, nameInWords } from "./quantity_names.js";

/** Digits after the point; what is typed stays as it is. */
const DIGITS = 4;

/** @typedef {{element: HTMLElement, show: (value: number) => void}} NumberField
 * @typedef {object} FieldOptions
 * @property {string} label for screen readers
 * @property {HTMLElement} name
 * @property {[number, number] | null} range of the slider; null for none
 * @property {(value: number) => void} onSet @property {string} [id] */

/** @type {(options: FieldOptions) => NumberField} */
export function numberField({ label, name, range, onSet, id = "" }) {
  const field = element("input", "calc-number");
  field.setAttribute("aria-label", label);
  field.id = id;
  const whole = element("div", "calc-field", name);
  const slider = range === null ? null : sliderOf(label, range, onSet);
  if (slider !== null) {
    whole.append(slider);
  }
  whole.append(field);
  listenForNumber(field, {
    live: true,
    step: 0.1,
    onNumber: (value) => value !== null && onSet(value),
  });
  return {
    element: whole,
    show(value) {
      showNumber(field, String(toPlaces(value, DIGITS)));
      if (slider !== null && slider !== document.activeElement) {
        slider.value = String(value);
      }
    },
  };
}

/** @type {(label: string, range: [number, number], onSet: (value: number) => void) =>
 *   HTMLInputElement} */
function sliderOf(label, [min, max], onSet) {
  const slider = element("input", "calc-slider");
  slider.type = "range";
  slider.min = String(min);
  slider.max = String(max);
  slider.step = "0.01";
  slider.setAttribute("aria-label", sliderName(label));
  slider.addEventListener("input", () => onSet(slider.valueAsNumber));
  return slider;
}

/** A field for a quantity of the chain.
 * @type {(name: string, range: [number, number] | null, onSet: (value: number) => void) =>
 *   NumberField} */
export function quantityField(name, range, onSet) {
  const label = nameInWords(name);
  const spoken = label.textContent ?? name;
  const made = numberField({ label: spoken, name: label, range, onSet, id: `calculus-${name}` });
  // Touching the field lights its quantity in the picture.
  made.element.dataset.symbol = name;
  return made;
}

/** @typedef {"parameters" | "x" | "y"} Field
 * @typedef {{field: Field, index: number, name: string}} NumberOf */

/** @param {number[]} layers
 * @param {{onSet: (field: Field, index: number, value: number) => void, onChoose: (neuron: number)
 *   => void}} listener */
export function buildNumbers(layers, { onSet, onChoose }) {
  const fields = numbersOf(layers).map((number) => {
    const name = indexedInWords(number.name);
    const label = name.textContent ?? number.name;
    const made = numberField({
      label,
      name,
      range: null,
      onSet: (value) => onSet(number.field, number.index, value),
      id: `calculus-${number.name}`,
    });
    return { ...number, made };
  });
  const buttons = Array.from({ length: layers[1] }, (_, k) =>
    button("", indexedInWords(`a1-${k}`), () => onChoose(k)),
  );
  const choice = element(
    "div",
    "calc-tools",
    element("span", "calc-field-name", LABELS.pathsFrom),
    ...buttons,
  );
  choice.setAttribute("role", "group");
  choice.setAttribute("aria-label", LABELS.pathsFrom);
  const groups = ["a0", "w1", "b1", "w2", "b2", "y"].map((start) => {
    const group = fields.filter(({ name }) => name.split("-")[0] === start);
    const made = element("div", `calc-numbers-${start}`, ...group.map(({ made }) => made.element));
    made.classList.add("calc-numbers-group");
    return made;
  });
  return {
    element: element("div", "calc-numbers", choice, ...groups),
    /** @type {(numbers: Record<Field, number[]>, neuron: number) => void} */
    show(numbers, neuron) {
      for (const { field, index, made } of fields) {
        made.show(numbers[field][index]);
      }
      for (const [k, button] of buttons.entries()) {
        button.setAttribute("aria-pressed", String(k === neuron));
      }
    },
  };
}

/** Every number of a network, with its name and position.
 * @type {(layers: number[]) => NumberOf[]} */
function numbersOf(layers) {
  /** @type {NumberOf[]} */
  const numbers = [];
  /** @type {(field: Field, head: string, count: number) => void} */
  const add = (field, head, count) => {
    for (let index = 0; index < count; index += 1) {
      numbers.push({ field, index, name: `${head}-${index}` });
    }
  };
  add("x", "a0", layers[0]);
  add("y", "y", /** @type {number} */ (layers.at(-1)));
  let index = 0;
  for (let l = 1; l < layers.length; l += 1) {
    const columns = layers[l - 1];
    for (let i = 0; i < layers[l] * columns; i += 1) {
      const name = `w${l}-${Math.floor(i / columns)}-${i % columns}`;
      numbers.push({ field: "parameters", index, name });
      index += 1;
    }
    for (let j = 0; j < layers[l]; j += 1) {
      numbers.push({ field: "parameters", index, name: `b${l}-${j}` });
      index += 1;
    }
  }
  return numbers;
}

/** A table of training pairs, each with its term of one derivative. */

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
  const legend = element("p", "scale-legend");
  const table = element(
    "div",
    "calc-pairs",
    ...PAIR_HEADS.map((head) => element("span", "calc-head-word", head)),
    ...rows.flatMap(({ cells }) => cells),
    ...mean.cells,
  );
  return {
    element: element("div", "calc-picture calc-pairs-whole", choice, table, legend),
    legend,
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
