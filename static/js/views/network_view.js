/**
 * The network at one moment of a beat: inputs, neurons with their numbers, nudges, the outputs'
 * table, and what is under way between two layers. Draws all that is not still; knows no story.
 *
 * @import {BackwardAnswer, ForwardAnswer, Parameters} from "../api.js"
 * @import {Layout} from "../layout.js"
 * @import {Neuron} from "../state.js"
 * @import {Theme} from "../theme.js"
 * @import {Picture} from "../timeline.js"
 * @import {Traveller} from "./travellers.js"
 *
 * @typedef {object} Moment
 * @property {Layout} layout
 * @property {Theme} theme
 * @property {number[] | null} pixels
 * @property {ForwardAnswer | null} forward
 * @property {BackwardAnswer | null} backward
 * @property {number | null} target
 * @property {Parameters | null} parameters
 * @property {string} costTerm what one term of the cost is called
 * @property {Picture} picture
 * @property {number} progress of the picture's motion, from 0 to 1
 * @property {Traveller[]} travellers
 * @property {Neuron | null} pointed
 */

import { format } from "../theme.js";
import { drawArrow } from "./arrows.js";
import { drawAnswers, drawCostHeading, drawCosts } from "./outputs.js";
import { drawPixels, drawWeights } from "./picture.js";
import { drawTravellers } from "./travellers.js";

/** The share of a motion after which the layer that it reaches begins to show. */
const ARRIVAL = 0.6;
const UNKNOWN_DASH = [2, 4];

/**
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {Moment} moment
 */
export function drawNetwork(context, moment) {
  const { layout, progress, theme, travellers } = moment;
  context.clearRect(0, 0, layout.width, layout.height);
  context.textBaseline = "middle";
  if (travellers.length > 0 && progress < 1) {
    drawTravellers(context, travellers, progress, theme);
  }
  drawInputs(context, moment);
  for (let layer = 1; layer <= layout.columns.length; layer++) {
    drawLayer(context, moment, layer);
  }
  drawTable(context, moment);
}

/**
 * What stands right of the outputs, once they are known.
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 */
function drawTable(context, moment) {
  const { layout, theme, picture, forward, backward, target } = moment;
  if (forward === null || picture.activations < layout.columns.length) {
    return;
  }
  context.globalAlpha = arrived(moment, "forward", layout.columns.length);
  drawAnswers(context, layout, theme, forward, target);
  context.globalAlpha = 1;
  if (picture.cost && backward !== null) {
    drawCosts(context, layout, theme, backward, target);
    if (!layout.narrow) {
      drawCostHeading(context, layout, theme, moment.costTerm);
    }
  }
}

/**
 * How much of what a motion brings to a layer has arrived: 1 where nothing is under way to it.
 * @param {Moment} moment
 * @param {"forward" | "backward"} direction
 * @param {number} layer
 */
