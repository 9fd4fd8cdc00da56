/** Two counters of passes and times, and under them how one δ serves all that leads into its neuron.
 * @import {Frame} from "../../../network/beat_picture.js"
 * @typedef {{label: string, passes: number, of: number, said: string, colour: string}} Counter */

import { writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import { plotText } from "../../../network/layout.js";
import { late } from "../views/layer.js";
import { IN_STEP_PICTURES } from "./words.js";

/** A pass forward and one back. */
const BOTH_WAYS = 2;

/** @type {(context: CanvasRenderingContext2D, frame: Frame) => void} */
export function drawWhyFast(context, frame) {
  const { layout, veiled } = frame;
  if (veiled) {
    return;
  }
  const text = plotText(layout, 26);
  context.textBaseline = "middle";
  const bottom = drawCounters(context, frame, text);
  drawDelta(context, frame, text, bottom + text);
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, text: number) => number} where they end */
function drawCounters(context, frame, text) {
  const { layout, theme, measured, measuring, session } = frame;
  const { oneByOne, atOnce, passes, inTime, agree, machine } = IN_STEP_PICTURES;
  const of = (session?.parameter_count ?? 0) + 1;
  const done = measured?.done ?? measuring ?? 0;
  const times = measured && [measured.elapsed_ms, measured.backprop_ms].map(inTime);
  /** @type {Counter[]} */
  const counters = [
    {
      ...{ label: oneByOne, passes: done, of, colour: theme.dim },
      said: passes(done, times?.[0]),
    },
    {
      ...{ label: atOnce, passes: BOTH_WAYS, of, colour: theme.accent },
      said: passes(BOTH_WAYS, times?.[1]),
    },
  ];
  for (const [i, counter] of counters.entries()) {
    drawCounter(context, frame, text, counter, text * (0.9 + 3.5 * i));
  }
  const y = text * 7.9;
  context.font = `${text}px ${theme.font}`;
  context.textAlign = "left";
  context.fillStyle = theme.dim;
  if (measured) {
    const said = agree(
      format(measured.largest_difference).text,
      format(measured.largest_derivative).text,
    );
    const lines = layout.narrow ? [...said, machine] : [`${said.join(", ")}; ${machine}`];
    for (const [i, line] of lines.entries()) {
      writeText(context, line, 0, y + i * text * 1.3, layout.width);
    }
  }
  return y + (layout.narrow ? 2.6 : 0) * text;
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, text: number, counter: Counter, y:
 *   number) => void} */
function drawCounter(context, { layout, theme }, text, { label, passes, of, said, colour }, y) {
  const { width } = layout;
  // A slow machine's time is long: both words become smaller rather than lie on each other.
  context.font = `700 ${text}px ${theme.font}`;
  const needed = context.measureText(label).width + context.measureText(said).width + text;
  const size = text * Math.min(1, width / needed);
  context.font = `${size}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.textAlign = "left";
  context.fillText(label, 0, y);
  context.font = `700 ${size}px ${theme.font}`;
  context.textAlign = "right";
  context.fillText(said, width - 2, y);
  const [top, height] = [y + text * 0.8, text * 1.1];
  context.fillStyle = colour;
  context.fillRect(0, top, Math.max(2, (width - 2) * Math.min(1, passes / of)), height);
  context.strokeStyle = theme.rule;
  context.lineWidth = 1.5;
  context.strokeRect(1, top, width - 2, height);
}

/** One output's δ, and what it lights: its weights, its bias, the nudges of the layer before.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, text: number, top: number) => void} */
function drawDelta(context, frame, text, top) {
  const { layout, theme, progress, session } = frame;
  const count = session?.layers.at(-2) ?? 0;
  const bottom = layout.height - text * 0.5;
  const words = deltaWords(context, frame, text);
  const [left, right] = layout.narrow
    ? [10, Math.min(130, layout.width - words.width - 1.4 * text)]
    : [layout.width * 0.08, layout.width * 0.36];
  const middle = (top + bottom) / 2;
  const step = (bottom - top) / Math.max(1, count);
  const lit = Math.round(progress * count);
  for (let k = 0; k < count; k++) {
    const y = top + step * (k + 0.5);
    context.strokeStyle = k < lit ? theme.accent : theme.rule;
    context.lineWidth = k < lit ? 2.5 : 1;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(right, middle);
    context.stroke();
    drawCircle(context, left, y, Math.min(step * 0.38, text * 0.5), theme, k < lit);
  }
  drawCircle(context, right, middle, text * 0.95, theme, true);
  context.fillStyle = theme.ground;
  context.font = `italic 700 ${text * 1.1}px ${theme.font}`;
  context.textAlign = "center";
  context.fillText("δ", right, middle);
  drawDeltaWords(context, frame, words, [right + text * (layout.narrow ? 1.4 : 2), middle]);
}

/** @typedef {{lines: {line: string, font: string}[], text: number, width: number}} DeltaWords */

/** What is said of one δ, and how wide that is.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, text: number) => DeltaWords} */
function deltaWords(context, { theme, backward, target, session }, text) {
  if (backward === null || target === null || session === null) {
    return { lines: [], text, width: 0 };
  }
  const { layers, parameter_count } = session;
  const deltas = layers.slice(1).reduce((sum, size) => sum + size, 0);
  const delta = backward.deltas[backward.deltas.length - 1][target];
  const said = IN_STEP_PICTURES.oneDelta(target, delta, layers[layers.length - 2]);
  const lines = [...said, IN_STEP_PICTURES.allDeltas(deltas, parameter_count)].map((line, i) => {
    return { line, font: `${i === 0 ? 700 : 500} ${text}px ${theme.font}` };
  });
  const widths = lines.map(({ line, font }) => {
    context.font = font;
    return context.measureText(line).width;
  });
  return { lines, text, width: Math.max(...widths) };
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, words: DeltaWords, at: [number, number])
 *   => void} */
function drawDeltaWords(context, { theme, progress }, { lines, text }, [x, middle]) {
  context.textAlign = "left";
  for (const [i, { line, font }] of lines.entries()) {
    context.globalAlpha = i === 0 ? 1 : late(progress);
    context.font = font;
    context.fillStyle = i === 0 ? theme.accent : theme.ink;
    writeText(context, line, x, middle + (i - (lines.length - 1) / 2) * text * 1.5);
  }
  context.globalAlpha = 1;
}

/** @type {(context: CanvasRenderingContext2D, x: number, y: number, radius: number, theme: Theme,
 *   isLit: boolean) => void} */
function drawCircle(context, x, y, radius, theme, isLit) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = isLit ? theme.accent : theme.raised;
  context.fill();
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.stroke();
}
