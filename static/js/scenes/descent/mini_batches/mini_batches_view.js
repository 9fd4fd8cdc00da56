/** The layout of the part "Mini-batches": the batch, the fan of steps, the landscape. */
import { button, element, select, turning } from "../../../kit/dom.js";
import { drawScale, Scale } from "../../../kit/scale.js";
import { LABELS, PLANES, ZOOMS } from "./words.js";

/** @typedef {"gradient" | "path"} Along */
/** @typedef {"wide" | "near" | "close"} Zoom */

/** @param {HTMLElement} wall
 * @param {{onPlay: () => void, onPause: () => void, onStep: () => void, onAlong: (along: Along) => void, onZoom: (zoom:
 *   Zoom) => void}} listeners */
export function buildMiniBatches(wall, { onPlay, onPause, onStep, onAlong, onZoom }) {
  const fan = picture(LABELS.fanInFull);
  const ground = picture(LABELS.groundInFull);
  const step = button("primary", LABELS.step, onStep, "batch-step");
  const play = button("", LABELS.train, undefined, "batch-play");
  const along = select(
    LABELS.along,
    PLANES,
    (value) => onAlong(/** @type {Along} */ (value)),
    "landscape-along",
  );
  const zoom = select(
    LABELS.zoom,
    ZOOMS,
    (value) => onZoom(/** @type {Zoom} */ (value)),
    "landscape-zoom",
  );
  const batchTitle = element("h2", "part-title");
  const angles = element("p", "batch-angles");
  const drawnAt = element("p", "batch-note");
  const progress = element("div", "progress");
  const whole = element(
    "div",
    "mini-batches",
    panel("batch-digits", batchTitle, wall, element("div", "batch-buttons", step, play)),
    panel("batch-fan", title(LABELS.fan), fan, angles),
    panel(
      "batch-ground",
      element("div", "batch-bar", title(LABELS.ground), along, zoom),
      ground,
      element("div", "batch-bar", drawnAt, progress),
    ),
  );
  return {
    element: whole,
    fan,
    ground,
    step,
    play,
    turn: turning(play, onPlay, onPause),
    along,
    zoom,
    batchTitle,
    angles,
    drawnAt,
    progress,
  };
}

/** @type {(label: string) => HTMLCanvasElement} */
function picture(label) {
  const canvas = element("canvas", "");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  return canvas;
}

/** @type {(text: string) => HTMLHeadingElement} */
function title(text) {
  return element("h2", "part-title", text);
}

/** @type {(name: string, ...content: HTMLElement[]) => HTMLElement} */
function panel(name, ...content) {
  return element("section", name, ...content);
}

/**
 * The steps of mini-batches against the exact direction, which points straight up: thin arrows with
 * their angle and length, alternately left and right.
 * @import {DirectionsAnswer} from "../../../server/types.js"
 * @import {Theme} from "../../../kit/canvas.js" */

const HEAD = 9;

/** @type {(context: CanvasRenderingContext2D, area: {width: number, height: number}, directions:
 *   DirectionsAnswer, theme: Theme) => void} */
export function drawFan(context, { width, height }, { exact, batches }, theme) {
  context.clearRect(0, 0, width, height);
  const foot = { x: width / 2, y: height - 12 };
  const highest = Math.max(exact.norm, ...batches.map(({ along }) => along));
  const widest = Math.max(...batches.map(({ across }) => across), 1e-12);
  const lowest = Math.min(0, ...batches.map(({ along }) => along));
  const scale = Math.min((height - 64) / (highest - lowest), (width / 2 - 8) / widest);
  // In the middle of the height, since steps can point back too.
  foot.y = (height - 20 + (highest + lowest) * scale) / 2;
  context.lineWidth = 1.5;
  for (const [i, { along, across }] of batches.entries()) {
    const side = i % 2 === 0 ? -1 : 1;
    const tip = { x: foot.x + side * across * scale, y: foot.y - along * scale };
    context.globalAlpha = i === 0 ? 1 : 0.4;
    drawArrow(context, foot, tip, i === 0 ? theme.positive : theme.dim, i === 0 ? 3 : 1.5);
  }
  context.globalAlpha = 1;
  drawArrow(context, foot, { x: foot.x, y: foot.y - exact.norm * scale }, theme.accent, 4);
  const full = Math.max(exact.norm, ...batches.map(({ norm }) => norm));
  context.textBaseline = "middle";
  const at = { x: width / 2, y: height - 10, most: width - 2, text: 14 };
  drawScale(context, new Scale(full, full * scale), "arrow", at, theme);
}

/** @type {(context: CanvasRenderingContext2D, foot: {x: number, y: number}, tip: {x: number, y:
 *   number}, colour: string, width: number) => void} */
function drawArrow(context, foot, tip, colour, width) {
  const angle = Math.atan2(tip.y - foot.y, tip.x - foot.x);
  const length = Math.hypot(tip.x - foot.x, tip.y - foot.y);
  const head = Math.min(HEAD, length / 2);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(foot.x, foot.y);
  context.lineTo(tip.x - Math.cos(angle) * head * 0.7, tip.y - Math.sin(angle) * head * 0.7);
  context.stroke();
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  for (const turn of [-0.45, 0.45]) {
    context.lineTo(tip.x - Math.cos(angle + turn) * head, tip.y - Math.sin(angle + turn) * head);
  }
  context.closePath();
  context.fill();
}
