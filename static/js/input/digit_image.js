/** From ink to the 784 numbers that the network sees, the way MNIST's digits were made: the ink is
 * cropped, scaled to fit 20 x 20 pixels with its shape kept, and placed so that its centre of mass
 * is the centre of 28 x 28. Pure: strokes in, numbers out.
 * Source of the rule: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database".
 * @typedef {[number, number]} Point x to the right and y down, in units of the pad
 * @typedef {Point[]} Stroke from pen down to pen up
 * @typedef {object} Placement where ink of the pad goes: pixel = (pad - origin) * scale + offset
 * @property {number} scale pixels for one unit of the pad
 * @property {Point} origin the top left corner of the ink on the pad
 * @property {Point} offset where that corner lies in the picture, in pixels */

/** Pixels along one side of the picture. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
/** Pixels that the larger side of the ink fills. */
export const INK_SIDE = 20;
/** Samples along one side of a pixel: its grey is the share of its samples that are inked. */
const SAMPLES = 8;
const GRID = INK_SIDE * SAMPLES;

/** Turn strokes into a picture.
 * @param {Stroke[]} strokes
 * @param {number} brushRadius in units of the pad
 * @returns {number[]} 784 numbers from 0 (paper) to 1 (ink), row by row; all 0 without strokes */
export function digitImage(strokes, brushRadius) {
  return inkPicture(strokes, brushRadius).pixels;
}

/** Turn strokes into a picture and say where the ink went.
 * @param {Stroke[]} strokes
 * @param {number} brushRadius in units of the pad
 * @returns {{pixels: number[], placement: Placement | null}} no placement without strokes */
export function inkPicture(strokes, brushRadius) {
  const pixels = new Array(PIXELS).fill(0);
  const drawn = strokes.filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) {
    return { pixels, placement: null };
  }
  const { origin, scale } = fit(drawn, brushRadius);
  const grid = sweep(drawn, brushRadius, origin, scale);
  const [shiftX, shiftY] = shiftToCentre(grid);
  for (let row = 0; row < GRID; row++) {
    const y = Math.floor((row + shiftY) / SAMPLES);
    for (let column = 0; column < GRID; column++) {
      const x = Math.floor((column + shiftX) / SAMPLES);
      if (grid[row * GRID + column] && x >= 0 && x < SIDE && y >= 0 && y < SIDE) {
        pixels[y * SIDE + x] += 1 / (SAMPLES * SAMPLES);
      }
    }
  }
  return {
    pixels,
    placement: { scale, origin, offset: [shiftX / SAMPLES, shiftY / SAMPLES] },
  };
}

/** The ink's top left corner, and the scale that makes its larger side `INK_SIDE` pixels.
 * @param {Stroke[]} strokes at least one point in all
 * @param {number} radius @returns {{origin: Point, scale: number}} */
function fit(strokes, radius) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of strokes.flat()) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const side = Math.max(right - left, bottom - top) + 2 * radius;
  return { origin: [left - radius, top - radius], scale: INK_SIDE / side };
}

/** Sweep the round brush along the strokes over a grid of samples.
 * @param {Stroke[]} strokes @param {number} radius @param {Point} origin @param {number} scale
 * @returns {Uint8Array} GRID x GRID, 1 where there is ink */
function sweep(strokes, radius, origin, scale) {
  const grid = new Uint8Array(GRID * GRID);
  const toSamples = scale * SAMPLES;
  const brush = radius * toSamples;
  for (const stroke of strokes) {
    // A sample's centre is at + 0.5: shift the points instead, once.
    const points = stroke.map(([x, y]) => [
      (x - origin[0]) * toSamples - 0.5,
      (y - origin[1]) * toSamples - 0.5,
    ]);
    for (let i = 0; i < points.length; i++) {
      const [x0, y0] = points[Math.max(0, i - 1)];
      const [x1, y1] = points[i];
      if (i > 0 || points.length === 1) {
        sweepSegment(grid, brush, x0, y0, x1, y1);
      }
    }
  }
  return grid;
}

/** Ink every sample within the brush's radius of the segment from (x0, y0) to (x1, y1).
 * @param {Uint8Array} grid
 * @param {number} brush radius in samples
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function sweepSegment(grid, brush, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = dx * dx + dy * dy;
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - brush));
  const bottom = Math.min(GRID - 1, Math.floor(Math.max(y0, y1) + brush));
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - brush));
  const right = Math.min(GRID - 1, Math.floor(Math.max(x0, x1) + brush));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = lengthSquared === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / lengthSquared;
      const t = Math.min(1, Math.max(0, along));
      const [ex, ey] = [x - x0 - t * dx, y - y0 - t * dy];
      if (ex * ex + ey * ey <= brush * brush) {
        grid[y * GRID + x] = 1;
      }
    }
  }
}

/** How many samples to move the ink so that its centre of mass is the centre of the picture.
 * @type {(grid: Uint8Array) => Point} */
function shiftToCentre(grid) {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      if (grid[y * GRID + x]) {
        mass += 1;
        sumX += x + 0.5;
        sumY += y + 0.5;
      }
    }
  }
  const centre = (SIDE * SAMPLES) / 2;
  return [Math.round(centre - sumX / mass), Math.round(centre - sumY / mass)];
}
