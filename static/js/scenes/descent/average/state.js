/** What the table of nudges knows: which digits its columns are of, what has arrived of them, over what the
 * last column is the average, which rows stand in the middle, and what came of listening to one
 * digit alone. Pure.
 * @import {AverageRequest as Asked} from "../../../server/types.js"
 * @import {Ink, DigitIndex} from "../../../state/page.js"
 * @typedef {object} TableDigit a column's digit
 * @property {number | null} index among the training digits; null for what was on the viewer's pad
 * @property {number} label @property {number[]} pixels @property {DigitIndex | null} from
 * @property {Ink | null} ink @property {boolean} [isOwn] whether this phone has drawn it
 * @typedef {object} ColumnAnswer what one digit wants
 * @property {ArrayLike<number>} nudges -dC/dw for every parameter
 * @property {number} cost @property {number} prediction
 * @typedef {"columns" | "mini_batch" | "10" | "100" | "1000" | "10000" | "all" | "room"} Over the table's
 *   columns, a mini-batch, so many training digits, all of them, or all that the room has drawn
 * @typedef {{nudges: ArrayLike<number>, norm: number, examples: number}} Average
 * @typedef {{network: string, digits: TableDigit[], answers: ColumnAnswer[], average: Average, accuracy:
 *   number[]}} LentTable all of it at once, as a phone gets it: only the rows that it shows
 * @typedef {object} Listening how it goes while only one is listened to
 * @property {number | null} column of that digit; null for the average over mini-batches
 * @property {boolean} running @property {number} steps
 * @property {number | null} cost its own, after the last step
 * @property {number[]} before of each class the share that was read right
 * @typedef {typeof NO_TABLE} TableState
 * @typedef {{digitsArrived: {digits: TableDigit[]}, digitExchanged: {column: number, digit:
 *   TableDigit}, columnArrived: {network: string, answer: ColumnAnswer, average: Average}, averageProgressed:
 *   {progress: {done: number, of: number} | null}, averageArrived: {network: string, average:
 *   Average}, roomArrived: LentTable, listeningBegan: {column: number | null}, listeningStepped: {steps: number, cost: number,
 *   accuracy: number[]}, listeningEnded: {}}} TableActions */

import { firstIndexOf, parameterCount } from "../../../network/names.js";
import { exchanged } from "../../../state/store.js";

export const NO_TABLE = {
  /** @type {TableDigit[]} */ digits: [],
  /** the network that answers and averages are about */ network: "",
  /** @type {ColumnAnswer[]} of the columns that have arrived, from the left */ answers: [],
  /** @type {Average[]} over the first one, the first two, … of them */ averages: [],
  /** @type {Over} */ over: "columns",
  /** @type {Average | null} over what was chosen, where that is not the columns */ average: null,
  /** how many of the averages that lead to it have come */ reached: 0,
  /** @type {{done: number, of: number} | null} of that average */ progress: null,
  /** @type {number | null} the index of the parameter in the middle of the table */ row: null,
  /** @type {number[] | null} of each class the share that is read right now */ accuracy: null,
  /** @type {Listening | null} */ listening: null,
};

/** @type {Reducers<TableState, TableActions>} */
export const tableReducers = {
  digitsArrived: (state, { digits }) => ({ ...without(state, 0), digits }),
  digitExchanged: (state, { column, digit }) => ({
    ...without(state, column),
    digits: exchanged(state.digits, column, digit),
  }),
  columnArrived: (state, { network, answer, average }) => {
    const before = about(state, network);
    return {
      ...before,
      answers: [...before.answers, answer],
      averages: [...before.averages, average],
    };
  },
  averageProgressed: (state, { progress }) => {
    const isOver = state.reached >= averagesTo(state.over).length;
    return { ...state, progress: progress ?? (isOver ? null : state.progress) };
  },
  averageArrived: (state, { network, average }) => {
    const before = about(state, network);
    return { ...before, average, reached: before.reached + 1 };
  },
  roomArrived: (state, table) => ({ ...state, ...table, averages: [] }),
  listeningBegan: (state, { column }) => {
    // After one digit, another: what was before all of it stays to be seen.
    const { before, steps } = state.listening ?? {
      before: state.accuracy ?? new Array(10).fill(0),
      steps: 0,
    };
    return { ...state, listening: { column, running: true, steps, cost: null, before } };
  },
  listeningStepped: (state, { steps, cost, accuracy }) => ({
    ...state,
    listening: state.listening && { ...state.listening, steps, cost },
    accuracy,
  }),
  listeningEnded: (state) => ({
    ...state,
    listening: state.listening && { ...state.listening, running: false },
  }),
};

