/** A function of one number over its axis, with points on it and their tangents.
 * @import {Context, Theme} from "./canvas.js"
 * @typedef {{z: number[], f: number[], slope: number[]}} Curve
 * @typedef {{left: number, right: number, top: number, bottom: number}} Frame
 * @typedef {{x: number, y: number}} Point
 * @typedef {{context: Context, theme: Theme, text: number}} Pen `text`: the size of what is written
 * @typedef {Pen & {frame: Frame, zs: [number, number], x: (z: number) => number, y: (value: number) => number}} Plot */

import { writeText } from "./canvas.js";
import { format, SHORT } from "./format.js";

/** The radius of a point. */
const POINT = 5;

/** A plot of what lies between two z and two values; what lies outside stands at its edge.
 * @type {(pen: Pen, frame: Frame, zs: [number, number], values: [number, number]) => Plot} */
export function plotOf(pen, frame, zs, [least, most]) {
  const [first, last] = zs;
  return {
    ...pen,
    ...{ frame, zs },
    x: (z) => {
      const share = (z - first) / (last - first);
      return frame.left + (frame.right - frame.left) * Math.max(0, Math.min(1, share));
    },
    y: (value) => frame.bottom - ((value - least) / (most - least)) * (frame.bottom - frame.top),
  };
}

/** The least and the largest of some values and 0. @type {(values: number[]) => [number, number]} */
export function withZero(values) {
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** @param {Plot} plot @param {string} title @param {number[]} marks values that are named */
export function drawAxes({ context, theme, text, frame, x, y }, title, marks) {
  context.font = `600 ${text + 1}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.strokeStyle = theme.ground;
  context.lineWidth = 3;
  writeText(context, title, frame.left, frame.top - 7, undefined, true);
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  drawLine(context, [frame.left, y(0)], [frame.right, y(0)]);
  drawLine(context, [x(0), frame.top], [x(0), frame.bottom]);
  context.font = `${text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const mark of new Set(marks.map((value) => Math.round(value * 100) / 100))) {
    context.fillText(plain(mark), frame.left - 6, y(mark));
  }
}

/** Name some z below the plot. @type {(plot: Plot, marks: number[]) => void} */
export function drawMarks({ context, theme, text, frame, x }, marks) {
  context.font = `${text}px ${theme.font}`;
  context.fillStyle = theme.dim;
  context.textBaseline = "top";
  for (const mark of marks) {
    const at = x(mark);
    context.textAlign = at === frame.right ? "right" : at === frame.left ? "left" : "center";
    context.fillText(mark === 0 ? "z = 0" : plain(mark), at, frame.bottom + 8);
  }
}

/** @type {(plot: Plot, zs: number[], values: number[]) => void} */
export function drawCurve({ context, theme, x, y }, zs, values) {
  context.strokeStyle = theme.dim;
  context.lineWidth = 2;
  context.beginPath();
  for (const [i, z] of zs.entries()) {
    context.lineTo(x(z), y(values[i]));
  }
  context.stroke();
}

/** A full dot; a crossed ring where the function is flat.
 * @type {(plot: Plot, z: number, value: number, isFlat: boolean, colour: string) => Point} */
export function drawPoint({ context, theme, x, y, frame }, z, value, isFlat, colour) {
  const height = Math.max(frame.top - POINT, Math.min(frame.bottom + POINT, y(value)));
  const at = { x: x(z), y: height };
  context.beginPath();
  context.arc(at.x, at.y, POINT, 0, 2 * Math.PI);
  context.lineWidth = 2;
  if (isFlat) {
    context.fillStyle = theme.ground;
    context.strokeStyle = theme.negative;
    context.fill();
    context.stroke();
    drawLine(context, [at.x - POINT, at.y], [at.x + POINT, at.y]);
  } else {
    context.fillStyle = colour;
    context.fill();
  }
  return at;
}

/** The ring around a point that is looked at. @type {(plot: Plot, at: Point, isLit: boolean) => void}
 */
export function drawRing({ context, theme }, { x, y }, isLit) {
  context.beginPath();
  context.arc(x, y, POINT + 5, 0, 2 * Math.PI);
  context.strokeStyle = theme.accent;
  context.lineWidth = isLit ? 5 : 2;
  context.stroke();
}

/** The tangent at a point, as long to both sides as `reach` in pixels.
 * @type {(plot: Plot, at: {z: number, value: number, slope: number}, reach: number) => void} */
export function drawTangent(plot, { z, value, slope }, reach) {
  const { context, theme, frame, zs, x, y } = plot;
  const [unitX, unitY] = [(frame.right - frame.left) / (zs[1] - zs[0]), y(0) - y(1)];
  const length = Math.hypot(unitX, slope * unitY);
  const [dx, dy] = [(reach * unitX) / length, (-reach * slope * unitY) / length];
  context.save();
  context.beginPath();
  context.rect(
    frame.left,
    frame.top - POINT,
    frame.right - frame.left,
    frame.bottom - frame.top + 2 * POINT,
  );
  context.clip();
  context.strokeStyle = theme.accent;
  context.lineWidth = 3;
  context.lineCap = "round";
  drawLine(context, [x(z) - dx, y(value) - dy], [x(z) + dx, y(value) + dy]);
  context.restore();
}

/** @type {(value: number) => string} */
export function plain(value) {
  return Number.isInteger(value) ? format(value, 0).text : format(value, SHORT).text;
}

/** @type {(context: Context, from: [number, number], to: [number, number]) => void} */
export function drawLine(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/** Round numbers along an axis. @type {(from: number, to: number, most: number) =>
 *   {value: number, text: string}[]} */
export function ticks(from, to, most) {
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = (first + i) * step;
    return { value, text: format(value, digits).text };
  });
}
