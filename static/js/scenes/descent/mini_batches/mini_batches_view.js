/** The layout of the part "Mini-batches": the batch, the fan of steps, the landscape. */

import { button, element, select } from "../../../kit/dom.js";

/** @typedef {"gradient" | "path"} Along */
/** @typedef {"wide" | "near" | "close"} Zoom */

/** @param {HTMLElement} wall
 * @param {{onPlay: () => void, onStep: () => void, onAlong: (along: Along) => void, onZoom: (zoom:
 *   Zoom) => void}} listeners */
export function buildMiniBatches(wall, { onPlay, onStep, onAlong, onZoom }) {
  const fan = picture("Steps of mini-batches beside the exact one");
  const ground = picture("The cost around the network, from above");
  const step = button("primary", "1 mini-batch", onStep, "batch-step");
  const play = button("", "Train", onPlay, "batch-play");
  const along = select(
    "The plane lies along",
    [
      ["gradient", "−∇C and a random direction"],
      ["path", "the path's two main directions"],
    ],
    (value) => onAlong(/** @type {Along} */ (value)),
    "landscape-along",
  );
  const zoom = select(
    "Seen from",
    [
      ["wide", "far"],
      ["near", "near"],
      ["close", "close"],
    ],
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
    panel("batch-fan", title("Their steps, and the exact one"), fan, angles),
    panel(
      "batch-ground",
      element("div", "batch-bar", title("The cost from above"), along, zoom),
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
