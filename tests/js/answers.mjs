/** What the server would answer about a small network: the shapes are true, the numbers are made up. */

/** Numbers between -1 and 1 that are the same every time. */
const numbers = (count, from = 0) =>
  Array.from({ length: count }, (_, i) => Math.sin(from + i + 1));
const matrix = (rows, columns) => Array.from({ length: rows }, (_, i) => numbers(columns, 7 * i));

const LAYERS = [784, 4, 3, 10];
const [, ...LATER] = LAYERS;

export const session = {
  id: "s",
  layers: LAYERS,
  activation: "sigmoid",
  output: "sigmoid",
  cost: "squared_error",
  iteration: 0,
};

export const forward = () => ({
  activations: LAYERS.map((count) => numbers(count).map(Math.abs)),
  pre_activations: LATER.map((count) => numbers(count)),
  prediction: 3,
});

export const backward = () => ({
  cost: 0.5,
  cost_terms: numbers(10).map((each) => each ** 2),
  slopes: LATER.map((count) => numbers(count).map(Math.abs)),
  deltas: LATER.map((count) => numbers(count)),
  contributions: [matrix(LAYERS[2], LAYERS[1]), matrix(LAYERS[3], LAYERS[2])],
  nudges: {
    activations: LATER.map((count) => numbers(count)),
    biases: LATER.map((count) => numbers(count)),
    inputs: numbers(LAYERS[0]),
    weights: LATER.map((count, l) => matrix(count, LAYERS[l])),
  },
});
