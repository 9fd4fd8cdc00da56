/**
 * The numbers of each part of the descent as tables, to be printed.
 *
 * @import {Table} from "../../print/tables.js"
 * @import {State} from "../../state/page.js"
 * @import {DescentState} from "./state.js"
 */

import { format, grouped, PERCENT } from "../../kit/format.js";
import { parameterCount, shortName } from "../../network/names.js";
import { NONE, quantities } from "../../print/tables.js";
import { figuresOf } from "./training/figures.js";
import { middleOf, placeName, rowsAround } from "./wishes/rows.js";
import { middleRow, shownAverage } from "./wishes/state.js";

/** As many entries as a page has room for. */
const LARGEST = 40;

/** @type {(state: DescentState, part: string, page: State) => Table[]} */
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

/** @type {(state: DescentState, layers: number[]) => Table[]} */
function gradientTables({ gradient: { gradient, bySize, chosen } }, layers) {
  if (gradient === null || bySize === null) {
    return [];
  }
  const { nudges, norm, cost, examples } = gradient;
  /** @type {(place: number) => string[]} */
  const row = (place) => [
    String(place),
    shortName(layers, place),
    format(nudges[place], { plus: true }).text,
  ];
  const head = ["place", "name", "nudge"];
  const largest = Array.from(bySize.subarray(0, LARGEST), row);
  return [
    quantities(`−∇C over ${grouped(examples)} ${examples === 1 ? "digit" : "digits"}`, [
      ["its length", format(norm).text],
      ["the cost", format(cost).text],
      ["numbers in it", grouped(nudges.length)],
    ]),
    { title: "The entry looked at", head, rows: chosen === null ? [] : [row(chosen)] },
    { title: "The largest by size", head, rows: largest.slice(0, LARGEST / 2) },
    { title: "and those after them", head, rows: largest.slice(LARGEST / 2) },
  ];
}

/** @type {(state: DescentState, layers: number[]) => Table[]} */
function wishesTables({ table }, layers) {
  const { digits, wishes, accuracy } = table;
  const average = shownAverage(table);
  const places = rowsAround(middleOf(middleRow(table, layers), layers), parameterCount(layers));
  /** @type {(value: number | undefined) => string} */
  const cell = (value) => (value === undefined ? NONE : format(value, { plus: true }).text);
  const rows = places
    .flat()
    .map((place) => [
      placeName(layers, place),
      ...digits.map((_, k) => cell(wishes[k]?.nudges[place])),
      cell(average?.nudges[place]),
    ]);
  const costs = digits.map((_, k) =>
    wishes[k] === undefined ? NONE : format(wishes[k].cost).text,
  );
  const names = digits.map(({ label }, k) => `${k + 1}: a ${label}`);
  const over = average === null ? "average" : `average of ${grouped(average.examples)}`;
  return [
    { title: "What each digit wants", head: ["weight", ...names, over], rows },
    { title: "What each costs", head: ["", ...names], rows: [["C₀", ...costs]] },
    {
      title: "Test digits of each class that are read right",
      head: ["digit", ...Array.from(accuracy ?? [], (_, digit) => String(digit))],
      rows:
        accuracy === null
          ? []
          : [["read right", ...accuracy.map((share) => format(share, PERCENT).text)]],
    },
  ];
}

/**
 * The numbers of the descent's parts about training, as tables to be printed.
 *
 */

/** As many as a page has room for. */
const EVALUATIONS = 30;

/** @type {(state: DescentState) => Table[]} */
export function trainingTables({ training: { frame, runs } }) {
  if (frame === null) {
    return [];
  }
  const { settings } = frame;
  const seen = runs.seen.map(({ run }) => [
    run.name,
    grouped(run.iteration),
    String(run.settings.batch_size),
    String(run.settings.learning_rate),
    run.best_accuracy === null ? NONE : format(run.best_accuracy, PERCENT).text,
  ]);
  return [
    quantities("The training", [
      ...figuresOf(frame),
      ["mini-batch", String(settings.batch_size)],
      ["learning rate", String(settings.learning_rate)],
      ["momentum", String(settings.momentum)],
      ["seed", String(settings.seed)],
    ]),
    { title: "The runs", head: ["name", "step", "batch", "rate", "best"], rows: seen },
    evaluationsTable(runs.seen.find(({ run }) => run.id === runs.current)?.curves),
  ];
}

/**
 * The curves of the run under way, where they were measured last.
 * @type {(curves?: import("../../state/runs.js").Curves) => Table}
 */
function evaluationsTable(curves) {
  const { evaluated = [], trainCosts = [], testCosts = [], accuracies = [] } = curves ?? {};
  const first = Math.max(0, evaluated.length - EVALUATIONS);
  return {
    title: "Its curves",
    head: ["step", "C, training", "C, test", "read right"],
    rows: evaluated
      .slice(first)
      .map((step, i) => [
        grouped(step),
        format(trainCosts[first + i]).text,
        format(testCosts[first + i]).text,
        format(accuracies[first + i], PERCENT).text,
      ]),
  };
}

/** @type {(state: DescentState) => Table[]} */
export function directionTables({ miniBatches: { directions, landscape } }) {
  /** @type {Table[]} */
  const tables = [];
  if (directions !== null) {
    const { exact, batches } = directions;
    tables.push({
      title: `Mini-batches beside −∇C: length ${format(exact.norm).text}, cost ${format(exact.cost).text}`,
      head: ["mini-batch", "angle to −∇C", "length", "its cost"],
      rows: batches.map(({ angle, norm, cost }, k) => [
        String(k + 1),
        `${angle.toFixed(1)}°`,
        format(norm).text,
        format(cost).text,
      ]),
    });
  }
  if (landscape !== null) {
    tables.push({
      title: `The path in the plane, C over ${grouped(landscape.examples)} digits`,
      head: ["step", "x", "y", "C"],
      rows: landscape.path
        .slice(-EVALUATIONS)
        .map(({ iteration, x, y, cost }) => [
          grouped(iteration),
          format(x).text,
          format(y).text,
          cost === null ? NONE : format(cost).text,
        ]),
    });
  }
  return tables;
}

/** @type {(state: DescentState, page: State) => Table[]} */
export function learningTables({ learning: { predictions } }, { forward }) {
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
  /** @type {Table[]} */
  const tables = [];
  if (predictions !== null) {
    const { confusion, correct, total, class_accuracy, cost } = predictions;
    tables.push(
      quantities("The test digits", [
        ["read right", `${grouped(correct)} of ${grouped(total)}`],
        ["C", format(cost).text],
      ]),
      {
        title: "What each is read as: rows are the digits, columns the readings",
        head: ["digit", ...digits, "read right"],
        rows: confusion.map((row, digit) => [
          String(digit),
          ...row.map(String),
          format(class_accuracy[digit], PERCENT).text,
        ]),
      },
    );
  }
  if (forward !== null) {
    const [, ...layers] = forward.activations;
    const longest = Math.max(...layers.map(({ length }) => length));
    tables.push({
      title: "The drawing's activations",
      head: ["neuron", ...layers.map((_, l) => `layer ${l + 1}`)],
      rows: Array.from({ length: longest }, (_, j) => [
        String(j),
        ...layers.map((layer) => (j < layer.length ? format(layer[j]).text : NONE)),
      ]),
    });
  }
  return tables;
}
