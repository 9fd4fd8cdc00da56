/**
 * What an address says of the descent: whose gradient and which of its entries, the table's digits and
 * their average, how it is trained, the landscape, the cell of confusions. Pure.
 *
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {State} from "../../state/page.js"
 * @import {TrainSettings} from "../../server/training_socket.js"
 * @import {GradientState} from "./gradient/state.js"
 * @import {MiniBatchesState} from "./mini_batches/state.js"
 * @import {DescentAction, DescentState} from "./state.js"
 * @import {TableDigit, TableState} from "./wishes/state.js"
 *
 * @typedef {{label: number | null, digit: NamedDigit}} Column a digit and what it is said to be; that
 *   is known of MNIST's training digits
 *
 * @typedef {object} DescentWishes
 * @property {DescentAction[]} actions
 * @property {Partial<TrainSettings>} training
 * @property {Column[] | null} columns
 */

import { listOf, numberIn, oneOf, wholeIn } from "../../link/codecs.js";
import { digitNamed, digitText } from "../../link/digit.js";
import { DEFAULT_LAYERS, parameterCount } from "../../network/names.js";
import { FIRST_PLACES } from "./training_examples.js";
import { middleRow } from "./wishes/state.js";

/** @typedef {[string, string | null][]} Said null for what is as it is on a fresh page */

const WHOSE = /** @type {const} */ (["digit", "mini_batch", "all"]);
const ORDERS = /** @type {const} */ (["position", "size"]);
const OVERS = /** @type {const} */ (["columns", "mini_batch", "10", "100", "1000", "10000", "all"]);
const SCALES = /** @type {const} */ (["linear", "log"]);
const ALONGS = /** @type {const} */ (["gradient", "path"]);
const ZOOMS = /** @type {const} */ (["wide", "near", "close"]);
/** What a run is told where nobody has said anything; the seed is the network's. */
const TRAINING = { batch_size: 10, learning_rate: 0.5, momentum: 0 };
const MOST_RATE = 1e12;
/** The digit that is on the pad. */
const PAD = "pad";
const COLUMN = /^as(\d)-(.+)$/;

/**
 * @param {DescentState} state
 * @param {State} page
 * @returns {[string, string][]} what differs from a fresh page's
 */
export function descentSettings(state, page) {
  const { gradient, table, training, miniBatches, learning } = state;
  const { session } = page;
  const pad = digitText(page.drawing);
  const settings = training.frame?.settings;
  /** @type {Said} */
  const all = [
    ["seed", session !== null && hangsOnSeed(state) ? seedOf(session) : null],
    ["whose", gradient.whose === "digit" ? null : gradient.whose],
    ["order", gradient.order === "position" ? null : gradient.order],
    ["entry", entryText(gradient)],
    ["columns", columnsText(table.digits, pad)],
    ["over", table.over === "columns" ? null : table.over],
    ["row", rowText(table, session?.layers ?? DEFAULT_LAYERS)],
    ["scale", training.costScale === "linear" ? null : training.costScale],
    ["along", miniBatches.along === "gradient" ? null : miniBatches.along],
    ["zoom", zoomText(miniBatches)],
    ["cell", learning.cell && `${learning.cell.label} ${learning.cell.prediction}`],
  ];
  if (settings && session !== null) {
    all.push(
      ["batch", unless(settings.batch_size, TRAINING.batch_size)],
      ["eta", unless(settings.learning_rate, TRAINING.learning_rate)],
      ["momentum", unless(settings.momentum, TRAINING.momentum)],
      ["shuffle", unless(settings.seed, session.seed)],
    );
  }
  return all.flatMap(([key, value]) => (value === null ? [] : [[key, value]]));
}

/** @type {(settings: URLSearchParams, page: State) => DescentWishes} */
export function descentWishes(settings, { session }) {
  const most = parameterCount(session?.layers ?? DEFAULT_LAYERS) - 1;
  /** @type {(key: string) => string | null} */
  const get = (key) => settings.get(key);
  /** @type {(DescentAction | null)[]} */
  const actions = [
    action(oneOf(get("whose"), WHOSE), (whose) => ({ type: "whoseChosen", whose })),
    action(oneOf(get("order"), ORDERS), (order) => ({ type: "orderChosen", order })),
    ...entries(get("entry"), most).map((place) => action(place, entryChosen)),
    action(oneOf(get("over"), OVERS), (over) => ({ type: "overChosen", over })),
    action(wholeIn(get("row"), 0, most), (row) => ({ type: "rowChosen", row })),
    action(oneOf(get("scale"), SCALES), (scale) => ({ type: "costScaleChosen", scale })),
    action(oneOf(get("along"), ALONGS), (along) => ({ type: "alongChosen", along })),
    zoomAction(get("zoom")),
    action(digits(get("cell"), 2), ([label, prediction]) => ({
      type: "cellChosen",
      cell: { label, prediction },
    })),
  ];
  return {
    actions: actions.filter((each) => each !== null),
    training: trainingWish(settings),
    columns: listOf(get("columns"), FIRST_PLACES.length, (word) => columnNamed(word, get("digit"))),
  };
}

