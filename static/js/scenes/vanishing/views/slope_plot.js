/** An activation function above its slope, over one axis of z, with the neurons of a layer on both,
 * and the tangent of the one that is written out.
 * @import {Curve, Plot} from "../../../kit/function_plot.js"
 * @typedef {{z: number, a: number, slope: number, isFlat: boolean}} Dot
 * @typedef {object} Shown
 * @property {Curve | null} curve
 * @property {string} formula of the slope
 * @property {Dot[]} neurons
 * @property {number} highest the top of the slopes' axis, the same for both sides
 * @property {number} written the neuron written out in the formula; -1 for none
 * @property {boolean} isLit whether it is pointed at in the formula
 * @typedef {{x: number, y: number, neuron: number}} Spot
 * @typedef {{context: CanvasRenderingContext2D, area: {width: number, height: number}, curve:
 *   Curve, theme: Theme}} Setting */

import { writeText } from "../../../kit/canvas.js";
import {
  drawAxes,
  drawCurve,
  drawLine,
  drawMarks,
  drawPoint,
  drawRing,
  drawTangent,
  plotOf,
  withZero,
} from "../../../kit/function_plot.js";
import { ceilingWords } from "../words.js";

const LEFT = 44;
const RIGHT = 14;
const TITLE = 22;
const AXIS = 20;
/** A pointer this near to a dot is on it. */
const NEAR = 24;
const SIZE = 14;
/** How far the tangent goes to both sides. */
const TANGENT = 56;

/** The top of the axis that holds all curves of slopes. @type {(slopes: number[][]) => number} */
export function highestSlope(slopes) {
  return 1.15 * Math.max(0.25, ...slopes.map((each) => Math.max(0, ...each)));
}

/** @param {CanvasRenderingContext2D} context @param {{width: number, height: number}} area
 * @param {Shown} shown @param {Theme & {side: string}} theme
 * @returns {Spot[]} where the neurons' dots are, two for each */
export function drawSlopes(context, area, shown, theme) {
  const { curve, formula, neurons, highest, written, isLit } = shown;
  context.clearRect(0, 0, area.width, area.height);
  if (curve === null) {
    return [];
  }
  const middle = (area.height - AXIS) * 0.52;
  const values = withZero(curve.f);
  const setting = { context, area, curve, theme };
  const above = rowOf(setting, [0, middle], values);
  const below = rowOf(setting, [middle, area.height - AXIS], [0, highest]);
  const reach = curve.z[curve.z.length - 1];
  drawStems(above, below, neurons);
  drawAxes(above, "f(z)", values);
  drawAxes(below, formula, [0]);
  drawMarks(below, [-reach, -reach / 2, 0, reach / 2, reach]);
  drawCeiling(below, Math.max(...curve.slope));
  drawCurve(above, curve.z, curve.f);
  drawCurve(below, curve.z, curve.slope);
  if (neurons[written]) {
    const { z, a: value, slope } = neurons[written];
    drawTangent(above, { z, value, slope }, TANGENT);
  }
  const spots = neurons.flatMap(({ z, a, slope, isFlat }, neuron) =>
    [
      drawPoint(above, z, a, isFlat, theme.side),
      drawPoint(below, z, slope, isFlat, theme.side),
    ].map((at) => ({ ...at, neuron })),
  );
  for (const spot of spots.filter(({ neuron }) => neuron === written)) {
    drawRing(above, spot, isLit);
  }
  return spots;
}

/** The neuron with its dot nearest to a point.
 * @param {Spot[]} spots @param {{x: number, y: number}} point
 * @returns {number | null} null where none is near */
export function neuronNear(spots, point) {
  const distances = spots.map(({ x, y }) => Math.hypot(x - point.x, y - point.y));
  const nearest = Math.min(...distances);
  return nearest <= NEAR ? spots[distances.indexOf(nearest)].neuron : null;
}

/** @param {Setting} setting
 * @param {[number, number]} rows its top and bottom
 * @param {[number, number]} range of the values
 * @returns {Plot} */
function rowOf({ context, area, curve: { z }, theme }, [top, bottom], range) {
  const frame = { left: LEFT, right: area.width - RIGHT, top: top + TITLE, bottom: bottom - 8 };
  return plotOf({ context, theme, text: SIZE }, frame, [z[0], z[z.length - 1]], range);
}

/** The largest slope. @type {(plot: Plot, ceiling: number) => void} */
function drawCeiling({ context, theme, frame, y }, ceiling) {
  context.save();
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.setLineDash([6, 5]);
  drawLine(context, [frame.left, y(ceiling)], [frame.right, y(ceiling)]);
  context.restore();
  context.font = `600 ${SIZE}px ${theme.font}`;
  context.fillStyle = theme.accent;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.strokeStyle = theme.ground;
  context.lineWidth = 3;
  writeText(context, ceilingWords(ceiling), frame.right, y(ceiling) - 3, undefined, true);
}

/** Thin lines that join each neuron's two dots.
 * @type {(above: Plot, below: Plot, neurons: Dot[]) => void} */
function drawStems(above, below, neurons) {
  const { context, theme } = above;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  for (const { z, a, slope } of neurons) {
    drawLine(context, [above.x(z), above.y(a)], [below.x(z), below.y(slope)]);
  }
}
