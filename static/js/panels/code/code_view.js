/** The source that runs, function by function: the lines of the present beat lit, and beside them
 * what stands in their arrays. Text only, never markup.
 * @import {SourceOfFunction} from "../../server/types.js"
 * @import {Tab} from "./code_lines.js"
 * @typedef {object} CodeArray
 * @property {string} name as it is written in the line
 * @property {number[]} shape empty for a number
 * @property {number} least the smallest value
 * @property {number} most the largest
 * @property {{index: number, value: number} | null} one the value of the neuron that the beat is
 *   about
 * @property {string} [words] what it holds, where that is more than its least and most
 * @typedef {object} CodeModel
 * @property {CodeAnswer | null} source null while it is on its way
 * @property {Tab[]} tabs
 * @property {Tab} tab the one shown
 * @property {string} note above the lines; empty for none
 * @property {string} beat its id
 * @property {string[]} lines the names of the lit lines
 * @property {(name: string, marks: string[]) => CodeArray[]} arraysOf what stands in a lit line of
 *   a function, by the line's names
 * @property {unknown[]} about what the arrays are read from: while it is the same, so are they */

import { asWritten, button, element, setText } from "../../kit/dom.js";
import { format } from "../../kit/format.js";
import { changes } from "../../kit/memo.js";
import { CODE } from "../words.js";
import { functionsOf, isLit, readableLines } from "./code_lines.js";

/** How much of what stands above a lit line stays in view, in pixels. */
const ABOVE = 48;

export class CodeView {
  /** @type {Tab[]} */
  #tabs = [];
  #list = element("div", "code-tabs");
  /** @type {HTMLButtonElement[]} of the tabs, in their order */
  #buttons = [];
  #onChoose;
  #name;
  #lines;
  #note = element("p", "code-note");
  /** @type {{line: HTMLElement, values: HTMLElement, name: string, marks: string[]}[]} */
  #rows = [];
  #isToWrite = changes();
  #isToLight = changes();
  #isToScroll = changes();

  /** @param {HTMLElement} container
   * @param {string} name what its ids begin with
   * @param {(tab: string) => void} onChoose */
  constructor(container, name, onChoose) {
    this.#name = name;
    this.#lines = asWritten(element("div", "code-lines"));
    this.#lines.id = `${name}-lines`;
    this.#lines.tabIndex = 0;
    this.#lines.setAttribute("role", "tabpanel");
    this.#onChoose = onChoose;
    this.#list.setAttribute("role", "tablist");
    this.#list.setAttribute("aria-label", CODE.functions);
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    container.replaceChildren(this.#list, this.#note, this.#lines);
  }

  /** @type {(model: CodeModel) => void} */
  show(model) {
    const { tabs, tab, source, beat, lines, about, note } = model;
    this.#offer(tabs);
    if (this.#isToWrite(tab.id, source, tab.functions.join())) {
      this.#write(tab, source);
    }
    if (this.#isToLight(this.#rows, beat, lines.join(), ...about)) {
      this.#light(model);
    }
    if (this.#isToScroll(this.#rows, beat)) {
      this.#scroll();
    }
    setText(this.#note, note);
  }

  /** Offer the tabs of the present network; its buttons stay as long as the tabs are the same.
   * @type {(tabs: Tab[]) => void} */
  #offer(tabs) {
    if (JSON.stringify(tabs) === JSON.stringify(this.#tabs)) {
      return;
    }
    this.#tabs = tabs;
    this.#buttons = tabs.map(({ id, name }) => {
      const button = this.#tabButton(id, name);
      button.addEventListener("click", () => this.#onChoose(id));
      button.addEventListener("focus", () => {
        if (button.getAttribute("aria-selected") === "false") {
          this.#onChoose(id);
        }
      });
      return button;
    });
    this.#list.replaceChildren(...this.#buttons);
  }

  /** @type {(tab: Tab, source: CodeAnswer | null) => void} */
  #write(tab, source) {
    for (const [index, button] of this.#buttons.entries()) {
      const selected = this.#tabs[index].id === tab.id;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
      if (selected) {
        this.#lines.setAttribute("aria-labelledby", button.id);
      }
    }
    this.#rows = [];
    let file = "";
    const content = functionsOf(tab, source).flatMap((shown) => {
      const head = shown.file === file ? [] : [element("p", "code-file", shown.file)];
      file = shown.file;
      return [...head, this.#functionLines(shown)];
    });
    this.#lines.replaceChildren(...content);
    this.#lines.scrollTop = 0;
  }

  /** @type {(source: SourceOfFunction) => HTMLOListElement} */
  #functionLines({ name, file, first_line, lines, marks }) {
    const list = element("ol", "code-function");
    list.setAttribute("aria-label", CODE.functionName(name, file));
    for (const [index, { indent, code, comment }] of readableLines(lines).entries()) {
      const text = element("code", "", code);
      if (comment !== "") {
        const [kind, gap] = code === "" ? ["code-comment", ""] : ["code-comment behind", "  "];
        text.append(gap, element("span", kind, comment));
      }
      text.style.setProperty("--depth", String(indent / 4));
      const values = element("div", "code-values");
      const number = element("span", "code-number", String(first_line + index));
      const line = element("li", "code-line", number, text, values);
      line.dataset.line = String(first_line + index);
      this.#rows.push({ line, values, name, marks: marks[index] });
      list.append(line);
    }
    return list;
  }

