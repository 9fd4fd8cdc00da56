/**
 * Digits as strokes on a pad whose side is 1, for tests.
 *
 * @import {Point, Stroke} from "../../static/js/input/digit_image.js"
 */

/**
 * Points of an ellipse from one angle to another: degrees, from 0 on the right by 90 at the bottom.
 * @type {(centre: Point, radii: Point, start: number, end: number) => Stroke}
 */
function arc([x, y], [width, height], start, end) {
  const count = Math.max(2, Math.round(Math.abs(end - start) / 15));
  return Array.from({ length: count + 1 }, (_, step) => {
    const angle = ((start + ((end - start) * step) / count) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });
}

/** @type {Map<number, Stroke[]>} */
export const DIGITS = new Map([
  [0, [arc([0.5, 0.5], [0.2, 0.3], -90, -450)]],
  [
    1,
    [
      [
        [0.55, 0.15],
        [0.48, 0.85],
      ],
    ],
  ],
  [2, [[...arc([0.5, 0.34], [0.19, 0.18], -170, 35), [0.31, 0.8], [0.72, 0.8]]]],
  [
    3,
    [[...arc([0.48, 0.33], [0.18, 0.16], -150, 90), ...arc([0.48, 0.66], [0.2, 0.17], -90, 150)]],
  ],
  [
    4,
    [
      [
        [0.36, 0.2],
        [0.3, 0.52],
        [0.68, 0.52],
      ],
      [
        [0.66, 0.2],
        [0.62, 0.85],
      ],
    ],
  ],
  [
    7,
    [
      [
        [0.28, 0.2],
        [0.7, 0.2],
        [0.45, 0.85],
      ],
    ],
  ],
]);
