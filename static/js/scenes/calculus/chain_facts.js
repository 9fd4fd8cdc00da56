/** The chain's quantities: `w3`, `b3`, `z3`, `a3` for its last layer, back to `w1` and the input
 * `a0`; `y` and `C`. Their names, and their values in the server's answer. Pure.
 * @import {PassOfExample, PassRequest, PerturbationAnswer} from "../../server/types.js"
 * @import {Network} from "./state.js"
 * @typedef {NonNullable<PassRequest["nudge"]>} Nudge */

import { named } from "../../kit/tex.js";

/** The layers of the chain, and of the network with more neurons. */
export const CHAIN_LAYERS = [1, 1, 1, 1];
export const WIDE_LAYERS = [2, 3, 2];

/** The request for a chain's pass with its present numbers.
 * @type {(chain: Network, nudge?: Nudge) => PassRequest} */
export function requestOf({ parameters, x, y }, nudge) {
  return { layers: CHAIN_LAYERS, parameters, x: [x], y: [y], nudge };
}

/** @type {(name: string, by: number) => Nudge} */
export function perturbationOf(name, by) {
  const parameter = PARAMETERS.indexOf(name);
  return parameter >= 0 ? { parameter, by } : { layer: Number(name.slice(1)), index: 0, by };
}

/** What a quantity is in a pass.
 * @type {(pass: PassOfExample, chain: Network, name: string) => number} */
export function quantityIn({ activations, pre_activations, cost, factors }, chain, name) {
  const layer = Number(name.slice(1));
  switch (name[0]) {
    case "a":
      return activations[layer][0];
    case "z":
      return pre_activations[layer - 1][0];
    case "C":
      return cost;
    case "y":
      return chain.y[0];
    case "w":
      return factors.z_by_activation[layer - 1][0][0];
    default:
      return chain.parameters[PARAMETERS.indexOf(name)];
  }
}

/** By how much a perturbation changes a quantity.
 * @type {(ripple: PerturbationAnswer, name: string, perturbed: string, by: number) => number} */
export function changeOf(ripple, name, perturbed, by) {
  const layer = Number(name.slice(1));
  if (name === perturbed) {
    return by;
  }
  if (name === "C") {
    return ripple.cost_change;
  }
  return name[0] === "a"
    ? ripple.activation_changes[layer][0]
    : ripple.pre_activation_changes[layer - 1][0];
}

/** The factor of the chain rule between two neighbours of a path.
 * @type {(pass: PassOfExample, from: string, to: string) => number} */
export function factorOf({ factors }, from, to) {
  const layer = Number(to.slice(1));
  if (to === "C") {
    return factors.cost_by_activation[LAST - 1][0];
  }
  if (to[0] === "a") {
    return factors.activation_by_z[layer - 1]?.[0] ?? 0;
  }
  if (from[0] === "w") {
    return factors.z_by_weight[layer - 1][0];
  }
  return from[0] === "b" ? 1 : factors.z_by_activation[layer - 1][0][0];
}

/** The derivative of the cost by a quantity: back-propagation's own.
 * @type {(pass: PassOfExample, name: string) => number} */
export function derivativeOf({ gradient, factors }, name) {
  const parameter = PARAMETERS.indexOf(name);
  return parameter >= 0
    ? gradient[parameter]
    : factors.cost_by_activation[Number(name.slice(1)) - 1][0];
}

/** The links of a path: each of its quantities with the one that it acts on.
 * @type {(name: string) => [string, string][]} */
export function linksFrom(name) {
  const path = pathFrom(name);
  return path.slice(1).map((to, i) => [path[i], to]);
}

export const LAST = 3;
/** The parameters in the order of their flat vector. */
export const PARAMETERS = ["w1", "b1", "w2", "b2", "w3", "b3"];

/** The letter of a quantity and its superscript; layers are counted from the end.
 * @type {(name: string) => {letter: string, above: string, below: string}} */
export function partsOfName(name) {
  if (name === "C") {
    return { letter: "C", above: "", below: "0" };
  }
  if (name === "y" || name === "a0") {
    return { letter: name === "y" ? "y" : "x", above: "", below: "" };
  }
  const back = LAST - Number(name.slice(1));
  return { letter: name[0], above: back === 0 ? "(L)" : `(L−${back})`, below: "" };
}

/** A quantity in a formula, linked to the picture. @type {(name: string) => string} */
export function texOf(name) {
  const { letter, above, below } = partsOfName(name);
  const high = above === "" ? "" : `^{${above.replace("−", "-")}}`;
  return named(name, `${letter}${high}${below === "" ? "" : `_${below}`}`);
}

/** The path from a quantity to the cost, itself included. @type {(name: string) => string[]} */
export function pathFrom(name) {
  const path = [name];
  const layer = Number(name.slice(1));
  const first = name[0] === "a" ? layer + 1 : layer;
  for (let l = first; l <= LAST; l += 1) {
    path.push(`z${l}`, `a${l}`);
  }
  return [...path, "C"];
}
