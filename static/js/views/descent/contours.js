/**
 * Lines of equal height over a grid of heights, by marching squares.
 *
 * @typedef {[number, number, number, number]} Segment x and y of both ends, in steps of the grid
 */

/**
 * @param {(number | null)[][]} heights row by row; null where there is none
 * @param {number} level
 * @returns {Segment[]}
 */
export function contour(heights, level) {
  /** @type {Segment[]} */
  const segments = [];
  for (let row = 0; row + 1 < heights.length; row++) {
    for (let column = 0; column + 1 < heights[row].length; column++) {
      segments.push(...segmentsOf(heights, row, column, level));
    }
  }
  return segments;
}

/**
 * The line through one cell of the grid: each pair of its crossed edges.
 * @param {(number | null)[][]} heights
 * @param {number} row
 * @param {number} column
 * @param {number} level
 * @returns {Segment[]}
 */
function segmentsOf(heights, row, column, level) {
  const corners = /** @type {[number, number][]} */ ([
    [column, row],
    [column + 1, row],
    [column + 1, row + 1],
    [column, row + 1],
  ]);
  /** @type {[number, number][]} */
  const crossed = [];
  for (const [i, [x, y]] of corners.entries()) {
    const [otherX, otherY] = corners[(i + 1) % 4];
    const [one, other] = [heights[y][x], heights[otherY][otherX]];
    if (one === null || other === null) {
      return [];
    }
    if (one > level !== other > level) {
      const share = (level - one) / (other - one);
      crossed.push([x + share * (otherX - x), y + share * (otherY - y)]);
    }
  }
  /** @type {Segment[]} */
  const segments = [];
  for (let i = 0; i + 1 < crossed.length; i += 2) {
    segments.push([...crossed[i], ...crossed[i + 1]]);
  }
  return segments;
}
