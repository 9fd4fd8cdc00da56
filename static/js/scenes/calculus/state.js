/** What the calculus scene knows: the numbers of its networks, and what the server makes of them.
 * @import {FoldAnswer, FoldRequest, PassAnswer} from "../../server/types.js"
 * @typedef {{parameters: number[], x: number[], y: number[]}} Network
 * @typedef {{x: number, y: number}} Pair
 * @typedef {{answer: FoldAnswer, session: string, request: FoldRequest}} Fold what came of which
 *   request
 * @typedef {typeof initialCalculus} CalculusState
 * @typedef {{numberSet: {network: "chain" | "wide", field: keyof Network, index: number, value:
 *   number}, pairSet: {index: number, field: keyof Pair, value: number}, folded: {}, unfolded: {},
 *   answered: {kind: string, answer: PassAnswer}, startedOver: {}}} CalculusActions
 * @typedef {import("../../state/store.js").ActionOf<CalculusActions>} CalculusAction */

import { exchanged, reducerOf } from "../../state/store.js";

/** Chosen so that a(L-1) = 0.48 and a(L) = 0.66, the numbers that the lecture begins with. */
const CHAIN = {
  parameters: [1.5, -0.4, -1.2, 0.6669084897686889, 1.8, -0.2007057825897357],
  x: [0.6],
  y: [1],
};
const PAIRS = [
  { x: 0.6, y: 1 },
  { x: 0.1, y: 0.2 },
  { x: 0.9, y: 0.7 },
  { x: 0.3, y: 0.4 },
];
/** W1 (3 x 2), b1, W2 (2 x 3), b2. */
const WIDE = {
  parameters: [
    0.9, -0.6, -0.8, 1.1, 0.5, 0.7, 0.1, -0.2, 0.3, 1.4, -0.9, 0.6, -1.1, 0.8, 1.2, 0, 0.2,
  ],
  x: [0.7, 0.2],
  y: [1, 0],
};

export const initialCalculus = {
  part: "",
  /** @type {Network} */ chain: CHAIN,
  /** how far a quantity is nudged */ by: 0.1,
  /** @type {Pair[]} training pairs */ pairs: PAIRS,
  /** whose derivative is averaged over the pairs */ parameter: 4,
  /** @type {Network} the network with several neurons a layer */ wide: WIDE,
  /** which of its hidden neurons is looked at */ neuron: 0,
  /** @type {number[] | null} one neuron of each layer of the walk's network; null until chosen */
  path: null,
  /** @type {Fold | null} the newest path as a chain */ fold: null,
  /** @type {Network | null} the chain as it was before a path was folded into it */ unfolded: null,
  /** @type {string | null} the quantity that is pointed at */ hovered: null,
  /** @type {Record<string, PassAnswer>} the newest of each kind */ answers: {},
};

export const reduceCalculus = reducerOf(
  /** @type {Reducers<CalculusState, CalculusActions>} */ ({
    numberSet: (state, { network, field, index, value }) => ({
      ...state,
      [network]: { ...state[network], [field]: exchanged(state[network][field], index, value) },
    }),
    pairSet: (state, { index, field, value }) => ({
      ...state,
      pairs: exchanged(state.pairs, index, { ...state.pairs[index], [field]: value }),
    }),
    folded,
    unfolded: (state) => ({ ...state, chain: state.unfolded ?? state.chain, unfolded: null }),
    answered: (state, { kind, answer }) => ({
      ...state,
      answers: { ...state.answers, [kind]: answer },
    }),
    startedOver: ({ part, answers, path, fold }) => ({
      ...initialCalculus,
      part,
      answers,
      path,
      fold,
    }),
  }),
);

/** The chain with the numbers of the path. @type {(state: CalculusState) => CalculusState} */
function folded(state) {
  if (state.fold === null) {
    return state;
  }
  const { parameters, activations, target } = state.fold.answer;
  const chain = { parameters, x: [activations[0]], y: [target] };
  return { ...state, chain, unfolded: state.unfolded ?? state.chain };
}
