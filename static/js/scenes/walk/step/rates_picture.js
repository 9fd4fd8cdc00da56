/** The cost along -∇C for learning rates from 0.01 to 10, what the slope promises beside it, and the
 * present rate as a knob on the curve.
 * @import {Frame} from "../../../network/beat_picture.js"
 * @import {RatesAnswer} from "../../../server/types.js"
 * @typedef {{left: number, right: number, top: number, bottom: number, text: number, most: number}}
 *   Plot `most` is the cost at its top */

import { writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { ticks } from "../../../kit/function_plot.js";
import { plotText } from "../../../network/layout.js";
import { IN_STEP_PICTURES } from "./words.js";

/** The learning rates' powers of ten, at both ends of the axis. */
export const POWERS = { least: -2, most: 1 };
/** The curve is cut off where it costs so many times as much as before the step. */
const HIGHEST = 4;
const LEAST_COST = 1e-9;
/** The share of the motion in which the knob goes along the whole curve; then it comes to its rate. */
const ALONG = 0.7;

/** Where the axes are. @type {(layout: Layout, most: number) => Plot} */
export function plotOf(layout, most) {
  const { width, height, narrow } = layout;
  const text = plotText(layout);
  return {
    ...{ text, most },
    left: text * (narrow ? 3 : 3.6),
    right: width - text * 1.2,
    top: text * 2.6,
    bottom: height - text * 2.9,
  };
}

/** @type {(rates: RatesAnswer) => number} the cost at the top of the picture */
function topOf({ cost, costs, present }) {
  const known = [...costs, present.cost].filter((each) => each !== null);
  return Math.max(LEAST_COST, cost, Math.min(Math.max(...known), HIGHEST * cost)) * 1.16;
}

/** @type {(plot: Plot, rate: number) => number} */
function across({ left, right }, rate) {
  const { least, most } = POWERS;
  const share = (Math.log10(rate) - least) / (most - least);
  return left + (right - left) * Math.min(1, Math.max(0, share));
}

/** @type {(plot: Plot, cost: number) => number} */
const up = ({ top, bottom, most }, cost) => bottom - ((bottom - top) * cost) / most;

/** @type {(context: CanvasRenderingContext2D, frame: Frame) => void} */
export function drawRates(context, frame) {
  const { rates, layout, theme, veiled, progress, learningRate } = frame;
  if (rates === null || veiled) {
    return;
  }
  const plot = plotOf(layout, topOf(rates));
  drawAxes(context, frame, plot, rates.cost);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
  context.clip();
  drawCurve(context, plot, rates.rates, rates.tangent, theme.accent, [7, 6]);
  drawCurve(context, plot, rates.rates, rates.costs, theme.ink, []);
  context.restore();
  drawKnob(context, frame, plot, rates, rateAt(progress, learningRate, rates));
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, plot: Plot, before: number) => void} */
function drawAxes(context, { theme, layout }, plot, before) {
  const { left, right, top, bottom, text, most } = plot;
  const { costAxis, rateAxis, truth, promise, withoutStep } = IN_STEP_PICTURES;
  context.textBaseline = "middle";
  context.font = `${text}px ${theme.font}`;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.strokeRect(left, top, right - left, bottom - top);
  context.fillStyle = theme.dim;
  context.textAlign = "right";
  for (const { value, text: number } of ticks(0, most, 4)) {
    writeText(context, number, left - text * 0.5, up(plot, value));
  }
  context.textAlign = "center";
  for (const rate of [0.01, 0.1, 1, 10]) {
    const x = across(plot, rate);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillText(String(rate), Math.min(x, layout.width - text), bottom + text * 0.9);
  }
  context.fillText(rateAxis, (left + right) / 2, bottom + text * 2.2);
  context.textAlign = "left";
  context.fillText(costAxis, 0, text * 0.8);
  const costEnds = context.measureText(costAxis).width + text;
  context.textAlign = "right";
  context.fillStyle = theme.ink;
  const both = `${truth}   ${promise}`;
  const words = context.measureText(both).width < right ? both : promise;
  const hasRoom = right - context.measureText(words).width > costEnds;
  writeText(context, words, right, text * (hasRoom ? 0.8 : 1.95));
  const y = up(plot, before);
  context.strokeStyle = theme.dim;
  context.setLineDash([2, 5]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
  context.textAlign = "left";
  context.fillStyle = theme.dim;
  writeText(context, withoutStep(before), left + text * 0.5, y - text * 0.8);
}

/** A line through the costs that have a value.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, rates: number[], costs: (number | null)[],
 *   colour: string, dash: number[]) => void} */
function drawCurve(context, plot, rates, costs, colour, dash) {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.setLineDash(dash);
  context.beginPath();
  for (const [i, cost] of costs.entries()) {
    if (cost !== null && rates[i] > 0) {
      context.lineTo(across(plot, rates[i]), up(plot, cost));
    }
  }
  context.stroke();
  context.setLineDash([]);
}

/** The rate that the knob is at: first along all of the curve, then to the present one.
 * @type {(progress: number, present: number, rates: RatesAnswer) => number} */
function rateAt(progress, present, { rates, costs }) {
  const end = Math.log10(rates[costs.findLastIndex((cost) => cost !== null)] || rates[1]);
  const { least } = POWERS;
  const power =
    progress < ALONG
      ? least + ((end - least) * progress) / ALONG
      : end + ((Math.log10(present) - end) * (progress - ALONG)) / (1 - ALONG);
  return progress === 1 ? present : 10 ** power;
}

/** The curve's cost at a rate: the server's where it was asked for, else between its neighbours, for
 * the picture alone. @type {(rate: number, rates: RatesAnswer) => number | null} */
function costAt(rate, { rates, costs, present }) {
  if (rate === present.learning_rate) {
    return present.cost;
  }
  const next = Math.max(
    1,
    rates.findIndex((each) => each >= rate),
  );
  const [low, high] = [costs[next - 1], costs[next]];
  if (low === null || high === null) {
    return null;
  }
  return low + ((high - low) * (rate - rates[next - 1])) / (rates[next] - rates[next - 1]);
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, plot: Plot, rates: RatesAnswer, rate:
 *   number) => void} */
