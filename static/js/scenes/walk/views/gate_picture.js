/** The gate, large over the network: the curve of a neuron's function, its point and the tangent
 * there. The nudge of a comes in along the axis of a, is squeezed by the slope, and leaves along that
 * of z.
 * @import {Curve, Plot, Point} from "../../../kit/function_plot.js"
 * @import {Scale} from "../../../kit/scale.js"
 * @import {Frame} from "../../../network/beat_picture.js"
 * @import {Gate} from "../gate.js"
 * @typedef {{left: number, right: number, isAtSide: boolean}} Room `isAtSide`: the neuron is seen
 *   right of it
 * @typedef {{context: CanvasRenderingContext2D, frame: Frame, gate: Gate, plot: Plot, scale: Scale,
 *   at: Point, lanes: {a: Point, z: Point}, offsets: {a: number, z: number}}} Scene */

import { drawArrowAt, widthOf, writeText } from "../../../kit/canvas.js";
import { format } from "../../../kit/format.js";
import {
  drawCurve,
  drawLine,
  drawPoint,
  drawRing,
  drawTangent,
  plain,
  plotOf,
  withZero,
} from "../../../kit/function_plot.js";
import { eased, shareOf } from "../../../kit/motion.js";
import { NUDGES } from "../../../kit/nudges.js";
import { Scale as ArrowScale, drawScale } from "../../../kit/scale.js";
import { largeText } from "../../../network/layout.js";
import { IN_GATES } from "../gate_words.js";

/** When each step of the motion ends, as shares of it: the nudge of a is there, it has reached the
 * curve, it has been squeezed, it has reached the axis of z. */
const COME = 0.2;
const AT_CURVE = 0.45;
const SQUEEZED = 0.7;
const GONE = 0.92;

/** @type {(context: CanvasRenderingContext2D, frame: Frame, gate: Gate, curve: Curve | undefined) =>
 *   void} */
export function drawGate(context, frame, gate, curve) {
  const { layout, theme } = frame;
  const room = roomOf(layout, gate.layer);
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, room.right, layout.height);
  if (room.isAtSide) {
    drawEdge(context, frame, gate, room.right);
  }
  if (curve === undefined) {
    return;
  }
  const scene = sceneOf(context, frame, gate, curve, room);
  drawGround(scene, curve);
  drawPoints(scene);
  drawWay(scene);
}

/** Left of the neuron, where there is room enough; otherwise left of the outputs, or everywhere.
 * @type {(layout: Layout, layer: number) => Room} */
function roomOf({ columns, narrow, width, text }, layer) {
  if (narrow) {
    return { left: 0, right: width, isAtSide: false };
  }
  const last = columns.length;
  const [own, outputs] = [layer, last].map((l) => {
    const { x, radius } = columns[l - 1];
    return x - radius - text * (l === last ? 2 : 3.4);
  });
  const isAtSide = own > text * 26;
  return { left: 0, right: isAtSide ? own : outputs, isAtSide: isAtSide || layer === last };
}

/** The picture's edge, and the neuron that it belongs to.
 * @type {(context: CanvasRenderingContext2D, frame: Frame, gate: Gate, right: number) => void} */
function drawEdge(context, { layout, theme }, { layer, index, last }, right) {
  const { x, ys, radius } = layout.columns[layer - 1];
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  drawLine(context, [right, layout.text], [right, layout.height - layout.text]);
  const end = x - radius - (layer === last ? 0 : layout.text * 2.6);
  drawLine(context, [right, ys[index]], [end, ys[index]]);
}

/** @type {(context: CanvasRenderingContext2D, frame: Frame, gate: Gate, curve: Curve, room: Room) =>
 *   Scene} */
