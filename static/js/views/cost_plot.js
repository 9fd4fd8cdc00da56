/**
 * The geometry of the picture of the cost against one number: numbers in, coordinates out. Pure.
 *
 * @import {WhatIfAnswer} from "../api.js"
 *
 * @typedef {{left: number, right: number, top: number, bottom: number}} Frame
 * @typedef {object} Plot
 * @property {Frame} frame
 * @property {number} text size of the numbers, in pixels
 * @property {{value: number, text: string}[]} costTicks
 * @property {(value: number) => number} x
 * @property {(cost: number) => number} y
 * @property {(value: number) => number} line the cost that the straight line promises
 *
 * @typedef {{value: number, cost: number}[]} Points of the curve, where the cost has a value
 */

import { format } from "../theme.js";

/** The line is true as long as it is off by less than this share of the change. */
export const TOLERANCE = 0.2;
/** Where line and curve are never this many pixels apart, nobody sees the line fail. */
const SEEN = 4;
/** A cost that changes less than this is drawn as the level line that it is. */
const LEAST_SPAN = 0.002;
/** How wide a figure is, as a share of the text's size. */
const TEXT_WIDTH = 0.63;

/**
 * @param {WhatIfAnswer["curve"]} curve
 * @returns {Points}
 */
export function pointsOf(curve) {
  return (curve?.values ?? []).flatMap((value, i) => {
    const cost = curve?.costs[i] ?? null;
    return cost === null ? [] : [{ value, cost }];
  });
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Points} points
 * @param {WhatIfAnswer} rest
 * @param {WhatIfAnswer | null} moved
 * @returns {Plot}
 */
export function plotOf(width, height, points, rest, moved) {
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

/**
 * Where the straight line may be believed: from the present number to both sides.
 * @param {Points} points
 * @param {WhatIfAnswer} rest
 * @param {Plot} plot
 * @returns {{from: number, to: number}} numbers; infinite where the line holds to the edge
 */
export function honestRange(points, { value_before, cost_before }, plot) {
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

/**
 * @param {number} from
 * @param {number} to
 * @param {number} most
 * @returns {{value: number, text: string}[]} at round numbers
 */
export function ticks(from, to, most) {
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = (first + i) * step;
    return { value, text: format(value, digits) };
  });
}
