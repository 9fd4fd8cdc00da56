/** The cost against one number of the network: the true curve, the gradient's straight line, where
 * the network is, and where the number was moved to.
 * @import {WhatIfAnswer} from "../../server/types.js"
 * @typedef {object} Curve
 * @property {WhatIfAnswer} rest at the network's own value, with the curve
 * @property {WhatIfAnswer | null} moved
 * @property {string} symbol what the number is called */

import { writeText } from "../../kit/canvas.js";
import { ticks } from "../../kit/function_plot.js";
import { LINE_ENDS } from "./what_if_words.js";

/** @param {CanvasRenderingContext2D} context in units of the page
 * @param {{width: number, height: number}} size @param {Theme} theme @param {Curve | null} curve */
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
  const trusted = trustedRange(points, rest, plot);
  drawLine(context, plot, theme, trusted);
  drawTruth(context, plot, theme, points);
  context.restore();
  drawEnd(context, plot, theme, trusted, rest);
  drawPoint(context, plot, theme, rest.value_before, rest.cost_before, "present");
  if (moved !== null) {
    drawGap(context, plot, theme, moved);
  }
}

/** Ticks, their numbers, and the axes' names.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, points: Points, symbol:
 *   string) => void} */
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
    writeText(context, number, left - 8, y(value));
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
      writeText(context, number, x(value), bottom + text);
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

/** The gradient's straight line: solid where it holds, dashed where it does not.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, trusted: {from: number, to:
 *   number}) => void} */
