/** What the table of nudges shows: its digits, what each of them wants, one column after the other,
 * and the average over more digits than it has columns.
 * @import {ByIndex, LabelledExample} from "../../../server/types.js"
 * @import {Column} from "../address.js"
 * @import {Scene} from "../scene.js"
 * @import {TableDigit, TableState} from "./state.js" */

import { inkPicture } from "../../../input/digit_image.js";
import { BRUSH_RADIUS } from "../../../input/pad.js";
import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { FIRST_INDICES } from "../address.js";
import { averagesTo } from "./state.js";

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

/** @type {DescentResource} */
export const digits = resource({
  about: "wishes",
  key: ({ page, own: { table } }) => (table.digits.length === 0 && page.batch === null ? [] : null),
  fetch: () => server.digitsAt("train", FIRST_INDICES),
  into: (digits) => ({ type: "digitsArrived", digits: digits.map(digitOf) }),
});

/** The digits up to the next column, and the network that they are asked about.
 * @type {(page: State, table: TableState) => {network: string, digits: TableDigit[]} | null} */
function nextColumn(page, table) {
  const network = networkOf(page, table);
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
    const isThere = table.network === network && table.average !== null;
    return network === null || page.batch === null || table.over !== "room" || isThere
      ? null
      : [network, ...page.batch.columns];
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
    return network === null ? null : [network];
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
