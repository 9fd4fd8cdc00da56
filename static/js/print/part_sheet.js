/** A part of a scene on paper: a copy of what is on the screen, in the paper's colours. */

import { element } from "../kit/dom.js";
import { copyOf } from "./live_copy.js";

/**
 * Put a copy of a part's picture into its place on the paper, as large as it fits there.
 * @param {HTMLElement} place
 * @param {HTMLElement} live the part on the screen
 * @param {string} scene its name among the stylesheets' classes
 * @param {(root: Element) => void} redraw draws it in the colours that an element carries
 * @returns {Promise<void>} when it is there
 */
export async function layPart(place, live, scene, redraw) {
  redraw(place);
  await settled();
  const { copy, width, height, settle } = copyOf(live);
  redraw(document.documentElement);
  copy.style.width = `${width}px`;
  copy.style.height = `${height}px`;
  const scaled = element("div", `sheet-scaled ${scene}`, copy);
  place.append(scaled);
  const scale = Math.min(place.clientWidth / width, largestHeight(place) / height);
  scaled.style.transform = `scale(${scale})`;
  scaled.style.width = `${width}px`;
  scaled.style.marginLeft = `${(place.clientWidth - width * scale) / 2}px`;
  place.style.height = `${height * scale}px`;
  settle();
}

/** Charts are drawn a moment later, but before anything is painted: nobody sees the paper's colours. */
async function settled() {
  for (let turn = 0; turn < 3; turn++) {
    await Promise.resolve();
  }
}

/** @type {(place: HTMLElement) => number} */
function largestHeight(place) {
  return Number.parseFloat(getComputedStyle(place).maxHeight);
}
