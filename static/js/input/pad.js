/**
 * Turns a pointer's movement over an element into strokes; one pointer (mouse, finger or pen) draws
 * at a time. The pad's side is 1, so strokes do not depend on its size on the screen.
 * @import {Point} from "./digit_image.js"
 * @import {Theme} from "../kit/canvas.js" */

import { drawStrokes } from "../kit/canvas.js";
import { drawPixels } from "../kit/picture.js";
import { DRAW_HERE } from "../kit/words.js";

/** Radius of the round brush as a share of the pad's side. */
export const BRUSH_RADIUS = 1 / 24;
/** Points nearer than this to the last one add nothing. */
const NEAREST = 1 / 400;
/** The least time between two moves that are followed within a frame. */
const SHORTEST_WAIT_MS = 5;
/** A drawing takes no more points than this. */
export const MOST_POINTS = 4000;
/** Points are rounded to this many steps a side, so that an address can name them exactly. */
export const STEPS = 4095;

/** @typedef {object} Drawing a stroke that is being drawn
 * @property {number} pointer @property {string} kind of pointer: mouse, touch or pen
 * @property {Stroke[]} earlier @property {Stroke} stroke
 * @property {number} left how many points it may have @property {number} time of its last event */

/** Report strokes while they are drawn.
 * @param {HTMLElement} element
 * @param {() => Stroke[]} current the strokes on the pad when a new one begins
 * @param {(strokes: Stroke[]) => void} onInk called with all strokes, each time they have grown; and
 *   where a pen has taken over from a palm
 * @param {() => void} onFull no more ink is taken */
export function listenForInk(element, current, onInk, onFull) {
  /** @type {Drawing | null} */
  let drawing = null;

  /** @type {(event: PointerEvent) => Point} */
  const pointOf = (event) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return /** @type {Point} */ ([
      stepped((event.clientX - left) / width),
      stepped((event.clientY - top) / height),
    ]);
  };

  element.addEventListener("pointerdown", (event) => {
    const isPalm = drawing?.kind === "touch" && event.pointerType === "pen";
    const isFree = drawing === null || drawing.pointer === event.pointerId || isPalm;
    // With Ctrl it opens a menu on a Mac, and may never be let go.
    if (event.button !== 0 || event.ctrlKey || !isFree) {
      return;
    }
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const earlier = (isPalm && drawing?.earlier) || current();
    const left = MOST_POINTS - earlier.reduce((sum, stroke) => sum + stroke.length, 0);
    if (left <= 0) {
      onFull();
      return;
    }
    const { pointerId: pointer, pointerType: kind, timeStamp: time } = event;
    drawing = { pointer, kind, earlier, stroke: [pointOf(event)], left, time };
    onInk([...earlier, drawing.stroke]);
  });

  /** @type {(event: PointerEvent) => void} */
  const follow = (event) => {
    if (drawing?.pointer !== event.pointerId) {
      return;
    }
    if (event.buttons === 0) {
      drawing = null; // It was let go where the page did not see it, as over a menu.
      return;
    }
    const since = drawing.time;
    const events = event.getCoalescedEvents?.() ?? [];
    const news = (events.length > 0 ? events : [event]).filter((e) => e.timeStamp > since);
    const stroke = extended(drawing.stroke, news.map(pointOf)).slice(0, drawing.left);
    drawing.time = event.timeStamp;
    if (stroke.length > drawing.stroke.length) {
      drawing.stroke = stroke;
      onInk([...drawing.earlier, stroke]);
    } else if (stroke.length === drawing.left) {
      onFull();
    }
  };

  // Move events wait for the next frame; raw updates come at once, so that the network's answer can
  // be there by that frame. Some mice send a thousand a second, more than is useful.
  element.addEventListener("pointerrawupdate", (event) => {
    const moved = /** @type {PointerEvent} */ (event);
    if (drawing !== null && moved.timeStamp - drawing.time >= SHORTEST_WAIT_MS) {
      follow(moved);
    }
  });
  element.addEventListener("pointermove", follow);

  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    element.addEventListener(end, (event) => {
      if (drawing?.pointer === /** @type {PointerEvent} */ (event).pointerId) {
        drawing = null;
      }
    });
  }
  addEventListener("blur", () => {
    drawing = null;
  });
}

/** A stroke with the points added that are far enough from the one before.
 * @type {(stroke: Stroke, points: Point[]) => Stroke} */
function extended(stroke, points) {
  const longer = [...stroke];
  for (const [x, y] of points) {
    const [lastX, lastY] = longer[longer.length - 1];
    if (Math.hypot(x - lastX, y - lastY) >= NEAREST) {
      longer.push([x, y]);
    }
  }
  return longer;
}

/** The nearest step on the pad. @type {(share: number) => number} */
function stepped(share) {
  return Math.round(Math.min(1, Math.max(0, share)) * STEPS) / STEPS;
}

/** Size of the words on an empty pad, in units of which its side has so many. */
const HINT_SIZE = 18;
const HINT_UNITS = 240;

/** @param {CanvasRenderingContext2D} context in units of the pad: its side is 1
 * @param {Stroke[]} strokes @param {number[] | null} sample @param {number} brushRadius
 * @param {Theme} theme */
export function drawPad(context, strokes, sample, brushRadius, theme) {
  context.clearRect(0, 0, 1, 1);
  if (sample !== null) {
    drawPixels(context, sample, { x: 0, y: 0, side: 1 }, theme);
  }
  if (sample === null && strokes.length === 0) {
    // Text smaller than a pixel of its own units is set badly.
    context.save();
    context.scale(1 / HINT_UNITS, 1 / HINT_UNITS);
    context.fillStyle = theme.dim;
    context.textAlign = "center";
    context.font = `${HINT_SIZE}px ${theme.font}`;
    context.fillText(DRAW_HERE, HINT_UNITS / 2, HINT_UNITS * 0.92);
    context.restore();
  }
  drawStrokes(context, strokes, brushRadius, theme.ink);
}