  /** @type {(model: CodeModel) => void} */
  #light({ lines, arraysOf }) {
    for (const { line, values, name, marks } of this.#rows) {
      const lit = isLit(marks, lines);
      line.classList.toggle("lit", lit);
      line.toggleAttribute("aria-current", lit);
      values.replaceChildren(...(lit ? arraysOf(name, marks).flatMap(arrayRow) : []));
    }
  }

  /** Bring the first lit line into view, inside the panel only. */
  #scroll() {
    const lit = this.#rows.filter(({ line }) => line.classList.contains("lit"));
    if (lit.length === 0) {
      return;
    }
    const frame = this.#lines.getBoundingClientRect();
    const first = lit[0].line.getBoundingClientRect();
    const last = lit[lit.length - 1].line.getBoundingClientRect();
    if (first.top < frame.top || last.bottom > frame.bottom) {
      const room = Math.max(0, frame.height - (last.bottom - first.top));
      const highest = first.top - Math.min(ABOVE, room);
      const tops = this.#rows.map(({ line }) => line.getBoundingClientRect().top);
      const top = tops.find((y) => y >= highest) ?? first.top;
      this.#lines.scrollTop += top - frame.top;
    }
  }

  /** The arrows choose among the tabs; here they do not lead the story.
   * @type {(event: KeyboardEvent) => void} */
  #move(event) {
    const present = this.#buttons.findIndex((button) => button.tabIndex === 0);
    const count = this.#buttons.length;
    const next = {
      ArrowRight: (present + 1) % count,
      ArrowLeft: (present + count - 1) % count,
      Home: 0,
      End: count - 1,
    }[event.key];
    if (next !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      this.#buttons[next].focus();
    }
  }

  /** @type {(id: string, name: string) => HTMLButtonElement} */
  #tabButton(id, name) {
    const tab = button("code-tab", name, undefined, `${this.#name}-tab-${id}`);
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", this.#lines.id);
    return tab;
  }
}

/** @param {CodeArray} array @returns {HTMLElement[]} its name and shape, and what it holds */
function arrayRow({ name, shape, least, most, one, words }) {
  const size = shape.length === 0 ? "" : `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const range = size === "" ? "" : `${format(least).text} to ${format(most).text}`;
  const holds = element("span", "code-range", words ?? range);
  if (one !== null) {
    holds.append(element("span", "code-one", ` [${one.index}] = ${format(one.value).text}`));
  }
  return [element("span", "code-array", `${name} ${size || `= ${trimmed(least)}`}`), holds];
}

/** @type {(value: number) => string} */
function trimmed(value) {
  return Number.isInteger(value) ? String(value) : format(value).text;
}
