/**
 * The network with one weight or bias lit, and the strongest other entries of the gradient as faint
 * lines.
 * @import {Parameter} from "../../../network/names.js"
 * @import {Line} from "../../../kit/canvas.js"
 * @typedef {object} LitNetwork
 * @property {number[]} layers @property {ArrayLike<number>} nudges
 * @property {ArrayLike<number>} strongest indices of the largest entries, the largest first
 * @property {number[] | null} pixels the inputs
 * @property {{parameter: Parameter, value: number, ends: [string, string]} | null} lit the one
 *   chosen, and the names of the neurons at its ends */

import { drawLines, signColour, writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { drawPixels } from "../../../kit/picture.js";
import { layoutNetwork, neuronAt } from "../../../network/layout.js";
import { parameterAt } from "../../../network/names.js";

/** The space at the right of the walk's layout for the outputs' table, which is not here: in a wide
 * picture and in a narrow one. */
const [TABLE, NARROW_TABLE] = [222, 74];
/** From a line to the middle of its number. */
const LABEL_GAP = 30;
/** How many entries are drawn as lines behind the lit one. */
const MOST_LINES = 420;

/** @param {CanvasRenderingContext2D} context in units of the page
 * @param {{width: number, height: number}} size @param {Theme} theme @param {LitNetwork} network */
export function drawLitNetwork(context, { width, height }, theme, network) {
  const table = width + TABLE < 600 ? NARROW_TABLE : TABLE;
  const layout = { ...layoutNetwork(width + table, height, network.layers), width };
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.globalAlpha = 1;
  const lines = shadowOf(layout, network);
  drawLines(context, lines, network.lit === null ? 0.9 : 0.4, theme);
  drawInputs(context, layout, theme, network);
  drawNeurons(context, layout, theme, network.lit?.parameter ?? null);
  if (network.lit !== null) {
    drawLit(context, layout, theme, network.layers, network.lit);
  }
}

/** @type {(layout: Layout, network: LitNetwork) => Line[]} */
function shadowOf(layout, { layers, nudges, strongest }) {
  const most = Math.abs(nudges[strongest[0]]) || 1;
  /** @type {Line[]} */
  const lines = [];
  for (let rank = 0; rank < Math.min(MOST_LINES, strongest.length); rank++) {
    const index = strongest[rank];
    const parameter = parameterAt(layers, index);
    if (parameter.kind === "weight") {
      const { layer, to, from } = parameter;
      lines.push({
        from: neuronAt(layout, layer - 1, from, layers[0]),
        to: neuronAt(layout, layer, to, layers[0]),
        value: nudges[index],
        share: Math.sqrt(Math.abs(nudges[index]) / most),
      });
    }
  }
  return lines;
}

/** @type {(context: CanvasRenderingContext2D, layout: Layout, theme: Theme, network: LitNetwork) =>
 *   void} */
function drawInputs(context, { picture }, theme, { pixels, layers }) {
  drawPixels(context, pixels ?? new Float32Array(layers[0]), picture, theme);
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(picture.x + 0.5, picture.y, picture.side, picture.side, picture.side * 0.05);
  context.stroke();
}

/** @type {(context: CanvasRenderingContext2D, layout: Layout, theme: Theme, lit: Parameter | null)
 *   => void} */
function drawNeurons(context, layout, theme, lit) {
  for (const [l, { x, ys, radius }] of layout.columns.entries()) {
    for (const [index, y] of ys.entries()) {
      const marked = lit !== null && isAtEnd(lit, l + 1, index);
      context.beginPath();
      context.arc(x, y, radius * (marked ? 1 : 0.8), 0, 2 * Math.PI);
      context.fillStyle = theme.ground;
      context.fill();
      context.strokeStyle = marked ? theme.accent : theme.dim;
      context.lineWidth = marked ? 3 : 1;
      context.stroke();
    }
  }
}

/** @type {(parameter: Parameter, layer: number, index: number) => boolean} */
function isAtEnd(parameter, layer, index) {
  if (parameter.kind === "bias") {
    return parameter.layer === layer && parameter.index === index;
  }
  const { layer: into, to, from } = parameter;
  return (into === layer && to === index) || (into - 1 === layer && from === index);
}

/** @type {(context: CanvasRenderingContext2D, layout: Layout, theme: Theme, layers: number[], lit:
 *   NonNullable<LitNetwork["lit"]>) => void} */
function drawLit(context, layout, theme, layers, { parameter, value, ends }) {
  const { layer } = parameter;
  const index = parameter.kind === "bias" ? parameter.index : parameter.to;
  const to = neuronAt(layout, layer, index, layers[0]);
  const { radius } = layout.columns[layer - 1];
  const colour = value === 0 ? theme.dim : signColour(theme, value);
  context.font = `700 20px ${theme.font}`;
  const text = value === 0 ? "0" : format(value, { plus: true }).text;
  const half = context.measureText(text).width / 2 + 9;
  let label = labelOfNeuron(to, radius + 22, half);
  if (parameter.kind === "weight") {
    const from = neuronAt(layout, layer - 1, parameter.from, layers[0]);
    const start = layer === 1 ? 5 : layout.columns[layer - 2].radius;
    drawLitLine(context, theme, colour, shortened(from, to, start, radius + 2));
    if (layer === 1) {
      ring(context, theme, from, 5);
    }
    name(context, layout, theme, ends[0], from, start);
    label = labelOfLine(from, to);
  } else {
    ring(context, theme, to, radius + 5);
  }
  // Below a neuron alone its neighbours are; where there is no room above, its number stands further left.
  const isAside = parameter.kind === "bias";
  const width = name(context, layout, theme, ends[1], to, radius, isAside);
  label[0] -= isAside && label[1] === to[1] ? width : 0;
  context.font = `700 20px ${theme.font}`;
  const x = Math.min(layout.width - half - 2, Math.max(half + 2, label[0]));
  context.fillStyle = theme.ground;
  context.beginPath();
  context.roundRect(x - half, label[1] - 16, 2 * half, 32, 8);
  context.fill();
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.stroke();
  context.textAlign = "center";
  context.fillStyle = value === 0 ? theme.ink : colour;
  writeText(context, text, x, label[1] + 1);
}

/** Where a neuron's number is: over it, or left of it where there is no room above.
 * @type {(centre: [number, number], away: number, half: number) => [number, number]} */
function labelOfNeuron([x, y], away, half) {
  return y - away < LABEL_GAP ? [x - away - half, y] : [x, y - away];
}

/** Where a line's number is: over its middle, under it where there is no room above, next to it
 * where it is steep.
 * @type {(from: [number, number], to: [number, number]) => [number, number]} */
function labelOfLine(from, to) {
  const [dx, dy] = [to[0] - from[0], Math.abs(to[1] - from[1])];
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  if (dy > dx) {
    return [x + 2.4 * LABEL_GAP, y];
  }
  const away = LABEL_GAP * (1 + (0.8 * dy) / (dx || 1));
  return [x, y - away < LABEL_GAP ? y + away : y - away];
}

/**
 * @type {(context: CanvasRenderingContext2D, theme: Theme, colour: string, ends: [[number, number],
 *   [number, number]]) => void} */
function drawLitLine(context, theme, colour, [from, to]) {
  for (const [style, width] of /** @type {[string, number][]} */ ([
    [theme.ground, 13],
    [theme.accent, 9],
    [colour, 5],
  ])) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
}

/** A line without the parts inside the circles that it joins.
 * @type {(from: [number, number], to: [number, number], atStart: number, atEnd: number) =>
 *   [[number, number], [number, number]]} */
function shortened(from, to, atStart, atEnd) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [x, y] = [dx / length, dy / length];
  return [
    [from[0] + x * atStart, from[1] + y * atStart],
    [to[0] - x * atEnd, to[1] - y * atEnd],
  ];
}

/** @type {(context: CanvasRenderingContext2D, theme: Theme, centre: [number, number], radius:
 *   number) => void} */
function ring(context, theme, [x, y], radius) {
  context.strokeStyle = theme.accent;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Layout} layout @param {Theme} theme
 * @param {string} text
 * @param {[number, number]} centre of the neuron
 * @param {number} radius @param {boolean} [isAside] whether it stands to its left
 * @returns {number} how wide it is */
function name(context, layout, theme, text, [x, y], radius, isAside = false) {
  context.font = `600 15px ${theme.font}`;
  const half = context.measureText(text).width / 2;
  const right = layout.width - half - 2;
  const below = y + radius + 13;
  const baseline = below > layout.height - 8 ? y - radius - 13 : below;
  context.textAlign = "center";
  context.strokeStyle = theme.ground;
  context.lineWidth = 5;
  context.lineJoin = "round";
  const at = isAside ? x - radius - 8 - half : Math.min(right, Math.max(half + 2, x));
  context.fillStyle = theme.accent;
  writeText(context, text, at, isAside ? y : baseline, undefined, true);
  return 2 * half;
}
