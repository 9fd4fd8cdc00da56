/** What a room is asked about the vanishing gradient. What is right comes from the networks' own
 * numbers; with other networks than a question is about, it is not asked. Pure.
 * @import {Side, VanishingState} from "./state.js"
 * @typedef {{id: string, text: Words[], choices: string[], shares: number[], why: (share: number) =>
 *   string}} OfShares */

import { activationOf } from "../../network/descriptors.js";
import { nearestOrder } from "../../state/questions.js";
import { EXPERIMENTS, isOther } from "./choices.js";
import { factorsOf } from "./neurons.js";
import { pairNames } from "./pair_names.js";
import {
  CEILING,
  EXPLODING,
  PRODUCT,
  TEN_RELUS,
  TEN_SIGMOIDS,
} from "./vanishing_question_words.js";

/** A question about one of some shares, compared by orders of magnitude.
 * @type {(words: OfShares, share: number | null) => Question} */
const askedOfShares = ({ id, text, choices, shares, why }, share) => ({
  ...{ id, text, choices },
  right: nearestOrder(shares, share),
  why: () => why(share ?? 0),
});

/** How steep a sigmoid is. @type {(state: VanishingState, page: State) => Question | null} */
export function ceilingQuestion({ sides }, { options }) {
  const isSigmoid = [sides.a, sides.b].some(({ choice }) => choice.activation === "sigmoid");
  if (!isSigmoid || options === null) {
    return null;
  }
  const { ceiling } = activationOf(options, "sigmoid");
  const { text, choices, slopes, why } = CEILING;
  return {
    id: "sigmoid-ceiling",
    text,
    choices,
    right: slopes.indexOf(ceiling),
    why: () => why(ceiling),
  };
}

/** What is left of the second network's gradient, or error, at its first layer, by experiments.
 * @type {Map<string, {words: OfShares, share: (side: Side) => number | null}>} */
const OF_EXPERIMENTS = new Map([
  ["sigmoid-10", { words: { id: "ten-sigmoids", ...TEN_SIGMOIDS }, share: gradientShare }],
  ["relu", { words: { id: "ten-relus", ...TEN_RELUS }, share: gradientShare }],
  ["exploding", { words: { id: "exploding", ...EXPLODING }, share: errorShare }],
]);

/** @type {(experiment: string, state: VanishingState) => Question | null} */
export function experimentQuestion(experiment, { sides }) {
  const asked = OF_EXPERIMENTS.get(experiment);
  const pair = EXPERIMENTS.get(experiment);
  if (asked === undefined || pair === undefined || isOther(pair.b, sides.b.choice)) {
    return null;
  }
  const share = asked.share(sides.b);
  return share === 0 ? null : askedOfShares(asked.words, share);
}

/** The first layer's gradient per weight beside the last one's; null while it is unknown.
 * @type {(side: Side) => number | null} */
function gradientShare({ frame }) {
  const layers = frame?.layers ?? [];
  return shareOf(layers[0]?.mean_gradient, layers.at(-1)?.mean_gradient);
}

/** The same of the error, between hidden layers. @type {(side: Side) => number | null} */
function errorShare({ frame }) {
  const hidden = (frame?.layers ?? []).slice(0, -1);
  return shareOf(hidden[0]?.mean_delta, hidden.at(-1)?.mean_delta);
}

/** @type {(first: number | null | undefined, last: number | null | undefined) => number | null} */
function shareOf(first, last) {
  return first == null || last == null || last === 0 ? null : first / last;
}

/** What is left along the strongest path of the second network.
 * @type {(state: VanishingState, page: State) => Question | null} */
export function productQuestion(state, { options }) {
  const { choice, pass } = state.sides.b;
  const factors = factorsOf(state, state.sides.b);
  const last = factors.at(-1);
  if ((pass !== null && last === undefined) || choice.depth < 5 || state.rank > 0) {
    return null;
  }
  return askedOfShares(
    {
      ...PRODUCT,
      id: "product-left",
      text: PRODUCT.text(pairNames(state.sides, options).b),
      why: (share) => PRODUCT.why(factors.length, share),
    },
    last === undefined ? null : Math.abs(last.product),
  );
}
