/**
 * The cost against one number of the network: the true curve, the straight line that the gradient
 * promises, where the network is, and where the number was moved to.
 *
 * @import {WhatIfAnswer} from "../api.js"
 * @import {Theme} from "../theme.js"
 * @import {Plot, Points} from "./cost_plot.js"
 *
 * @typedef {object} Curve
 * @property {WhatIfAnswer} rest where the number belongs, with the curve
 * @property {WhatIfAnswer | null} moved
 * @property {string} symbol what the number is called
 */

import { honestRange, plotOf, pointsOf, ticks } from "./cost_plot.js";

/**
 * @param {CanvasRenderingContext2D} context in units of the page
 * @param {{width: number, height: number}} size
 * @param {Theme} theme
 * @param {Curve | null} curve
 */
export function drawCostCurve(context, { width, height }, theme, curve) {
  context.clearRect(0, 0, width, height);
  const points = pointsOf(curve?.rest.curve);
  if (curve === null || points.length < 2) {
    return;
  }
  const { rest, moved } = curve;
  const plot = plotOf(width, height, points, rest, moved);
  context.font = `${plot.text}px ${theme.font}`;
  drawAxes(context, plot, theme, points, curve.symbol);
  context.save();
  context.beginPath();
  const { left, right, top, bottom } = plot.frame;
  context.rect(left, top - 6, right - left, bottom - top + 6);
  context.clip();
  const honest = honestRange(points, rest, plot);
  drawLine(context, plot, theme, honest);
  drawTruth(context, plot, theme, points);
  context.restore();
  drawEnd(context, plot, theme, honest, rest);
  drawPoint(context, plot, theme, rest.value_before, rest.cost_before, "present");
  if (moved !== null) {
    drawGap(context, plot, theme, moved);
  }
}

/**
 * A few ticks, their numbers, and what the axes are.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {Points} points
 * @param {string} symbol
 */
function drawAxes(context, { frame, text, costTicks, x, y }, theme, points, symbol) {
  const { left, right, top, bottom } = frame;
  context.strokeStyle = theme.rule;
  context.fillStyle = theme.dim;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, top - 6);
  context.lineTo(left, bottom);
  context.lineTo(right, bottom);
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const { value, text: number } of costTicks) {
    if (y(value) < top + text * 0.8) {
      continue; // C stands there.
    }
    context.moveTo(left - 4, y(value));
    context.lineTo(left, y(value));
    context.fillText(number, left - 8, y(value));
  }
  context.textAlign = "center";
  for (const { value, text: number } of ticks(
    points[0].value,
    points[points.length - 1].value,
    5,
  )) {
    context.moveTo(x(value), bottom);
    context.lineTo(x(value), bottom + 4);
    if (x(value) < right - 22) {
      context.fillText(number, x(value), bottom + text);
    }
  }
  context.stroke();
  context.fillStyle = theme.ink;
  context.font = `italic 600 ${text + 1}px ${theme.font}`;
  context.textAlign = "right";
  context.fillText(symbol, right, bottom + text);
  context.fillText("C", left - 8, top - 3);
  context.font = `${text}px ${theme.font}`;
}

/**
 * The straight line: whole where it may be believed, in dashes where it no longer holds.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {{from: number, to: number}} honest
 */
function drawLine(context, { frame, x, line, y }, theme, honest) {
  const start = Math.max(frame.left, x(honest.from));
  const end = Math.min(frame.right, x(honest.to));
  const slope = y(line(1)) - y(line(0));
  const across = x(1) - x(0);
  /** @param {number} place */
  const height = (place) => y(line(0)) + ((place - x(0)) / across) * slope;
  context.strokeStyle = theme.accent;
  for (const [a, b, dash, opacity] of /** @type {[number, number, number[], number][]} */ ([
    [frame.left, start, [4, 5], 0.75],
    [start, end, [], 1],
    [end, frame.right, [4, 5], 0.75],
  ])) {
    context.globalAlpha = opacity;
    context.lineWidth = dash.length > 0 ? 1.5 : 2.5;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(a, height(a));
    context.lineTo(b, height(b));
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {Points} points
 */
function drawTruth(context, { x, y }, theme, points) {
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  for (const { value, cost } of points) {
    context.lineTo(x(value), y(cost));
  }
  context.stroke();
}

/**
 * Say where the straight line stops being true: at the nearer of its two ends.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {{from: number, to: number}} honest
 * @param {WhatIfAnswer} rest
 */
function drawEnd(context, { frame, x, y, line }, theme, { from, to }, { value_before }) {
  const end = to - value_before <= value_before - from ? to : from;
  if (!Number.isFinite(end)) {
    return;
  }
  const place = x(end);
  const height = Math.max(frame.top, Math.min(frame.bottom, y(line(end))));
  const text = "here the line stops being true";
  const { width } = context.measureText(text);
  const outwards = end < value_before ? place - width : place - width / 2;
  const upper = height > (frame.top + frame.bottom) / 2;
  const textX = Math.max(frame.left + 22, Math.min(frame.right - width, outwards));
  const textY = upper ? frame.top + 4 : frame.bottom - 14;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(place, height);
  context.lineTo(place, upper ? textY + 10 : textY - 10);
  context.stroke();
  context.setLineDash([]);
  context.textAlign = "left";
  context.strokeStyle = theme.ground;
  context.lineWidth = 4;
  context.strokeText(text, textX, textY);
  context.fillStyle = theme.dim;
  context.fillText(text, textX, textY);
}

/**
 * What the moved number brings: the point on the curve, the point on the line, and what lies between.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {WhatIfAnswer} moved
 */
function drawGap(context, plot, theme, moved) {
  const { frame, x, y } = plot;
  const place = Math.max(frame.left, Math.min(frame.right, x(moved.value)));
  const promised = y(moved.cost_before + moved.promised);
  const edge = Math.max(frame.top - 6, Math.min(frame.bottom, promised));
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(place, y(moved.cost));
  context.lineTo(place, edge);
  context.stroke();
  if (edge === promised) {
    drawPoint(context, plot, theme, moved.value, moved.cost_before + moved.promised, "promised");
  }
  drawPoint(context, plot, theme, moved.value, moved.cost, "moved");
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {Theme} theme
 * @param {number} value
 * @param {number} cost
 * @param {"present" | "promised" | "moved"} kind
 */
function drawPoint(context, { frame, x, y }, theme, value, cost, kind) {
  const place = Math.max(frame.left, Math.min(frame.right, x(value)));
  context.beginPath();
  context.arc(place, y(cost), kind === "moved" ? 6 : 5, 0, 2 * Math.PI);
  context.fillStyle = { present: theme.ground, promised: theme.ground, moved: theme.ink }[kind];
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = kind === "promised" ? theme.accent : theme.ink;
  context.stroke();
}
