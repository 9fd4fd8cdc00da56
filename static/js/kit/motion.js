/** How motions go between their ends: shares of time from 0 to 1. Pure. */

/** How far a value has come from one to another, from 0 to 1.
 * @type {(value: number, from: number, to: number) => number} */
export const shareOf = (value, from, to) => Math.min(1, Math.max(0, (value - from) / (to - from)));

/** Slow at both ends. @type {(share: number) => number} */
export const eased = (share) => share * share * (3 - 2 * share);

/** How far one of several things has come that begin one after the other, each before the last one
 * is there. @type {(progress: number, index: number, count: number) => number} */
export function overlapping(progress, index, count) {
  const long = count === 1 ? 1 : 0.4;
  const start = count === 1 ? 0 : ((1 - long) * index) / (count - 1);
  return shareOf(progress, start, start + long);
}
