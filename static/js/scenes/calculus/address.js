/** What an address holds of the calculus: the numbers of its networks as they were set, what is
 * looked at, and the path that is folded. Pure.
 * @import {Codec} from "../../link/codecs.js"
 * @import {Link} from "../../link/table.js"
 * @import {Network, Pair} from "./state.js" */

import { listOf, mapped, number, tuple, whole } from "../../link/codecs.js";
import { link } from "../../link/table.js";
import { DEFAULT_LAYERS } from "../../network/names.js";
import { initialCalculus } from "./state.js";

const { chain, wide, pairs } = initialCalculus;

/** @type {Link<CalculusState>} */
export const CALCULUS_LINK = link(
  [
    ["chain", numbersLike(chain), "chain"],
    ["by", number(), "by"],
    ["pairs", pairsLike(pairs), "pairs"],
    ["parameter", whole(0, chain.parameters.length - 1), "parameter"],
    ["wide", numbersLike(wide), "wide"],
    ["neuron", whole(0, 2), "neuron"],
    ["path", tuple(...DEFAULT_LAYERS.map((count) => whole(0, count - 1))), "path"],
    ["unfolded", numbersLike(chain), "unfolded"],
  ],
  initialCalculus,
);

/** A network of as many numbers as another one. @type {(like: Network) => Codec<Network>} */
function numbersLike({ parameters, x, y }) {
  const [first, second] = [parameters.length, parameters.length + x.length];
  return mapped(
    listOf(number(), second + y.length),
    (numbers) => ({
      parameters: numbers.slice(0, first),
      x: numbers.slice(first, second),
      y: numbers.slice(second),
    }),
    ({ parameters, x, y }) => [...parameters, ...x, ...y],
  );
}

/** As many pairs as there are. @type {(like: Pair[]) => Codec<Pair[]>} */
function pairsLike(like) {
  return mapped(
    listOf(number(), 2 * like.length),
    (numbers) => like.map((_, k) => ({ x: numbers[2 * k], y: numbers[2 * k + 1] })),
    (/** @type {Pair[]} */ pairs) => pairs.flatMap(({ x, y }) => [x, y]),
  );
}
