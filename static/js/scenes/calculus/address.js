/**
 * What an address says of the calculus: the numbers of its networks as they were set, what is looked
 * at, and the path that is folded. Pure.
 *
 * @import {CalculusState, Network, Pair} from "./state.js"
 */

import { listOf, numberIn, wholeIn } from "../../link/codecs.js";
import { DEFAULT_LAYERS } from "../../network/names.js";
import { initialCalculus } from "./state.js";

/** How many neurons the layers of the walk's network have, through which a path leads. */

/**
 * @param {CalculusState} state
 * @returns {[string, string][]} what differs from a fresh page's
 */
export function calculusSettings(state) {
  const { chain, by, pairs, parameter, wide, neuron, path, unfolded } = state;
  /** @type {[string, string | null, string | null][]} what it is, and what it is at first */
  const all = [
    ["chain", numbersText(chain), numbersText(initialCalculus.chain)],
    ["by", String(by), String(initialCalculus.by)],
    ["pairs", pairsText(pairs), pairsText(initialCalculus.pairs)],
    ["parameter", String(parameter), String(initialCalculus.parameter)],
    ["wide", numbersText(wide), numbersText(initialCalculus.wide)],
    ["neuron", String(neuron), String(initialCalculus.neuron)],
    ["path", path?.join(" ") ?? null, null],
    ["unfolded", unfolded && numbersText(unfolded), null],
  ];
  return all.flatMap(([key, value, usual]) =>
    value === null || value === usual ? [] : [[key, value]],
  );
}

/**
 * @param {URLSearchParams} settings
 * @returns {Partial<CalculusState>} what an address names
 */
export function calculusWishes(settings) {
  /** @type {(key: string) => string | null} */
  const get = (key) => settings.get(key);
  const { chain, pairs, wide } = initialCalculus;
  const all = {
    chain: networkNamed(get("chain"), chain),
    by: numberIn(get("by")),
    pairs: pairsNamed(get("pairs"), pairs.length),
    parameter: wholeIn(get("parameter"), 0, chain.parameters.length - 1),
    wide: networkNamed(get("wide"), wide),
    neuron: wholeIn(get("neuron"), 0, 2),
    path: listOf(get("path"), DEFAULT_LAYERS.length, (word, l) =>
      wholeIn(word, 0, DEFAULT_LAYERS[l] - 1),
    ),
    unfolded: networkNamed(get("unfolded"), chain),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** @type {(network: Network) => string} */
function numbersText({ parameters, x, y }) {
  return [...parameters, ...x, ...y].join(" ");
}

/** @type {(pairs: Pair[]) => string} */
function pairsText(pairs) {
  return pairs.map(({ x, y }) => `${x} ${y}`).join(" ");
}

/**
 * @param {string | null} text
 * @param {Network} like a network of as many numbers
 * @returns {Network | null}
 */
function networkNamed(text, { parameters, x, y }) {
  const [first, second] = [parameters.length, parameters.length + x.length];
  const numbers = listOf(text, second + y.length, (word) => numberIn(word));
  return (
    numbers && {
      parameters: numbers.slice(0, first),
      x: numbers.slice(first, second),
      y: numbers.slice(second),
    }
  );
}

/** @type {(text: string | null, count: number) => Pair[] | null} */
function pairsNamed(text, count) {
  const numbers = listOf(text, 2 * count, (word) => numberIn(word));
  return numbers && Array.from({ length: count }, (_, k) => pairAt(numbers, 2 * k));
}

/** @type {(numbers: number[], at: number) => Pair} */
function pairAt(numbers, at) {
  return { x: numbers[at], y: numbers[at + 1] };
}
