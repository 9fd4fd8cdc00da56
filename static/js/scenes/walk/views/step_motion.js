/** A step in motion: the weights go from before to after, the drawing runs through the changed network
 * layer by layer, then the outputs' bars slide to what they are now.
 * @import {Parameters} from "../../../server/endpoints.js"
 * @import {Frame} from "../../../network/beat_picture.js"
 * @typedef {{from: [number, number], to: [number, number], before: number, after: number}} Change
 * @typedef {{changes: Change[], largest: number, times: number}} Changes `largest` is the largest
 *   weight of these, by size; changes are drawn so many `times` as large as they are
 * @typedef {{weights: number, layers: number[], bars: number}} Phases how far each has come, from 0 to
 *   1; the layers from the first hidden one on */

import { drawTravellers, signColour } from "../../../kit/canvas.js";
import { memo } from "../../../kit/memo.js";
import { shareOf } from "../../../kit/motion.js";
import { neuronAt } from "../../../network/layout.js";
import { IN_PICTURES } from "../words.js";
import { drawLayer, late } from "./layer.js";

const WEIGHTS_MS = 900;
const LAYER_MS = 700;
const BARS_MS = 800;
const MOST_CHANGES = 140;
/** By how much the largest change is to be seen at least, as a share of the largest weight. */
const SEEN = 0.5;
const THICKEST = 5;

/** @type {(layers: number) => number} behind the input */
export const stepDuration = (layers) => WEIGHTS_MS + layers * LAYER_MS + BARS_MS;

/** @type {(progress: number, layers: number) => Phases} */
export function phasesOf(progress, layers) {
  const now = progress * stepDuration(layers);
  const share = (/** @type {number} */ start, /** @type {number} */ length) =>
    progress === 1 ? 1 : shareOf(now, start, start + length);
  return {
    weights: share(0, WEIGHTS_MS),
    layers: Array.from({ length: layers }, (_, l) => share(WEIGHTS_MS + l * LAYER_MS, LAYER_MS)),
    bars: share(WEIGHTS_MS + layers * LAYER_MS, BARS_MS),
  };
}

/** The lines that change, what travels along them, and the neurons that it has come to.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, phases: Phases) => void} */
export function drawStep(context, frame, { weights, layers }) {
  const { layout, theme, lastStep, parameters, session, overlay } = frame;
  const before = lastStep?.parameters ?? null;
  if (before !== null && parameters !== null && layers[0] < 1) {
    const changes = changesOf(before, parameters, layout, session?.layers ?? []);
    drawChanges(context, frame, changes, weights, 1 - layers[0]);
  }
  for (const [l, come] of layers.entries()) {
    if (come > 0 && come < 1) {
      const { x } = layout.columns[l];
      const travellers = overlay.travellers.filter(({ to }) => to[0] === x);
      drawTravellers(context, travellers, come, theme);
    }
    const forward = come > 0 ? frame.forward : (lastStep?.before ?? frame.forward);
    drawLayer(context, { ...frame, forward }, l + 1, come > 0 ? late(come) : 1);
  }
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, changes: Changes, come: number, shown:
 *   number) => void} */
function drawChanges(context, { layout, theme }, { changes, largest, times }, come, shown) {
  context.lineCap = "round";
  for (const { from, to, before, after } of changes) {
    const [was, is] = [before, after].map(Math.abs);
    const size = (was + times * come * (is - was)) / largest;
    context.strokeStyle = signColour(theme, before === 0 ? after : before);
    context.lineWidth = Math.min(THICKEST, Math.max(0.3, THICKEST * size));
    context.globalAlpha = 0.85 * shown;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
  context.globalAlpha = shown;
  context.font = `${layout.text}px ${theme.font}`;
  context.textAlign = "left";
  context.fillStyle = theme.dim;
  context.fillText(IN_PICTURES.changes(times), layout.narrow ? 0 : layout.columns[0].x, 9);
  context.globalAlpha = 1;
}

const changesOf = memo(
  /** @type {(before: Parameters, after: Parameters, layout: Layout, layers: number[]) => Changes} */
  (before, after, layout, layers) => {
    const changes = after.weights.flatMap((weights, gap) =>
      mostChanged(before.weights[gap], weights).map((i) => ({
        from: neuronAt(layout, gap, i % layers[gap], layers[0]),
        to: neuronAt(layout, gap + 1, Math.floor(i / layers[gap]), layers[0]),
        before: before.weights[gap][i],
        after: weights[i],
      })),
    );
    const largest = Math.max(1e-12, ...changes.map((each) => Math.abs(each.before)));
    const most = Math.max(1e-12, ...changes.map((each) => Math.abs(each.after - each.before)));
    return { changes, largest, times: timesFor((SEEN * largest) / most) };
  },
);

/** @type {(before: Float32Array, after: Float32Array) => number[]} their indices */
function mostChanged(before, after) {
  return Array.from(after, (weight, i) => ({ i, size: Math.abs(weight - before[i]) }))
    .filter(({ size }) => size > 0)
    .sort((one, other) => other.size - one.size)
    .slice(0, MOST_CHANGES)
    .map(({ i }) => i);
}

/** The next round number: 1, 2, 5, 10, … @type {(least: number) => number} */
function timesFor(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, Math.min(least, 1e6))));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}
