/** A tip of a line or two about what is pointed at, while the inspect panel is closed.
 * @typedef {{x: number, y: number}} Point */

import { format } from "../kit/format.js";
import { neuronAt } from "../network/layout.js";
import { layerName, neuronName, pixelPosition } from "../network/names.js";

/** The tip's distance from its item, in pixels: a fingertip hides more than a pointer. */
const GAP = { mouse: 24, touch: 52 };
const EDGE = 4;

/** @param {Item} item @param {State} state
 * @returns {string[]} none where there is nothing to say */
export function tipLines(item, state) {
  const { forward, backward, parameters, session } = state;
  const layers = session?.layers ?? [];
  const last = layers.length - 1;
  if (item.kind === "weight") {
    const { layer, to, from } = item;
    const weight = parameters?.weights[layer - 1]?.[to * layers[layer - 1] + from];
    const nudge = backward?.nudges.weights?.[layer - 1][to][from];
    return [
      `weight from ${neuronName(layer - 1, from, last)} to ${neuronName(layer, to, last)}`,
      [valueText("w", weight), nudgeText(nudge)].filter(Boolean).join(", "),
    ];
  }
  const { layer, index } = item;
  const value = valueText("a", forward?.activations[layer][index]) || "a: not computed yet";
  if (layer === 0) {
    return [`pixel, ${pixelPosition(index, layers[0])}`, value];
  }
  const nudge = nudgeText(backward?.nudges.activations[layer - 1][index]);
  const where = layer === last ? "" : `, ${layerName(layer, last).replace("the ", "")}`;
  return [`${neuronName(layer, index, last)}${where}`, [value, nudge].filter(Boolean).join(", ")];
}

/** @type {(symbol: string, value: number | undefined) => string} */
function valueText(symbol, value) {
  return value === undefined ? "" : `${symbol} = ${format(value).text}`;
}

/** @type {(nudge: number | undefined) => string} */
function nudgeText(nudge) {
  return nudge === undefined ? "" : `nudge ${format(nudge, { plus: true }).text}`;
}

/** @param {HTMLElement} tip
 * @param {string[]} lines none to hide it
 * @param {Point} anchor where its item is
 * @param {Layout} layout @param {boolean} touch */
export function showTip(tip, lines, anchor, layout, touch) {
  tip.hidden = lines.length === 0;
  if (tip.hidden) {
    return;
  }
  tip.textContent = lines.join("\n");
  const { offsetWidth: width, offsetHeight: height } = tip;
  const corner = cornerOf(anchor, { width, height }, layout, touch ? GAP.touch : GAP.mouse);
  tip.style.left = `${corner.x}px`;
  tip.style.top = `${corner.y}px`;
}

/** Above its item, or next to it where there is no room above; always inside the picture.
 * @param {Point} anchor @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} bounds @param {number} gap
 * @returns {Point} its top left corner */
function cornerOf(anchor, size, bounds, gap) {
  const rightmost = bounds.width - size.width - EDGE;
  const lowest = bounds.height - size.height - EDGE;
  const above = anchor.y - gap - size.height;
  if (above >= EDGE) {
    return { x: clamp(anchor.x - size.width / 2, EDGE, rightmost), y: Math.min(above, lowest) };
  }
  const right = anchor.x + gap;
  const x = right <= rightmost ? right : anchor.x - gap - size.width;
  if (x >= EDGE) {
    return { x, y: clamp(anchor.y - size.height / 2, EDGE, lowest) };
  }
  return { x: clamp(anchor.x - size.width / 2, EDGE, rightmost), y: anchor.y + gap };
}

/** @type {(value: number, least: number, most: number) => number} */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/** The middle of an item in the picture.
 * @type {(item: Item, layout: Layout, inputs: number) => Point} */
export function middleOf(item, layout, inputs) {
  if (item.kind === "neuron") {
    const [x, y] = neuronAt(layout, item.layer, item.index, inputs);
    return { x, y };
  }
  const [startX, startY] = neuronAt(layout, item.layer - 1, item.from, inputs);
  const [endX, endY] = neuronAt(layout, item.layer, item.to, inputs);
  return { x: (startX + endX) / 2, y: (startY + endY) / 2 };
}
