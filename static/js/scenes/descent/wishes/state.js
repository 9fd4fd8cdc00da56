/**
 * What the table of wishes knows: whose columns it has, what has arrived of them, over what the last
 * column is the average, which rows stand in the middle, and what came of listening to one digit
 * alone. Pure.
 *
 * @import {Over as Asked} from "../../../server/descent_api.js"
 * @import {Ink, Place} from "../../../state/page.js"
 *
 * @typedef {object} TableDigit a column's digit
 * @property {number | null} place among the training digits; null for what was on the viewer's pad
 * @property {number} label
 * @property {number[]} pixels
 * @property {Place | null} from
 * @property {Ink | null} ink
 *
 * @typedef {object} Wish what one digit wants
 * @property {ArrayLike<number>} nudges -dC/dw for every parameter
 * @property {number} cost
 * @property {number} prediction
 *
 * @typedef {"columns" | "mini_batch" | "10" | "100" | "1000" | "10000" | "all"} Over the table's
 *   columns, a mini-batch, so many training digits, or all of them
 *
 * @typedef {object} Average
 * @property {ArrayLike<number>} nudges
 * @property {number} norm
 * @property {number} examples
 *
 * @typedef {object} Hearing how it goes while only one is listened to
 * @property {number | null} column whose; null for the average over mini-batches
 * @property {boolean} running
 * @property {number} steps
 * @property {number | null} cost its own, after the last step
 * @property {number[]} before of each class the share that was read right
 *
 * @typedef {object} TableState
 * @property {TableDigit[]} digits
 * @property {string} network which one wishes and averages are about
 * @property {Wish[]} wishes of the columns that have arrived, from the left
 * @property {Average[]} averages over the first one, the first two, … of them
 * @property {Over} over
 * @property {Average | null} average over what was chosen, where that is not the columns
 * @property {number} reached how many of the averages that lead to it have come
 * @property {{done: number, of: number} | null} progress of that average
 * @property {number | null} row the place in the middle of the table
 * @property {number[] | null} accuracy of each class the share that is read right now
 * @property {Hearing | null} hearing
 *
 * @typedef {{type: "digitsArrived", digits: TableDigit[]}
 *   | {type: "digitExchanged", column: number, digit: TableDigit}
 *   | {type: "wishArrived", network: string, wish: Wish, average: Average}
 *   | {type: "overChosen", over: Over}
 *   | {type: "averageProgressed", progress: {done: number, of: number} | null}
 *   | {type: "averageArrived", network: string, average: Average}
 *   | {type: "rowChosen", row: number}
 *   | {type: "accuracyArrived", accuracy: number[]}
 *   | {type: "hearingBegan", column: number | null}
 *   | {type: "hearingStepped", steps: number, cost: number, accuracy: number[]}
 *   | {type: "hearingEnded"}
 *   | {type: "hearingUndone"}} TableAction
 */

import { firstIndexOf } from "../../../network/names.js";

const ACTIONS = new Set([
  "digitsArrived",
  "digitExchanged",
  "wishArrived",
  "overChosen",
  "averageProgressed",
  "averageArrived",
  "rowChosen",
  "accuracyArrived",
  "hearingBegan",
  "hearingStepped",
  "hearingEnded",
  "hearingUndone",
]);

/** @type {(action: {type: string}) => action is TableAction} */
export function isOfTable(action) {
  return ACTIONS.has(action.type);
}

/** @type {TableState} */
export const NO_TABLE = {
  digits: [],
  network: "",
  wishes: [],
  averages: [],
  over: "columns",
  average: null,
  reached: 0,
  progress: null,
  row: null,
  accuracy: null,
  hearing: null,
};

