/** The nudges of the weights into the first layer, as a picture for each of its neurons.
 * @import {Layout} from "../../../network/layout.js"
 * @import {Theme} from "../../../kit/theme.js" */

import { drawSigned } from "../../../kit/picture.js";

const COLUMNS = 4;

/** @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Layout} layout @param {Theme} theme
 * @param {number[][]} nudges row j: those of the weights into neuron j */
export function drawWeightPictures(context, layout, theme, nudges) {
  const rows = Math.ceil(nudges.length / COLUMNS);
  const room = layout.columns[0].x - layout.columns[0].radius - (layout.narrow ? 28 : 42);
  const cell = Math.min(room / COLUMNS, (layout.height - 40) / rows);
  const top = (layout.height - cell * rows) / 2;
  const most = nudges.flat().reduce((max, nudge) => Math.max(max, Math.abs(nudge)), 1e-12);
  context.fillStyle = theme.ground;
  context.fillRect(0, top, cell * COLUMNS, cell * rows);
  context.textAlign = "left";
  context.font = `${layout.text - 2}px ${theme.font}`;
  for (const [j, values] of nudges.entries()) {
    const x = cell * (j % COLUMNS);
    const y = top + cell * Math.floor(j / COLUMNS);
    drawSigned(context, values, { x, y, side: cell - 4 }, theme, most);
    context.fillStyle = theme.dim;
    context.fillText(String(j), x + 3, y + 8);
  }
}
