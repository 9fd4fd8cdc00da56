/** A number in a table's cell, its power of ten set small and high. */

import { element } from "../../../kit/dom.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export class NumberCell {
  #shown = "";

  /** @param {string} className */
  constructor(className) {
    this.element = element("td", className);
  }

  /** @param {string} text whose power, if it has one, is written in superscripts */
  show(text) {
    if (text === this.#shown) {
      return;
    }
    this.#shown = text;
    const [number, power] = text.split("·10");
    if (power === undefined) {
      this.element.replaceChildren(text);
    } else {
      this.element.replaceChildren(`${number}·10`, element("sup", "", lowered(power)));
    }
  }
}

/** @type {(power: string) => string} */
function lowered(power) {
  return Array.from(power, (letter) =>
    letter === "⁻" ? "−" : String(SUPERSCRIPTS.indexOf(letter)),
  ).join("");
}
