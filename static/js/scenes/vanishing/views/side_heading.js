/** The heading of one of the two networks: its letter in its colour, its name, and how it stands. */

import { element, setText } from "../../../kit/dom.js";

/** @type {(side: SideName) => HTMLElement} */
export const sideKey = (side) =>
  element("strong", `vanishing-key side-${side}`, side.toUpperCase());

export class SideHeading {
  #name = element("strong", "vanishing-name");
  #words = element("span", "vanishing-words");

  /** @param {SideName} side @param {HTMLElement[]} more what stands between name and words */
  constructor(side, ...more) {
    this.element = element(
      "h2",
      "vanishing-heading",
      sideKey(side),
      this.#name,
      ...more,
      this.#words,
    );
  }

  /** @type {(name: string, words?: string) => void} */
  show(name, words = "") {
    setText(this.#name, name);
    setText(this.#words, words);
  }
}
