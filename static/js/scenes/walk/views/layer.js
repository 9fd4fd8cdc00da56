/** A layer's neurons: brightness and number for the activation, a dashed rim where it is unknown;
 * and their nudges as arrows.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Frame} from "../../../network/beat_picture.js" */

import { drawArrow, writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { arrowOffset, arrowScale, hasArrowsBefore, nudgedLayer } from "./arrows.js";

/** The share of a motion after which its target begins to show. */
const ARRIVAL = 0.6;
const UNKNOWN_DASH = [2, 4];

/** The progress of what begins when the motion is nearly over.
 * @type {(progress: number) => number} */
export function late(progress) {
  return Math.max(0, (progress - ARRIVAL) / (1 - ARRIVAL));
}

/** @param {Context} context @param {Frame} frame @param {number} layer
 * @param {number} shown how much of its activations shows, from 0 to 1 */
export function drawLayer(context, frame, layer, shown) {
  const known = frame.forward !== null && layer <= frame.picture.activations;
  for (let index = 0; index < frame.layout.columns[layer - 1].ys.length; index++) {
    drawSingleNeuron(context, frame, { layer, index }, known ? shown : 0);
  }
}

/** @param {Context} context @param {Frame} frame @param {{layer: number, index: number}} neuron
 * @param {number} shown how much of its activation shows, from 0 to 1 */
export function drawSingleNeuron(context, frame, { layer, index }, shown) {
  const { layout, picture, forward, theme } = frame;
  const { x, ys, radius } = layout.columns[layer - 1];
  const activations = forward?.activations[layer] ?? [];
  const scale = Math.max(1, ...activations.map(Math.abs));
  const activation = activations[index] ?? 0;
  const level = shown * (Math.abs(activation) / scale);
  const fill = activation < 0 ? theme.negative : theme.ink;
  const lit = frame.litLayer === layer || isNeuron(picture.neuron, layer, index);
  const marked = lit || isItem(frame.pointed, layer, index) || isItem(frame.pinned, layer, index);
  const y = ys[index];
  drawNeuron(context, theme, { x, y, radius, level, fill, marked, known: shown > 0 });
  const asked = frame.veiled && isNeuron(picture.neuron, layer, index);
  const hasRoom = layer < layout.columns.length && !hasArrowsBefore(frame, layer);
  if (shown > 0 && hasRoom) {
    const { text } = format(activations[index], 2);
    drawValue(context, frame, { x: x - radius - 4, y, text, shown, lit });
  } else if (shown === 0 && asked) {
    drawValue(context, frame, { x: x - radius - 4, y, text: "?", shown: 1, lit });
  }
}

/** @type {(neuron: {layer: number, index: number} | null, layer: number, index: number) => boolean}
 */
function isNeuron(neuron, layer, index) {
  return neuron?.layer === layer && neuron.index === index;
}

/** @type {(item: Item | null, layer: number, index: number) => boolean} */
function isItem(item, layer, index) {
  return item?.kind === "neuron" && isNeuron(item, layer, index);
}

/** @param {Context} context @param {Theme} theme
 * @param {{x: number, y: number, radius: number, level: number, fill: string, marked: boolean,
 *   known: boolean}} neuron level from 0 to 1; what is not computed yet has a dashed rim */
function drawNeuron(context, theme, { x, y, radius, level, fill, marked, known }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.ground;
  context.fill();
  context.globalAlpha = level;
  context.fillStyle = fill;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = marked ? theme.accent : theme.dim;
  context.lineWidth = marked ? 2 : 1;
  context.setLineDash(known ? [] : UNKNOWN_DASH);
  context.stroke();
  context.setLineDash([]);
}

/** A number left of its neuron, legible over the lines.
 * @type {(context: Context, frame: Frame, value: {x: number, y: number, text: string, shown:
 *   number, lit: boolean}) => void} */
function drawValue(context, { layout, theme }, { x, y, text, shown, lit }) {
  context.font = `${layout.text}px ${theme.font}`;
  context.textAlign = "right";
  context.globalAlpha = shown;
  context.strokeStyle = theme.ground;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.fillStyle = lit ? theme.ink : theme.dim;
  writeText(context, text, x, y, undefined, true);
  context.globalAlpha = 1;
}

/** Draws nothing where the beat does not show the layer's nudges.
 * @param {Context} context @param {Frame} frame @param {number} layer
 * @param {number} grown how far the arrows have grown, from 0 to 1 */
export function drawNudges(context, frame, layer, grown) {
  const { layout, theme, backward } = frame;
  if (backward === null || nudgedLayer(frame) !== layer) {
    return;
  }
  const scale = arrowScale(frame);
  const x = layout.columns[layer - 1].x + arrowOffset(layout, layer);
  for (const [i, y] of layout.columns[layer - 1].ys.entries()) {
    drawArrow(context, x, y, backward.nudges.activations[layer - 1][i], scale, theme, grown);
  }
}
