/** What the drawing itself should have been, large over the network: the outline of its ink, and on
 * every pixel whether there should be more ink or less.
 * @import {Context} from "../../../kit/canvas.js"
 * @import {Square} from "../../../network/layout.js"
 * @import {Frame} from "../../../network/beat_picture.js" */

import { SIDE } from "../../../input/digit_image.js";
import { signColour, writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { eased, shareOf } from "../../../kit/motion.js";
import { drawPixels, drawSigned, grid, signedColours } from "../../../kit/picture.js";
import { largeText } from "../../../network/layout.js";
import { IN_PICTURES } from "../words.js";

/** The share of the motion in which the drawing grows; then its nudges come. */
const GROWTH = 0.45;
/** A pixel with at least this share of the largest nudge has its sign written on it. */
const SIGNED = 0.3;
/** From here on a pixel is ink. */
const INK = 0.5;
/** Shades of the scale, from the most ink to the least. */
const SHADES = 41;

/** @type {(context: CanvasRenderingContext2D, frame: Frame) => void} */
export function drawInkNudges(context, frame) {
  const { layout, theme, drawing, backward, progress } = frame;
  const nudges = backward?.nudges.inputs ?? [];
  const pixels = drawing.pixels ?? [];
  const { covered, square } = placesOf(layout);
  const grown = eased(shareOf(progress, 0, GROWTH));
  const shown = eased(shareOf(progress, GROWTH, 1));
  const area = between(layout.picture, square, grown);
  context.fillStyle = theme.ground;
  context.globalAlpha = grown;
  context.fillRect(0, 0, covered, layout.height);
  context.globalAlpha = 1;
  drawPixels(context, pixels, area, theme);
  if (nudges.length > 0) {
    const most = Math.max(...nudges.map(Math.abs));
    context.globalAlpha = shown;
    drawSigned(context, nudges, area, theme, Math.max(most, Number.MIN_VALUE));
    drawSigns(context, nudges, area, most, theme);
    drawOutline(context, pixels, area, theme);
    drawScale(context, frame, area, most);
    context.globalAlpha = 1;
  }
}

/** How far to the right the network is covered, and where the picture stands.
 * @type {(layout: Layout) => {covered: number, square: Square}} */
function placesOf(layout) {
  const { width, height, columns, narrow } = layout;
  const text = largeText(layout);
  const outputs = columns[columns.length - 1];
  const covered = narrow ? width : outputs.x - outputs.radius;
  const room = narrow ? width : covered - text;
  const legend = text * 7;
  const side = Math.min(height - text, room - 2 * legend);
  const wide = narrow ? Math.min(height - text, room - legend) : side;
  return { covered, square: { x: (room - wide - legend) / 2, y: (height - wide) / 2, side: wide } };
}

/** @type {(from: Square, to: Square, share: number) => Square} */
function between(from, to, share) {
  /** @type {(one: number, other: number) => number} */
  const mix = (one, other) => one + (other - one) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), side: mix(from.side, to.side) };
}

/** A plus or a minus on each pixel that counts, so that the sign is not in the colour alone.
 * @type {(context: Context, nudges: number[], square: Square, most: number, theme: Theme) => void}
 */
function drawSigns(context, nudges, { x, y, side }, most, theme) {
  const cell = side / SIDE;
  const arm = cell * 0.26;
  context.strokeStyle = theme.ground;
  context.lineWidth = Math.max(1, cell * 0.12);
  context.beginPath();
  for (const [i, nudge] of nudges.entries()) {
    if (most > 0 && Math.abs(nudge) >= SIGNED * most) {
      const [centreX, centreY] = [
        x + cell * ((i % SIDE) + 0.5),
        y + cell * (Math.floor(i / SIDE) + 0.5),
      ];
      context.moveTo(centreX - arm, centreY);
      context.lineTo(centreX + arm, centreY);
      if (nudge > 0) {
        context.moveTo(centreX, centreY - arm);
        context.lineTo(centreX, centreY + arm);
      }
    }
  }
  context.stroke();
}

/** The rim of the ink. @type {(context: Context, pixels: number[], square: Square, theme: Theme) =>
 *   void} */
function drawOutline(context, pixels, { x, y, side }, theme) {
  const cell = side / SIDE;
  /** @type {(row: number, column: number) => boolean} */
  const isInk = (row, column) =>
    Math.min(row, column) >= 0 &&
    Math.max(row, column) < SIDE &&
    pixels[row * SIDE + column] >= INK;
  context.strokeStyle = theme.ink;
  context.lineWidth = Math.max(1.5, cell * 0.16);
  context.lineCap = "square";
  context.beginPath();
  for (let row = 0; row <= SIDE; row++) {
    for (let column = 0; column <= SIDE; column++) {
      const [left, top] = [x + column * cell, y + row * cell];
      if (isInk(row, column) !== isInk(row - 1, column)) {
        context.moveTo(left, top);
        context.lineTo(left + cell, top);
      }
      if (isInk(row, column) !== isInk(row, column - 1)) {
        context.moveTo(left, top);
        context.lineTo(left, top + cell);
      }
    }
  }
  context.stroke();
}

/** What the colours stand for, at the picture's right.
 * @type {(context: Context, frame: Frame, square: Square, most: number) => void} */
function drawScale(context, { layout, theme }, { x, y, side }, most) {
  const text = largeText(layout);
  const [left, width] = [x + side + text, text];
  const colours = signedColours(theme, Math.max(most, Number.MIN_VALUE));
  const shades = Array.from({ length: SHADES }, (_, i) => most * (1 - (2 * i) / (SHADES - 1)));
  context.imageSmoothingEnabled = false;
  context.drawImage(grid(shades, 1, colours), left, y, width, side);
  context.textAlign = "left";
  const at = left + width + text * 0.5;
  for (const [value, height, words] of /** @type {[number, number, string][]} */ ([
    [most, y + text, IN_PICTURES.moreInk],
    [-most, y + side - text * 1.8, IN_PICTURES.lessInk],
  ])) {
    context.fillStyle = signColour(theme, value);
    context.font = `600 ${text + 1}px ${theme.font}`;
    writeText(context, format(value, { plus: true }).text, at, height);
    context.font = `${text}px ${theme.font}`;
    context.fillText(words, at, height + text * 1.3);
  }
  context.fillStyle = theme.dim;
  context.fillText("0", at, y + side / 2);
}
