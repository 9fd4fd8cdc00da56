/** The story divided into its named parts. Pure. */

/** @import {Beat} from "./timeline.js" */

/**
 * The parts of the story with their first beat, how many beats they have, and the place of the first.
 * @type {(beats: Beat[]) => {name: string, first: string, start: number, count: number}[]}
 */
export function partsOf(beats) {
  /** @type {{name: string, first: string, start: number, count: number}[]} */
  const parts = [];
  for (const [start, beat] of beats.entries()) {
    const last = parts.at(-1);
    if (last?.name === beat.part) {
      last.count += 1;
    } else {
      parts.push({ name: beat.part, first: beat.id, start, count: 1 });
    }
  }
  return parts;
}
