/** Fields for every number of a small network, laid out as vectors and matrices. */

import { button, element } from "../../../kit/dom.js";
import { numberField } from "./fields.js";
import { indexedInWords } from "./indexed_names.js";

/** @typedef {"parameters" | "x" | "y"} Field
 * @typedef {{field: Field, index: number, name: string}} Place */

/** @param {number[]} layers
 * @param {{onSet: (field: Field, index: number, value: number) => void, onChoose: (neuron: number)
 *   => void}} listener */
export function buildNumbers(layers, { onSet, onChoose }) {
  const fields = placesIn(layers).map((place) => {
    const name = indexedInWords(place.name);
    const label = name.textContent ?? place.name;
    const made = numberField({
      label,
      name,
      range: null,
      onSet: (value) => onSet(place.field, place.index, value),
      id: `calculus-${place.name}`,
    });
    return { ...place, made };
  });
  const buttons = Array.from({ length: layers[1] }, (_, k) =>
    button("", indexedInWords(`a1-${k}`), () => onChoose(k)),
  );
  const choice = element(
    "div",
    "calc-tools",
    element("span", "calc-field-name", "Paths from"),
    ...buttons,
  );
  choice.setAttribute("role", "group");
  choice.setAttribute("aria-label", "Paths from");
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

/** Every number of a network, with its name and position. @type {(layers: number[]) => Place[]} */
function placesIn(layers) {
  /** @type {Place[]} */
  const places = [];
  /** @type {(field: Field, head: string, count: number) => void} */
  const add = (field, head, count) => {
    for (let index = 0; index < count; index += 1) {
      places.push({ field, index, name: `${head}-${index}` });
    }
  };
  add("x", "a0", layers[0]);
  add("y", "y", /** @type {number} */ (layers.at(-1)));
  let index = 0;
  for (let l = 1; l < layers.length; l += 1) {
    const columns = layers[l - 1];
    for (let place = 0; place < layers[l] * columns; place += 1) {
      const name = `w${l}-${Math.floor(place / columns)}-${place % columns}`;
      places.push({ field: "parameters", index, name });
      index += 1;
    }
    for (let j = 0; j < layers[l]; j += 1) {
      places.push({ field: "parameters", index, name: `b${l}-${j}` });
      index += 1;
    }
  }
  return places;
}
