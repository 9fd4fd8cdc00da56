/** Drawing on canvases: nudges as arrows, lines with what travels along them, strokes.
 * @import {Scale} from "./scale.js"
 * @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

import { splitAtScripts } from "./format.js";
import { unitPixels } from "./size.js";

/** How fine a canvas is drawn, and how many pixels of the page a unit of it has.
 * @typedef {{ratio: number, unit: number}} Resolution */

/** @type {() => Resolution} */
export const ofScreen = () => ({ ratio: devicePixelRatio, unit: unitPixels() });

/** A canvas's context at the screen's resolution, in units of the page multiplied by `times`.
 * @param {HTMLCanvasElement} canvas @param {number} [times] @param {Resolution} [resolution]
 * @returns {CanvasRenderingContext2D} */
export function scaled(canvas, times = 1, { ratio, unit } = ofScreen()) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) =>
    Math.round(side * ratio),
  );
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const scale = ratio * unit * times;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}

/** The context of a new canvas that is to be printed: of one whose picture the graphics card holds,
 * WebKitGTK prints a black rectangle.
 * @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
export const printable = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

/** As a font has them, exponents and indices of this size are as large as letters of 14 units. */
const SCRIPT = 23.5;

/** @type {(context: Context, text: string) => {part: string, font: string, down: number, width:
 *   number}[]} */
function partsOf(context, text) {
  const { font } = context;
  const size = Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? "0");
  const larger = Math.max(size, SCRIPT);
  const parts = splitAtScripts(text).map((part, i) => {
    context.font = i % 2 === 0 ? font : font.replace(/[\d.]+px/, `${larger}px`);
    const down = i % 2 === 0 || part > "\u207f" ? 0 : (larger - size) * 0.2;
    return { part, font: context.font, down, width: context.measureText(part).width };
  });
  context.font = font;
  return parts;
}

/** @type {(context: Context, text: string) => number} */
export const widthOf = (context, text) =>
  partsOf(context, text).reduce((sum, { width }) => sum + width, 0);

/** Where a text begins that is so wide, in units of its width. */
const BEFORE = { left: 0, start: 0, center: 0.5, right: 1, end: 1 };

/** Cover what is below a text: a rim alone leaves some of a line above a point, which makes it a colon.
 * @type {(context: Context, text: string, x: number, y: number, most: number) => void} */
function cover(context, text, x, y, most) {
  const ink = context.measureText(text);
  const share = Math.min(1, most / ink.width);
  const { actualBoundingBoxLeft: left, actualBoundingBoxAscent: above } = ink;
  const { fillStyle } = context;
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  const width = (left + ink.actualBoundingBoxRight) * share;
  context.rect(x - left * share, y - above, width, above + ink.actualBoundingBoxDescent);
  context.fill();
  context.fillStyle = fillStyle;
}

/** Write a text, with exponents and indices that the last row can read.
 * @param {Context} context @param {string} text @param {number} x @param {number} y
 * @param {number} [most] it is narrowed to this width
 * @param {boolean} [isRimmed] whether it stands out from what is below, by the stroke's colour and width */
export function writeText(context, text, x, y, most = Number.MAX_VALUE, isRimmed = false) {
  /** @type {(part: string, x: number, y: number, most: number) => void} */
  const write = (...part) => {
    if (isRimmed) {
      cover(context, ...part);
      context.strokeText(...part);
    }
    context.fillText(...part);
  };
  if (splitAtScripts(text).length === 1) {
    write(text, x, y, most); // Most are: nothing is measured for them in each frame.
    return;
  }
  const { font, textAlign } = context;
  const parts = partsOf(context, text).filter(({ width }) => width > 0);
  const whole = parts.reduce((sum, { width }) => sum + width, 0);
  const share = Math.min(1, most / whole);
  let at = x - whole * share * BEFORE[textAlign];
  context.textAlign = "left";
  for (const one of parts) {
    context.font = one.font;
    write(one.part, at, y + one.down, one.width * share);
    at += one.width * share;
  }
  context.font = font;
  context.textAlign = textAlign;
}

/** How thick arrows are, whatever their length. @type {(scale: Scale) => number} */
const thickness = ({ longest }) => Math.min(3.5, Math.max(1.5, longest * 0.11));

/** @param {Context} context @param {number} x
 * @param {number} y the arrow's middle
 * @param {number} value the number that it stands for
 * @param {Scale} scale @param {Theme} theme
 * @param {number} grown how far it has grown, from 0 to 1 */
export function drawArrow(context, x, y, value, scale, theme, grown = 1) {
  const direction = value < 0 ? 1 : -1;
  const half = (direction * scale.length(value) * grown) / 2;
  drawArrowAt(context, { x, tail: y - half, tip: y + half }, value, scale, theme);
}

/** Draw a line in several widths, one over the other: so that it stands out from whatever is below.
 * @type {(context: Context, strokes: [colour: string, width: number][], trace: () => void) => void} */
export function drawRimmed(context, strokes, trace) {
  for (const [colour, width] of strokes) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    trace();
    context.stroke();
  }
}

/** An arrow up or down from its tail to its tip; a dot where the number is small.
 * @param {Context} context @param {{x: number, tail: number, tip: number}} at
 * @param {number} value @param {Scale} scale @param {Theme} theme */
