/**
 * The code panel: the source that runs, the lines of the present beat lit, and what stands in their
 * arrays for this drawing. Text only, never markup.
 *
 * @import {SourceOfFunction} from "../api.js"
 * @import {CodeArray} from "../code_values.js"
 * @import {Tab} from "../code_lines.js"
 * @import {State} from "../state.js"
 * @import {Beat} from "../timeline.js"
 */

import { functionsOf, isLit, readableLines, shownTab, tabsOf } from "../code_lines.js";
import { arraysOf } from "../code_values.js";
import { format } from "../theme.js";
import { element } from "./element.js";

/** How much of what stands above a lit line stays in view, in pixels. */
const ABOVE = 48;

export class CodePanel {
  /** @type {Tab[]} */
  #tabs = [];
  #list = element("div", "code-tabs");
  /** @type {HTMLButtonElement[]} of the tabs, in their order */
  #buttons = [];
  #onChoose;
  #lines;
  #note = element("p", "code-note");
  /** @type {{line: HTMLElement, values: HTMLElement, name: string, text: string}[]} */
  #rows = [];
  /** @type {unknown[]} what is on the screen */
  #written = [];
  /** @type {unknown[]} */
  #shown = [];

  /**
   * @param {HTMLElement} container
   * @param {(tab: string) => void} onChoose
   */
  constructor(container, onChoose) {
    this.#lines = element("div", "code-lines");
    this.#lines.id = "code-lines";
    this.#lines.tabIndex = 0;
    this.#lines.setAttribute("role", "tabpanel");
    this.#onChoose = onChoose;
    this.#list.setAttribute("role", "tablist");
    this.#list.setAttribute("aria-label", "Functions");
    this.#list.addEventListener("keydown", (event) => this.#move(event));
    container.replaceChildren(this.#list, this.#note, this.#lines);
  }

  /**
   * @param {State} state
   * @param {Beat} beat
   * @param {boolean} veiled whether the room is still asked what the beat brings
   */
  show(state, beat, veiled) {
    this.#offer(tabsOf(state.session));
    const tab = shownTab(beat, state.codeTab, state.code, this.#tabs);
    if (isNew(this.#written, [tab, state.code])) {
      this.#written = [tab, state.code];
      this.#shown = [];
      this.#write(tab, state.code);
    }
    const { forward, backward, parameters, learningRate, session } = state;
    const shown = [beat.id, beat.code.join(), forward, backward, parameters, learningRate, veiled];
    if (isNew(this.#shown, [...shown, session])) {
      const moved = this.#shown[0] !== beat.id;
      this.#shown = [...shown, session];
      this.#light(state, beat, tab, veiled);
      if (moved) {
        this.#scroll();
      }
    }
  }

  /**
   * Offer the tabs of the present network; its buttons stay as long as the tabs are the same.
   * @param {Tab[]} tabs
   */
  #offer(tabs) {
    if (JSON.stringify(tabs) === JSON.stringify(this.#tabs)) {
      return;
    }
    this.#tabs = tabs;
    this.#buttons = tabs.map(({ id, name }) => {
      const button = tabButton(id, name);
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

  /**
   * @param {Tab} tab
   * @param {SourceOfFunction[]} code
   */
  #write(tab, code) {
    for (const [place, button] of this.#buttons.entries()) {
      const selected = this.#tabs[place] === tab;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
      if (selected) {
        this.#lines.setAttribute("aria-labelledby", button.id);
      }
    }
    this.#rows = [];
    let file = "";
    const content = functionsOf(tab, code).flatMap((source) => {
      const head = source.file === file ? [] : [element("p", "code-file", source.file)];
      file = source.file;
      return [...head, this.#functionLines(source)];
    });
    this.#lines.replaceChildren(...content);
    this.#lines.scrollTop = 0;
  }

  /** @param {SourceOfFunction} source */
  #functionLines({ name, file, first_line, lines }) {
    const list = element("ol", "code-function");
    list.setAttribute("aria-label", `${name} in ${file}`);
    for (const [place, { indent, code, comment }] of readableLines(lines).entries()) {
      const text = element("code", "", code);
      if (comment !== "") {
        const [kind, gap] = code === "" ? ["code-comment", ""] : ["code-comment behind", "  "];
        text.append(gap, element("span", kind, comment));
      }
      text.style.setProperty("--depth", String(indent / 4));
      const values = element("div", "code-values");
      const number = element("span", "code-number", String(first_line + place));
      const line = element("li", "code-line", number, text, values);
      line.dataset.line = String(first_line + place);
      this.#rows.push({ line, values, name, text: lines[place] });
      list.append(line);
    }
    return list;
  }

  /**
   * @param {State} state
   * @param {Beat} beat
   * @param {Tab} tab
   * @param {boolean} veiled
   */
  #light(state, beat, tab, veiled) {
    for (const { line, values, name, text } of this.#rows) {
      const lit = isLit(text, beat);
      line.classList.toggle("lit", lit);
      line.toggleAttribute("aria-current", lit);
      const arrays =
        lit && !veiled && runsHere(tab, state) ? arraysOf(name, text, beat, state) : [];
      values.replaceChildren(...arrays.flatMap(arrayRow));
    }
    this.#note.textContent = note(tab, state);
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

  /**
   * The arrows choose among the tabs; here they do not lead the story.
   * @param {KeyboardEvent} event
   */
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
}

/**
 * @param {string} id
 * @param {string} name
 */
function tabButton(id, name) {
  const button = element("button", "code-tab", name);
  button.type = "button";
  button.id = `code-tab-${id}`;
  button.setAttribute("role", "tab");
  button.setAttribute("aria-controls", "code-lines");
  return button;
}

/**
 * Whether what a tab shows is what runs for the present network.
 * @param {Tab} tab
 * @param {State} state
 */
function runsHere({ id }, { session }) {
  const squared = session?.cost === "squared_error";
  const sigmoids = session?.activation === "sigmoid" && session.output === "sigmoid";
  return id !== "lecture" || (squared && sigmoids);
}

/**
 * @param {Tab} tab
 * @param {State} state
 */
function note(tab, state) {
  if (state.code.length === 0) {
    return "The source is on its way.";
  }
  if (tab.id === "lecture" && !runsHere(tab, state)) {
    return "For sigmoids and squares; the network shown has others.";
  }
  if (tab.id === "lecture") {
    return "Lists of matrices, one example: the same numbers, tested.";
  }
  return "";
}

/**
 * @param {CodeArray} array
 * @returns {HTMLElement[]} its name and shape, and what it holds
 */
function arrayRow({ name, shape, least, most, one }) {
  const size = shape.length === 0 ? "" : `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const holds = element(
    "span",
    "code-range",
    size === "" ? "" : `${format(least)} to ${format(most)}`,
  );
  if (one !== null) {
    holds.append(element("span", "code-one", ` [${one.place}] = ${format(one.value)}`));
  }
  return [element("span", "code-array", `${name} ${size || `= ${trimmed(least)}`}`), holds];
}

/** @param {number} value */
function trimmed(value) {
  return Number.isInteger(value) ? String(value) : format(value);
}

/**
 * @param {unknown[]} before
 * @param {unknown[]} now
 */
function isNew(before, now) {
  return before.length !== now.length || now.some((value, i) => value !== before[i]);
}
