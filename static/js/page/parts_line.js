/** The thin line of time: the story's parts by name, filled as far as it has been told. */

/** @import {Beat} from "./timeline.js" */

/** @typedef {{id: string, first: string, start: number, count: number}} Part of a story */

/**
 * The parts of a story with their first beat, its place, and how many beats they have.
 * @type {(beats: Beat[]) => Part[]}
 */
function partsOf(beats) {
  /** @type {Part[]} */
  const parts = [];
  for (const [start, beat] of beats.entries()) {
    const last = parts.at(-1);
    if (last?.id === beat.part) {
      last.count += 1;
    } else {
      parts.push({ id: beat.part, first: beat.id, start, count: 1 });
    }
  }
  return parts;
}

/**
 * @type {(list: HTMLElement, names: Map<string, string>, shown: {beats: Beat[], place: number},
 *   onChoose: (beat: string) => void) => void}
 */
export function showParts(list, names, { beats, place }, onChoose) {
  const parts = partsOf(beats);
  const ids = parts.map(({ id, first, count }) => `${id}/${first}/${count}`).join();
  if (list.dataset.parts !== ids) {
    list.dataset.parts = ids;
    list.replaceChildren(
      ...parts.map((part) => item(names.get(part.id) ?? part.id, part, onChoose)),
    );
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

/** @type {(name: string, part: Part, onChoose: (beat: string) => void) => HTMLLIElement} */
function item(name, { first, count }, onChoose) {
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

/**
 * The line of time as a slider: pressing or dragging on it shows the beat under the pointer. Each
 * part takes as much of its width as its beats have of it.
 */

/**
 * @param {HTMLElement} list the parts, one element each
 * @param {() => Beat[]} current
 * @param {(beat: string) => void} onScrub
 */
export function listenForScrubbing(list, current, onScrub) {
  /** @type {(event: PointerEvent) => void} */
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
