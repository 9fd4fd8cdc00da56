/** What a network is known by: its colour, its name, and how it stands. Of two that are alike in all,
 * each has a letter too. */

import { element, setText } from "../../../kit/dom.js";

/** @typedef {{a: string, b: string}} Names
 * @typedef {object} Shown
 * @property {string} session its network's id
 * @property {number | null} step that its network has come to; null where nothing is known of it
 * @property {Names} names @property {string} [words] */

/** The colour of a network, as it is drawn in. */
export class SideKey {
  /** @param {SideName} side */
  constructor(side) {
    this.letter = side.toUpperCase();
    this.element = element("span", `vanishing-key side-${side}`);
  }

  /** @type {(names: Names) => void} */
  show({ a, b }) {
    setText(this.element, a === b ? this.letter : "");
  }
}

/** The networks' colours in the present theme. @type {(inside: Element) => Names} */
export function sideColours(inside) {
  const style = getComputedStyle(inside);
  return {
    a: style.getPropertyValue("--side-a").trim(),
    b: style.getPropertyValue("--side-b").trim(),
  };
}

export class SideHeading {
  #key;
  #name = element("strong", "vanishing-name");
  #words = element("span", "vanishing-words");

  /** @param {SideName} side @param {HTMLElement[]} more what stands between name and words */
  constructor(side, ...more) {
    this.side = side;
    this.#key = new SideKey(side);
    this.element = element(
      "h2",
      "vanishing-heading",
      this.#key.element,
      this.#name,
      ...more,
      this.#words,
    );
  }

  /** Say whose section it is, to be seen and to be read aloud.
   * @type {(section: HTMLElement, shown: Shown) => void} */
  show(section, { session, step, names, words = "" }) {
    Object.assign(section.dataset, { side: this.side, session, step: step ?? "" });
    this.#key.show(names);
    setText(this.#name, names[this.side]);
    setText(this.#words, words);
    if (section.getAttribute("aria-label") !== names[this.side]) {
      section.setAttribute("aria-label", names[this.side]);
    }
  }
}
