/** Marks in the picture: a ring around a neuron or pixel that is held, a rim along a weight's line, and
 * the outline of what each output was before a change.
 * @import {Context, Theme} from "../kit/canvas.js"
 * @import {Parameters} from "../server/endpoints.js" */

import { drawRimmed, signColour } from "../kit/canvas.js";
import { Scale } from "../kit/scale.js";
import { neuronAt } from "./layout.js";

/** How far the ring is from the neuron's rim, in pixels. */
const GAP = 4;
const PIXEL_RADIUS = 3;

/** Of an output's bar, as a share of the distance between two. */
export const BAR_HEIGHT = 0.2;

/** @type {(context: Context, layout: Layout, theme: Theme, item: Item, network: {layers: number[],
 *   parameters: Parameters | null}) => void} */
export function drawHeld(context, layout, theme, item, { layers, parameters }) {
  if (item.kind === "weight") {
    const { layer, to, from } = item;
    const value = parameters?.weights[layer - 1]?.[to * layers[layer - 1] + from] ?? 0;
    drawHeldLine(context, layout, layers, theme, item, value);
    return;
  }
  const { layer, index } = item;
  const [x, y] = neuronAt(layout, layer, index, layers[0]);
  const radius = layer === 0 ? PIXEL_RADIUS : layout.columns[layer - 1].radius;
  const strokes = /** @type {[string, number][]} */ ([
    [theme.ground, 6],
    [theme.accent, 2.5],
  ]);
  drawRimmed(context, strokes, () => context.arc(x, y, radius + GAP, 0, 2 * Math.PI));
}

/** A weight's line, as strong as its value, with a rim that sets it off.
 * @type {(context: Context, layout: Layout, layers: number[], theme: Theme, weight: {layer: number,
 *   to: number, from: number}, value: number) => void} */
export function drawHeldLine(context, layout, layers, theme, { layer, to, from }, value) {
  const [start, end] = [
    neuronAt(layout, layer - 1, from, layers[0]),
    neuronAt(layout, layer, to, layers[0]),
  ];
  const [gapStart, gapEnd] = [
    layout.columns[layer - 2]?.radius ?? 0,
    layout.columns[layer - 1].radius,
  ];
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const along = [(end[0] - start[0]) / length, (end[1] - start[1]) / length];
  const width = 1.5 + Math.min(6, Math.abs(value));
  context.lineCap = "butt";
  const strokes = /** @type {[string, number][]} */ ([
    [theme.ground, width + 7],
    [theme.accent, width + 3.5],
    [theme.ground, width + 1.5],
    [signColour(theme, value), width],
  ]);
  drawRimmed(context, strokes, () => {
    context.moveTo(start[0] + along[0] * gapStart, start[1] + along[1] * gapStart);
    context.lineTo(end[0] - along[0] * gapEnd, end[1] - along[1] * gapEnd);
  });
}

/** The scale of the outputs' bars: 1 has the full length, unless one is larger.
 * @type {(layout: Layout, forward: ForwardAnswer, before: ForwardAnswer | null) => Scale} */
export function barScale({ columns, table }, forward, before) {
  const outputs = [forward, before].flatMap((each) => each?.activations[columns.length] ?? []);
  return new Scale(Math.max(1, ...outputs), table.barWidth);
}

/** What the outputs were before a change, as the outline of each bar.
 * @type {(context: Context, layout: Layout, theme: Theme, before: ForwardAnswer, bars: Scale) =>
 *   void} */
export function drawBefore(context, layout, theme, before, bars) {
  const { x, ys } = layout.columns[layout.columns.length - 1];
  const { table } = layout;
  const outputs = before.activations[layout.columns.length];
  const height = (ys[1] - ys[0]) * BAR_HEIGHT;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  for (const [digit, y] of ys.entries()) {
    const length = bars.length(Math.max(0, outputs[digit]));
    if (length > 2) {
      context.strokeRect(x + table.bar, y - height / 2 - 2, length, height + 4);
    }
  }
}