function arrived({ picture, progress }, direction, layer) {
  const { motion } = picture;
  if (motion === null || motion.direction !== direction || motion.layer !== layer) {
    return 1;
  }
  return Math.max(0, (progress - ARRIVAL) / (1 - ARRIVAL));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 */
function drawInputs(context, { layout, theme, pixels, picture, pointed, parameters }) {
  const { x, y, side } = layout.picture;
  const inspected = pointed?.layer === 1 ? pointed.index : null;
  let words = layout.narrow ? "784" : "784 inputs";
  if (inspected !== null && parameters !== null) {
    const [all] = parameters.weights;
    const inputs = all.length / parameters.biases[0].length;
    drawWeights(
      context,
      all.subarray(inspected * inputs, (inspected + 1) * inputs),
      layout.picture,
      theme,
    );
    words = layout.narrow ? `w to ${inspected}` : `weights to neuron ${inspected}`;
  } else {
    drawPixels(context, pixels ?? new Array(28 * 28).fill(0), layout.picture, theme);
  }
  context.strokeStyle = picture.lit === 0 ? theme.accent : theme.rule;
  context.lineWidth = picture.lit === 0 ? 2 : 1;
  context.beginPath();
  context.roundRect(x, y, side, side, side * 0.05);
  context.stroke();
  context.fillStyle = theme.dim;
  context.textAlign = "center";
  context.font = `${layout.text}px ${theme.font}`;
  context.fillText(words, x + side / 2, y + side + layout.text * 1.2);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 * @param {number} layer
 */
function drawLayer(context, moment, layer) {
  const { layout, picture, forward, backward, theme, pointed } = moment;
  const { x, ys, radius } = layout.columns[layer - 1];
  const known = forward !== null && layer <= picture.activations;
  const shown = known ? arrived(moment, "forward", layer) : 0;
  const lit = picture.lit === layer;
  const activations = forward?.activations[layer] ?? [];
  const scale = Math.max(1, ...activations.map(Math.abs));
  for (const [i, y] of ys.entries()) {
    const level = shown * (Math.abs(activations[i] ?? 0) / scale);
    const marked = lit || (pointed?.layer === layer && pointed.index === i);
    drawNeuron(context, theme, { x, y, radius, level, marked, known: shown > 0 });
    if (shown > 0 && layer < layout.columns.length) {
      drawValue(context, moment, {
        x: x - radius - 4,
        y,
        text: format(activations[i]),
        shown,
        lit,
      });
    }
  }
  if (backward !== null && layer >= picture.nudges) {
    drawNudges(context, moment, layer, backward.nudges.activations[layer - 1]);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {{x: number, y: number, radius: number, level: number, marked: boolean, known: boolean}}
 *   neuron level from 0 to 1; what is not computed yet has a dashed rim
 */
function drawNeuron(context, theme, { x, y, radius, level, marked, known }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = theme.ground;
  context.fill();
  context.globalAlpha = level;
  context.fillStyle = theme.ink;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = marked ? theme.accent : theme.dim;
  context.lineWidth = marked ? 2 : 1;
  context.setLineDash(known ? [] : UNKNOWN_DASH);
  context.stroke();
  context.setLineDash([]);
}

/**
 * A number left of its neuron, legible over the lines.
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 * @param {{x: number, y: number, text: string, shown: number, lit: boolean}} value
 */
function drawValue(context, { layout, theme }, { x, y, text, shown, lit }) {
  context.font = `${layout.text - 1}px ${theme.font}`;
  context.textAlign = "right";
  context.globalAlpha = shown;
  context.strokeStyle = theme.ground;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeText(text, x, y);
  context.fillStyle = lit ? theme.ink : theme.dim;
  context.fillText(text, x, y);
  context.globalAlpha = 1;
}

/**
 * An arrow beside every neuron of a layer. At the outputs the longest arrow is an output that is
 * off by 1; in hidden layers it is the layer's strongest nudge.
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 * @param {number} layer
 * @param {number[]} nudges
 */
function drawNudges(context, moment, layer, nudges) {
  const { layout, theme } = moment;
  const { x, ys, radius } = layout.columns[layer - 1];
  const strongest = Math.max(...nudges.map(Math.abs), 1e-12);
  const full = layer === layout.columns.length ? Math.max(2, strongest) : strongest;
  const spacing = ys.length > 1 ? ys[1] - ys[0] : radius * 2;
  const longest = Math.min(spacing * 0.86, radius * 2.6);
  const grown = arrived(moment, "backward", layer);
  for (const [i, y] of ys.entries()) {
    const share = (Math.abs(nudges[i]) / full) * grown;
    drawArrow(context, x + arrowOffset(layout, layer), y, nudges[i], share, longest, theme);
  }
}

/**
 * @param {Layout} layout
 * @param {number} layer
 */
function arrowOffset(layout, layer) {
  return layer === layout.columns.length
    ? layout.table.arrow
    : layout.columns[layer - 1].radius + (layout.narrow ? 7 : 13);
}
