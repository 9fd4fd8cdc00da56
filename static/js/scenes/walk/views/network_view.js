/**
 * The network at one moment of a beat: inputs, neurons with their numbers, nudges, wishes, the
 * outputs' table, and what is under way. What stands still in a beat is drawn once and kept; what
 * moves is drawn over it in every frame. Knows no story.
 *
 * @import {BackwardAnswer, ForwardAnswer, Parameters} from "../../../server/client.js"
 * @import {Placement, Stroke} from "../../../input/digit_image.js"
 * @import {Layout} from "../../../network/layout.js"
 * @import {Item, Step} from "../../../state/page.js"
 * @import {Theme} from "../../../kit/theme.js"
 * @import {Picture} from "../../../page/timeline.js"
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
 * @property {number[]} weightOpacities how strongly the lines of each gap show
 * @property {number | null} litLayer the layer that is lit, by the beat or by a symbol pointed at
 * @property {Item | null} pointed
 * @property {Item | null} pinned
 * @property {string[]} hiddenColumns by `columnKey`
 * @property {number | null} pickedColumn
 */

import { drawLines, drawTravellers } from "../../../kit/canvas.js";
import { drawMovingWishes, drawStandingWishes } from "./columns.js";
import { drawCostFall } from "./cost_fall.js";
import { drawInputs, drawLens } from "./inputs.js";
import { drawLayer, drawSingleNeuron, late } from "./layer.js";
import { drawBiasLever, drawLineValues } from "./levers_view.js";
import { drawNudges } from "./nudges.js";
import { drawAnswers, drawBefore, drawCostHeading, drawCosts } from "./outputs.js";
import { drawWeightPictures } from "./weight_pictures.js";

/**
 * All that does not change while the beat's motion runs.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context in units of the page
 * @param {Moment} moment
 */
export function drawStill(context, moment) {
  const { layout, picture, theme } = moment;
  context.textBaseline = "middle";
  if (!linesGrow(picture)) {
    drawLines(context, moment.overlay.lines, 1, theme);
  }
  if (picture.motion?.kind !== "inputs") {
    drawInputs(context, moment);
  }
  drawPixelNudges(context, moment);
  for (let layer = 1; layer <= layout.columns.length; layer++) {
    if (arrivingLayer(picture) !== layer) {
      drawLayer(context, moment, layer, 1);
    }
    if (picture.motion?.kind !== "nudges" || picture.motion.layer !== layer) {
      drawNudges(context, moment, layer, 1);
    }
  }
  drawStandingWishes(context, moment);
  if (picture.inputs === "numbers" && moment.pixels !== null) {
    drawLens(context, moment, moment.pixels);
  }
  if (arrivingLayer(picture) !== layout.columns.length) {
    drawTable(context, moment, 1);
  }
}

/**
 * What the beat's motion brings, as far as it has come.
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {Moment} moment
 */
export function drawMoving(context, moment) {
  const { layout, picture, theme, overlay, veiled } = moment;
  const progress = veiled ? 0 : moment.progress;
  const { motion } = picture;
  context.textBaseline = "middle";
  if (linesGrow(picture) && !veiled) {
    drawLines(context, overlay.lines, progress, theme);
  }
  if (progress < 1 && !veiled) {
    drawTravellers(context, overlay.travellers, progress, theme);
  }
  for (const layer of crossedLayers(picture)) {
    drawLayer(context, moment, layer, 1);
    drawNudges(context, moment, layer, 1);
  }
  if (!veiled) {
    drawLevers(context, moment, progress);
  }
  if (motion?.kind === "inputs") {
    drawInputs(context, moment);
  } else if (motion?.kind === "forward") {
    drawLayer(context, moment, motion.layer, late(progress));
  } else if (motion?.kind === "neuron") {
    drawSingleNeuron(context, moment, motion, late(progress));
  } else if (motion?.kind === "nudges") {
    drawNudges(context, moment, motion.layer, progress);
  }
  drawMovingWishes(context, moment, progress);
  if (arrivingLayer(picture) === layout.columns.length) {
    drawTable(context, moment, late(progress));
  }
  if (picture.compare && moment.step !== null && moment.step.steps > 1) {
    drawCostFall(context, layout, theme, moment.step.costs, progress);
  }
}

/** @type {(context: CanvasRenderingContext2D, moment: Moment, progress: number) => void} */
function drawLevers(context, moment, progress) {
  const { layout, picture, theme, overlay } = moment;
  if (picture.lines === "bias-nudge") {
    drawBiasLever(context, moment, progress);
  } else if (picture.lines === "weight-nudges" && picture.neuron !== null && !layout.narrow) {
    const { radius } = layout.columns[picture.neuron.layer - 2];
    drawLineValues(context, overlay.lines, theme, { text: layout.text, radius }, late(progress));
  }
}

/** @type {(picture: Picture) => boolean} */
function linesGrow({ motion }) {
  return motion?.kind === "lever" || motion?.kind === "lines";
}

/**
 * The layers whose neurons stand before the lines that grow, and so are drawn over them again.
 * @type {(picture: Picture) => number[]}
 */
function crossedLayers({ motion, neuron }) {
  const layer =
    motion?.kind === "lines" ? motion.layer : motion?.kind === "lever" ? neuron?.layer : 0;
  return layer ? [layer - 1, layer].filter((crossed) => crossed > 0) : [];
}

/**
 * The layer whose activations a motion brings.
 * @type {(picture: Picture) => number | null}
 */
function arrivingLayer({ motion }) {
  return motion?.kind === "forward" ? motion.layer : null;
}

/**
 * @type {(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, moment: Moment)
 *   => void}
 */
function drawPixelNudges(context, { picture, backward, layout, theme }) {
  const nudges = backward?.nudges.weights?.[0];
  if (picture.lines === "pixel-weight-nudges" && nudges) {
    drawWeightPictures(context, layout, theme, nudges);
  }
}

/**
 * What stands right of the outputs, once they are known.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Moment} moment
 * @param {number} shown how much of the answer shows, from 0 to 1
 */
function drawTable(context, moment, shown) {
  const { layout, theme, picture, forward, backward, target } = moment;
  if (forward === null || picture.activations < layout.columns.length) {
    return;
  }
  context.globalAlpha = shown;
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
