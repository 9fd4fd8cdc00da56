/**
 * What an address holds of the descent: whose gradient and which of its entries, the table's digits and
 * their average, how it is trained, the landscape, the cell of confusions. Pure.
 *
 * @import {Codec} from "../../link/codecs.js"
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Context, Link, Row} from "../../link/table.js"
 * @import {State} from "../../state/page.js"
 * @import {TrainSettings} from "../../server/training_socket.js"
 * @import {GradientState} from "./gradient/state.js"
 * @import {DescentState} from "./state.js"
 * @import {TableDigit, TableState} from "./wishes/state.js"
 */

import { listOf, number, oneOf, positive, record, whole } from "../../link/codecs.js";
import { digitNamed, labelledDigit } from "../../link/digit.js";
import { link } from "../../link/table.js";
import { DEFAULT_LAYERS, parameterCount } from "../../network/names.js";
import { lookedAt } from "./gradient/state.js";
import { planeAlong } from "./mini_batches/state.js";
import { initialDescent } from "./state.js";
import { FIRST_PLACES } from "./training_examples.js";
import { middleRow } from "./wishes/state.js";

/** @type {(page: State) => number[]} */
const layersOf = ({ session }) => session?.layers ?? DEFAULT_LAYERS;

/** @type {Codec<number, Context<DescentState>>} */
const parameter = whole(0, ({ page }) => parameterCount(layersOf(page)) - 1);

/** @typedef {{label: number | null, digit: NamedDigit}} Column the label of a training digit is known */

/** @type {Codec<any, Context<DescentState>>} written of a `TableDigit`, read as a `Column` */
const column = {
  read: (text, context) => {
    const digit = digitNamed(`train-${text}`);
    return digit ? { label: null, digit } : labelledDigit.read(text, context);
  },
  write: (/** @type {TableDigit} */ { place, label, from, ink }, context) =>
    place === null
      ? labelledDigit.write({ label, digit: { from, strokes: ink?.strokes ?? [] } }, context)
      : String(place),
};

export const columns = listOf(column, FIRST_PLACES.length);

/**
 * The settings of training: what each is called in an address, and what a run has where nobody has
 * said anything; null for the network's own seed.
 * @type {{key: string, name: keyof TrainSettings, codec: Codec<number>, usual: number | null}[]}
 */
const TRAINING = [
  { key: "batch", name: "batch_size", codec: whole(1, 60_000), usual: 10 },
  { key: "eta", name: "learning_rate", codec: positive(1e12), usual: 0.5 },
  { key: "momentum", name: "momentum", codec: number(0, 0.99), usual: 0 },
  { key: "shuffle", name: "seed", codec: whole(0), usual: null },
];

/** @type {Link<DescentState>} */
export const DESCENT_LINK = link(
  [
    // It is taken up with the network; a random one's stands there too.
    ["seed", whole(0), { get: ({ own, page }) => (hangsOnSeed(own) ? seedOf(page) : null) }],
    ["whose", oneOf("digit", "mini_batch", "all"), "gradient.whose"],
    ["order", oneOf("position", "size"), "gradient.order"],
    [
      "entry",
      listOf(parameter, 1, 2),
      { get: ({ own }) => chosenEntries(own.gradient), set: withEntries },
    ],
    ["columns", columns, { get: ({ own }) => otherColumns(own.table) }],
    ["over", oneOf("columns", "mini_batch", "10", "100", "1000", "10000", "all"), "table.over"],
    [
      "row",
      parameter,
      {
        get: ({ own: { table }, page }) => otherRow(table, layersOf(page)),
        set: (row) => ({ "table.row": row }),
      },
    ],
    ["scale", oneOf("linear", "log"), "training.costScale"],
    [
      "along",
      oneOf("gradient", "path"),
      {
        get: ({ own: { miniBatches } }) => (miniBatches.along === "path" ? "path" : null),
        set: planeAlong,
      },
    ],
    [
      "zoom",
      record({ zoom: oneOf("wide", "near", "close"), reach: number(0) }),
      {
        get: ({ own: { miniBatches } }) => (miniBatches.zoom === "wide" ? null : miniBatches),
        set: ({ zoom, reach }) => ({ "miniBatches.zoom": zoom, "miniBatches.reach": reach }),
      },
    ],
    ["cell", record({ label: whole(0, 9), prediction: whole(0, 9) }), "learning.cell"],
    ...TRAINING.map(trainingRow),
  ],
  initialDescent,
);

/** @type {(setting: typeof TRAINING[number]) => Row<DescentState>} */
function trainingRow({ key, name, codec, usual }) {
  const get = (/** @type {Context<DescentState>} */ { own, page: { session } }) => {
    const value = own.training.frame?.settings[name];
    return session === null || value === (usual ?? session.seed) ? null : (value ?? null);
  };
  return [key, codec, { get }];
}

/** @type {(asked: Record<string, any>) => Partial<TrainSettings>} */
export function trainingAsked(asked) {
  const said = TRAINING.map(({ key, name }) => [name, asked[key] ?? null]);
  return Object.fromEntries(said.filter(([, value]) => value !== null));
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

/** @type {(page: State) => number | null} */
function seedOf({ session }) {
  return session === null || session.weights === "random" ? null : session.seed;
}

/** @type {(gradient: GradientState) => number[] | null} */
function chosenEntries({ chosen, compared, bySize }) {
  if (chosen === null || (compared === null && chosen === bySize?.[0])) {
    return null;
  }
  return compared === null ? [chosen] : [chosen, compared];
}

/** @type {(indices: number[], context: Context<DescentState>) => object} */
function withEntries(indices, { own }) {
  const { chosen, compared } = lookedAt(own.gradient, indices.toReversed());
  return { "gradient.chosen": chosen, "gradient.compared": compared };
}

/** @type {(table: TableState) => TableDigit[] | null} */
function otherColumns({ digits }) {
  const isUsual = digits.every(({ place }, k) => place === FIRST_PLACES[k]);
  return isUsual ? null : digits;
}

/** @type {(table: TableState, layers: number[]) => number | null} */
function otherRow(table, layers) {
  const isUsual =
    table.wishes.length > 0 && table.row === middleRow({ ...table, row: null }, layers);
  return isUsual ? null : table.row;
}
