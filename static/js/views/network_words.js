/**
 * What the page's network is, in one line.
 *
 * @import {State} from "../state.js"
 */

import { plainDecimal } from "./plain_decimal.js";

/** @param {State} state */
export function networkWords({ session, forward, backward }) {
  if (session === null) {
    return "";
  }
  const { layers, activation, output, cost, iteration } = session;
  const functions = activation === output ? activation : `${activation}, ${output}`;
  const words = [layers.join(" – "), functions, cost.replace("_", " "), `step ${iteration}`];
  if (forward !== null) {
    words.push(`reads as ${forward.prediction}`);
  }
  if (backward !== null) {
    words.push(`C₀ = ${plainDecimal(backward.cost)}`);
  }
  return words.join(" · ");
}
