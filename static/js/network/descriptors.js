/** What the server says of activations and costs, found by their ids; of what it has not described
 * (yet), what can be said of any. Pure.
 * @import {Computed} from "../kit/equation.js"
 * @import {Style} from "../kit/format.js"
 * @import {ActivationDescriptor, CostDescriptor, Options} from "../server/types.js"
 * @import {Kind} from "./names.js" */

import { computed } from "../kit/equation.js";
import { format } from "../kit/format.js";
import { bracketed } from "../kit/tex.js";
import { NAMES } from "../kit/words.js";

/** @type {(options: Options | null, id: string) => ActivationDescriptor} */
export function activationOf(options, id) {
  const found = options?.descriptors.outputs.find((each) => each.id === id);
  return found ?? { ...ANY_ACTIVATION, id, label: id, plural: id, class_name: "" };
}

/** @type {(options: Options | null, kind: Omit<Kind, "activation">) => CostDescriptor} */
export function costOf(options, { cost: id, output }) {
  const found = options?.descriptors.costs.find(
    (each) => each.id === id && each.outputs.includes(output),
  );
  return found ?? { ...ANY_COST, id, label: id, short: id, class_name: "" };
}

/** What the functions of a network are called, one after the other: their ids, without options.
 * @type {(options: Options | null, kind: Omit<Kind, "cost">) => string} */
export const functionNames = (options, { activation, output }) =>
  [...new Set([activation, output])].map((id) => activationOf(options, id).label).join(", ");

const ANY_ACTIVATION = {
  symbol: "f",
  tex: "f",
  derivative_text: "",
  derivative_tex: "f'(z)",
  derivative_values_tex: "",
  verb: NAMES.squashes,
  ceiling: 1,
  range: [null, null],
  is_elementwise: true,
};

const ANY_COST = {
  terms: NAMES.terms,
  outputs: [],
  term_text: "",
  cost_tex: "\\textstyle\\sum_j C_{0,j}",
  nudge_tex: "-\\partial C_0 / \\partial {a}",
  nudge_values_tex: "",
  target_term_tex: null,
  needs_shares: false,
};

/** What a derivative is called in a formula. @type {(activation: ActivationDescriptor) => string} */
export function derivativeName({ tex }) {
  return `${tex || "f"}'`;
}

/** A neuron's slope as a factor: by its own a and z where that makes it, else as a number.
 * @type {(activation: ActivationDescriptor, at: {a: number, z: number, slope: number}, style?:
 *   Style) => Computed} */
export function slopeValues({ derivative_values_tex: formula }, { a, z, slope }, style) {
  if (!formula) {
    const { tex, shown } = format(slope, style ?? (Number.isInteger(slope) ? 0 : style));
    return { tex: bracketed(tex), value: shown };
  }
  const { tex, value } = computed(formula, { a: format(a, style), z: format(z, style) });
  const isSum = /[-+]/.test(tex.replace(/\([^()]*\)|\{[^{}]*\}/g, ""));
  return { tex: isSum ? `(${tex})` : tex, value };
}

/** a = f(z) in a line of text. @type {(activation: ActivationDescriptor) => string} */
export function appliedText({ tex, symbol }) {
  return tex === "" ? "z" : `${symbol}(z)`;
}