function drawKnob(context, { theme, layout, progress }, plot, rates, rate) {
  const { text, top, left, right } = plot;
  const cost = costAt(rate, rates);
  const x = across(plot, rate);
  const y = cost === null ? top : Math.max(top, up(plot, cost));
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x, plot.bottom);
  context.stroke();
  context.beginPath();
  context.arc(x, y, text * 0.6, 0, 2 * Math.PI);
  context.fillStyle = theme.accent;
  context.fill();
  context.lineWidth = 3;
  context.strokeStyle = theme.ground;
  context.stroke();
  if (progress < 1 || rate !== rates.present.learning_rate) {
    return;
  }
  const words = IN_STEP_PICTURES.knob(rate, cost === null ? null : format(cost).text);
  context.font = `700 ${text * 1.15}px ${theme.font}`;
  const half = context.measureText(words).width / 2 + text * 0.4;
  context.textAlign = "center";
  context.lineWidth = 6;
  context.lineJoin = "round";
  const at = Math.max(left + half, Math.min((layout.narrow ? layout.width : right) - half, x));
  const above = y - text * 1.6;
  const isFree =
    above > top && (!layout.narrow || isOffTheLine(context, plot, rates, [at - half, above]));
  const line = isFree ? above : y + text * 1.7;
  context.fillStyle = theme.accent;
  writeText(context, words, at, line, undefined, true);
}

/** Whether what begins there keeps clear of what is said of the cost without a step.
 * @type {(context: CanvasRenderingContext2D, plot: Plot, rates: RatesAnswer, from: [number, number])
 *   => boolean} */
function isOffTheLine(context, plot, { cost }, [left, y]) {
  const { text } = plot;
  const ends = plot.left + context.measureText(IN_STEP_PICTURES.withoutStep(cost)).width;
  return left > ends || Math.abs(y - (up(plot, cost) - text * 0.8)) > text * 1.2;
}
