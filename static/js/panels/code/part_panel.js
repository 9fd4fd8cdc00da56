/**
 * The code beside a part of a scene: which lines the part stands for, and what their arrays hold.
 *
 * @import {ChosenTab, Tab} from "./code_lines.js"
 * @import {State} from "../../state/page.js"
 * @import {CodeArray} from "./code_view.js"
 *
 * @typedef {object} CodeOfPart
 * @property {Tab[]} tabs in the order in which lines are looked for
 * @property {string[]} lines the names of the lines that the part stands for
 * @property {(name: string, marks: string[]) => CodeArray[]} arraysOf
 * @property {unknown[]} about what the arrays are read from: while it is the same, so are they
 */

/**
 * @template S
 * @typedef {(part: string, own: S, page: State) => CodeOfPart} CodeOf
 */

import { shownTab } from "./code_lines.js";
import { CodeView } from "./code_view.js";

/** @template S */
export class PartsCode {
  #view;
  /** @type {ChosenTab | null} */
  #chosen = null;
  #part = "";
  /** Shows it once more. */
  #again = () => {};

  /**
   * @param {HTMLElement} container
   * @param {string} name what its ids begin with
   * @param {CodeOf<S>} codeOf
   */
  constructor(container, name, codeOf) {
    this.codeOf = codeOf;
    this.#view = new CodeView(container, name, (tab) => {
      this.#chosen = { tab, beat: this.#part };
      this.#again();
    });
  }

  /**
   * @param {string} part its id
   * @param {S} own the scene's state
   * @param {State} page
   */
  show(part, own, page) {
    this.#part = part;
    this.#again = () => this.show(part, own, page);
    const { tabs, lines, arraysOf, about } = this.codeOf(part, own, page);
    const { code: source } = page;
    const tab = shownTab({ beat: part, lines }, this.#chosen, source, tabs) ?? tabs[0];
    const note = source === null ? "The source is on its way." : "";
    this.#view.show({ source, tabs, tab, note, beat: part, lines, arraysOf, about });
  }
}
