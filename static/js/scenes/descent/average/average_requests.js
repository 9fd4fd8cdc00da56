/** What the table of nudges shows: its digits, what each of them wants, one column after the other,
 * and the average over more digits than it has columns.
 * @import {BatchColumn, ByIndex, LabelledExample} from "../../../server/types.js"
 * @import {Column} from "../address.js"
 * @import {Scene} from "../scene.js"
 * @import {TableDigit, TableState} from "./state.js" */

import { inkPicture } from "../../../input/digit_image.js";
import { BRUSH_RADIUS } from "../../../input/pad.js";
import { OnDemand } from "../../../kit/files.js";
import { FILES } from "../../../kit/words.js";
import { inkOf } from "../../../link/drawn.js";
import { layersOf, parameterCount } from "../../../network/names.js";
import { isLent } from "../../../server/client.js";
import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { FIRST_INDICES } from "../address.js";
import { averagesTo, middleOf, middleRow, rowsAround } from "./state.js";

/** Beside a page of one's own nobody asks that. */
const lentFile = new OnDemand(FILES.scene, () => import("../../../server/lent.js"));

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** How long a column stands before the next one comes. */
const PAUSE_MS = 550;
const LABELS = 10;
const PER_LABEL = 5000;

/**
 * The network that is asked about; null while it changes. While one digit is listened to, the table
 * stands as it was.
 * @type {(page: State, table: TableState) => string | null} */
function networkOf({ session, version, training }, { listening }) {
  return session === null || training || listening?.running ? null : `${session.id}/${version}`;
}

/** The room's batch that a phone shows; null where it shows anything else.
 * @type {(page: State, table: TableState) => State["lentBatch"]} */
const lentBatch = ({ session, lentBatch }, { over }) =>
  over === "room" && isLent(session?.id) ? (lentBatch ?? NO_BATCH) : null;
const NO_BATCH = { network: 0, drawings: 0 };

/** @type {(page: State, table: TableState) => number[]} */
const rowsOf = (page, table) => {
  const layers = layersOf(page);
  return rowsAround(middleOf(middleRow(table, layers), layers), parameterCount(layers)).flat();
};

/** A room's batch on a phone: what the projector shows, the numbers that are to be seen alone.
 * @type {DescentResource} */
export const lentTable = resource({
  about: "wishes",
  key: ({ page, own: { table } }) => {
    const of = lentBatch(page, table);
    return of === null || of === NO_BATCH
      ? null
      : [of.network, of.drawings, ...rowsOf(page, table)];
  },
  fetch: async ({ page, own: { table } }) => {
    const { drawings } = lentBatch(page, table) ?? NO_BATCH;
    const known = table.network.startsWith(`${drawings} `) ? table.digits : null;
    const { roomBatch } = await lentFile.comes();
    const answer = await roomBatch(page.session?.id ?? "", rowsOf(page, table), !known);
    return { ...answer, digits: known ?? answer.columns.map(drawnDigit) };
  },
  into: ({ rows, columns, digits, count, norm, average, class_accuracy: accuracy }, states) => ({
    type: "roomArrived",
    network: `${lentBatch(states.page, states.own.table)?.drawings} room`,
    digits,
    answers: columns.map(({ nudges, cost, prediction }) => ({
      nudges: thin(rows, nudges),
      cost,
      prediction,
    })),
    average: { nudges: thin(rows, average), norm, examples: count },
    accuracy,
  }),
});

/** Some entries of a vector, at their places. @type {(rows: number[], values: number[]) => ArrayLike<number>} */
const thin = (rows, values) =>
  Object.assign({ length: 0 }, Object.fromEntries(rows.map((row, i) => [row, values[i]])));

/** @type {(column: BatchColumn) => TableDigit} */
const drawnDigit = ({ label, own, pixels, ink }) => ({
  ...{ index: null, label, pixels: pixels ?? [], from: null },
  ...{ ink: inkOf({ pixels: pixels ?? [], ink }), isOwn: own },
});

/** @type {DescentResource} */
export const digits = resource({
  about: "wishes",
  key: ({ own: { table } }) => (table.digits.length === 0 && table.over !== "room" ? [] : null),
  fetch: () => server.digitsAt("train", FIRST_INDICES),
  into: (digits) => ({ type: "digitsArrived", digits: digits.map(digitOf) }),
});

/** The digits up to the next column, and the network that they are asked about.
 * @type {(page: State, table: TableState) => {network: string, digits: TableDigit[]} | null} */
function nextColumn(page, table) {
  const network = lentBatch(page, table) === null ? networkOf(page, table) : null;
  const count = 1 + (table.network === network ? table.answers.length : 0);
  return network === null || count > table.digits.length
    ? null
    : { network, digits: table.digits.slice(0, count) };
}

