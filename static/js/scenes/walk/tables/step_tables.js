/** The step as tables: the rule with the numbers of one weight, and what came of it. */

/** @import {Step} from "../../../state/page.js" */
/** @import {Table} from "../../../print/tables.js" */
/** @import {BackwardFacts} from "../walk_facts.js" */

import { format, placesFor } from "../../../kit/format.js";
import { neuronName } from "../../../network/names.js";
import { inRows, quantities } from "../../../print/tables.js";

/** Costs in one row. */
const WIDTH = 10;
/** Costs that are all smaller than this have as many digits as each asks for. */
const SMALL = 1e-7;

/**
 * What a step will do to the weight that counts most in the sum of the output that should rise.
 * @type {(facts: BackwardFacts) => Table}
 */
export function readyTable({ backward, last, target, terms, learningRate }) {
  const heaviest = terms(last, target)?.terms[0];
  const nudge = heaviest && backward.nudges.weights?.[last - 1][target][heaviest.index];
  /** @type {[string, string][]} */
  const rows = [["η, the learning rate", `${learningRate}`]];
  if (heaviest !== undefined && nudge !== undefined) {
    rows.push([`w, ${between(last, heaviest.index, target)}`, format(heaviest.weight).text]);
    rows.push(["∂C₀/∂w", format(-nudge).text]);
  }
  return quantities("The step to come: w ← w − η · ∂C₀/∂w", rows);
}

/** @type {(facts: BackwardFacts, step: Step) => Table[]} */
export function stepTables(facts, { before, costs }) {
  const { forward, last } = facts;
  const width = Math.min(WIDTH, costs.length);
  const largest = Math.max(...costs.map(Math.abs));
  const digits = largest > 0 && largest < SMALL ? undefined : placesFor(costs);
  const written = costs.map((cost) => format(cost, digits).text);
  /** @type {Table[]} */
  const tables = [
    {
      title: "The cost of this drawing after each step",
      head: ["steps", ...Array.from({ length: width }, (_, k) => `+${k}`)],
      rows: inRows(written, width).map((row, r) => [`${r * width}`, ...row]),
    },
  ];
  if (before !== null) {
    const outputs = before.activations[last];
    tables.push({
      title: "The outputs before and after",
      head: ["output", "a before", "a after"],
      rows: outputs.map((a, j) => [
        `${j}`,
        format(a).text,
        format(forward.activations[last][j]).text,
      ]),
    });
  }
  return [...tables, ...weightTable(facts, before)];
}

/**
 * What the steps have done to the weight that counted most before them.
 * @type {(facts: BackwardFacts, before: Step["before"]) => Table[]}
 */
function weightTable({ last, target, terms, weight }, before) {
  const heaviest = before?.terms?.[last - 1][target].terms[0];
  if (heaviest === undefined) {
    return [];
  }
  const { index } = heaviest;
  const listed = terms(last, target)?.terms.find((one) => one.index === index);
  const now = listed?.weight ?? weight(last, target, index);
  if (now === null) {
    return [];
  }
  const digits = placesFor([heaviest.weight, now]);
  return [
    quantities(`The weight ${between(last, index, target)}`, [
      ["w before", format(heaviest.weight, digits).text],
      ["w after", format(now, digits).text],
    ]),
  ];
}

/** @type {(last: number, from: number, target: number) => string} */
function between(last, from, target) {
  return `from ${neuronName(last - 1, from, last)} to ${neuronName(last, target, last)}`;
}