function sceneOf(context, frame, gate, curve, { left, right }) {
  const { layout, theme } = frame;
  const text = largeText(layout);
  const box = {
    left: left + text * 9.6,
    right: right - text * 1.6,
    top: text * 2.6,
    bottom: layout.height - text * 5.4,
  };
  const ends = /** @type {[number, number]} */ ([curve.z[0], curve.z[curve.z.length - 1]]);
  const plot = plotOf({ context, theme, text }, box, ends, withZero(curve.f));
  const at = { x: plot.x(gate.z), y: plot.y(gate.a) };
  const longest = Math.min(box.right - box.left, box.bottom - box.top) * 0.44;
  const scale = new ArrowScale(Math.max(Math.abs(gate.ofA), Math.abs(gate.ofZ)), longest);
  const [reachA, reachZ] = [gate.ofA, gate.ofZ].map(
    (nudge) => Math.sign(nudge) * scale.length(nudge),
  );
  return {
    ...{ context, frame, gate, plot, scale, at },
    lanes: {
      a: { x: box.left - text * 3.4, y: at.y },
      z: { x: at.x, y: box.bottom + text * 3 },
    },
    // An arrow that would leave the picture is moved in.
    offsets: {
      a: within(at.y - reachA, box.top, box.bottom) - (at.y - reachA),
      z: within(at.x + reachZ, box.left, box.right) - (at.x + reachZ),
    },
  };
}

/** @type {(value: number, least: number, most: number) => number} */
const within = (value, least, most) => Math.max(least, Math.min(most, value));

/** The axes with the neuron's own z and a on them, and the curve.
 * @type {(scene: Scene, curve: Curve) => void} */
function drawGround({ context, frame: { theme }, gate, plot, at }, curve) {
  const { frame: box, text, x, y, zs } = plot;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  drawLine(context, [box.left, box.bottom], [box.right, box.bottom]);
  drawLine(context, [box.left, box.top], [box.left, box.bottom]);
  drawCurve(plot, curve.z, curve.f);
  context.setLineDash([3, 4]);
  context.strokeStyle = theme.dim;
  drawLine(context, [box.left, at.y], [at.x, at.y]);
  drawLine(context, [at.x, at.y], [at.x, box.bottom]);
  context.setLineDash([]);
  context.textBaseline = "middle";
  const own = { x: format(gate.z, 2).text, y: format(gate.a, 2).text };
  context.textAlign = "right";
  const left = box.left - 6;
  for (const mark of withZero(curve.f).filter((each) => Math.abs(y(each) - at.y) > text * 1.3)) {
    write(plot, plain(round(mark)), false, { x: left, y: y(mark) });
  }
  write(plot, own.y, true, { x: left, y: at.y });
  context.textAlign = "center";
  const below = box.bottom + text * 1.1;
  for (const mark of [zs[0], 0, zs[1]].filter((each) => Math.abs(x(each) - at.x) > text * 3.2)) {
    write(plot, plain(mark), false, { x: x(mark), y: below });
  }
  write(plot, own.x, true, { x: at.x, y: below });
  context.textAlign = "left";
  write(plot, IN_GATES.title(gate), true, { x: box.left, y: box.top - text * 1.5 });
}

/** @type {(value: number) => number} */
const round = (value) => Math.round(value * 100) / 100;

/** @type {(plot: Plot, words: string, isStrong: boolean, at: Point) => void} */
function write({ context, theme, text }, words, isStrong, { x, y }) {
  context.font = `${isStrong ? 600 : 400} ${text}px ${theme.font}`;
  context.fillStyle = isStrong ? theme.ink : theme.dim;
  writeText(context, words, x, y);
}

/** The tangent and the point. @type {(scene: Scene) => void} */
function drawPoints({ context, frame, gate, plot, at }) {
  const { theme } = frame;
  const { frame: box, text } = plot;
  const { z, a: value, slope } = gate;
  drawTangent(plot, { z, value, slope }, text * 7);
  drawRing(plot, drawPoint(plot, z, value, false, theme.ink), progressOf(frame) >= AT_CURVE);
  const words = IN_GATES.slope(slope);
  context.font = `600 ${text + 1}px ${theme.font}`;
  const width = widthOf(context, words);
  const isLeft = at.x - box.left > width + text * 2;
  context.textAlign = isLeft ? "right" : "left";
  context.textBaseline = "alphabetic";
  context.lineWidth = 5;
  context.strokeStyle = theme.ground;
  context.fillStyle = theme.accent;
  const x = isLeft ? at.x - text : Math.min(at.x + text, frame.layout.width - width - 2);
  const y = Math.max(box.top + text, at.y - text);
  writeText(context, words, x, y, undefined, true);
}

/** How far the motion has come: not at all while a question waits.
 * @type {(frame: Frame) => number} */
const progressOf = ({ veiled, progress }) => (veiled ? 0 : progress);

/** The part of the motion between two of its moments, from 0 to 1.
 * @type {(progress: number, from: number, to: number) => number} */
