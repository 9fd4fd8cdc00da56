/** The inputs: the drawing moving into the 28 x 28 picture, the column it unrolls into, and a
 * neuron's weights as such a picture.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Square} from "../../../network/layout.js"
 * @import {Frame} from "../../../network/beat_picture.js" */

import { INK_SIDE, PIXELS, SIDE } from "../../../input/digit_image.js";
import { drawStrokes, writeText } from "../../../kit/canvas.js";
import { eased, shareOf } from "../../../kit/motion.js";
import { drawPixels, drawSigned, drawWeights, largestSquares } from "../../../kit/picture.js";
import { IN_PICTURES } from "../words.js";

const BLANK = new Array(PIXELS).fill(0);

/** @type {(context: Context, frame: Frame) => void} */
export function drawInputs(context, frame) {
  const { layout, theme, drawing, picture } = frame;
  const square = layout.picture;
  const inspected = inspectedNeuron(frame);
  if (inspected !== null) {
    drawNeuronWeights(context, frame, inspected);
  } else if (picture.inputs === "centring" && frame.progress < 1 && drawing.placement !== null) {
    drawCentring(context, frame, drawing.placement);
  } else {
    drawPixels(context, drawing.pixels ?? BLANK, square, theme);
  }
  if (picture.inputs === "centring") {
    drawGuides(context, square, theme);
  }
  outline(context, square, theme, frame.litLayer === 0 || inspected !== null);
  if (picture.inputs === "unrolling" && drawing.pixels !== null) {
    drawColumn(context, frame, drawing.pixels);
  }
}

/** The first layer's neuron with its weights shown in place of the picture.
 * @type {(frame: Frame) => number | null} */
function inspectedNeuron({ picture, pointed, parameters }) {
  if (parameters === null) {
    return null;
  }
  if (pointed?.kind === "neuron" && pointed.layer === 1) {
    return pointed.index;
  }
  return picture.inputs === "weights" ? (picture.neuron?.index ?? null) : null;
}

/** @type {(context: Context, frame: Frame, index: number) => void} */
function drawNeuronWeights(context, { parameters, layout, theme }, index) {
  const weights = parameters?.weights[0] ?? new Float32Array();
  const inputs = weights.length / (parameters?.biases[0].length ?? 1);
  drawWeights(
    context,
    weights.subarray(index * inputs, (index + 1) * inputs),
    layout.picture,
    theme,
  );
}

/** The ink moving from where it was drawn to where the network sees it.
 * @type {(context: Context, frame: Frame, placement: Placement) => void} */
function drawCentring(context, { layout, theme, drawing, progress, brushRadius }, placement) {
  const { x, y, side } = layout.picture;
  const moved = eased(progress);
  const { origin, scale, offset } = placement;
  const endScale = (scale * side) / SIDE;
  /** @type {(axis: 0 | 1) => number} */
  const endShift = (axis) => ((offset[axis] - origin[axis] * scale) * side) / SIDE;
  const unit = side + (endScale - side) * moved;
  drawPixels(context, BLANK, layout.picture, theme);
  context.save();
  context.beginPath();
  context.rect(x, y, side, side);
  context.clip();
  context.translate(x + endShift(0) * moved, y + endShift(1) * moved);
  context.scale(unit, unit);
  drawStrokes(context, drawing.strokes, brushRadius, theme.ink);
  context.restore();
}

/** The 20 x 20 box that the ink fits, and the middle.
 * @type {(context: Context, square: Square, theme: Theme) => void} */
function drawGuides(context, { x, y, side }, theme) {
  const box = (side * INK_SIDE) / SIDE;
  const [centreX, centreY] = [x + side / 2, y + side / 2];
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.setLineDash([3, 4]);
  context.strokeRect(centreX - box / 2, centreY - box / 2, box, box);
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(centreX - 7, centreY);
  context.lineTo(centreX + 7, centreY);
  context.moveTo(centreX, centreY - 7);
  context.lineTo(centreX, centreY + 7);
  context.stroke();
}

