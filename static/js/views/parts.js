/** The thin line of time: the story's parts by name, filled as far as it has been told. */

/** @import {Beat} from "../timeline.js" */

import { partsOf } from "../parts.js";

/**
 * @param {HTMLElement} list
 * @param {Beat[]} beats
 * @param {number} place of the beat shown
 * @param {(beat: string) => void} onChoose
 */
export function showParts(list, beats, place, onChoose) {
  const parts = partsOf(beats);
  const names = parts.map(({ name, first, count }) => `${name}/${first}/${count}`).join();
  if (list.dataset.parts !== names) {
    list.dataset.parts = names;
    list.replaceChildren(...parts.map((part) => item(part, onChoose)));
  }
  for (const [i, { start, count }] of parts.entries()) {
    const button = /** @type {HTMLElement} */ (list.children[i].firstElementChild);
    const done = Math.min(1, Math.max(0, (place - start + 1) / count));
    button.style.setProperty("--done", String(done));
    if (place >= start && place < start + count) {
      button.setAttribute("aria-current", "step");
    } else {
      button.removeAttribute("aria-current");
    }
  }
}

/**
 * @param {{name: string, first: string, count: number}} part
 * @param {(beat: string) => void} onChoose
 */
function item({ name, first, count }, onChoose) {
  const entry = document.createElement("li");
  entry.style.setProperty("--beats", String(count));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "part";
  const label = document.createElement("span");
  label.textContent = name;
  button.append(label);
  // By pointer the line of time is a slider; by keyboard its parts are buttons.
  button.addEventListener("click", ({ detail }) => detail === 0 && onChoose(first));
  entry.append(button);
  return entry;
}
