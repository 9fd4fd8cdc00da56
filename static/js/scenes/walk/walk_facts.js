/** What the walk is made from: the answers about one drawing, and the neurons it looks at.
 * @import {AccuracyAnswer, ActivationDescriptor, CheckAllAnswer, CostDescriptor, NeuronTerms, Options, OthersAnswer, RatesAnswer} from "../../server/types.js"
 * @typedef {object} Facts
 * @property {State["drawing"]} drawing @property {ForwardAnswer} forward
 * @property {number} last the output layer
 * @property {(layer: number) => number} focus the neuron of a layer that is looked at closely
 * @property {(layer: number, index: number) => NeuronTerms | null} terms what its sum is made of
 * @property {ActivationDescriptor} activation the hidden layers' function
 * @property {ActivationDescriptor} output the outputs' function @property {CostDescriptor} cost
 * @typedef {Facts & { backward: BackwardAnswer, target: number, dataset: AccuracyAnswer | null,
 *   step: State["lastStep"], others: OthersAnswer | null, rates: RatesAnswer | null, measured:
 *   CheckAllAnswer | null, learningRate: number, alone: boolean, weight: (layer: number, to: number, from:
 *   number) => number | null, }} BackwardFacts */

import { memo } from "../../kit/memo.js";
import { activationOf, costOf } from "../../network/descriptors.js";
import { LECTURE, strongest } from "../../network/names.js";

/** Null while nothing is drawn. The same facts as long as nothing that they speak of changes, so
 * that what is made of them is made once.
 * @type {(state: State) => Facts | null} */
export function factsOf({ drawing, forward, session, pinned, options }) {
  if (drawing.pixels === null || forward === null) {
    return null;
  }
  const neuron = pinned?.kind === "neuron" ? pinned : null;
  const { activation, output, cost } = session ?? LECTURE;
  return forwardFacts(drawing, forward, neuron, options, activation, output, cost);
}

const forwardFacts = memo(
  /** @param {State["drawing"]} drawing @param {ForwardAnswer} forward
   * @param {{layer: number, index: number} | null} pinned @param {Options | null} options
   * @param {string} activation @param {string} output @param {string} cost @returns {Facts} */
  (drawing, forward, pinned, options, activation, output, cost) => ({
    drawing,
    forward,
    last: forward.activations.length - 1,
    focus: (layer) =>
      pinned?.layer === layer ? pinned.index : strongest(forward.activations[layer]),
    terms: (layer, index) => forward.terms?.[layer - 1]?.[index] ?? null,
    activation: activationOf(options, activation),
    output: activationOf(options, output),
    cost: costOf(options, { output, cost }),
  }),
);

/** Null while the right digit has not been said; otherwise kept as the facts are.
 * @type {(facts: Facts, state: State) => BackwardFacts | null} */
export function backwardFactsOf(facts, state) {
  const { backward, target, dataset, parameters, lastStep, learningRate, alone } = state;
  const { others, rates, measured } = state;
  if (backward === null || target === null) {
    return null;
  }
  const rest = /** @type {const} */ ([learningRate, parameters, alone]);
  return withAnswers(
    backwardFacts(facts, backward, target, dataset, lastStep, ...rest),
    others,
    rates,
    measured,
  );
}

/** @typedef {Omit<BackwardFacts, "others" | "rates" | "measured">} OwnFacts those of the drawing */

const withAnswers = memo(
  /** @type {(facts: OwnFacts, others: OthersAnswer | null, rates: RatesAnswer | null, measured:
   *   CheckAllAnswer | null) => BackwardFacts} */
  (facts, others, rates, measured) => ({ ...facts, others, rates, measured }),
);

const backwardFacts = memo(
  /** @param {Facts} facts @param {BackwardAnswer} backward @param {number} target
   * @param {AccuracyAnswer | null} dataset @param {State["lastStep"]} step
   * @param {number} learningRate @param {State["parameters"]} parameters
   * @param {boolean} alone @returns {OwnFacts} */
  (facts, backward, target, dataset, step, learningRate, parameters, alone) => ({
    ...facts,
    ...{ backward, target, dataset, step, learningRate, alone },
    weight: (layer, to, from) => {
      const count = facts.forward.activations[layer - 1].length;
      return parameters?.weights[layer - 1]?.[to * count + from] ?? null;
    },
  }),
);