/** @type {DescentResource} */
export const column = resource({
  about: "wishes",
  key: ({ page, own: { table } }) => {
    const next = nextColumn(page, table);
    return next && [next.network, ...next.digits];
  },
  pause: ({ page, own: { table } }) =>
    CALM.matches || nextColumn(page, table)?.digits.length === 1 ? 0 : PAUSE_MS,
  fetch: ({ page, own: { table } }) =>
    server.gradient(page.session?.id ?? "", (nextColumn(page, table)?.digits ?? []).map(exampleOf)),
  into: ({ nudges, costs, predictions, average, average_norm }, { page, own: { table } }) => {
    const last = nudges.length - 1;
    return {
      type: "columnArrived",
      network: networkOf(page, table) ?? "",
      answer: { nudges: nudges[last], cost: costs[last], prediction: predictions[last] },
      average: { nudges: average, norm: average_norm, examples: nudges.length },
    };
  },
});

/** How many of the averages that lead to the one chosen have come.
 * @type {(page: State, table: TableState) => number} */
const reached = (page, table) => (table.network === networkOf(page, table) ? table.reached : 0);

/** @type {DescentResource} */
export const average = resource({
  about: "average",
  key: ({ page, own: { table } }) => {
    const [network, count] = [networkOf(page, table), reached(page, table)];
    return network === null || count >= averagesTo(table.over).length
      ? null
      : [network, table.over, count];
  },
  fetch: ({ page, own: { table } }, by) => {
    const next = averagesTo(table.over)[reached(page, table)];
    return server.averageGradient(page.session?.id ?? "", next, by);
  },
  into: ({ average: nudges, norm, of: examples }, { page, own: { table } }) => ({
    type: "averageArrived",
    network: networkOf(page, table) ?? "",
    average: { nudges, norm, examples },
  }),
  progress: (progress) => ({ type: "averageProgressed", progress }),
});

/** The average over all that the room has drawn.
 * @type {DescentResource} */
export const roomAverage = resource({
  about: "average",
  key: ({ page, own: { table } }) => {
    const network = networkOf(page, table);
    return network === null || page.batch === null || table.over !== "room"
      ? null
      : [network, page.batch.revision];
  },
  fetch: ({ page: { batch } }) => batch?.average() ?? Promise.reject(new TypeError("No room")),
  into: ({ average: nudges, norm, count: examples }, { page, own: { table } }) => ({
    type: "averageArrived",
    network: networkOf(page, table) ?? "",
    average: { nudges, norm, examples },
  }),
});

/** @type {DescentResource} */
export const accuracy = resource({
  about: "accuracy",
  key: ({ page, own: { table } }) => {
    const network = networkOf(page, table);
    return network === null || lentBatch(page, table) !== null ? null : [network];
  },
  fetch: ({ page: { session } }) => server.predictions(session?.id ?? ""),
  into: ({ class_accuracy }) => ({ type: "set", values: { "table.accuracy": class_accuracy } }),
});

/** Put another digit into a column: one of a label, of any where it is null.
 * @type {(scene: Scene, column: number, label: number | null) => Promise<unknown>} */
export function exchange({ descent, conversation }, column, label) {
  return conversation.ask("exchange", async () => {
    const offset = Math.floor(Math.random() * PER_LABEL * (label === null ? LABELS : 1));
    const wanted = label === null ? "" : String(label);
    const digit = await server.digitAfter("train", wanted, offset);
    if (digit !== undefined) {
      descent.dispatch({ type: "digitExchanged", column, digit: digitOf(digit) });
    }
  });
}

/** The table's digits by their names in an address.
 * @type {(columns: Column[]) => Promise<TableDigit[]>} */
export function columnDigits(columns) {
  return Promise.all(columns.map(columnDigit));
}

/** @type {(column: Column) => Promise<TableDigit>} */
async function columnDigit({ label, digit: { from, strokes } }) {
  if (from === null) {
    const { pixels, placement } = inkPicture(strokes, BRUSH_RADIUS);
    return { index: null, label: label ?? 0, pixels, from, ink: { strokes, placement } };
  }
  const digit = await server.digitAt(from);
  return label === null ? digitOf(digit) : { ...digitOf(digit), index: null, label, from };
}

/** @type {(digit: Digit) => TableDigit} */
function digitOf({ index, label, pixels }) {
  return { index, label, pixels, from: { split: "train", index }, ink: null };
}

/** @type {(digit: TableDigit) => LabelledExample | ByIndex} */
function exampleOf({ index, label, pixels }) {
  return index === null ? { pixels, target: label } : { split: "train", index };
}
