/** What the server says of activations and costs, found by their ids; of what it has not described
 * (yet), what can be said of any. Pure.
 * @import {ActivationDescriptor, CostDescriptor, Options} from "../server/types.js"
 * @import {Kind} from "./names.js" */

/** @type {(options: Options | null, id: string) => ActivationDescriptor} */
export function activationOf(options, id) {
  const found = options?.descriptors.outputs.find((each) => each.id === id);
  return found ?? { ...ANY_ACTIVATION, id, label: id, class_name: "" };
}

/** @type {(options: Options | null, kind: Omit<Kind, "activation">) => CostDescriptor} */
export function costOf(options, { cost: id, output }) {
  const found = options?.descriptors.costs.find(
    (each) => each.id === id && each.outputs.includes(output),
  );
  return found ?? { ...ANY_COST, id, label: id, short: id, class_name: "" };
}

const ANY_ACTIVATION = {
  symbol: "f",
  tex: "f",
  derivative_text: "",
  derivative_tex: "f'(z)",
  derivative_values_tex: "",
  verb: "squashes the sum",
  ceiling: 1,
  range: [null, null],
  is_elementwise: true,
};

const ANY_COST = {
  terms: "The ten outputs' terms",
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

/** a = f(z) in a line of text. @type {(activation: ActivationDescriptor) => string} */
export function appliedText({ tex, symbol }) {
  return tex === "" ? "z" : `${symbol}(z)`;
}

/** A described formula with what stands for its {names}.
 * @type {(tex: string, values: Record<string, string>) => string} */
export function filled(tex, values) {
  return tex.replace(/\{(\w|\w\.2|\(\w\))\}/g, (all, name) => values[name] ?? all);
}