/** Where the last column is about something else, what has come of it goes.
 * @type {(state: TableState, before: TableState) => TableState} */
export function settleTable(state, before) {
  return state.over === before.over
    ? state
    : { ...state, average: null, reached: 0, progress: null };
}

/** The state without what is about an earlier network.
 * @type {(state: TableState, network: string) => TableState} */
function about(state, network) {
  return state.network === network
    ? state
    : { ...without(state, 0), network, average: null, reached: 0 };
}

/** An average over many digits forms over the first few of them, then over more and more. */
const COUNTS = [10, 100, 1000, 10_000];

/** The averages over more than the columns that lead to the one chosen.
 * @type {(over: Over) => Asked[]} */
export function averagesTo(over) {
  if (over === "columns" || over === "room") {
    return [];
  }
  if (over === "mini_batch") {
    return [{ over, batch_size: 100 }];
  }
  const most = over === "all" ? Number.POSITIVE_INFINITY : Number(over);
  const counts = COUNTS.filter((count) => count <= most);
  /** @type {Asked[]} */
  const steps = counts.map((count) => ({ over: "count", count }));
  return over === "all" ? [...steps, { over }] : steps;
}

/** The state without what has arrived from a column on.
 * @type {(state: TableState, column: number) => TableState} */
function without(state, column) {
  const { answers, averages } = state;
  return { ...state, answers: answers.slice(0, column), averages: averages.slice(0, column) };
}

/** What the last column says: the average over what was chosen, as far as it is known. The room's own
 * forms over those of its drawings that are columns.
 * @type {(state: TableState) => Average | null} */
export function shownAverage({ over, digits, answers, averages, average }) {
  const isForming = over === "room" && (average === null || answers.length < digits.length);
  return over === "columns" || isForming ? (averages.at(-1) ?? null) : average;
}

/** What each digit wants of a parameter, and on average.
 * @typedef {{nudges: (number | null)[], average: number | null, isTheirs: boolean}} Row null for what
 *   has not arrived; whether the average is that of all these digits
 * @type {(state: TableState, index: number) => Row} */
export function rowOf(state, index) {
  const { digits, answers, over } = state;
  return {
    nudges: digits.map((_, k) => answers[k]?.nudges[index] ?? null),
    average: shownAverage(state)?.nudges[index] ?? null,
    isTheirs: over === "columns" && answers.length === digits.length,
  };
}

/** The index of the parameter in the middle of the table. Where nobody has chosen one: the first
 * column's strongest nudge of a weight into the second layer, as every digit wants something of
 * those.
 * @type {(state: TableState, layers: number[]) => number} */
export function middleRow({ row, answers }, layers) {
  const from = firstIndexOf(layers, 2);
  const end = from + layers[1] * layers[2];
  if (row !== null || answers.length === 0) {
    return row ?? from;
  }
  const { nudges } = answers[0];
  let strongest = from;
  for (let index = from; index < end; index++) {
    if (Math.abs(nudges[index]) > Math.abs(nudges[strongest])) {
      strongest = index;
    }
  }
  return strongest;
}

/** How many rows are at the start, in the middle and at the end. */
const FIRST = 3;
export const MIDDLE = 3;
const LAST = 1;

/** A middle row that leaves room for its neighbours.
 * @type {(row: number, layers: number[]) => number} */
export function middleOf(row, layers) {
  const least = FIRST + Math.floor(MIDDLE / 2);
  const most = parameterCount(layers) - LAST - 1 - Math.floor(MIDDLE / 2);
  return Math.min(most, Math.max(least, row));
}

/** @type {(middle: number, count: number) => number[][]} */
export function rowsAround(middle, count) {
  /** @type {(from: number, length: number) => number[]} */
  const run = (from, length) => Array.from({ length }, (_, i) => from + i);
  return [run(0, FIRST), run(middle - Math.floor(MIDDLE / 2), MIDDLE), run(count - LAST, LAST)];
}

/** Where the columns are farthest apart: some want the most up, others the most down.
 * @type {(answers: ColumnAnswer[]) => number} */
export function mostDisputed(answers) {
  let [found, most] = [0, -1];
  for (let index = 0; index < (answers[0]?.nudges.length ?? 0); index++) {
    const values = answers.map(({ nudges }) => nudges[index]);
    const dispute = Math.min(Math.max(...values), -Math.min(...values));
    if (dispute > most) {
      [found, most] = [index, dispute];
    }
  }
  return found;
}
