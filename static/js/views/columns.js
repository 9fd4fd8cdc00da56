/**
 * The wishes of a layer's neurons for the layer before it: a column of small arrows for each, and
 * their sum as that layer's nudges.
 *
 * @import {Layout} from "../layout.js"
 * @import {Theme} from "../theme.js"
 * @import {Columns} from "../timeline.js"
 *
 * @typedef {object} Wishes
 * @property {number[][]} contributions row k: what neuron k of the layer after asks for
 * @property {number[]} nudges their sum
 * @property {Columns} columns
 * @property {number[]} hidden whose columns are not to be seen
 * @property {number | null} picked whose column stands out
 * @property {number} progress of the beat's motion
 */

import { columnPlaces } from "../layout.js";
import { drawArrow } from "./arrows.js";

/** Narrower than this a column has no room for plus signs. */
const PLUS_ROOM = 17;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {Wishes} wishes
 */
export function drawColumns(context, layout, theme, wishes) {
  const { contributions, nudges, columns, progress } = wishes;
  const { ys } = layout.columns[columns.layer - 1];
  const places = columnPlaces(layout, columns.layer, contributions.length);
  const longest = Math.min((ys[1] - ys[0]) * 0.84, 24);
  const full = Math.max(...contributions.flat().map(Math.abs), ...nudges.map(Math.abs), 1e-12);
  const strength = { longest, full };
  if (columns.beside) {
    const own = Math.max(...contributions[columns.order[0]].map(Math.abs), 1e-12);
    const x = layout.columns[columns.layer - 1].x + layout.columns[columns.layer - 1].radius + 13;
    drawOne(
      context,
      theme,
      ys,
      contributions[columns.order[0]],
      x,
      { longest, full: own },
      progress,
    );
    return;
  }
  for (const k of columns.order.filter((k) => !wishes.hidden.includes(k))) {
    context.save();
    context.globalAlpha = wishes.picked === null || wishes.picked === k ? 1 : 0.25;
    drawArriving(context, layout, theme, wishes, k, places, strength);
    context.restore();
  }
  if (columns.sum) {
    drawSum(context, layout, theme, wishes, places.sum, strength);
  }
}

/**
 * A column that stands, or is on its way from its neuron to its place.
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {Wishes} wishes
 * @param {number} k
 * @param {{xs: number[], step: number}} places
 * @param {{longest: number, full: number}} strength
 */
function drawArriving(
  context,
  layout,
  theme,
  { contributions, columns, progress },
  k,
  places,
  strength,
) {
  const { ys } = layout.columns[columns.layer - 1];
  const asker = layout.columns[columns.layer];
  const t = columns.arriving === k ? progress * progress * (3 - 2 * progress) : 1;
  const x = asker.x + (places.xs[k] - asker.x) * t;
  const from = ys.map((y) => asker.ys[k] + (y - asker.ys[k]) * t);
  drawOne(context, theme, from, contributions[k], x, strength, t);
  if (t === 1 && places.step >= PLUS_ROOM && k > 0) {
    context.fillStyle = theme.dim;
    context.textAlign = "center";
    context.font = `11px ${theme.font}`;
    for (const y of ys) {
      context.fillText("+", places.xs[k] - places.step / 2, y);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Theme} theme
 * @param {number[]} ys
 * @param {number[]} values
 * @param {number} x
 * @param {{longest: number, full: number}} strength
 * @param {number} grown
 */
function drawOne(context, theme, ys, values, x, { longest, full }, grown) {
  for (const [j, y] of ys.entries()) {
    drawArrow(context, x, y, values[j], (Math.abs(values[j]) / full) * grown, longest, theme);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {Wishes} wishes
 * @param {number} x
 * @param {{longest: number, full: number}} strength
 */
function drawSum(context, layout, theme, { nudges, columns, progress }, x, strength) {
  const { ys } = layout.columns[columns.layer - 1];
  const half = layout.narrow ? 6 : 15;
  context.fillStyle = theme.accent;
  context.globalAlpha = 0.16 * progress;
  context.beginPath();
  context.roundRect(x - half, ys[0] - 18, half * 2, ys[ys.length - 1] - ys[0] + 36, half);
  context.fill();
  context.globalAlpha = 1;
  const size = Math.max(strength.full * 0.6, ...nudges.map(Math.abs));
  drawOne(context, theme, ys, nudges, x, { longest: strength.longest, full: size }, progress);
}
