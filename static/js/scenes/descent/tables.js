/**
 * The numbers of each part of the descent as tables, to be printed.
 *
 * @import {Table} from "../../tables.js"
 * @import {State} from "../../state.js"
 * @import {DescentState} from "./state.js"
 */

import { parameterCount, shortName } from "../../parameter_names.js";
import { NONE, quantities } from "../../tables.js";
import { format, formatSigned } from "../../theme.js";
import { grouped, percent } from "../../views/descent/words.js";
import { middleOf, placeName, rowsAround } from "./table_rows.js";
import { middleRow, shownAverage } from "./table_state.js";
import { directionTables, learningTables, trainingTables } from "./training_tables.js";

/** As many entries as a page has room for. */
const LARGEST = 40;

/**
 * @param {DescentState} state
 * @param {string} part
 * @param {State} page
 * @returns {Table[]}
 */
export function descentTables(state, part, page) {
  const layers = page.session?.layers ?? [];
  switch (part) {
    case "gradient":
      return gradientTables(state, layers);
    case "wishes":
      return wishesTables(state, layers);
    case "training":
      return trainingTables(state);
    case "mini-batches":
      return directionTables(state);
    default:
      return learningTables(state, page);
  }
}

/**
 * @param {DescentState} state
 * @param {number[]} layers
 * @returns {Table[]}
 */
function gradientTables({ gradient: { gradient, bySize, chosen } }, layers) {
  if (gradient === null || bySize === null) {
    return [];
  }
  const { nudges, norm, cost, examples } = gradient;
  /** @param {number} place */
  const row = (place) => [String(place), shortName(layers, place), formatSigned(nudges[place])];
  const head = ["place", "name", "nudge"];
  const largest = Array.from(bySize.subarray(0, LARGEST), row);
  return [
    quantities(`−∇C over ${grouped(examples)} ${examples === 1 ? "digit" : "digits"}`, [
      ["its length", format(norm)],
      ["the cost", format(cost)],
      ["numbers in it", grouped(nudges.length)],
    ]),
    { title: "The entry looked at", head, rows: chosen === null ? [] : [row(chosen)] },
    { title: "The largest by size", head, rows: largest.slice(0, LARGEST / 2) },
    { title: "and those after them", head, rows: largest.slice(LARGEST / 2) },
  ];
}

/**
 * @param {DescentState} state
 * @param {number[]} layers
 * @returns {Table[]}
 */
function wishesTables({ table }, layers) {
  const { digits, wishes, accuracy } = table;
  const average = shownAverage(table);
  const places = rowsAround(middleOf(middleRow(table, layers), layers), parameterCount(layers));
  /** @param {number | undefined} value */
  const cell = (value) => (value === undefined ? NONE : formatSigned(value));
  const rows = places
    .flat()
    .map((place) => [
      placeName(layers, place),
      ...digits.map((_, k) => cell(wishes[k]?.nudges[place])),
      cell(average?.nudges[place]),
    ]);
  const costs = digits.map((_, k) => (wishes[k] === undefined ? NONE : format(wishes[k].cost)));
  const names = digits.map(({ label }, k) => `${k + 1}: a ${label}`);
  const over = average === null ? "average" : `average of ${grouped(average.examples)}`;
  return [
    { title: "What each digit wants", head: ["weight", ...names, over], rows },
    { title: "What each costs", head: ["", ...names], rows: [["C₀", ...costs]] },
    {
      title: "Test digits of each class that are read right",
      head: ["digit", ...Array.from(accuracy ?? [], (_, digit) => String(digit))],
      rows: accuracy === null ? [] : [["read right", ...accuracy.map(percent)]],
    },
  ];
}
