/** The positions of the tree's quantities: from left to right where there is room, else downwards.
 */

/** @type {[string, string][]} which quantity each one leads to */
export const TREE_EDGES = [
  ["w2", "z2"],
  ["a1", "z2"],
  ["b2", "z2"],
  ["z2", "a2"],
  ["w3", "z3"],
  ["a2", "z3"],
  ["b3", "z3"],
  ["z3", "a3"],
  ["a3", "C"],
  ["y", "C"],
];

/** How far along, and how far from the middle, each quantity is. */
const STEPS = /** @type {[string, number, number][]} */ ([
  ["w2", 0, -1],
  ["a1", 0, 0],
  ["b2", 0, 1],
  ["z2", 1, 0],
  ["w3", 2, -1],
  ["a2", 2, 0],
  ["b3", 2, 1],
  ["z3", 3, 0],
  ["a3", 4, 0],
  ["C", 5, 0],
  ["y", 5, 1],
]);
export const TREE_NAMES = STEPS.map(([name]) => name);
const COUNT = 6;
const WIDE_HALF = 66;
const NARROW_HALF = 50;
/** Below this width the tree grows downwards. */
const WIDE = 741;

/** @type {(area: {width: number, height: number}) => {places: Record<string, {x: number, y:
 *   number}>, vertical: boolean}} */
export function placesOf({ width, height }) {
  const vertical = width < WIDE;
  const along = (vertical ? height : width) / COUNT;
  const across = (vertical ? width : height) / 3;
  const places = STEPS.map(([name, step, side]) => {
    const far = (step + 0.5) * along;
    const aside = (side + 1.5) * across;
    return [name, vertical ? { x: aside, y: far } : { x: far, y: aside }];
  });
  return { places: Object.fromEntries(places), vertical };
}

/** Half a quantity's width, so that an arrow has room between two of them.
 * @type {(area: {width: number, height: number}) => number} */
export function halfOf({ width }) {
  return width < WIDE ? NARROW_HALF : Math.min(WIDE_HALF, (0.36 * width) / COUNT);
}

/** Half a quantity's height. */
const TALL = 34;

/** Where the line between two quantities begins and ends: at their near sides.
 * @param {{x: number, y: number}} from @param {{x: number, y: number}} to
 * @param {number} half half a quantity's width
 * @param {boolean} vertical */
export function endsOf(from, to, half, vertical) {
  const level = Math.abs(from.y - to.y) < 1;
  const above = Math.abs(from.x - to.x) < 1;
  if (above || (vertical && !level)) {
    const side = Math.sign(to.y - from.y);
    return { x1: from.x, y1: from.y + side * TALL, x2: to.x, y2: to.y - side * TALL };
  }
  const side = Math.sign(to.x - from.x) * (half + 6);
  return { x1: from.x + side, y1: from.y, x2: to.x - side, y2: to.y };
}
