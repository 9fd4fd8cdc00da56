/**
 * The fields of the panel "What if", by their names in the form, and what is chosen with them.
 *
 * @import {Quantity, Range} from "../experiment.js"
 */

/** The slider moves weights and biases, and activations, by this much at a time. */
const PARAMETER_STEP = 0.05;
const ACTIVATION_STEP = 0.01;

/** @typedef {ReturnType<typeof fieldsOf>} WhatIfFields */

/** @param {HTMLFormElement} form */
export function fieldsOf(form) {
  /** @param {string} name */
  const output = (name) => field(form, name, HTMLOutputElement);
  return {
    form,
    kind: field(form, "kind", HTMLSelectElement),
    layer: field(form, "layer", HTMLSelectElement),
    neuron: field(form, "neuron", HTMLInputElement),
    from: field(form, "from", HTMLInputElement),
    value: field(form, "value", HTMLInputElement),
    place: field(form, "place", HTMLInputElement),
    putBack: field(form, "putBack", HTMLButtonElement),
    check: field(form, "check", HTMLButtonElement),
    ask: output("ask"),
    change: output("change"),
    costs: output("costs"),
    formula: output("formula"),
    promised: output("promised"),
    product: output("product"),
    outcome: output("outcome"),
  };
}

/**
 * @template {Element} T
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {new () => T} kind
 * @returns {T}
 */
function field(form, name, kind) {
  const element = form.elements.namedItem(name);
  if (!(element instanceof kind)) {
    throw new Error(`Expected a field ${name} in the form`);
  }
  return element;
}

/**
 * How many steps the slider has.
 * @param {Quantity} quantity
 * @param {Range} range
 */
export function placeCount({ kind }, { from, to }) {
  const step = kind === "activation" ? ACTIVATION_STEP : PARAMETER_STEP;
  return Math.round((to - from) / step);
}
