/** The progress of a long computation: a bar, and its numbers in words. */

import { element } from "./dom.js";
import { grouped } from "./format.js";

/** @param {HTMLElement} container
 * @param {{done: number, of: number} | null} progress null while nothing runs */
export function showProgress(container, progress) {
  container.hidden = progress === null;
  if (progress === null) {
    return;
  }
  if (container.childElementCount === 0) {
    const bar = element("progress", "");
    bar.setAttribute("aria-label", "Digits averaged");
    container.append(bar, element("span", ""));
  }
  const [bar, words] = container.children;
  /** @type {HTMLProgressElement} */ (bar).max = progress.of;
  /** @type {HTMLProgressElement} */ (bar).value = progress.done;
  words.textContent = `${grouped(progress.done)} of ${grouped(progress.of)}`;
}
