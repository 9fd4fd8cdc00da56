/** Names of the activation functions and of their slopes. */

/** @type {[string, string][]} */
export const ACTIVATIONS = [
  ["sigmoid", "sigmoid"],
  ["tanh", "tanh"],
  ["relu", "ReLU"],
  ["leaky_relu", "leaky ReLU"],
  ["linear", "linear"],
];

const SLOPES = new Map([
  ["sigmoid", "f′(z) = f (1 − f)"],
  ["tanh", "f′(z) = 1 − f²"],
  ["relu", "f′(z) = 0 or 1"],
  ["leaky_relu", "f′(z) = 0.01 or 1"],
  ["linear", "f′(z) = 1"],
]);

const NAMES = new Map(ACTIVATIONS);

/** @type {(activation: string) => string} */
export function nameOf(activation) {
  return NAMES.get(activation) ?? activation;
}

/** @type {(activation: string) => string} */
export function slopeFormula(activation) {
  return SLOPES.get(activation) ?? "f′(z)";
}
