/** A number in a table's cell.
 * @import {Written} from "../../../kit/format.js" */

import { element } from "../../../kit/dom.js";
import { numberNodes } from "../../../kit/format.js";

export class NumberCell {
  #shown = "";

  /** @param {string} className */
  constructor(className) {
    this.element = element("td", className);
  }

  /** @type {(written: Written) => void} */
  show(written) {
    if (written.text !== this.#shown) {
      this.#shown = written.text;
      this.element.replaceChildren(...numberNodes(written));
    }
  }
}
