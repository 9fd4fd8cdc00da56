/** The walk's code panel: the source that runs for the present network, the lines of the present
 * beat lit, and what stands in their arrays for this drawing.
 * @import {Tab} from "./code_lines.js"
 * @import {State} from "../../state/page.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js" */

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
    const tabs = tabsOf(session, code);
    const shown = { beat: beat.id, lines: beat.lines };
    const tab = shownTab(shown, state.codeTab, code, tabs) ?? tabs[beat.picture.cost ? 1 : 0];
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
  const squared = session?.cost === "squared_error";
  const sigmoids = session?.activation === "sigmoid" && session.output === "sigmoid";
  return id !== "lecture" || (squared && sigmoids);
}

/** @param {Tab} tab @param {State} state */
function note(tab, state) {
  if (state.code === null) {
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
