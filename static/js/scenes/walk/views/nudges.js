/** The nudges of a layer: an arrow next to every neuron.
 * @import {Layout} from "../../../network/layout.js"
 * @import {Frame} from "../../../network/beat_picture.js" */

import { drawArrow } from "../../../kit/canvas.js";

/** At the outputs the longest arrow is an output that is off by 1; in hidden layers it is the
 * layer's strongest nudge. Draws nothing where the beat does not show the layer's nudges.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Frame} frame @param {number} layer
 * @param {number} grown how far the arrows have grown, from 0 to 1 */
export function drawNudges(context, { layout, theme, backward, picture }, layer, grown) {
  if (backward === null || layer < picture.nudges) {
    return;
  }
  const nudges = backward.nudges.activations[layer - 1];
  const { x, ys, radius } = layout.columns[layer - 1];
  const strongest = Math.max(...nudges.map(Math.abs), 1e-12);
  const full = layer === layout.columns.length ? Math.max(2, strongest) : strongest;
  const spacing = ys.length > 1 ? ys[1] - ys[0] : radius * 2;
  const longest = Math.min(spacing * 0.86, radius * 2.6);
  for (const [i, y] of ys.entries()) {
    const share = (Math.abs(nudges[i]) / full) * grown;
    drawArrow(context, x + arrowOffset(layout, layer), y, nudges[i], share, longest, theme);
  }
}

/** @type {(layout: Layout, layer: number) => number} */
function arrowOffset(layout, layer) {
  return layer === layout.columns.length
    ? layout.table.arrow
    : layout.columns[layer - 1].radius + (layout.narrow ? 7 : 13);
}
