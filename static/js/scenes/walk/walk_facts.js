/**
 * What the walk is told from: the answers about one drawing, and the neurons it looks at.
 *
 * @import {BackwardAnswer, Dataset, ForwardAnswer, NeuronTerms} from "../../server/client.js"
 * @import {State} from "../../state/page.js"
 *
 * @typedef {object} Facts
 * @property {State["drawing"]} drawing
 * @property {ForwardAnswer} forward
 * @property {number} last the output layer
 * @property {(layer: number) => number} focus the neuron of a layer that is looked at closely
 * @property {(layer: number, index: number) => NeuronTerms | null} terms what its sum is made of
 * @property {string} activation name of the hidden layers' function
 * @property {string} output name of the outputs' function
 *
 * @typedef {Facts & {
 *   backward: BackwardAnswer,
 *   target: number,
 *   cost: string,
 *   dataset: Dataset | null,
 *   step: State["lastStep"],
 *   learningRate: number,
 *   weight: (layer: number, to: number, from: number) => number | null,
 * }} BackwardFacts
 */

/**
 * @param {State} state
 * @returns {Facts | null} nothing to tell while nothing is drawn
 */
export function factsOf({ drawing, forward, session, pinned }) {
  if (drawing.pixels === null || forward === null) {
    return null;
  }
  return {
    drawing,
    forward,
    last: forward.activations.length - 1,
    focus: (layer) =>
      pinned?.kind === "neuron" && pinned.layer === layer
        ? pinned.index
        : strongest(forward.activations[layer]),
    terms: (layer, index) => forward.terms?.[layer - 1]?.[index] ?? null,
    activation: session?.activation ?? "sigmoid",
    output: session?.output ?? "sigmoid",
  };
}

/**
 * @param {Facts} facts
 * @param {State} state
 * @returns {BackwardFacts | null} nothing to tell while the right digit has not been said
 */
export function backwardFactsOf(facts, state) {
  const { backward, target, session, dataset, parameters, lastStep, learningRate } = state;
  if (backward === null || target === null) {
    return null;
  }
  return {
    ...facts,
    backward,
    target,
    cost: session?.cost ?? "squared_error",
    dataset,
    step: lastStep,
    learningRate,
    weight: (layer, to, from) => {
      const count = facts.forward.activations[layer - 1].length;
      return parameters?.weights[layer - 1]?.[to * count + from] ?? null;
    },
  };
}

/**
 * The place of the largest number.
 * @type {(numbers: number[]) => number}
 */
export function largest(numbers) {
  return numbers.indexOf(Math.max(...numbers));
}

/**
 * The place of the number that is largest by size.
 * @type {(numbers: number[]) => number}
 */
export function strongest(numbers) {
  return largest(numbers.map(Math.abs));
}
