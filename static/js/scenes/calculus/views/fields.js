/** A number that can be changed: its name, a slider, and a field. */

import { element } from "../../../kit/dom.js";
import { nameInWords } from "../../../kit/svg.js";

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
  field.type = "number";
  field.step = "any";
  field.setAttribute("aria-label", label);
  field.id = id;
  const whole = element("div", "calc-field", name);
  const slider = range === null ? null : sliderOf(label, range, onSet);
  if (slider !== null) {
    whole.append(slider);
  }
  whole.append(field);
  field.addEventListener("input", () => {
    if (field.value !== "" && Number.isFinite(field.valueAsNumber)) {
      onSet(field.valueAsNumber);
    }
  });
  return {
    element: whole,
    show(value) {
      const written = String(Number(value.toFixed(DIGITS)));
      // A field with the focus is left alone.
      if (field !== document.activeElement && field.value !== written) {
        field.value = written;
      }
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
  slider.setAttribute("aria-label", `${label}, slider`);
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
