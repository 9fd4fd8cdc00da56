/** A quantity of the chain in the server's answer, by its name.
 * @import {ExamplePass, Nudge, Ripple} from "../../server/calculus_api.js"
 * @import {Network} from "./state.js" */

import { LAST, PARAMETERS, pathFrom } from "./chain_names.js";

/** The request for a chain's numbers. @param {Network} chain @param {Nudge} [nudge] */
export function wishOf({ parameters, x, y }, nudge) {
  const wish = { layers: [1, 1, 1, 1], parameters, x: [x], y: [y] };
  return nudge ? { ...wish, nudge } : wish;
}

/** @type {(name: string, by: number) => Nudge} */
export function nudgeOf(name, by) {
  const parameter = PARAMETERS.indexOf(name);
  return parameter >= 0 ? { parameter, by } : { layer: Number(name.slice(1)), index: 0, by };
}

/** What a quantity is in a pass.
 * @type {(pass: ExamplePass, chain: Network, name: string) => number} */
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
 * @type {(ripple: Ripple, name: string, nudged: string, by: number) => number} */
export function changeOf(ripple, name, nudged, by) {
  const layer = Number(name.slice(1));
  if (name === nudged) {
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
 * @type {(pass: ExamplePass, from: string, to: string) => number} */
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
 * @type {(pass: ExamplePass, name: string) => number} */
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