/** @type {(state: TableState, action: TableAction) => TableState} */
export function reduceTable(state, action) {
  switch (action.type) {
    case "digitsArrived":
      return { ...without(state, 0), digits: action.digits };
    case "digitExchanged":
      return {
        ...without(state, action.column),
        digits: state.digits.with(action.column, action.digit),
      };
    case "wishArrived": {
      const { wishes, averages, ...rest } = about(state, action.network);
      return {
        ...rest,
        wishes: [...wishes, action.wish],
        averages: [...averages, action.average],
      };
    }
    case "overChosen":
      return { ...state, over: action.over, average: null, reached: 0, progress: null };
    case "averageProgressed": {
      const isOver = state.reached >= averagesTo(state.over).length;
      return { ...state, progress: action.progress ?? (isOver ? null : state.progress) };
    }
    case "averageArrived": {
      const before = about(state, action.network);
      return { ...before, average: action.average, reached: before.reached + 1 };
    }
    case "rowChosen":
      return { ...state, row: action.row };
    default:
      return reduceHearing(state, action);
  }
}

/**
 * @type {(state: TableState, action: Extract<TableAction, {type: "accuracyArrived" |
 *   "hearingBegan" | "hearingStepped" | "hearingEnded" | "hearingUndone"}>) => TableState}
 */
function reduceHearing(state, action) {
  const { hearing, accuracy } = state;
  switch (action.type) {
    case "accuracyArrived":
      return { ...state, accuracy: action.accuracy };
    case "hearingBegan": {
      // Who listens on, after the one to another, still sees how it was before all of it.
      const [before, steps] = hearing
        ? [hearing.before, hearing.steps]
        : [accuracy ?? new Array(10).fill(0), 0];
      const began = { column: action.column, running: true, steps, cost: null, before };
      return { ...state, hearing: began };
    }
    case "hearingStepped":
      return {
        ...state,
        hearing: hearing && { ...hearing, steps: action.steps, cost: action.cost },
        accuracy: action.accuracy,
      };
    case "hearingEnded":
      return { ...state, hearing: hearing && { ...hearing, running: false } };
    case "hearingUndone":
      return { ...state, hearing: null };
  }
}

/**
 * The state without what is about an earlier network.
 * @type {(state: TableState, network: string) => TableState}
 */
function about(state, network) {
  return state.network === network
    ? state
    : { ...without(state, 0), network, average: null, reached: 0 };
}

/** An average over many digits forms over the first few of them, then over more and more. */
const COUNTS = [10, 100, 1000, 10_000];

/**
 * The averages over more than the columns that lead to the one chosen.
 * @type {(over: Over) => Asked[]}
 */
export function averagesTo(over) {
  if (over === "columns") {
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

/**
 * The state without what has arrived from a column on.
 * @type {(state: TableState, column: number) => TableState}
 */
function without(state, column) {
  const { wishes, averages } = state;
  return { ...state, wishes: wishes.slice(0, column), averages: averages.slice(0, column) };
}

/**
 * What the last column says: the average over what was chosen, as far as it is known.
 * @type {(state: TableState) => Average | null}
 */
export function shownAverage({ over, averages, average }) {
  return over === "columns" ? (averages.at(-1) ?? null) : average;
}

/**
 * The place in the middle of the table. Where nobody has chosen one: that of the first column's
 * strongest wish for a weight into the second layer, since every digit wants something of those.
 * @type {(state: TableState, layers: number[]) => number}
 */
export function middleRow({ row, wishes }, layers) {
  const from = firstIndexOf(layers, 2);
  const end = from + layers[1] * layers[2];
  if (row !== null || wishes.length === 0) {
    return row ?? from;
  }
  const { nudges } = wishes[0];
  let strongest = from;
  for (let place = from; place < end; place++) {
    if (Math.abs(nudges[place]) > Math.abs(nudges[strongest])) {
      strongest = place;
    }
  }
  return strongest;
}

/**
 * Where the columns are farthest apart: some want the most up, others the most down.
 * @type {(wishes: Wish[]) => number}
 */
export function mostDisputed(wishes) {
  let [found, most] = [0, -1];
  for (let place = 0; place < (wishes[0]?.nudges.length ?? 0); place++) {
    const values = wishes.map(({ nudges }) => nudges[place]);
    const dispute = Math.min(Math.max(...values), -Math.min(...values));
    if (dispute > most) {
      [found, most] = [place, dispute];
    }
  }
  return found;
}