/**
 * @param {TableDigit[]} digits
 * @param {string | null} pad what is on the pad
 */
export function columnsText(digits, pad) {
  const words = digits.map(({ place, label, from, ink }) => {
    const text = digitText({ from, strokes: ink?.strokes ?? [] });
    return place === null ? `as${label}-${text === pad ? PAD : text}` : String(place);
  });
  const text = words.join(" ");
  return text === "" || text === FIRST_PLACES.join(" ") ? null : text;
}

/**
 * Whether what is shown hangs on the order in which the network's seed shuffles the digits.
 * @type {(state: DescentState) => boolean}
 */
function hangsOnSeed({ part, gradient, table }) {
  return (
    ["training", "mini-batches"].includes(part) ||
    gradient.whose === "mini_batch" ||
    !["columns", "all"].includes(table.over)
  );
}

/** @type {(session: {weights: string, seed: number}) => string | null} */
function seedOf({ weights, seed }) {
  return weights === "random" ? null : String(seed); // That of a random one is said anyway.
}

/** @type {(value: number, usual: number) => string | null} */
function unless(value, usual) {
  return value === usual ? null : String(value);
}

/** @type {(gradient: GradientState) => string | null} */
function entryText({ chosen, compared, bySize }) {
  if (chosen === null || (compared === null && chosen === bySize?.[0])) {
    return null;
  }
  return compared === null ? String(chosen) : `${chosen} ${compared}`;
}

/** @type {(table: TableState, layers: number[]) => string | null} */
function rowText(table, layers) {
  const { row, wishes } = table;
  const isUsual = wishes.length > 0 && row === middleRow({ ...table, row: null }, layers);
  return row === null || isUsual ? null : String(row);
}

/** @type {(miniBatches: MiniBatchesState) => string | null} */
function zoomText({ zoom, reach }) {
  return zoom === "wide" ? null : `${zoom} ${reach}`;
}

/** @typedef {Extract<DescentAction, {type: "entryChosen"}>} EntryChosen */

/** @type {<T>(value: T | null, make: (value: T) => DescentAction) => DescentAction | null} */
function action(value, make) {
  return value === null ? null : make(value);
}

/** @type {(place: number) => EntryChosen} */
function entryChosen(place) {
  return { type: "entryChosen", place };
}

/**
 * The entries looked at, in the order in which they were chosen.
 * @type {(text: string | null, most: number) => number[]}
 */
function entries(text, most) {
  const count = text?.includes(" ") ? 2 : 1;
  return listOf(text, count, (word) => wholeIn(word, 0, most))?.reverse() ?? [];
}

/** @type {(text: string | null) => DescentAction | null} */
function zoomAction(text) {
  const [name, far] = text?.split(" ", 2) ?? [];
  const [zoom, reach] = [oneOf(name, ZOOMS), numberIn(far, 0)];
  return zoom === null || reach === null ? null : { type: "zoomChosen", zoom, reach };
}

/** @type {(text: string | null, count: number) => number[] | null} */
function digits(text, count) {
  return listOf(text, count, (word) => wholeIn(word, 0, 9));
}

/** @type {(settings: URLSearchParams) => Partial<TrainSettings>} */
function trainingWish(settings) {
  const rate = numberIn(settings.get("eta"), 0, MOST_RATE);
  const all = {
    batch_size: wholeIn(settings.get("batch"), 1, 60_000),
    learning_rate: rate === 0 ? null : rate,
    momentum: numberIn(settings.get("momentum"), 0, 0.99),
    seed: wholeIn(settings.get("shuffle"), 0, Number.MAX_SAFE_INTEGER),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/**
 * @param {string} word
 * @param {string | null} pad what the address says is on the pad
 * @returns {Column | null}
 */
function columnNamed(word, pad) {
  const [, label, name] = COLUMN.exec(word) ?? [];
  const text = label === undefined ? `train-${word}` : name === PAD ? pad : name;
  const digit = digitNamed(text);
  return digit && { label: label === undefined ? null : Number(label), digit };
}
