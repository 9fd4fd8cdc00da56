/**
 * The network at one moment of a beat: inputs, neurons with their numbers, nudges, the outputs'
 * table, and what is under way between two layers. Draws all that is not still; knows no story.
 *
 * @import {BackwardAnswer, ForwardAnswer, Parameters} from "../api.js"
 * @import {Placement, Stroke} from "../digit_image.js"
 * @import {Layout} from "../layout.js"
 * @import {Item, Step} from "../state.js"
 * @import {Theme} from "../theme.js"
 * @import {Picture} from "../timeline.js"
 * @import {Overlay} from "./overlay.js"
 *
 * @typedef {object} Moment
 * @property {Layout} layout
 * @property {Theme} theme
 * @property {Stroke[]} strokes
 * @property {number} brushRadius
 * @property {Placement | null} placement
 * @property {number[] | null} pixels
 * @property {ForwardAnswer | null} forward
 * @property {BackwardAnswer | null} backward
 * @property {number | null} target
 * @property {Parameters | null} parameters
 * @property {string} costTerm what one term of the cost is called
 * @property {Step | null} step
 * @property {Picture} picture
 * @property {boolean} veiled whether what the beat brings is still hidden from the room
 * @property {number} progress of the picture's motion, from 0 to 1
 * @property {Overlay} overlay
 * @property {number | null} litLayer the layer that is lit, by the beat or by a symbol pointed at
 * @property {Item | null} pointed
 * @property {Item | null} pinned
 * @property {number[]} hiddenColumns
 * @property {number | null} pickedColumn
 */

import { format } from "../theme.js";
import { drawArrow } from "./arrows.js";
import { drawColumns } from "./columns.js";
import { drawInputs, drawLens } from "./inputs.js";
import { drawLines, drawTravellers } from "./lines.js";
import { drawAnswers, drawBefore, drawCostHeading, drawCosts } from "./outputs.js";
import { drawWeightPictures } from "./weight_pictures.js";

/** The share of a motion after which the layer that it reaches begins to show. */
const ARRIVAL = 0.6;
const UNKNOWN_DASH = [2, 4];

/**
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {Moment} moment
 */
export function drawNetwork(context, moment) {
  const { layout } = moment;
  context.clearRect(0, 0, layout.width, layout.height);
  context.textBaseline = "middle";
  drawOverlay(context, moment);
  drawInputs(context, moment);
  drawPixelNudges(context, moment);
  for (let layer = 1; layer <= layout.columns.length; layer++) {
    drawLayer(context, moment, layer);
  }
  drawWishes(context, moment);
  if (moment.picture.inputs === "numbers" && moment.pixels !== null) {
    drawLens(context, moment, moment.pixels);
  }
  drawTable(context, moment);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 */
function drawOverlay(context, { overlay, picture, progress, theme, veiled }) {
  const grows = picture.motion?.kind === "lever" || picture.motion?.kind === "lines";
  if (overlay.lines.length > 0 && !(veiled && grows)) {
    drawLines(context, overlay.lines, grows ? progress : 1, theme);
  }
  if (overlay.travellers.length > 0 && progress < 1 && !veiled) {
    drawTravellers(context, overlay.travellers, progress, theme);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 */
function drawPixelNudges(context, { picture, backward, layout, theme }) {
  const nudges = backward?.nudges.weights?.[0];
  if (picture.lines === "pixel-weight-nudges" && nudges) {
    drawWeightPictures(context, layout, theme, nudges);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 */
function drawWishes(context, { picture, backward, layout, theme, progress, ...moment }) {
  const { columns } = picture;
  if (columns === null || backward === null) {
    return;
  }
  drawColumns(context, layout, theme, {
    contributions: backward.contributions[columns.layer - 1],
    nudges: backward.nudges.activations[columns.layer - 1],
    columns,
    hidden: moment.hiddenColumns,
    picked: moment.pickedColumn,
    progress: moment.veiled ? 0 : progress,
  });
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
  context.globalAlpha = arrived(moment, layout.columns.length);
  drawAnswers(context, layout, theme, forward, target);
  context.globalAlpha = 1;
  if (picture.cost && backward !== null) {
    drawCosts(context, layout, theme, backward, target);
    if (picture.compare && moment.step?.before) {
      drawBefore(context, layout, theme, moment.step.before);
    }
    if (!layout.narrow) {
      drawCostHeading(context, layout, theme, moment.costTerm);
    }
  }
}

/**
 * How much of a layer's activations has arrived: 1 where nothing is under way to it.
 * @param {Moment} moment
 * @param {number} layer
 */
function arrived({ picture, progress }, layer) {
  const { motion } = picture;
  return motion?.kind === "forward" && motion.layer === layer ? late(progress) : 1;
}

/**
 * How far something has come that begins when the motion is nearly over.
 * @param {number} progress
 */
function late(progress) {
  return Math.max(0, (progress - ARRIVAL) / (1 - ARRIVAL));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Moment} moment
 * @param {number} layer
 */
function drawLayer(context, moment, layer) {
  const { layout, picture, forward, backward, theme } = moment;
  const { x, ys, radius } = layout.columns[layer - 1];
  const activations = forward?.activations[layer] ?? [];
  const scale = Math.max(1, ...activations.map(Math.abs));
  for (const [i, y] of ys.entries()) {
    const shown = shownShare(moment, layer, i);
    const level = shown * (Math.abs(activations[i] ?? 0) / scale);
    const lit = moment.litLayer === layer || isNeuron(picture.neuron, layer, i);
    const marked = lit || isItem(moment.pointed, layer, i) || isItem(moment.pinned, layer, i);
    drawNeuron(context, theme, { x, y, radius, level, marked, known: shown > 0 });
    if (shown > 0 && layer < layout.columns.length) {
      drawValue(context, moment, {
        x: x - radius - 4,
        y,
        text: format(activations[i], 2),
        shown,
        lit,
      });
    }
    if (moment.veiled && shown === 0 && isNeuron(picture.neuron, layer, i)) {
      drawValue(context, moment, { x: x - radius - 4, y, text: "?", shown: 1, lit });
    }
  }
  if (backward !== null && layer >= picture.nudges) {
    drawNudges(context, moment, layer, backward.nudges.activations[layer - 1]);
  }
}

/**
 * How much of a neuron's activation shows, from 0, not known yet, to 1.
 * @param {Moment} moment
 * @param {number} layer
 * @param {number} index
 */
function shownShare({ forward, picture, progress, veiled, ...moment }, layer, index) {
  if (forward === null) {
    return 0;
  }
  if (layer <= picture.activations) {
    return arrived({ ...moment, forward, picture, progress, veiled }, layer);
  }
  const { motion } = picture;
  return motion?.kind === "neuron" && isNeuron(motion, layer, index) && !veiled
    ? late(progress)
    : 0;
}

/**
 * @param {{layer: number, index: number} | null} neuron
 * @param {number} layer
 * @param {number} index
 */
function isNeuron(neuron, layer, index) {
  return neuron?.layer === layer && neuron.index === index;
}

/**
 * @param {Item | null} item
 * @param {number} layer
 * @param {number} index
 */
function isItem(item, layer, index) {
  return item?.kind === "neuron" && isNeuron(item, layer, index);
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
  const { motion } = moment.picture;
  const growing = motion?.kind === "nudges" && motion.layer === layer;
  const grown = growing ? (moment.veiled ? 0 : moment.progress) : 1;
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
