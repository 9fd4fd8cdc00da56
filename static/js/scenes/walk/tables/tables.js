/**
 * The numbers of each beat of the walk as tables, to be printed. The programs that can be taken home
 * print the same ones (app/take_home): a change here is a change there.
 *
 * @import {State} from "../../../state/page.js"
 * @import {Table} from "../../../print/tables.js"
 * @import {Beat, Columns} from "../../../page/timeline.js"
 * @import {BackwardFacts, Facts} from "../walk_facts.js"
 */

import { backwardFactsOf, factsOf, strongest } from "../walk_facts.js";
import {
  columnTable,
  contributionsTable,
  deltasTable,
  leversTable,
  strongestNudges,
  weightNudges,
} from "./backward_tables.js";
import { costTable, meanTable, wishesTable } from "./cost_tables.js";
import { answerTable, layerTable, sumTable, weightsTable } from "./forward_tables.js";
import { pixelsTable, placementTable } from "./input_tables.js";
import { readyTable, stepTables } from "./step_tables.js";

/**
 * Every number that a beat shows.
 * @param {State} state
 * @param {Beat} beat of `walkBeats(state)`
 * @returns {Table[]} none where nothing is drawn
 */
export function walkTables(state, beat) {
  const facts = factsOf(state);
  if (facts === null) {
    return [];
  }
  if (beat.part === "input") {
    return inputTables(facts, beat.id);
  }
  if (beat.part === "forward") {
    return forwardTables(state, facts, beat);
  }
  const backward = backwardFactsOf(facts, state);
  return backward === null ? [] : backwardTables(backward, beat);
}

/** @type {(facts: Facts, id: string) => Table[]} */
function inputTables({ drawing, forward }, id) {
  const pixels = pixelsTable(forward.activations[0]);
  return id === "input" && drawing.placement !== null
    ? [placementTable(drawing.placement), pixels]
    : [pixels];
}

/**
 * The neuron that the beat is about, and every layer that the picture shows.
 * @type {(state: State, facts: Facts, beat: Beat) => Table[]}
 */
function forwardTables({ parameters }, facts, { id, picture }) {
  const { neuron, activations } = picture;
  /** @type {Table[]} */
  const tables = [];
  if (neuron !== null) {
    tables.push(sumTable(facts, neuron.layer, neuron.index));
  }
  if (id === "forward-1-weights" && parameters !== null) {
    const count = facts.forward.activations[0].length;
    tables.push(weightsTable(parameters, facts.focus(1), count));
  }
  if (id === "answer") {
    tables.push(answerTable(facts));
  }
  for (let layer = activations; layer >= 1; layer--) {
    tables.push(layerTable(facts, layer));
  }
  return tables;
}

/** @type {(facts: BackwardFacts, beat: Beat) => Table[]} */
function backwardTables(facts, { id, part, picture }) {
  const { last } = facts;
  switch (part) {
    case "cost":
      return [id === "cost" ? costTable(facts) : meanTable(facts)];
    case "wishes":
      return [wishesTable(facts)];
    case "levers":
      return leverTables(facts, id);
    case "adding-up":
    case "further-back":
      return picture.columns === null
        ? furtherTables(facts, id === "further-pixels" ? 1 : picture.nudges)
        : wishTables(facts, picture.columns);
    default:
      return id === "step" && facts.step !== null
        ? stepTables(facts, facts.step)
        : [
            readyTable(facts),
            ...Array.from({ length: last }, (_, l) => strongestNudges(facts, last - l)),
          ];
  }
}

/** @type {(facts: BackwardFacts, id: string) => Table[]} */
function leverTables(facts, id) {
  const { backward, last, target } = facts;
  const levers = leversTable(facts);
  if (id === "levers") {
    return [sumTable(facts, last, target), ...levers];
  }
  const wishes = backward.contributions[last - 2]?.[target];
  return id === "lever-no-direct" && wishes !== undefined
    ? [sumTable(facts, last - 1, strongest(wishes)), ...levers]
    : levers;
}

/** @type {(facts: BackwardFacts, columns: Columns) => Table[]} */
function wishTables(facts, columns) {
  const all = contributionsTable(facts, columns);
  return columns.arriving === null ? [all] : [columnTable(facts, columns.arriving), all];
}

/**
 * @param {BackwardFacts} facts
 * @param {number} layer whose own levers are shown
 */
function furtherTables(facts, layer) {
  return [deltasTable(facts, layer), weightNudges(facts, layer)];
}
