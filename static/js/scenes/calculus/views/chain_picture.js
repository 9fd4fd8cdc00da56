/**
 * The picture of the chain: one neuron a layer, each a circle with its activation, then the target.
 */

import { svg, text } from "../../../kit/dom.js";
import { FINE, format } from "../../../kit/format.js";
import { LAST } from "../chain_facts.js";
import { nameInPicture } from "./quantity_names.js";

/** @typedef {object} ChainModel
 * @property {number[]} activations a0 … a3
 * @property {number[]} parameters @property {number} y @property {number} cost
 * @property {string[]} path quantities that are lit; empty to dim nothing */

/** @typedef {{width: number, height: number}} Area */

const WIDEST_GAP = 262;

/** Where the chain's neurons stand, and how large.
 * @type {(area: Area) => {at: (l: number) => number, y: number, gap: number, radius: number}} */
export function chainLayout({ width, height }) {
  const positions = LAST + 2;
  const gap = Math.min(WIDEST_GAP, width / positions);
  const radius = Math.min(58, gap * 0.28, height * 0.2);
  const left = (width - gap * (positions - 1)) / 2;
  return { at: (l) => left + l * gap, y: height / 2 - 4, gap, radius };
}

/** @type {(picture: SVGElement, area: Area, model: ChainModel) => void} */
export function drawChain(picture, area, model) {
  picture.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
  const { at, y, gap, radius } = chainLayout(area);
  const small = gap < 120;
  const parts = [];
  for (let l = 1; l <= LAST; l += 1) {
    parts.push(
      weight(model, l, {
        from: at(l - 1) + radius,
        to: at(l) - radius,
        y,
        above: small ? radius + 32 : 12,
      }),
    );
    parts.push(bias(model, l, { x: at(l), y: y + radius, small }));
  }
  parts.push(costLine(model, { from: at(LAST) + radius, to: at(LAST + 1) - radius, y }));
  for (let l = 0; l <= LAST; l += 1) {
    parts.push(neuron(`a${l}`, model.activations[l], { x: at(l), y, radius, model, small }));
  }
  parts.push(neuron("y", model.y, { x: at(LAST + 1), y, radius, model, small }));
  picture.replaceChildren(...parts);
}

/** @type {(model: ChainModel, name: string) => "" | " calc-dim"} */
function dimmed({ path }, name) {
  return path.length > 0 && !path.includes(name) ? " calc-dim" : "";
}

/** @type {(name: string, value: number, at: {x: number, y: number, radius: number, model:
 *   ChainModel, small: boolean}) => SVGElement} */
function neuron(name, value, { x, y, radius, model, small }) {
  const share = Math.min(1, Math.max(0, value));
  const round = 2 * Math.PI * radius;
  const ring = svg("circle", { cx: x, cy: y, r: radius, class: "calc-ring" });
  const filled = svg("circle", {
    cx: x,
    cy: y,
    r: radius,
    class: "calc-filled",
    "stroke-dasharray": `${share * round} ${round}`,
    transform: `rotate(-90 ${x} ${y})`,
  });
  return svg(
    "g",
    {
      class: `calc-item${name === "y" ? " calc-wanted" : ""}${dimmed(model, name)}`,
      "data-symbol": name,
    },
    ring,
    filled,
    text(
      x,
      y + (small ? 5 : 7),
      small ? "calc-value" : "calc-value calc-large",
      format(value).text,
    ),
    text(x, y - radius - 12, "calc-label", ...nameInPicture(name)),
  );
}

/** @param {ChainModel} model @param {number} l
 * @param {{from: number, to: number, y: number, above: number}} at `above`: the distance of its
 *   words */
function weight(model, l, { from, to, y, above }) {
  const name = `w${l}`;
  const value = model.parameters[2 * (l - 1)];
  const middle = (from + to) / 2;
  return svg(
    "g",
    { class: `calc-item ${sign(value)}${dimmed(model, name)}`, "data-symbol": name },
    svg("line", { x1: from, y1: y, x2: to, y2: y, class: "calc-hit" }),
    svg("line", {
      x1: from,
      y1: y,
      x2: to,
      y2: y,
      class: "calc-line",
      "stroke-width": 1 + Math.min(6, 1.6 * Math.abs(value)),
    }),
    text(middle, y - above - 20, "calc-label", ...nameInPicture(name)),
    text(middle, y - above, "calc-value", format(value).text),
  );
}

/** @type {(model: ChainModel, l: number, at: {x: number, y: number, small: boolean}) => SVGElement}
 */
function bias(model, l, { x, y, small }) {
  const name = `b${l}`;
  const value = model.parameters[2 * (l - 1) + 1];
  return svg(
    "g",
    { class: `calc-item ${sign(value)}${dimmed(model, name)}`, "data-symbol": name },
    svg("line", {
      x1: x,
      y1: y + 26,
      x2: x,
      y2: y,
      class: "calc-line",
      "stroke-width": 1 + Math.min(6, 1.6 * Math.abs(value)),
    }),
    small
      ? text(x, y + 42, "calc-label", ...nameInPicture(name))
      : text(x, y + 44, "calc-label", ...nameInPicture(name), ` ${format(value).text}`),
    ...(small ? [text(x, y + 58, "calc-value", format(value).text)] : []),
  );
}

/** @type {(model: ChainModel, at: {from: number, to: number, y: number}) => SVGElement} */
function costLine(model, { from, to, y }) {
  const middle = (from + to) / 2;
  return svg(
    "g",
    { class: `calc-item calc-cost${dimmed(model, "C")}`, "data-symbol": "C" },
    svg("line", { x1: from, y1: y, x2: to, y2: y, class: "calc-between" }),
    text(middle, y + 24, "calc-label", ...nameInPicture("C")),
    text(middle, y + 42, "calc-value", format(model.cost, FINE).text),
  );
}

/** @type {(value: number) => "calc-down" | "calc-up"} */
function sign(value) {
  return value < 0 ? "calc-down" : "calc-up";
}
