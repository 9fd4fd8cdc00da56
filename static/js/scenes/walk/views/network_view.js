/** The network in one frame of a beat. What is still is drawn once and kept; what moves is drawn
 * over it in every frame.
 * @import {Context, Line} from "../../../kit/canvas.js"
 * @import {Frame, Picture} from "../../../network/beat_picture.js" */
import {
  drawArrow,
  drawLines,
  drawTravellers,
  signColour,
  widthOf,
  writeText,
} from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { costOf } from "../../../network/descriptors.js";
import { barScale, drawBefore } from "../../../network/marks.js";
import { LECTURE } from "../../../network/names.js";
import { arrowScale, biasSize, drawArrowLegend } from "./arrows.js";
import { drawArrivedColumns, drawArrivingColumns } from "./columns.js";
import { drawInputs, drawInputsName, drawWeightPictures } from "./inputs.js";
import { drawLayer, drawNudges, drawSingleNeuron, late } from "./layer.js";
import { drawLens } from "./lens.js";
import { drawAnswers, drawCostFall, drawCostHeading, drawCosts } from "./outputs.js";
import { drawStep, phasesOf } from "./step_motion.js";

/** Nudges smaller than this share of the largest go without a number. */
const WORTH_A_NUMBER = 0.12;

/** The bias as an input of its own that always carries 1, an arrow on it for its nudge.
 * @param {CanvasRenderingContext2D} context @param {Frame} frame
 * @param {number} progress from 0 to 1 */
function drawBiasLever(context, frame, progress) {
  const { layout, theme, picture, backward } = frame;
  const { neuron } = picture;
  if (neuron === null || backward === null) {
    return;
  }
  const nudge = backward.nudges.biases[neuron.layer - 1][neuron.index];
  const { x, ys, radius } = layout.columns[neuron.layer - 1];
  const y = ys[neuron.index];
  const distance = layout.narrow ? 40 : 92;
  const size = biasSize(layout);
  context.strokeStyle = signColour(theme, nudge);
  context.lineWidth = 1 + 3 * progress;
  context.beginPath();
  context.moveTo(x - distance, y);
  context.lineTo(x - radius, y);
  context.stroke();
  context.fillStyle = theme.ground;
  context.strokeStyle = theme.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x - distance - size, y - size, 2 * size, 2 * size, 4);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.font = `italic 600 ${layout.text + 3}px ${theme.font}`;
  context.fillText("b", x - distance, y);
  drawArrow(context, x - distance - size * 1.9, y, nudge, arrowScale(frame), theme, progress);
  context.globalAlpha = progress;
  context.fillStyle = signColour(theme, nudge);
  context.font = `600 ${layout.text + (layout.narrow ? 0 : 1)}px ${theme.font}`;
  const words = format(nudge, { plus: true }).text;
  const before = layout.columns[neuron.layer - 2];
  // Where rows are far apart, it stands between two of them.
  const row = ys.length > 1 ? ys[1] - ys[0] : 0;
  const isBetween = layout.narrow && row > 2 * radius + layout.text;
  const left = (before?.x ?? 0) + (before?.radius ?? 0) + 3;
  const right = x + (isBetween ? radius + 2 : -radius - 3);
  const half = Math.min(right - left, widthOf(context, words)) / 2;
  const middle = Math.max(left + half, Math.min(x - distance, right - half));
  const above = isBetween ? row / 2 : size * (layout.narrow ? 1.5 : 1.9);
  writeText(context, words, middle, y - above, 2 * half);
  context.globalAlpha = 1;
}

/** The nudge of each weight, next to the neuron that it comes from.
 * @param {CanvasRenderingContext2D} context @param {Line[]} lines @param {Theme} theme
 * @param {{text: number, radius: number}} sizes
 * @param {number} shown from 0 to 1 */
function drawLineValues(context, lines, theme, { text, radius }, shown) {
  context.textAlign = "left";
  context.font = `600 ${text}px ${theme.font}`;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.globalAlpha = shown;
  for (const { from, value } of lines.filter(({ share }) => share >= WORTH_A_NUMBER)) {
    const words = format(value, { plus: true }).text;
    context.strokeStyle = theme.ground;
    context.fillStyle = signColour(theme, value);
    writeText(context, words, from[0] + radius + 6, from[1], undefined, true);
  }
  context.globalAlpha = 1;
}

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
    drawStillInputs(context, frame);
  }
  drawPixelNudges(context, frame);
  const crossed = crossedLayers(picture);
  const layers = layout.columns.map((_, l) => l + 1);
  for (const layer of layers.filter((each) => !crossed.includes(each))) {
    if (arrivingLayer(picture) !== layer && !isStep(picture)) {
      drawLayer(context, frame, layer, 1);
    }
    const isArriving = picture.motion?.kind === "nudges" && picture.motion.layer === layer;
    if (!isArriving && !isStep(picture)) {
      drawNudges(context, frame, layer, 1);
    }
  }
  drawArrivedColumns(context, frame);
  drawArrowLegend(context, frame);
  drawLensOf(context, frame);
  if (arrivingLayer(picture) !== layout.columns.length && !isStep(picture)) {
    drawTable(context, frame, 1);
  }
}

