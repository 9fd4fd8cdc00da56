/** The strokes of what a phone has drawn for its room: what the pad shows of it, and an address names.
 * Pure.
 * @import {Stroke} from "../input/digit_image.js"
 * @import {Ink} from "../state/page.js" */

import { inkPicture, SIDE } from "../input/digit_image.js";
import { BRUSH_RADIUS, STEPS } from "../input/pad.js";
import { digitNamed } from "./digit.js";

/** Ink darker than this is traced. */
const DARK = 0.6;

/** Its own strokes are taken where they make its very picture: who let that through has seen no others.
 * @type {(drawing: {pixels: number[], ink: string | null}) => Ink} */
export function inkOf({ pixels, ink }) {
  const own = digitNamed(ink)?.strokes ?? [];
  const made = inkPicture(own, BRUSH_RADIUS);
  const isIts = made.pixels.every((value, i) => value === pixels[i]);
  const strokes = isIts ? own : tracedFrom(pixels);
  return { strokes, placement: inkPicture(strokes, BRUSH_RADIUS).placement };
}

/** Strokes along the dark of a picture: what the pad shows of it, and its address names.
 * @type {(pixels: number[]) => Stroke[]} */
export function tracedFrom(pixels) {
  /** @type {Stroke[]} */
  const strokes = [];
  /** @type {(index: number) => number} as exactly as an address names it */
  const at = (index) => Math.round(((index + 0.5) / SIDE) * STEPS) / STEPS;
  for (let row = 0; row < SIDE; row++) {
    let begin = -1;
    for (let column = 0; column <= SIDE; column++) {
      const isDark = column < SIDE && pixels[row * SIDE + column] > DARK;
      if (isDark && begin < 0) {
        begin = column;
      } else if (!isDark && begin >= 0) {
        strokes.push([
          [at(begin), at(row)],
          [at(column - 1), at(row)],
        ]);
        begin = -1;
      }
    }
  }
  return strokes;
}
