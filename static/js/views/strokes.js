/** Strokes of a round brush. */

/** @import {Stroke} from "../digit_image.js" */

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context in units of the pad
 * @param {Stroke[]} strokes
 * @param {number} brushRadius
 * @param {string} colour
 */
export function drawStrokes(context, strokes, brushRadius, colour) {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 2 * brushRadius;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const [start, ...rest] of strokes) {
    context.beginPath();
    if (rest.length === 0) {
      // A line from a point to itself paints nothing: a dot is a disc.
      context.arc(...start, brushRadius, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    context.moveTo(...start);
    for (const point of rest) {
      context.lineTo(...point);
    }
    context.stroke();
  }
}
