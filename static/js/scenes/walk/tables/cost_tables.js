/** The cost as tables: its terms, its mean over the test digits, and what it asks of the outputs. */

/** @import {Table} from "../../../print/tables.js" */
/** @import {BackwardFacts} from "../walk_facts.js" */

import { format } from "../../../kit/format.js";
import { NONE, quantities } from "../../../print/tables.js";

/** @type {(facts: BackwardFacts) => Table} */
export function costTable({ backward, forward, target, last }) {
  const rows = forward.activations[last].map((a, j) => [
    `${j}`,
    format(a).text,
    desired(j, target),
    format(backward.cost_terms[j]).text,
  ]);
  return {
    title: "The cost of this drawing, output by output",
    head: ["output", "a", "y", "term"],
    rows: [...rows, ["C₀, their sum", NONE, NONE, format(backward.cost).text]],
  };
}

/**
 * @param {BackwardFacts} facts
 * @returns {Table} without the mean while that is being counted
 */
export function meanTable({ backward, dataset }) {
  /** @type {[string, string][]} */
  const mean =
    dataset === null
      ? []
      : [
          ["test digits", `${dataset.total}`],
          ["read right", `${dataset.correct}`],
          ["C, the mean of their costs", format(dataset.cost, 3).text],
        ];
  return quantities("The cost over the test digits", [
    ...mean,
    ["C₀, of this drawing", format(backward.cost).text],
  ]);
}

/** @type {(facts: BackwardFacts) => Table} */
export function wishesTable({ backward, forward, target, last }) {
  const nudges = backward.nudges.activations[last - 1];
  return {
    title: "What the cost asks of the outputs",
    head: ["output", "a", "y", "nudge of a"],
    rows: nudges.map((nudge, j) => [
      `${j}`,
      format(forward.activations[last][j]).text,
      desired(j, target),
      format(nudge, { plus: true }).text,
    ]),
  };
}

/** @type {(j: number, target: number) => "0" | "1"} */
function desired(j, target) {
  return j === target ? "1" : "0";
}
