/** How the part "Mini-batches" is laid out: the batch, the fan of steps, the landscape. */

import { element } from "../../../kit/dom.js";

/** @typedef {"gradient" | "path"} Along */
/** @typedef {"wide" | "near" | "close"} Zoom */

/**
 * @param {HTMLElement} wall
 * @param {{onPlay: () => void, onStep: () => void, onAlong: (along: Along) => void,
 *   onZoom: (zoom: Zoom) => void}} listeners
 */
export function buildMiniBatches(wall, { onPlay, onStep, onAlong, onZoom }) {
  const fan = picture("Steps of mini-batches beside the exact one");
  const ground = picture("The cost around the network, from above");
  const step = button("batch-step", "1 mini-batch", onStep);
  step.classList.add("primary");
  const play = button("batch-play", "Train", onPlay);
  const along = choice(
    "landscape-along",
    "The plane lies along",
    /** @type {[Along, string][]} */ ([
      ["gradient", "−∇C and a random direction"],
      ["path", "the path's two main directions"],
    ]),
    onAlong,
  );
  const zoom = choice(
    "landscape-zoom",
    "Seen from",
    /** @type {[Zoom, string][]} */ ([
      ["wide", "far"],
      ["near", "near"],
      ["close", "close"],
    ]),
    onZoom,
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

/** @type {(id: string, name: string, onPress: () => void) => HTMLButtonElement} */
function button(id, name, onPress) {
  const made = element("button", "", name);
  made.type = "button";
  made.id = id;
  made.addEventListener("click", onPress);
  return made;
}

/**
 * @type {<T extends string>(id: string, label: string, options: [T, string][], onChoose: (chosen:
 *   T) => void) => HTMLSelectElement}
 */
function choice(id, label, options, onChoose) {
  const select = element("select", "", ...options.map(([value, name]) => new Option(name, value)));
  select.id = id;
  select.setAttribute("aria-label", label);
  select.addEventListener("change", () => onChoose(options[select.selectedIndex][0]));
  return select;
}

/** @type {(name: string, ...content: HTMLElement[]) => HTMLElement} */
function panel(name, ...content) {
  return element("section", name, ...content);
}
