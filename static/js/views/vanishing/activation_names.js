/** What activation functions are called. */

/** @type {[string, string][]} */
export const ACTIVATIONS = [
  ["sigmoid", "sigmoid"],
  ["tanh", "tanh"],
  ["relu", "ReLU"],
  ["leaky_relu", "leaky ReLU"],
  ["linear", "linear"],
];

const NAMES = new Map(ACTIVATIONS);

/** @param {string} activation */
export function nameOf(activation) {
  return NAMES.get(activation) ?? activation;
}