const part = (progress, from, to) => eased(shareOf(progress, from, to));

/** The nudge on its way. @type {(scene: Scene) => void} */
function drawWay(scene) {
  const { context, frame, gate, plot, scale, at, lanes, offsets } = scene;
  const progress = progressOf(frame);
  const { text } = plot;
  const come = part(progress, 0, COME);
  const lane = { x: lanes.a.x - (1 - come) * text * 3, y: lanes.a.y + offsets.a };
  context.globalAlpha = come;
  drawTurned(scene, lane, gate.ofA, 0);
  drawLabel(scene, "a", { x: lane.x - text * 0.8, y: lane.y });
  context.globalAlpha = 1;
  const squeezed = part(progress, AT_CURVE, SQUEEZED);
  const gone = part(progress, SQUEEZED, GONE);
  if (progress > COME && progress < GONE) {
    const arrived = part(progress, COME, AT_CURVE);
    drawTurned(
      scene,
      {
        x: lane.x + (at.x - lane.x) * arrived + offsets.z * squeezed,
        y: lane.y * (1 - squeezed) + (at.y + (lanes.z.y - at.y) * gone) * squeezed,
      },
      gate.ofA + (gate.ofZ - gate.ofA) * squeezed,
      squeezed,
    );
  }
  if (progress >= GONE) {
    context.globalAlpha = progress === 1 ? 1 : part(progress, GONE, 1);
    drawTurned(scene, { x: lanes.z.x + offsets.z, y: lanes.z.y }, gate.ofZ, 1);
    drawLabel(scene, "z", { x: lanes.z.x + offsets.z, y: lanes.z.y });
    context.globalAlpha = 1;
  }
  const { frame: box } = plot;
  const legend = { x: box.right, y: frame.layout.height - text * 0.8, most: box.right, text };
  drawScale(context, scale, "arrow", legend, frame.theme);
}

/** An arrow with its tail at a point: up where positive, or turned, to the right.
 * @type {(scene: Scene, tail: Point, nudge: number, turned: number) => void} */
function drawTurned({ context, frame, scale }, { x, y }, nudge, turned) {
  context.save();
  context.translate(x, y);
  context.rotate((turned * Math.PI) / 2);
  const tip = -Math.sign(nudge) * scale.length(nudge);
  drawArrowAt(context, { x: 0, tail: 0, tip }, nudge, scale, frame.theme);
  context.restore();
}

/** What a nudge is called, if there is room, and its number: left of the arrow along a, behind z's.
 * @type {(scene: Scene, of: "a" | "z", tail: Point) => void} */
function drawLabel({ context, frame: { theme }, gate, plot, scale }, of, { x, y }) {
  const { text, frame: box } = plot;
  const nudge = of === "a" ? gate.ofA : gate.ofZ;
  const length = Math.sign(nudge) * scale.length(nudge);
  const number = format(nudge, { plus: true }).text;
  context.textBaseline = "middle";
  const { words, colour } = NUDGES[of];
  const strong = `600 ${text + 3}px ${theme.font}`;
  const named = `600 ${text}px ${theme.font}`;
  const sign = nudge < 0 ? theme.negative : theme.positive;
  if (of === "a") {
    const height = within(y - length / 2, box.top + text, box.bottom - text);
    context.textAlign = "right";
    writeIn(context, number, { x, y: height }, strong, sign);
    writeIn(context, words, { x, y: height - text * 1.5 }, named, theme[colour]);
    return;
  }
  context.font = strong;
  const width = context.measureText(number).width + text * 0.6;
  context.font = named;
  const whole = width + context.measureText(words).width;
  const [from, to] = [Math.min(x, x + length) - text * 0.8, Math.max(x, x + length) + text * 0.8];
  const used = to + whole <= box.right + text || from >= whole ? whole : width;
  const left = to + used > box.right + text ? from - used : to;
  context.textAlign = "left";
  writeIn(context, number, { x: left, y }, strong, sign);
  writeIn(context, used === whole ? words : "", { x: left + width, y }, named, theme[colour]);
}

/** @type {(context: CanvasRenderingContext2D, words: string, at: Point, font: string, colour: string)
 *   => void} */
function writeIn(context, words, { x, y }, font, colour) {
  context.font = font;
  context.fillStyle = colour;
  writeText(context, words, x, y);
}
