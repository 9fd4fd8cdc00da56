/** The network in one frame of a beat. What is still is drawn once and kept; what moves is drawn
 * over it in every frame.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Frame, Picture} from "../../../network/beat_picture.js" */

import { drawLines, drawTravellers } from "../../../kit/canvas.js";
import { drawArrivedColumns, drawArrivingColumn } from "./columns.js";
import { drawInputs, drawLens, drawWeightPictures } from "./inputs.js";
import { drawLayer, drawNudges, drawSingleNeuron, late } from "./layer.js";
import { drawBiasLever, drawLineValues } from "./levers_view.js";
import { drawAnswers, drawBefore, drawCostFall, drawCostHeading, drawCosts } from "./outputs.js";

const COST_TERMS = new Map([
  ["squared_error", "(a − y)²"],
  ["cross_entropy", "−y ln a"],
]);

/** What does not change while the beat's motion runs.
 * @param {Context} context in units of the page
 * @param {Frame} frame */
export function drawStill(context, frame) {
  const { layout, picture, theme } = frame;
  context.textBaseline = "middle";
  if (!linesGrow(picture)) {
    drawLines(context, frame.overlay.lines, 1, theme);
  }
  if (picture.motion?.kind !== "inputs") {
    drawInputs(context, frame);
  }
  drawPixelNudges(context, frame);
  for (let layer = 1; layer <= layout.columns.length; layer++) {
    if (arrivingLayer(picture) !== layer) {
      drawLayer(context, frame, layer, 1);
    }
    if (picture.motion?.kind !== "nudges" || picture.motion.layer !== layer) {
      drawNudges(context, frame, layer, 1);
    }
  }
  drawArrivedColumns(context, frame);
  if (picture.inputs === "numbers" && frame.drawing.pixels !== null) {
    drawLens(context, frame, frame.drawing.pixels);
  }
  if (arrivingLayer(picture) !== layout.columns.length) {
    drawTable(context, frame, 1);
  }
}

/** What the beat's motion brings, at its present progress.
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {Frame} frame */
export function drawMoving(context, frame) {
  const { layout, picture, theme, overlay, veiled, lastStep } = frame;
  const progress = veiled ? 0 : frame.progress;
  const { motion } = picture;
  context.textBaseline = "middle";
  if (linesGrow(picture) && !veiled) {
    drawLines(context, overlay.lines, progress, theme);
  }
  if (progress < 1 && !veiled) {
    drawTravellers(context, overlay.travellers, progress, theme);
  }
  for (const layer of crossedLayers(picture)) {
    drawLayer(context, frame, layer, 1);
    drawNudges(context, frame, layer, 1);
  }
  if (!veiled) {
    drawLevers(context, frame, progress);
  }
  if (motion?.kind === "inputs") {
    drawInputs(context, frame);
  } else if (motion?.kind === "forward") {
    drawLayer(context, frame, motion.layer, late(progress));
  } else if (motion?.kind === "neuron") {
    drawSingleNeuron(context, frame, motion, late(progress));
  } else if (motion?.kind === "nudges") {
    drawNudges(context, frame, motion.layer, progress);
  }
  drawArrivingColumn(context, frame, progress);
  if (arrivingLayer(picture) === layout.columns.length) {
    drawTable(context, frame, late(progress));
  }
  if (picture.compare && lastStep !== null && lastStep.steps > 1) {
    drawCostFall(context, layout, theme, lastStep.costs, progress);
  }
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, progress: number) => void} */
function drawLevers(context, frame, progress) {
  const { layout, picture, theme, overlay } = frame;
  if (picture.lines === "bias-nudge") {
    drawBiasLever(context, frame, progress);
  } else if (picture.lines === "weight-nudges" && picture.neuron !== null && !layout.narrow) {
    const { radius } = layout.columns[picture.neuron.layer - 2];
    drawLineValues(context, overlay.lines, theme, { text: layout.text, radius }, late(progress));
  }
}

/** @type {(picture: Picture) => boolean} */
function linesGrow({ motion }) {
  return motion?.kind === "lever" || motion?.kind === "lines";
}

/** The layers with neurons in front of growing lines, drawn over them again.
 * @type {(picture: Picture) => number[]} */
function crossedLayers({ motion, neuron }) {
  const layer =
    motion?.kind === "lines" ? motion.layer : motion?.kind === "lever" ? neuron?.layer : 0;
  return layer ? [layer - 1, layer].filter((crossed) => crossed > 0) : [];
}

/** The layer that a motion brings activations to. @type {(picture: Picture) => number | null} */
function arrivingLayer({ motion }) {
  return motion?.kind === "forward" ? motion.layer : null;
}

/** @type {(context: Context, frame: Frame) => void} */
function drawPixelNudges(context, { picture, backward, layout, theme }) {
  const nudges = backward?.nudges.weights?.[0];
  if (picture.lines === "pixel-weight-nudges" && nudges) {
    drawWeightPictures(context, layout, theme, nudges);
  }
}

/** The table right of the outputs, once they are known.
 * @param {Context} context @param {Frame} frame
 * @param {number} shown how much of the answer shows, from 0 to 1 */
function drawTable(context, frame, shown) {
  const { layout, theme, picture, forward, backward, target, lastStep, session } = frame;
  if (forward === null || picture.activations < layout.columns.length) {
    return;
  }
  context.globalAlpha = shown;
  drawAnswers(context, layout, theme, forward, target);
  context.globalAlpha = 1;
  if (picture.cost && backward !== null) {
    drawCosts(context, layout, theme, backward, target);
    if (picture.compare && lastStep?.before) {
      drawBefore(context, layout, theme, lastStep.before);
    }
    if (!layout.narrow) {
      drawCostHeading(context, layout, theme, COST_TERMS.get(session?.cost ?? "") ?? "");
    }
  }
}
