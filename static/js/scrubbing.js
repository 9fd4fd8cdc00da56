/**
 * The line of time as a slider: pressing or dragging on it shows the beat under the pointer. Each
 * part takes as much of its width as its beats have of it.
 */

/** @import {Beat} from "./timeline.js" */

import { partsOf } from "./parts.js";

/**
 * @param {HTMLElement} list the parts, one element each
 * @param {() => Beat[]} current
 * @param {(beat: string) => void} onScrub
 */
export function listenForScrubbing(list, current, onScrub) {
  /** @param {PointerEvent} event */
  const scrub = ({ clientX }) => {
    const beats = current();
    const place = placeAt(list, beats, clientX);
    onScrub(beats[place].id);
  };
  list.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      list.setPointerCapture(event.pointerId);
      scrub(event);
    }
  });
  list.addEventListener("pointermove", (event) => {
    if (list.hasPointerCapture(event.pointerId)) {
      scrub(event);
    }
  });
}

/**
 * @param {HTMLElement} list
 * @param {Beat[]} beats
 * @param {number} x
 * @returns {number} the place of the beat at x
 */
function placeAt(list, beats, x) {
  for (const [i, { start, count }] of partsOf(beats).entries()) {
    const { left, right, width } = list.children[i].getBoundingClientRect();
    if (x < right) {
      const share = Math.max(0, (x - left) / width);
      return start + Math.min(count - 1, Math.floor(share * count));
    }
  }
  return beats.length - 1;
}
