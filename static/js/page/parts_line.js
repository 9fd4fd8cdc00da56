/** The thin line of time: the story's parts by name, filled as far as it has come. Those that
 * still lack a number stand there too, greyed.
 * @import {Beat, Part} from "./story.js" */

import { button, element } from "../kit/dom.js";

export class PartsLine {
  /** What its entries were made of. */
  #made = "";
  /** @type {Part[]} */
  #parts = [];

  /** @param {HTMLElement} list
   * @param {(part: Part) => HTMLElement} entry a part's button, or its link
   * @param {boolean} fills whether it says how far the story has come
   * @param {Map<string, HTMLElement[]>} passages what stands beside a part's name, by its id */
  constructor(list, entry, fills, passages = new Map()) {
    this.passages = passages;
    this.list = list;
    this.entry = entry;
    this.fills = fills;
    /** @type {HTMLElement[]} */
    this.entries = [];
  }

  /** @type {(parts: Part[], shown: Beat<any, any>) => void} */
  show(parts, shown) {
    const made = parts.map(({ id, beats }) => `${id}/${beats.map((beat) => beat.id)}`).join();
    this.#parts = parts;
    if (made !== this.#made) {
      this.#made = made;
      this.entries = parts.map((part) => this.entry(part));
      this.list.replaceChildren(...this.entries.map((each, i) => this.#item(each, parts[i])));
    }
    const current = parts.findIndex(({ beats }) => beats.some(({ id }) => id === shown.id));
    for (const [i, { beats }] of parts.entries()) {
      const entry = this.entries[i];
      if (this.fills) {
        const done = i === current ? beats.findIndex(({ id }) => id === shown.id) + 1 : 0;
        entry.style.setProperty("--done", String(i < current ? 1 : done / beatCount(parts[i])));
      }
      if (i === current) {
        entry.setAttribute("aria-current", "step");
      } else {
        entry.removeAttribute("aria-current");
      }
    }
  }

  /** @type {(entry: HTMLElement, part: Part) => HTMLElement} */
  #item(entry, part) {
    const made = item(entry, part);
    const passages = this.passages.get(part.id) ?? [];
    made.append(...passages);
    made.classList.toggle("with-passage", passages.length > 0);
    return made;
  }

  /** Make it a slider: pressing or dragging on it shows the beat under the pointer. Each part takes
   * as much of its width as its beats have of it.
   * @type {(onScrub: (beat: string) => void) => void} */
  listenForScrubbing(onScrub) {
    const { list } = this;
    list.addEventListener("pointerdown", ({ button, pointerId, clientX, target }) => {
      const isPassage = target instanceof Element && target.closest(".passage") !== null;
      if (button === 0 && !isPassage) {
        list.setPointerCapture(pointerId);
        onScrub(this.#beatAt(clientX).id);
      }
    });
    list.addEventListener("pointermove", ({ pointerId, clientX }) => {
      if (list.hasPointerCapture(pointerId)) {
        onScrub(this.#beatAt(clientX).id);
      }
    });
  }

  /** @type {(x: number) => Beat<any, any>} */
  #beatAt(x) {
    for (const [i, { beats }] of this.#parts.entries()) {
      const { left, right, width } = this.entries[i].getBoundingClientRect();
      if (x < right && beats.length > 0) {
        const share = Math.max(0, (x - left) / width);
        return beats[Math.min(beats.length - 1, Math.floor(share * beats.length))];
      }
    }
    return /** @type {Beat<any, any>} */ (this.#parts.flatMap(({ beats }) => beats).at(-1));
  }
}

/** How many beats a part has, or will have. @type {(part: Part) => number} */
export const beatCount = ({ beats, size = 0 }) => Math.max(beats.length, size);

/** @type {(entry: HTMLElement, part: Part) => HTMLLIElement} */
function item(entry, part) {
  const made = element("li", part.beats.length === 0 ? "missing" : "", entry);
  made.style.setProperty("--beats", String(beatCount(part)));
  made.dataset.beats = part.beats.map(({ id }) => id).join(" ");
  return made;
}

/** A part as a button. By pointer the line of time is a slider; by keyboard its parts are buttons.
 * @type {(part: Part, onChoose: (beat: string) => void) => HTMLButtonElement} */
export function partButton({ name, beats }, onChoose) {
  const made = button("part", element("span", "", name), ({ detail }) => {
    if (detail === 0) {
      onChoose(beats[0].id);
    }
  });
  made.disabled = beats.length === 0;
  return made;
}

/** @type {(part: Part, scene: string) => HTMLAnchorElement} */
export function partLink({ name, beats }, scene) {
  const link = element("a", "part", element("span", "", name));
  link.href = `#${scene}/${beats[0].id}`;
  return link;
}
