/** The walk's code panel: the source that runs for the present network, the lines of the present
 * beat lit, and what stands in their arrays for this drawing.
 * @import {Tab} from "./code_lines.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js" */
import { isLectures, LECTURE } from "../../network/names.js";
import { CODE } from "../words.js";
import { shownTab, tabsOf } from "./code_lines.js";
import { arraysOf } from "./code_values.js";
import { CodeView } from "./code_view.js";

export class CodePanel {
  #view;

  /** @param {HTMLElement} container @param {(tab: string) => void} onChoose */
  constructor(container, onChoose) {
    this.#view = new CodeView(container, "code", onChoose);
  }

  /** @param {State} state @param {NetworkBeat} beat
   * @param {boolean} veiled whether the room is still asked what the beat brings */
  show(state, beat, veiled) {
    const { forward, backward, parameters, learningRate, session, code } = state;
    const tabs = tabsOf(session ?? LECTURE, state);
    const shown = { beat: beat.id, lines: beat.lines };
    const tab = shownTab(shown, state.codeTab, code, tabs) ?? tabs[0];
    this.#view.show({
      ...shown,
      source: code,
      tabs,
      tab,
      note: note(tab, state),
      arraysOf: (name, marks) =>
        veiled || !runsHere(tab, state) ? [] : arraysOf(name, marks, beat, state),
      about: [forward, backward, parameters, learningRate, veiled, session],
    });
  }
}

/** Whether what a tab shows is what runs for the present network.
 * @type {(tab: Tab, state: State) => boolean} */
function runsHere({ id }, { session }) {
  return id !== "lecture" || isLectures(session);
}

/** @param {Tab} tab @param {State} state */
function note(tab, state) {
  if (state.code === null) {
    return CODE.onItsWay;
  }
  if (tab.id === "lecture" && !runsHere(tab, state)) {
    return CODE.otherFunctions;
  }
  if (tab.id === "lecture") {
    return CODE.lecture;
  }
  return "";
}

/** The code beside a part of a scene: which lines the part stands for, and what their arrays hold.
 * @import {ChosenTab} from "./code_lines.js"
 * @typedef {object} CodeOfPart
 * @property {Tab[]} tabs in the order in which lines are looked for
 * @property {string[]} lines the names of the lines that the part stands for
 * @property {(name: string, marks: string[]) => CodeArray[]} arraysOf
 * @property {unknown[]} about what the arrays are read from: while it is the same, so are they */

/** @template S @typedef {(part: string, own: S, page: State) => CodeOfPart} CodeOf */

/** @template S */
export class PartsCode {
  #view;
  /** @type {ChosenTab | null} */
  #chosen = null;
  #part = "";
  /** Shows it once more. */
  #again = () => {};

  /** @param {HTMLElement} container
   * @param {string} name what its ids begin with
   * @param {CodeOf<S>} codeOf */
  constructor(container, name, codeOf) {
    this.codeOf = codeOf;
    this.#view = new CodeView(container, name, (tab) => {
      this.#chosen = { tab, beat: this.#part };
      this.#again();
    });
  }

  /** @param {string} part its id
   * @param {S} own the scene's state
   * @param {State} page */
  show(part, own, page) {
    this.#part = part;
    this.#again = () => this.show(part, own, page);
    const { tabs, lines, arraysOf, about } = this.codeOf(part, own, page);
    const { code: source } = page;
    const tab = shownTab({ beat: part, lines }, this.#chosen, source, tabs) ?? tabs[0];
    const note = source === null ? CODE.onItsWay : "";
    this.#view.show({ source, tabs, tab, note, beat: part, lines, arraysOf, about });
  }
}
