/** Activation functions as curves: fetched one after the other where they are missing, and kept.
 * @import {Resource, States} from "./resource.js"
 * @import {FunctionAnswer} from "./types.js"
 * @typedef {Map<string, FunctionAnswer>} Functions by what was asked
 * @typedef {{activation: string, reach: number}} Wanted the curve from -reach to reach */

import { functionOf } from "./endpoints.js";
import { resource } from "./resource.js";

/** Points of a curve; an odd number, so that z = 0 is one of them. */
const POINTS = 201;
const NEAREST_REACH = 8;
/** The server's range of functions; neurons further out are drawn at the edge. */
const FARTHEST_REACH = 1000;

/** The range of z that holds all of some: a power of two. @type {(zs: number[]) => number} */
export function reachOf(zs) {
  const largest = Math.max(NEAREST_REACH, ...zs.map(Math.abs));
  return Math.min(FARTHEST_REACH, 2 ** Math.ceil(Math.log2(largest)));
}

/** @type {(wanted: Wanted) => string} */
export const functionKey = ({ activation, reach }) => `${activation} ${reach}`;

/** A curve; undefined until it has arrived.
 * @type {(functions: Functions, wanted: Wanted) => FunctionAnswer | undefined} */
export const curveIn = (functions, wanted) => functions.get(functionKey(wanted));

/** What fetches the curves that a state wants into its field `functions`.
 * @template {{functions: Functions}} S
 * @param {(states: States<S>) => Wanted[]} wantedIn @returns {Resource<S, any>} */
export function curvesOf(wantedIn) {
  /** @type {(states: States<S>) => Wanted | null} */
  const missing = (states) =>
    wantedIn(states).find((wanted) => !curveIn(states.own.functions, wanted)) ?? null;
  return resource({
    about: "functions",
    key: (states) => {
      const wanted = missing(states);
      return wanted && [functionKey(wanted)];
    },
    fetch: async (states) => {
      const wanted = /** @type {Wanted} */ (missing(states));
      const { activation, reach } = wanted;
      const answer = await functionOf(activation, { from: -reach, to: reach, count: POINTS });
      return { key: functionKey(wanted), answer };
    },
    into: ({ key, answer }, { own }) => ({
      type: "set",
      values: /** @type {any} */ ({ functions: new Map(own.functions).set(key, answer) }),
    }),
  });
}
