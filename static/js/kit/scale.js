/** One scale for all arrows or bars of a picture: a length is a number. Twice as long is twice as
 * much, and the picture writes what the full length stands for.
 * @import {Context, Theme} from "./canvas.js"
 * @typedef {{values: number[], room: number}} Group arrows or bars next to each other, and the
 *   pixels that the longest of them has */

import { writeText } from "./canvas.js";
import { format } from "./format.js";
import { SCALE_LEGENDS } from "./words.js";

/** Below this share of the full length a number is a dot. */
const DOT = 0.04;
/** Sizes below this are 0: the lengths are divided by the largest. */
const LEAST = 1e-12;

export class Scale {
  /** @param {number} full the size that has the full length
   * @param {number} longest that length, in pixels
   * @param {string} [words] how the picture writes that size */
  constructor(full, longest, words = format(full).text) {
    this.full = full;
    this.longest = longest;
    this.words = words;
  }

  /** The largest scale at which each group has room. Its full length is that of the largest number.
   * @type {(groups: Group[]) => Scale} */
  static fitting(groups) {
    const sizes = groups.map(({ values }) => Math.max(0, ...values.map(Math.abs)));
    const full = Math.max(0, ...sizes);
    const unit = Math.min(...groups.map(({ room }, i) => room / Math.max(sizes[i], LEAST)));
    return new Scale(
      full,
      full < LEAST ? Math.min(...groups.map(({ room }) => room)) : full * unit,
    );
  }

  /** @type {(value: number) => number} in pixels, without its sign */
  length(value) {
    return (Math.abs(value) / Math.max(this.full, LEAST)) * this.longest;
  }

  /** Whether a number is too small here for more than a dot. @type {(value: number) => boolean} */
  isDot(value) {
    return Math.abs(value) < DOT * Math.max(this.full, LEAST);
  }

  /** What the picture writes of it. @type {(kind: keyof typeof SCALE_LEGENDS) => string} */
  legend(kind) {
    return SCALE_LEGENDS[kind](this.words);
  }
}

/** A longer one would fill the picture, and is clear without it. */
const LONGEST_RULER = 120;

/** Write a scale into a picture: its full length as on a map, and what that stands for.
 * @param {Context} context @param {Scale} scale @param {keyof typeof SCALE_LEGENDS} kind
 * @param {{x: number, y: number, most: number, text: number}} at the middle of the legend, where it
 *   ends at the latest, the size of its text
 * @param {Theme} theme */
export function drawScale(context, scale, kind, { x, y, most, text }, theme) {
  const words = scale.legend(kind);
  context.font = `${text}px ${theme.font}`;
  const ruler = scale.longest > LONGEST_RULER ? 0 : scale.longest + text * 0.5;
  const width = ruler + context.measureText(words).width;
  const left = Math.max(0, Math.min(x + width / 2, most) - width);
  context.fillStyle = theme.dim;
  context.textAlign = "left";
  writeText(context, words, left + ruler, y);
  if (ruler === 0) {
    return;
  }
  context.strokeStyle = theme.dim;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const end of [left, left + scale.longest]) {
    context.moveTo(end, y - 4);
    context.lineTo(end, y + 4);
  }
  context.moveTo(left, y);
  context.lineTo(left + scale.longest, y);
  context.stroke();
}