function drawLine(context, { frame, x, line, y }, theme, trusted) {
  const start = Math.max(frame.left, x(trusted.from));
  const end = Math.min(frame.right, x(trusted.to));
  const slope = y(line(1)) - y(line(0));
  const across = x(1) - x(0);
  /** @type {(at: number) => number} */
  const height = (at) => y(line(0)) + ((at - x(0)) / across) * slope;
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

/** @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, points: Points) => void} */
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

/** Label where the straight line stops holding, at the nearer of its two ends.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, trusted: {from: number, to:
 *   number}, rest: WhatIfAnswer) => void} */
function drawEnd(context, { frame, x, y, line }, theme, { from, to }, { value_before }) {
  const end = to - value_before <= value_before - from ? to : from;
  if (!Number.isFinite(end)) {
    return;
  }
  const at = x(end);
  const height = Math.max(frame.top, Math.min(frame.bottom, y(line(end))));
  const text = LINE_ENDS;
  const { width } = context.measureText(text);
  const outwards = end < value_before ? at - width : at - width / 2;
  const upper = height > (frame.top + frame.bottom) / 2;
  const textX = Math.max(frame.left + 22, Math.min(frame.right - width, outwards));
  const textY = upper ? frame.top + 4 : frame.bottom - 14;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(at, height);
  context.lineTo(at, upper ? textY + 10 : textY - 10);
  context.stroke();
  context.setLineDash([]);
  context.textAlign = "left";
  context.strokeStyle = theme.ground;
  context.lineWidth = 4;
  context.fillStyle = theme.dim;
  writeText(context, text, textX, textY, undefined, true);
}

/** The moved number: its point on the curve, its point on the line, and the difference.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, moved: WhatIfAnswer) =>
 *   void} */
function drawGap(context, plot, theme, moved) {
  const { frame, x, y } = plot;
  const at = Math.max(frame.left, Math.min(frame.right, x(moved.value)));
  const promised = y(moved.cost_before + moved.promised);
  const edge = Math.max(frame.top - 6, Math.min(frame.bottom, promised));
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(at, y(moved.cost));
  context.lineTo(at, edge);
  context.stroke();
  if (edge === promised) {
    drawPoint(context, plot, theme, moved.value, moved.cost_before + moved.promised, "promised");
  }
  drawPoint(context, plot, theme, moved.value, moved.cost, "moved");
}

/**
 * @type {(context: CanvasRenderingContext2D, plot: Plot, theme: Theme, value: number, cost: number,
 *   kind: "present" | "promised" | "moved") => void} */
function drawPoint(context, { frame, x, y }, theme, value, cost, kind) {
  const at = Math.max(frame.left, Math.min(frame.right, x(value)));
  context.beginPath();
  context.arc(at, y(cost), kind === "moved" ? 6 : 5, 0, 2 * Math.PI);
  context.fillStyle = { present: theme.ground, promised: theme.ground, moved: theme.ink }[kind];
  context.fill();
  context.lineWidth = 2.5;
  context.strokeStyle = kind === "promised" ? theme.accent : theme.ink;
  context.stroke();
}

/** The geometry of the curve's picture. Pure: numbers in, coordinates out.
 * @typedef {{left: number, right: number, top: number, bottom: number}} Frame
 * @typedef {object} Plot
 * @property {Frame} frame
 * @property {number} text size of the numbers, in pixels
 * @property {{value: number, text: string}[]} costTicks @property {(value: number) => number} x
 * @property {(cost: number) => number} y
 * @property {(value: number) => number} line the cost that the straight line predicts
 * @typedef {{value: number, cost: number}[]} Points of the curve, where the cost has a value */

/** The line holds while it is off by less than this share of the change. */
export const TOLERANCE = 0.2;
/** With less than this many pixels between line and curve, nobody sees a difference. */
const SEEN = 4;
/** A cost that changes less than this is drawn as a level line. */
const LEAST_SPAN = 0.002;
/** A digit's width as a share of the text's size. */
const TEXT_WIDTH = 0.63;

/** @type {(curve: WhatIfAnswer["curve"]) => Points} */
function pointsOf(curve) {
  return (curve?.values ?? []).flatMap((value, i) => {
    const cost = curve?.costs[i] ?? null;
    return cost === null ? [] : [{ value, cost }];
  });
}

/** @type {(width: number, height: number, points: Points, rest: WhatIfAnswer, moved: WhatIfAnswer |
 *   null) => Plot} */
function plotOf(width, height, points, rest, moved) {
  const text = Math.max(14, Math.min(18, width / 26));
  const costs = points.map(({ cost }) => cost);
  const all = moved === null ? costs : [...costs, moved.cost];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = Math.max(LEAST_SPAN, high - low);
  const middle = (low + high) / 2;
  const [bottomCost, topCost] = [middle - span * 0.58, middle + span * 0.58];
  const costTicks = ticks(bottomCost, topCost, 5);
  const longest = Math.max(1, ...costTicks.map((tick) => tick.text.length));
  const frame = {
    left: 12 + text * TEXT_WIDTH * longest,
    right: width - 10,
    top: text,
    bottom: height - text * 1.7,
  };
  const [from, to] = [points[0].value, points[points.length - 1].value];
  const across = (frame.right - frame.left) / (to - from);
  const up = (frame.bottom - frame.top) / (topCost - bottomCost);
  return {
    frame,
    text,
    costTicks,
    x: (value) => frame.left + (value - from) * across,
    y: (cost) => frame.bottom - (cost - bottomCost) * up,
    line: (value) => rest.cost_before + rest.derivative * (value - rest.value_before),
  };
}

/** Where the straight line holds, on both sides of the present number.
 * @param {Points} points @param {WhatIfAnswer} rest @param {Plot} plot
 * @returns {{from: number, to: number}} numbers; infinite where the line holds to the edge */
function trustedRange(points, { value_before, cost_before }, plot) {
  const straying = points.filter(({ value, cost }) => {
    const [line, truth] = [plot.line(value) - cost_before, cost - cost_before];
    return Math.abs(line - truth) > TOLERANCE * Math.max(Math.abs(line), Math.abs(truth));
  });
  const seen = straying.some(
    ({ value, cost }) => Math.abs(plot.y(plot.line(value)) - plot.y(cost)) > SEEN,
  );
  const values = seen ? straying.map(({ value }) => value) : [];
  return {
    from: Math.max(Number.NEGATIVE_INFINITY, ...values.filter((v) => v < value_before)),
    to: Math.min(Number.POSITIVE_INFINITY, ...values.filter((v) => v > value_before)),
  };
}
