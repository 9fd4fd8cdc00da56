/** A network with several neurons a layer, 2-3-2, and the paths from one hidden neuron to the cost.
 */

import { svg, text } from "../../../kit/dom.js";
import { FINE, format } from "../../../kit/format.js";
import { indexedName } from "./quantity_names.js";

/** @typedef {object} NetworkModel
 * @property {number[][]} activations of the three layers
 * @property {number[][][]} weights of the two gaps: row j, column k
 * @property {number[]} targets @property {number} cost
 * @property {number} neuron the hidden neuron whose paths are shown
 * @property {number[]} arrived for each output, how far its path has come
 * @property {number[]} paths what reaches the neuron through each output */

const RADIUS = 27;
const SMALL_RADIUS = 21;
/** Below this width all is smaller. */
const NARROW = 480;

/**
 * @type {(picture: SVGElement, area: {width: number, height: number}, model: NetworkModel) => void}
 */
export function drawNetwork(picture, area, model) {
  picture.setAttribute("viewBox", `0 0 ${area.width} ${area.height}`);
  const radius = area.width < NARROW ? SMALL_RADIUS : RADIUS;
  const at = placing(area, model.activations, radius);
  const end = at(3, 0);
  picture.replaceChildren(
    ...lines(model, at),
    ...model.paths.flatMap((path, j) =>
      toCost(at(2, j), end, { path, j, arrived: model.arrived[j] }),
    ),
    ...neurons(model, at, radius),
    ...model.targets.map((target, j) => {
      const { x, y } = at(2, j);
      const words = [...indexedName(`y-${j}`), ` ${format(target).text}`];
      // Away from the lines that come from the hidden layer.
      const aside = j === 0 ? -radius - 35 : radius + 20;
      return item(`y-${j}`, text(x, y + aside, "calc-label", ...words));
    }),
    item(
      "C",
      text(end.x, end.y - 8, "calc-label", ...indexedName("C")),
      text(end.x, end.y + 16, "calc-value", format(model.cost, FINE).text),
    ),
  );
}

/** @type {(name: string, ...content: Node[]) => SVGElement} */
function item(name, ...content) {
  return svg("g", { class: "calc-item", "data-symbol": name }, ...content);
}

/** All weights, the lit ones on top.
 * @type {(model: NetworkModel, at: ReturnType<typeof placing>) => SVGElement[]} */
function lines({ weights, neuron: chosen, arrived }, at) {
  const all = weights.flatMap((rows, gap) =>
    rows.flatMap((row, j) =>
      row.map((weight, k) => {
        const lit = gap === 1 && k === chosen && arrived[j] > 0;
        const look = { from: at(gap, k), to: at(gap + 1, j), lit };
        return { lit, made: line(`w${gap + 1}-${j}-${k}`, weight, look) };
      }),
    ),
  );
  return [...all.filter(({ lit }) => !lit), ...all.filter(({ lit }) => lit)].map(
    ({ made }) => made,
  );
}

/** @type {(model: NetworkModel, at: ReturnType<typeof placing>, radius: number) => SVGElement[]} */
function neurons({ activations, neuron: chosen }, at, radius) {
  return activations.flatMap((values, layer) =>
    values.map((value, k) =>
      neuron(`a${layer}-${k}`, value, {
        ...at(layer, k),
        radius,
        chosen: layer === 1 && k === chosen,
      }),
    ),
  );
}

/** Where each neuron is; the cost has a column of its own.
 * @type {(area: {width: number, height: number}, layers: number[][], radius: number) => (layer:
 *   number, index: number) => {x: number, y: number}} */
function placing({ width, height }, layers, radius) {
  const counts = [...layers.map(({ length }) => length), 1];
  const step = (width - 2 * radius - 40) / (counts.length - 1);
  const most = Math.max(...counts);
  const apart = height / most;
  return (layer, index) => ({
    x: radius + 8 + layer * step,
    y: height / 2 + (index - (counts[layer] - 1) / 2) * apart * (counts[layer] === 2 ? 1.3 : 1),
  });
}

/**
 * @type {(name: string, value: number, at: {x: number, y: number, radius: number, chosen: boolean})
 *   => SVGElement} */
function neuron(name, value, { x, y, radius, chosen }) {
  const round = 2 * Math.PI * radius;
  const share = Math.min(1, Math.max(0, value));
  return svg(
    "g",
    { class: chosen ? "calc-item calc-chosen" : "calc-item", "data-symbol": name },
    svg("circle", { cx: x, cy: y, r: radius, class: "calc-ring" }),
    svg("circle", {
      cx: x,
      cy: y,
      r: radius,
      class: "calc-filled",
      "stroke-dasharray": `${share * round} ${round}`,
      transform: `rotate(-90 ${x} ${y})`,
    }),
    text(x, y + 5, "calc-value", format(value).text),
    text(x, y - radius - 9, "calc-label", ...indexedName(name)),
  );
}

/** @type {(name: string, weight: number, at: {from: {x: number, y: number}, to: {x: number, y:
 *   number}, lit: boolean}) => SVGElement} */
function line(name, weight, { from, to, lit }) {
  const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const tone = weight < 0 ? "calc-down" : "calc-up";
  const width = 1 + Math.min(6, 2 * Math.abs(weight));
  const parts = [
    svg("line", { ...ends, class: "calc-hit calc-thin" }),
    svg("line", { ...ends, class: "calc-line", "stroke-width": width }),
  ];
  if (lit) {
    const [x, y] = [from.x + 0.5 * (to.x - from.x), from.y + 0.5 * (to.y - from.y)];
    parts.push(text(x, y - 8, "calc-value calc-over", format(weight).text));
  }
  const look = lit ? "" : " calc-faint";
  return svg("g", { class: `calc-item ${tone}${look}`, "data-symbol": name }, ...parts);
}

/** The line from an output to the cost, and the derivative that comes back along it.
 * @type {(from: {x: number, y: number}, to: {x: number, y: number}, look: {path: number, j: number,
 *   arrived: number}) => SVGElement[]} */
function toCost(from, to, { path, j, arrived }) {
  const ends = { x1: from.x, y1: from.y, x2: to.x - 34, y2: to.y };
  const lit = arrived > 0;
  const made = [svg("line", { ...ends, class: lit ? "calc-edge lit-edge" : "calc-edge" })];
  if (arrived === 1) {
    const [x, y] = [(ends.x1 + ends.x2) / 2, (ends.y1 + ends.y2) / 2];
    const aside = j === 0 ? -24 : 36;
    made.push(text(x + 26, y + aside, "calc-factor lit-factor", format(path, FINE).text));
  }
  return made;
}
