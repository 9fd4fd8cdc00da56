/**
 * What an address holds of the descent: over what the gradient is averaged and which of its entries
 * are looked at, the table's digits and their average, how it is trained, the landscape, the cell
 * of confusions. Pure.
 * @import {Codec} from "../../link/codecs.js"
 * @import {NamedDigit} from "../../link/digit.js"
 * @import {Context, Link, Row} from "../../link/table.js"
 * @import {SettingsOfRun, SettingDescriptor} from "../../server/types.js"
 * @import {TableDigit} from "./average/state.js" */
import { listOf, number, oneOf, record, setting, whole } from "../../link/codecs.js";
import { digitNamed, labelledDigit } from "../../link/digit.js";
import { link } from "../../link/table.js";
import { layersOf, parameterCount } from "../../network/names.js";
import { middleRow } from "./average/state.js";
import { lookedAt } from "./gradient/state.js";
import { planeAlong } from "./mini_batches/state.js";
import { initialDescent } from "./state.js";

/** The descent's default digits: training digits by their index, and the viewer's own drawing once
 * its target is known. These are the indices of a 2, 5, 0, 4, 1 and 9 among the training digits: some that the trained network
 * predicts but is not sure of, so that their nudges are not zero. */
export const FIRST_INDICES = [262, 278, 1387, 2034, 2432, 264];

/** The viewer's own drawing with its target.
 * @type {(page: State) => {pixels: number[], target: number} | null} */
export function ownDigit({ drawing, target }) {
  return drawing.pixels === null || target === null ? null : { pixels: drawing.pixels, target };
}

/** @type {Codec<number, Context<DescentState>>} */
const parameter = whole(0, ({ page }) => parameterCount(layersOf(page)) - 1);

/** @typedef {{label: number | null, digit: NamedDigit}} Column the label of a training digit is
 *   known */

/** @type {Codec<any, Context<DescentState>>} written of a `TableDigit`, read as a `Column` */
const column = {
  read: (text, context) => {
    const digit = digitNamed(`train-${text}`);
    return digit ? { label: null, digit } : labelledDigit.read(text, context);
  },
  write: (/** @type {TableDigit} */ { index, label, from, ink }, context) =>
    index === null
      ? labelledDigit.write({ label, digit: { from, strokes: ink?.strokes ?? [] } }, context)
      : String(index),
};

export const columns = listOf(column, 1, FIRST_INDICES.length);
const FIRST_COLUMNS = FIRST_INDICES.map((index) => ({ index }));

/** @type {Link<DescentState>} */
export const DESCENT_LINK = link(
  ({ options }) => [
    // It is taken up with the network; a random one's stands there too.
    ["seed", whole(0), ({ own, page }) => (hangsOnSeed(own) ? seedOf(page) : null)],
    ["with", oneOf("own"), { get: ownNetwork, set: () => ({ withOwn: true }) }],
    ["whose", oneOf("digit", "mini_batch", "all"), "gradient.over"],
    ["order", oneOf("position", "size"), "gradient.order"],
    ["entry", listOf(parameter, 1, 2), { get: chosenEntries, set: withEntries }],
    [
      "columns",
      columns,
      // Those of a room's batch come from the room.
      ({ own: { table } }) =>
        table.digits.length > 0 && table.over !== "room" ? table.digits : null,
      () => FIRST_COLUMNS,
    ],
    [
      "over",
      oneOf("columns", "mini_batch", "10", "100", "1000", "10000", "all", "room"),
      "table.over",
    ],
    ["row", parameter, "table.row", usualRow],
    ["scale", oneOf("linear", "log"), "training.costScale"],
    [
      "along",
      oneOf("gradient", "path"),
      { get: ({ own }) => own.miniBatches.along, set: planeAlong },
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
    ...(options?.descriptors.training ?? []).map(trainingRow),
  ],
  initialDescent,
);

/** @type {(context: Context<DescentState>) => "own" | null} */
const ownNetwork = ({ own }) => (own.withOwn ? "own" : null);

/** Where a setting has no usual value and cannot be off, it is the network's own seed.
 * @type {(setting: SettingDescriptor) => Row<DescentState>} */
function trainingRow(described) {
  const { link: key, name, optional, default: usual } = described;
  return [
    key,
    setting(described),
    ({ own }) => own.training.frame?.settings[/** @type {keyof SettingsOfRun} */ (name)] ?? null,
    ({ page }) => (optional ? usual : (usual ?? page.session?.seed ?? null)),
  ];
}

/** @type {(requests: Record<string, any>, page: State) => Partial<SettingsOfRun>} */
export function trainingSettings(requests, { options }) {
  const all = options?.descriptors.training.map(({ name, link: key }) => [
    name,
    requests[key] ?? null,
  ]);
  return Object.fromEntries(all?.filter(([, value]) => value !== null) ?? []);
}

/** Whether what is shown hangs on the order in which the network's seed shuffles the digits.
 * @type {(state: DescentState) => boolean} */
function hangsOnSeed({ part, gradient, table }) {
  return (
    ["training", "mini-batches"].includes(part) ||
    gradient.over === "mini_batch" ||
    !["columns", "all", "room"].includes(table.over)
  );
}

/** @type {(page: State) => number | null} */
function seedOf({ session }) {
  const isDrawn = session?.weights === "random" && session.began_for === null;
  return session === null || isDrawn ? null : session.seed;
}

/** @type {(context: Context<DescentState>) => number[] | null} */
function chosenEntries({ own: { gradient } }) {
  const { chosen, compared, bySize } = gradient;
  if (chosen === null || (compared === null && chosen === bySize?.[0])) {
    return null;
  }
  return compared === null ? [chosen] : [chosen, compared];
}

/** @type {(indices: number[], context: Context<DescentState>) => object} */
function withEntries(indices, { own }) {
  const { chosen, compared } = lookedAt(own.gradient, [...indices].reverse());
  return { "gradient.chosen": chosen, "gradient.compared": compared };
}

/** @type {(context: Context<DescentState>) => number | null} */
function usualRow({ own: { table }, page }) {
  return table.answers.length > 0 && table.over !== "room"
    ? middleRow({ ...table, row: null }, layersOf(page))
    : null;
}
