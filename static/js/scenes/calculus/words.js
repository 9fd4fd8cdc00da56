/** What the beats of the tree say, with the numbers of the chain.
 * @import {Words} from "../../page/timeline.js"
 * @import {CalculusState} from "./state.js" */

import { FINE, FINE_SIGNED, format } from "../../kit/format.js";
import { derivativeOf, factorOf, linksFrom } from "./chain_facts.js";

/** @type {(state: CalculusState) => Words[]} */
export function treeCaption({ answers }) {
  const pass = answers["tree"]?.examples[0];
  if (pass === undefined) {
    return [{ text: "Which number leads to which: a tree, with the cost at its end." }];
  }
  return [
    {
      text: "Weight, activation and bias make z, z makes the next activation, and the last one the cost, ",
    },
    { text: format(pass.cost, FINE).text, tone: "accent" },
    { text: "." },
  ];
}

/** @type {(state: CalculusState, kind: string, nudged: string) => Words[]} */
export function rippleCaption({ answers, by }, kind, nudged) {
  const pass = answers[kind]?.examples[0];
  if (!pass?.ripple) {
    return [{ text: "A small nudge, and everything behind it moves." }];
  }
  const derivative = derivativeOf(pass, nudged);
  const change = pass.ripple.cost_change;
  const factors = linksFrom(nudged).map(([from, to]) => factorOf(pass, from, to));
  return [
    { text: `${WHAT[nudged]} by ${format(by).text}, and the cost moves by ` },
    { text: format(change, FINE_SIGNED).text, tone: change < 0 ? "down" : "up" },
    { text: `: ${COUNTS[factors.length]} factors multiply to ` },
    { text: format(derivative, FINE).text, tone: "accent" },
    { text: WHY[nudged] },
  ];
}

/** @type {Record<string, string>} */
const WHAT = {
  w3: "Nudge the last weight",
  b3: "Nudge the last bias",
  a2: "Nudge the activation before it",
  w2: "Nudge a weight one layer back",
};
/** @type {Record<string, string>} */
const WHY = {
  w3: ".",
  b3: ", the first of them 1.",
  a2: ", the first of them the weight.",
  w2: ".",
};
const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven"];