/** @type {(context: Context, square: Square, theme: Theme, lit: boolean) => void} */
function outline(context, { x, y, side }, theme, lit) {
  context.strokeStyle = lit ? theme.accent : theme.rule;
  context.lineWidth = lit ? 2 : 1;
  context.beginPath();
  context.roundRect(x, y, side, side, side * 0.05);
  context.stroke();
}

/** What the picture is of, legible over lines too. @type {(context: Context, frame: Frame) => void} */
export function drawInputsName(context, frame) {
  const { layout, theme } = frame;
  const inspected = inspectedNeuron(frame);
  const { x, y, side } = layout.picture;
  const { inputs, weightsTo } = IN_PICTURES;
  const words = inspected === null ? inputs(layout.narrow) : weightsTo(inspected, layout.narrow);
  context.fillStyle = theme.dim;
  context.textAlign = "center";
  context.font = `${layout.text}px ${theme.font}`;
  // Under the middle of the picture, or from the edge on where it is wider than twice that.
  const middle = Math.max(x + side / 2, context.measureText(words).width / 2);
  context.strokeStyle = theme.ground;
  context.lineWidth = 4;
  context.lineJoin = "round";
  writeText(context, words, middle, y + side + layout.text * 1.2, undefined, true);
}

/** The picture unrolled row by row into a column as high as the network.
 * @type {(context: Context, frame: Frame, pixels: number[]) => void} */
function drawColumn(context, { layout, theme, progress }, pixels) {
  const { x, y, side } = layout.picture;
  const cell = side / SIDE;
  const [top, bottom] = [layout.narrow ? 18 : 30, layout.height - (layout.narrow ? 22 : 30)];
  const columnX = x + side + (layout.columns[0].x - side) * 0.42;
  const step = (bottom - top) / pixels.length;
  const width = layout.narrow ? 8 : 14;
  context.fillStyle = theme.ground;
  context.globalAlpha = 0.85 * progress;
  context.fillRect(columnX - width, top - 4, width * 2, bottom - top + 8);
  context.fillStyle = theme.ink;
  for (const [i, value] of pixels.entries()) {
    const row = Math.floor(i / SIDE);
    // The rows leave one after the other.
    const start = (row / SIDE) * 0.6;
    const t = shareOf(progress, start, start + 0.4);
    const fromX = x + cell * (i % SIDE);
    const fromY = y + cell * row;
    context.globalAlpha = 0.08 + 0.92 * value;
    context.fillRect(
      fromX + (columnX - width / 2 - fromX) * t,
      fromY + (top + i * step - fromY) * t,
      cell + (width - cell) * t,
      cell + (Math.max(step, 0.8) - cell) * t,
    );
  }
  context.globalAlpha = progress;
  context.fillStyle = theme.dim;
  context.textAlign = "center";
  context.font = `${layout.text}px ${theme.font}`;
  writeText(context, "a₀", columnX, top - 10);
  writeText(context, "a₇₈₃", columnX, bottom + 12);
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Layout} layout @param {Theme} theme
 * @param {number[][]} nudges row j: those of the weights into neuron j */
export function drawWeightPictures(context, layout, theme, nudges) {
  const room = layout.columns[0].x - layout.columns[0].radius - (layout.narrow ? 6 : 42);
  const { across, cell } = largestSquares(nudges.length, room, layout.height - 40);
  const rows = Math.ceil(nudges.length / across);
  const top = (layout.height - cell * rows) / 2;
  const most = nudges.flat().reduce((max, nudge) => Math.max(max, Math.abs(nudge)), 1e-12);
  context.fillStyle = theme.ground;
  context.fillRect(0, top, cell * across, cell * rows);
  context.textAlign = "left";
  context.font = `${layout.text}px ${theme.font}`;
  for (const [j, values] of nudges.entries()) {
    const x = cell * (j % across);
    const y = top + cell * Math.floor(j / across);
    drawSigned(context, values, { x, y, side: cell - 4 }, theme, most);
    context.fillStyle = theme.dim;
    context.fillText(String(j), x + 3, y + 8);
  }
}
