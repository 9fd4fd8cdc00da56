/** An activation function above its slope, over one axis of z, with the neurons of a layer on both.
 * @typedef {{z: number[], f: number[], slope: number[]}} Curve
 * @typedef {{z: number, a: number, slope: number, isFlat: boolean}} Dot
 * @typedef {object} Shown
 * @property {Curve | null} curve
 * @property {string} formula of the slope
 * @property {Dot[]} neurons
 * @property {number} highest the top of the slopes' axis, the same for both sides
 * @property {number} written the neuron written out in the formula; -1 for none
 * @property {boolean} isLit whether it is pointed at in the formula
 * @typedef {{context: CanvasRenderingContext2D, theme: Theme & {side: string}, x: (z: number) =>
 *   number, y: (value: number) => number, frame: {left: number, right: number, top: number, bottom:
 *   number}}} Plot
 * @typedef {{x: number, y: number, neuron: number}} Spot
 * @typedef {{context: CanvasRenderingContext2D, area: {width: number, height: number}, curve:
 *   Curve, theme: Theme & {side: string}}} Setting */

import { format, SHORT } from "../../../kit/format.js";
import { ceilingWords } from "../words.js";

const LEFT = 44;
const RIGHT = 14;
const TITLE = 22;
const AXIS = 20;
const DOT = 5;
/** A pointer this near to a dot is on it. */
const NEAR = 24;
const SIZE = 14;

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
  const above = plotOf({ context, area, curve, theme }, [0, middle], values);
  const below = plotOf({ context, area, curve, theme }, [middle, area.height - AXIS], [0, highest]);
  drawAxes(above, "f(z)", values);
  drawAxes(below, formula, [0]);
  drawMarks(below, curve.z);
  drawCeiling(below, Math.max(...curve.slope));
  drawStems(above, below, neurons);
  drawCurve(above, curve.z, curve.f);
  drawCurve(below, curve.z, curve.slope);
  const spots = neurons.flatMap(({ z, a, slope, isFlat }, neuron) =>
    [drawDot(above, z, a, isFlat), drawDot(below, z, slope, isFlat)].map((at) => ({
      ...at,
      neuron,
    })),
  );
  for (const { x, y } of spots.filter(({ neuron }) => neuron === written)) {
    drawRing(above, x, y, isLit);
  }
  return spots;
}

/** The ring around the neuron that is written out.
 * @type {(plot: Plot, x: number, y: number, isLit: boolean) => void} */
function drawRing({ context, theme }, x, y, isLit) {
  context.beginPath();
  context.arc(x, y, DOT + 5, 0, 2 * Math.PI);
  context.strokeStyle = theme.accent;
  context.lineWidth = isLit ? 5 : 2;
  context.stroke();
}

/** The neuron with its dot nearest to a point.
 * @param {Spot[]} spots @param {{x: number, y: number}} point
 * @returns {number | null} null where none is near */
export function neuronNear(spots, point) {
  const distances = spots.map(({ x, y }) => Math.hypot(x - point.x, y - point.y));
  const nearest = Math.min(...distances);
  return nearest <= NEAR ? spots[distances.indexOf(nearest)].neuron : null;
}

/** @type {(values: number[]) => number[]} */
function withZero(values) {
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** @param {Setting} setting
 * @param {number[]} rows its top and bottom
 * @param {number[]} range of the values
 * @returns {Plot} */
function plotOf({ context, area, curve, theme }, [top, bottom], [least, most]) {
  const frame = { left: LEFT, right: area.width - RIGHT, top: top + TITLE, bottom: bottom - 8 };
  const [first, last] = [curve.z[0], curve.z[curve.z.length - 1]];
  return {
    context,
    theme,
    frame,
    x: (z) => {
      const share = (z - first) / (last - first);
      return frame.left + (frame.right - frame.left) * Math.max(0, Math.min(1, share));
    },
    y: (value) => frame.bottom - ((value - least) / (most - least)) * (frame.bottom - frame.top),
  };
}

/** @param {Plot} plot @param {string} title @param {number[]} marks values that are named */
function drawAxes({ context, theme, frame, x, y }, title, marks) {
  context.font = `600 ${SIZE + 1}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(title, frame.left, frame.top - 7);
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  line(context, [frame.left, y(0)], [frame.right, y(0)]);
  line(context, [x(0), frame.top], [x(0), frame.bottom]);
  context.font = `${SIZE - 1}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const mark of new Set(marks.map((value) => Math.round(value * 100) / 100))) {
    context.fillText(plain(mark), frame.left - 6, y(mark));
  }
}

/** @type {(plot: Plot, z: number[]) => void} */
function drawMarks({ context, theme, frame, x }, z) {
  const reach = z[z.length - 1];
  context.font = `${SIZE - 1}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textBaseline = "top";
  for (const mark of [-reach, -reach / 2, 0, reach / 2, reach]) {
    context.textAlign = mark === reach ? "right" : mark === -reach ? "left" : "center";
    context.fillText(mark === 0 ? "z = 0" : plain(mark), x(mark), frame.bottom + 8);
  }
}

/** The largest slope. @type {(plot: Plot, ceiling: number) => void} */
function drawCeiling({ context, theme, frame, y }, ceiling) {
  context.save();
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.setLineDash([6, 5]);
  line(context, [frame.left, y(ceiling)], [frame.right, y(ceiling)]);
  context.restore();
  context.font = `600 ${SIZE}px ${theme.font}`;
  context.fillStyle = theme.accent;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillText(ceilingWords(ceiling), frame.right, y(ceiling) - 3);
}

/** Thin lines that join each neuron's two dots.
 * @type {(above: Plot, below: Plot, neurons: Dot[]) => void} */
function drawStems(above, below, neurons) {
  const { context, theme } = above;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  for (const { z, a, slope } of neurons) {
    line(context, [above.x(z), above.y(a)], [below.x(z), below.y(slope)]);
  }
}

/** @type {(plot: Plot, zs: number[], values: number[]) => void} */
function drawCurve({ context, theme, x, y }, zs, values) {
  context.strokeStyle = theme.dim;
  context.lineWidth = 2;
  context.beginPath();
  for (const [i, z] of zs.entries()) {
    context.lineTo(x(z), y(values[i]));
  }
  context.stroke();
}

/** A full dot where the error gets through; a crossed ring where it hardly does.
 * @type {(plot: Plot, z: number, value: number, isFlat: boolean) => { x: number; y: number; }} */
function drawDot({ context, theme, x, y, frame }, z, value, isFlat) {
  const height = Math.max(frame.top - DOT, Math.min(frame.bottom + DOT, y(value)));
  const at = { x: x(z), y: height };
  context.beginPath();
  context.arc(at.x, at.y, DOT, 0, 2 * Math.PI);
  context.lineWidth = 2;
  if (isFlat) {
    context.fillStyle = theme.ground;
    context.strokeStyle = theme.negative;
    context.fill();
    context.stroke();
    line(context, [at.x - DOT, at.y], [at.x + DOT, at.y]);
  } else {
    context.fillStyle = theme.side;
    context.fill();
  }
  return at;
}

/** @type {(value: number) => string} */
function plain(value) {
  return Number.isInteger(value) ? format(value, 0).text : format(value, SHORT).text;
}

/**
 * @type {(context: CanvasRenderingContext2D, from: [number, number], to: [number, number]) => void}
 */
function line(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
