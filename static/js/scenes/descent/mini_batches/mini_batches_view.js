/** The layout of the part "Mini-batches": the batch, the fan of steps, the landscape. */

import { button, element, select } from "../../../kit/dom.js";
import { LABELS, PLANES, ZOOMS } from "./words.js";

/** @typedef {"gradient" | "path"} Along */
/** @typedef {"wide" | "near" | "close"} Zoom */

/** @param {HTMLElement} wall
 * @param {{onPlay: () => void, onStep: () => void, onAlong: (along: Along) => void, onZoom: (zoom:
 *   Zoom) => void}} listeners */
export function buildMiniBatches(wall, { onPlay, onStep, onAlong, onZoom }) {
  const fan = picture(LABELS.fanInFull);
  const ground = picture(LABELS.groundInFull);
  const step = button("primary", LABELS.step, onStep, "batch-step");
  const play = button("", LABELS.train, onPlay, "batch-play");
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
