/** The tree of quantities that lead to the cost: each as a point on its number line or, where a
 * perturbation runs through it, with its change magnified.
 * @import {Style} from "../../../kit/format.js" */

import { svg, text } from "../../../kit/dom.js";
import { FINE, FINE_SIGNED, format, GENERAL, THREE_DIGITS } from "../../../kit/format.js";
import { nameInPicture } from "./quantity_names.js";

/** @typedef {object} TreeNode
 * @property {string} name @property {number} value
 * @property {number | null} change its change by the perturbation; null where that does not reach
 *   it
 * @property {number} arrived from 0 to 1: how much of the change is shown
 * @typedef {{from: string, to: string, factor: number, lit: boolean}} TreeEdge
 * @typedef {object} TreeModel
 * @property {TreeNode[]} nodes
 * @property {TreeEdge[]} factors those that are shown
 * @property {boolean} isPerturbed */

/** A sigmoid's values, and what is squared of them. */
const SHARES = new Set(["a", "y", "C"]);
/** With less space between two quantities a factor goes above their names. */
const ROOM = 60;
/** The largest change as a share of half a number line. */
const LARGEST = 0.86;

/** @type {(picture: SVGElement, area: {width: number, height: number}, model: TreeModel) => void}
 */
export function drawTree(picture, area, model) {
  picture.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
  const { positions, vertical } = positionsOf(area);
  const half = halfOf(area);
  const moved = new Set(
    model.nodes.filter(({ change }) => change !== null).map(({ name }) => name),
  );
  const sizes = model.nodes.map(({ change }) => Math.abs(change ?? 0));
  const unit = (LARGEST * half) / (Math.max(...sizes) || 1);
  const parts = TREE_EDGES.map(([from, to]) => {
    const on = moved.has(from) && moved.has(to);
    const factor = model.factors.find((edge) => edge.from === from && edge.to === to);
    return edge(positions[from], positions[to], {
      half,
      vertical,
      factor,
      names: [from, to],
      dim: model.isPerturbed && !on,
    });
  });
  for (const each of model.nodes) {
    parts.push(node(each, { ...positions[each.name], half, unit, isPerturbed: model.isPerturbed }));
  }
  picture.replaceChildren(...parts);
}

/** @type {(from: {x: number, y: number}, to: {x: number, y: number}, look: {half: number, vertical:
 *   boolean, factor?: TreeEdge, names: string[], dim: boolean}) => SVGElement} */
function edge(from, to, { half, vertical, factor, names, dim }) {
  const ends = endsOf(from, to, half, vertical);
  const lit = factor?.lit ?? false;
  const parts = [
    svg("line", { ...ends, class: lit ? "calc-edge lit-edge" : "calc-edge" }),
    head(ends, lit),
  ];
  const marks = { class: dim ? "calc-dim" : "", "data-factor": factor ? names.join("-") : "" };
  return svg("g", marks, ...parts, ...(factor ? [label(ends, factor, vertical)] : []));
}

/** A factor's label: above a level line, right of an upright one, to the side of a slanting one.
 * @type {(ends: {x1: number, y1: number, x2: number, y2: number}, factor: TreeEdge, vertical:
 *   boolean) => SVGElement} */
function label({ x1, y1, x2, y2 }, { factor, lit }, vertical) {
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const slants = Math.abs(x2 - x1) > 1 && Math.abs(y2 - y1) > 1;
  const [level, slanting] = vertical
    ? [
        [8, 5],
        [x2 < x1 ? 14 : -46, 20],
      ]
    : [
        [0, Math.abs(x2 - x1) < ROOM ? -36 : -10],
        [36, 4],
      ];
  const [right, down] = slants ? slanting : level;
  const tone = `calc-factor${lit ? " lit-factor" : ""}${vertical ? " calc-start" : ""}`;
  return text(x + right, y + down, tone, `× ${format(factor).text}`);
}

/** The head of an arrow.
 * @type {(line: {x1: number, y1: number, x2: number, y2: number}, lit: boolean) => SVGElement} */
function head({ x1, y1, x2, y2 }, lit) {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return svg("path", {
    d: "M0 0 L-9 -4.5 L-9 4.5 Z",
    transform: `translate(${x2} ${y2}) rotate(${angle})`,
    class: lit ? "calc-head lit-edge" : "calc-head",
  });
}

/** @type {(shown: TreeNode, at: {x: number, y: number, half: number, unit: number, isPerturbed:
 *   boolean}) => SVGElement} */
function node(shown, at) {
  const { name, value, change } = shown;
  const { x, y, isPerturbed } = at;
  const dim = isPerturbed && change === null ? " calc-dim" : "";
  return svg(
    "g",
    { class: `calc-item${dim}`, "data-symbol": name },
    svg("rect", {
      x: x - at.half,
      y: y - 32,
      width: 2 * at.half,
      height: 62,
      class: "calc-hit-box",
    }),
    text(x, y - 14, "calc-label", ...nameInPicture(name), ` ${format(value, styleOf(name)).text}`),
    ...(change === null ? numberLine(shown, at) : magnified(shown, change, at)),
  );
}

/** How a quantity is written. A sum has three digits, and so has the activation beside it: the last
 * one of the chain as it begins would else look like its own, as σ(0.663) = 0.660.
 * @type {(name: string) => Style} */
function styleOf(name) {
  if (name === "C") {
    return FINE;
  }
  return "az".includes(name[0]) ? THREE_DIGITS : GENERAL;
}