export function drawArrowAt(context, { x, tail, tip }, value, scale, theme) {
  const opacity = context.globalAlpha;
  const colour = signColour(theme, value);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (scale.isDot(value)) {
    context.globalAlpha = opacity * 0.6;
    context.beginPath();
    context.arc(x, (tail + tip) / 2, Math.max(1.2, thickness(scale) * 0.6), 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = opacity;
    return;
  }
  const length = Math.abs(tip - tail);
  const head = Math.min(scale.longest * 0.26, 12, length * 0.5) * Math.sign(tip - tail);
  context.lineWidth = thickness(scale);
  context.lineCap = "butt";
  context.lineJoin = "miter";
  context.beginPath();
  context.moveTo(x, tail);
  context.lineTo(x, tip - head);
  context.stroke();
  const wide = Math.max(Math.abs(head) * 0.6, context.lineWidth);
  context.beginPath();
  context.moveTo(x, tip);
  context.lineTo(x - wide, tip - head);
  context.lineTo(x + wide, tip - head);
  context.closePath();
  context.fill();
}

/** @typedef {{from: [number, number], to: [number, number], value: number, share: number}} Line */

const STRENGTHS = 8;
/** More lines than this are drawn thinner, and then no line is seen alone. */
const CROWD = 300;
/** Of negative lines: hue alone does not say their sign. */
const DASHES = [7, 3];

/** Draw lines by strength, all of one strength and sign at once.
 * @param {Context} context @param {Line[]} lines
 * @param {number} shown how much of their opacity, from 0 to 1
 * @param {Theme} theme */
export function drawLines(context, lines, shown, theme) {
  const paths = Array.from({ length: 2 * STRENGTHS }, () => new Path2D());
  for (const { from, to, value, share } of lines) {
    const strength = Math.min(STRENGTHS - 1, Math.floor(share * STRENGTHS));
    const path = paths[value < 0 ? STRENGTHS + strength : strength];
    path.moveTo(...from);
    path.lineTo(...to);
  }
  const crowded = lines.length > CROWD;
  context.lineCap = "round";
  for (const [i, path] of paths.entries()) {
    const share = ((i % STRENGTHS) + 0.5) / STRENGTHS;
    context.strokeStyle = i < STRENGTHS ? theme.positive : theme.negative;
    context.globalAlpha = shown * (0.12 + 0.85 * share);
    context.lineWidth = 0.6 + (crowded ? 1.2 : 3) * share;
    context.setLineDash(i < STRENGTHS || crowded ? [] : DASHES);
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Line[]} travellers
 * @param {number} progress from 0, at the start, to 1, arrived
 * @param {Theme} theme */
export function drawTravellers(context, travellers, progress, theme) {
  for (const rim of [true, false]) {
    for (const { from, to, value, share } of travellers) {
      // A rim in the ground's colour, so that travellers stand out from the lines.
      context.fillStyle = rim ? theme.ground : signColour(theme, value);
      context.globalAlpha = rim ? 1 : 0.45 + 0.55 * share;
      context.beginPath();
      context.arc(
        from[0] + (to[0] - from[0]) * progress,
        from[1] + (to[1] - from[1]) * progress,
        1.2 + 3.2 * share + (rim ? 1.4 : 0),
        0,
        2 * Math.PI,
      );
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

/** @param {Context} context in units of the pad
 * @param {Stroke[]} strokes @param {number} brushRadius @param {string} colour */
export function drawStrokes(context, strokes, brushRadius, colour) {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 2 * brushRadius;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const [start, ...rest] of strokes) {
    context.beginPath();
    if (rest.length === 0) {
      // A line from a point to itself paints nothing: a dot is a disc.
      context.arc(...start, brushRadius, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    context.moveTo(...start);
    for (const point of rest) {
      context.lineTo(...point);
    }
    context.stroke();
  }
}

/** Colours and font of the canvases, read from css/theme.css so that each is written once.
 * @typedef {object} Theme
 * @property {string} ground @property {string} raised @property {string} ink @property {string} dim
 * @property {string} rule @property {string} positive @property {string} negative
 * @property {string} accent @property {string} ofA @property {string} ofZ
 * @property {string} font the font family */

const NAMES = [
  ...["ground", "raised", "ink", "dim", "rule", "positive", "negative", "accent", "font"],
  ...["of-a", "of-z"],
];

/** A colour that somebody has chosen for what is weak may be as strong as that of letters. */
const WEAKER = "73";

/** @param {Element} root the element that carries the theme
 * @returns {Theme} */
export function readTheme(root) {
  const style = getComputedStyle(root);
  const entries = NAMES.map((name) => {
    const value = style.getPropertyValue(`--${name}`).trim();
    return [
      name.replace(/-(.)/, (_, letter) => letter.toUpperCase()),
      name === "font" || value.startsWith("#")
        ? value
        : codeOf(value, root) + (name === "rule" ? WEAKER : ""),
    ];
  });
  return Object.fromEntries(entries);
}

/** A colour of the system's, as it is now, as #rrggbb. @type {(name: string, root: Element) => string} */
function codeOf(name, root) {
  const sample = document.createElement("span");
  sample.style.color = name;
  root.append(sample);
  const [, ...parts] = /(\d+), (\d+), (\d+)/.exec(getComputedStyle(sample).color) ?? [];
  sample.remove();
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/** The colour of a signed number. Arrows and signs always show the sign too.
 * @type {(theme: Theme, value: number) => string} */
export function signColour(theme, value) {
  return value < 0 ? theme.negative : theme.positive;
}