/** What else has lines over the inputs writes their name once these are there.
 * @type {(context: Context, frame: Frame) => void} */
function drawStillInputs(context, frame) {
  drawInputs(context, frame);
  if (!linesGrow(frame.picture) && !hasLens(frame)) {
    drawInputsName(context, frame);
  }
}

/** @type {(frame: Frame) => boolean} */
const hasLens = ({ picture, drawing }) => picture.inputs === "numbers" && drawing.pixels !== null;

/** @type {(context: Context, frame: Frame) => void} */
function drawLensOf(context, frame) {
  if (hasLens(frame)) {
    drawLens(context, frame, frame.drawing.pixels ?? []);
    drawInputsName(context, frame);
  }
}

/** @type {(picture: Picture) => boolean} */
const isStep = ({ motion }) => motion?.kind === "step";

/** What the beat's motion brings, at its present progress.
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {Frame} frame */
export function drawMoving(context, frame) {
  const { layout, picture, theme, overlay, veiled } = frame;
  const progress = veiled ? 0 : frame.progress;
  const { motion } = picture;
  context.textBaseline = "middle";
  if (linesGrow(picture) && !veiled) {
    drawLines(context, overlay.lines, progress, theme);
  }
  if (linesGrow(picture)) {
    drawInputsName(context, frame);
  }
  if (isStep(picture)) {
    drawSteps(context, frame, progress);
    return;
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
    drawInputsName(context, frame);
  } else if (motion?.kind === "forward") {
    drawLayer(context, frame, motion.layer, late(progress));
  } else if (motion?.kind === "neuron") {
    drawSingleNeuron(context, frame, motion, late(progress));
  } else if (motion?.kind === "nudges") {
    drawNudges(context, frame, motion.layer, progress);
  }
  drawArrivingColumns(context, frame, progress);
  if (arrivingLayer(picture) === layout.columns.length) {
    drawTable(context, frame, late(progress));
  }
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, progress: number) => void} */
function drawSteps(context, frame, progress) {
  const { layout, theme, lastStep } = frame;
  const phases = phasesOf(progress, layout.columns.length);
  drawStep(context, frame, phases);
  drawTable(context, frame, 1, phases.bars);
  drawNudges(context, frame, layout.columns.length, phases.bars);
  if (lastStep !== null && lastStep.steps > 1 && phases.bars > 0) {
    drawCostFall(context, layout, theme, lastStep.costs, phases.bars);
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

/** The layers with neurons in front of growing lines, drawn after these.
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
 * @param {number} shown how much of the answer shows, from 0 to 1
 * @param {number} [slid] how far the bars have come from the answer before the last step */
function drawTable(context, frame, shown, slid = 1) {
  const { layout, theme, picture, forward, backward, target, lastStep, session, options } = frame;
  if (forward === null || picture.activations < layout.columns.length) {
    return;
  }
  context.globalAlpha = shown;
  const before = picture.compare ? (lastStep?.before ?? null) : null;
  const bars = barScale(layout, forward, before);
  const said = slid === 1 ? forward : (before ?? forward);
  drawAnswers(context, layout, theme, said, target, bars, between(before, forward, slid));
  context.globalAlpha = 1;
  if (picture.cost && backward !== null) {
    if (slid === 1) {
      drawCosts(context, layout, theme, backward, target);
    }
    if (before !== null) {
      drawBefore(context, layout, theme, before, bars);
    }
    if (!layout.narrow) {
      drawCostHeading(context, layout, theme, costOf(options, session ?? LECTURE).term_text);
    }
  }
}

/** The outputs on their way from one answer to another.
 * @type {(before: ForwardAnswer | null, after: ForwardAnswer, slid: number) => number[]} */
function between(before, after, slid) {
  const outputs = after.activations[after.activations.length - 1];
  const old = before?.activations[before.activations.length - 1] ?? outputs;
  return outputs.map((output, k) => old[k] + (output - old[k]) * slid);
}
