/** The cost's landscape from above: dark where it is low, with lines of equal cost, the path taken
 * and the network's position.
 * @import {LandscapeAnswer} from "../../../server/types.js"
 * @import {Theme} from "../../../kit/canvas.js" */

import { writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { grid, mixed } from "../../../kit/picture.js";
import { AXES } from "./words.js";

const LEVELS = 9;
const NAME_PX = 15;
/** @type {(context: CanvasRenderingContext2D, area: {width: number, height: number}, landscape:
 *   LandscapeAnswer, theme: Theme) => void} */
export function drawLandscape(context, { width, height }, landscape, theme) {
  const { x, y, costs, path, point_cost } = landscape;
  const known = costs.flat().filter((cost) => cost !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const half = x[x.length - 1];
  /** @type {(value: number) => number} */
  const toX = (value) => ((value + half) / (2 * half)) * width;
  /** @type {(value: number) => number} */
  const toY = (value) => height - ((value + half) / (2 * half)) * height;
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.roundRect(0, 0, width, height, 6);
  context.clip();
  drawHeights(context, { width, height }, costs, [low, high], theme);
  const step = { x: width / (x.length - 1), y: height / (y.length - 1) };
  context.strokeStyle = theme.ink;
  context.globalAlpha = 0.28;
  context.lineWidth = 1;
  for (let level = 1; level < LEVELS; level++) {
    context.beginPath();
    for (const [x1, y1, x2, y2] of contour(costs, low + ((high - low) * level) / LEVELS)) {
      context.moveTo(x1 * step.x, height - y1 * step.y);
      context.lineTo(x2 * step.x, height - y2 * step.y);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
  drawPath(
    context,
    path.map((point) => [toX(point.x), toY(point.y)]),
    theme,
  );
  drawHere(context, toX(0), toY(0), point_cost, theme);
  nameAxes(context, { width, height }, landscape.directions, theme);
  context.restore();
}

/** @type {(context: CanvasRenderingContext2D, area: {width: number, height: number}, along:
 *   "gradient" | "path", theme: Theme) => void} */
function nameAxes(context, { width, height }, along, theme) {
  const [across, up] = AXES[along];
  context.font = `600 ${NAME_PX}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textBaseline = "alphabetic";
  context.textAlign = "right";
  context.fillText(`${across} →`, width - 12, height - 12);
  context.textAlign = "left";
  context.fillText(`↑ ${up}`, 12, 24);
}

/** The heights as shades, smooth between the points of the grid.
 * @type {(context: CanvasRenderingContext2D, area: {width: number, height: number}, costs: (number
 *   | null)[][], range: [number, number], theme: Theme) => void} */
function drawHeights(context, { width, height }, costs, [low, high], theme) {
  const shade = mixed(theme.ground, theme.positive);
  const rows = [...costs].reverse();
  const image = grid(rows.flat(), costs[0].length, (cost) =>
    shade(cost === null ? 1 : 0.08 + 0.72 * Math.sqrt((cost - low) / Math.max(high - low, 1e-12))),
  );
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  // Grid points are pixel centres, so half a pixel lies outside on every side.
  const stretch = { x: width / (costs[0].length - 1), y: height / (costs.length - 1) };
  context.drawImage(image, -stretch.x / 2, -stretch.y / 2, width + stretch.x, height + stretch.y);
}

/** @type {(context: CanvasRenderingContext2D, points: number[][], theme: Theme) => void} */
function drawPath(context, points, theme) {
  context.strokeStyle = theme.accent;
  context.fillStyle = theme.accent;
  context.lineWidth = 2;
  context.beginPath();
  for (const [x, y] of points) {
    context.lineTo(x, y);
  }
  context.stroke();
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, y, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}

/** @type {(context: CanvasRenderingContext2D, x: number, y: number, cost: number | null, theme:
 *   Theme) => void} */
function drawHere(context, x, y, cost, theme) {
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.fillStyle = theme.accent;
  context.fill();
  context.strokeStyle = theme.ground;
  context.lineWidth = 2;
  context.stroke();
  if (cost !== null) {
    const text = `C = ${format(cost).text}`;
    context.font = `600 ${NAME_PX}px ${theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const width = context.measureText(text).width;
    context.fillStyle = theme.ground;
    context.globalAlpha = 0.75;
    context.beginPath();
    context.roundRect(x + 12, y - 12, width + 12, 24, 4);
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = theme.ink;
    writeText(context, text, x + 18, y + 1);
  }
}

/** Lines of equal height over a grid of heights, by marching squares.
 * @typedef {[number, number, number, number]} Segment x and y of both ends, in steps of the grid */

/** @param {(number | null)[][]} heights row by row; null where there is none
 * @param {number} level @returns {Segment[]} */
function contour(heights, level) {
  /** @type {Segment[]} */
  const segments = [];
  for (let row = 0; row + 1 < heights.length; row++) {
    for (let column = 0; column + 1 < heights[row].length; column++) {
      segments.push(...segmentsOf(heights, row, column, level));
    }
  }
  return segments;
}

/** The line through one cell of the grid: each pair of its crossed edges.
 * @type {(heights: (number | null)[][], row: number, column: number, level: number) => Segment[]}
 */
function segmentsOf(heights, row, column, level) {
  const corners = /** @type {[number, number][]} */ ([
    [column, row],
    [column + 1, row],
    [column + 1, row + 1],
    [column, row + 1],
  ]);
  /** @type {[number, number][]} */
  const crossed = [];
  for (const [i, [x, y]] of corners.entries()) {
    const [otherX, otherY] = corners[(i + 1) % 4];
    const [one, other] = [heights[y][x], heights[otherY][otherX]];
    if (one === null || other === null) {
      return [];
    }
    if (one > level !== other > level) {
      const share = (level - one) / (other - one);
      crossed.push([x + share * (otherX - x), y + share * (otherY - y)]);
    }
  }
  /** @type {Segment[]} */
  const segments = [];
  for (let i = 0; i + 1 < crossed.length; i += 2) {
    segments.push([...crossed[i], ...crossed[i + 1]]);
  }
  return segments;
}