/** @type {(shown: TreeNode, at: {x: number, y: number, half: number}) => SVGElement[]} */
function numberLine({ name, value }, { x, y, half }) {
  const [low, high] = rangeOf(name, value);
  /** @type {(number: number) => number} */
  const at = (number) => x - half + ((number - low) / (high - low)) * 2 * half;
  const ticks = low < 0 ? [low, 0, high] : [low, high];
  return [
    svg("line", { x1: x - half, y1: y + 4, x2: x + half, y2: y + 4, class: "calc-axis" }),
    ...ticks.map((tick) =>
      svg("line", { x1: at(tick), y1: y, x2: at(tick), y2: y + 8, class: "calc-axis" }),
    ),
    ...ticks.map((tick) => text(at(tick), y + 22, "calc-tick", format(tick, 0).text)),
    svg("circle", { cx: at(value), cy: y + 4, r: 5, class: "calc-point" }),
  ];
}

/** @type {(shown: TreeNode, change: number, at: {x: number, y: number, half: number, unit: number})
 *   => SVGElement[]} */
function magnified({ name, arrived }, change, { x, y, half, unit }) {
  const end = x + change * unit * arrived;
  const tone = change < 0 ? "calc-down" : "calc-up";
  const parts = [
    svg("line", { x1: x - half, y1: y + 4, x2: x + half, y2: y + 4, class: "calc-axis" }),
    svg("line", { x1: x, y1: y - 3, x2: x, y2: y + 11, class: "calc-axis" }),
  ];
  if (arrived > 0) {
    parts.push(
      svg("line", { x1: x, y1: y + 4, x2: end, y2: y + 4, class: `calc-moved ${tone}` }),
      svg("circle", { cx: end, cy: y + 4, r: 5, class: `calc-tip ${tone}` }),
    );
  }
  if (arrived === 1) {
    parts.push(
      text(
        x,
        y + 26,
        `calc-change ${tone}`,
        "Δ",
        ...nameInPicture(name),
        ` ${format(change, FINE_SIGNED).text}`,
      ),
    );
  }
  return parts;
}

/** A number line's range: its quantity's usual one, extended where needed.
 * @type {(name: string, value: number) => [number, number]} */
function rangeOf(name, value) {
  const [low, high] = SHARES.has(name[0]) ? [0, 1] : [-4, 4];
  return [Math.min(low, Math.floor(value)), Math.max(high, Math.ceil(value))];
}

/** @type {[string, string][]} which quantity each one leads to */
const TREE_EDGES = [
  ["w2", "z2"],
  ["a1", "z2"],
  ["b2", "z2"],
  ["z2", "a2"],
  ["w3", "z3"],
  ["a2", "z3"],
  ["b3", "z3"],
  ["z3", "a3"],
  ["a3", "C"],
  ["y", "C"],
];

/** How far along, and how far from the middle, each quantity is. */
const STEPS = /** @type {[string, number, number][]} */ ([
  ["w2", 0, -1],
  ["a1", 0, 0],
  ["b2", 0, 1],
  ["z2", 1, 0],
  ["w3", 2, -1],
  ["a2", 2, 0],
  ["b3", 2, 1],
  ["z3", 3, 0],
  ["a3", 4, 0],
  ["C", 5, 0],
  ["y", 5, 1],
]);
export const TREE_NAMES = STEPS.map(([name]) => name);
const COUNT = 6;
const WIDE_HALF = 66;
const NARROW_HALF = 50;
/** At most as much of a column's width, so that there is space between two of them. */
const NARROW_SHARE = 0.42;
/** Below this width the tree grows downwards. */
const WIDE = 741;

/** @type {(area: {width: number, height: number}) => {positions: Record<string, {x: number, y:
 *   number}>, vertical: boolean}} */
function positionsOf({ width, height }) {
  const vertical = width < WIDE;
  const along = (vertical ? height : width) / COUNT;
  const across = (vertical ? width : height) / 3;
  const positions = STEPS.map(([name, step, side]) => {
    const far = (step + 0.5) * along;
    const aside = (side + 1.5) * across;
    return [name, vertical ? { x: aside, y: far } : { x: far, y: aside }];
  });
  return { positions: Object.fromEntries(positions), vertical };
}

/** Half a quantity's width, so that an arrow has room between two of them.
 * @type {(area: {width: number, height: number}) => number} */
function halfOf({ width }) {
  return width < WIDE
    ? Math.min(NARROW_HALF, (NARROW_SHARE * width) / 3)
    : Math.min(WIDE_HALF, (0.36 * width) / COUNT);
}

/** Half a quantity's height: from its middle to below its numbers, and to above its name's. */
const TALL = 34;
const TALL_ABOVE = 46;
/** How far apart the heads of lines that end at the same quantity are, so that none covers another. */
const APART = { x: 13, y: 12 };

/** Where the line between two quantities begins and ends: at their near sides; a slanting one beside
 * the end of the straight one.
 * @param {{x: number, y: number}} from @param {{x: number, y: number}} to
 * @param {number} half half a quantity's width
 * @param {boolean} vertical */
function endsOf(from, to, half, vertical) {
  const level = Math.abs(from.y - to.y) < 1;
  const above = Math.abs(from.x - to.x) < 1;
  if (above || (vertical && !level)) {
    const side = Math.sign(to.y - from.y);
    const aside = Math.sign(from.x - to.x) * APART.x;
    const end = to.y - side * (side > 0 ? TALL_ABOVE : TALL);
    return { x1: from.x, y1: from.y + side * TALL, x2: to.x + (above ? 0 : aside), y2: end };
  }
  const side = Math.sign(to.x - from.x) * (half + 6);
  const aside = level ? 0 : Math.sign(from.y - to.y) * APART.y;
  const end = to.x - side - (level ? 0 : Math.sign(to.x - from.x) * APART.x);
  return { x1: from.x + side, y1: from.y, x2: end, y2: to.y + aside };
}
