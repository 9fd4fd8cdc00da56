/** The source that runs, as the code panel shows it: which functions stand together, and which of
 * their lines a beat is about. Pure.
 * @import {Kind} from "../../network/names.js"
 * @import {SourceOfFunction} from "../../server/types.js"
 * @typedef {{id: string, name: string, functions: string[]}} Tab
 * @typedef {{tab: string, beat: string}} ChosenTab which tab somebody chose, and at which beat */

import { activationOf, costOf } from "../../network/descriptors.js";
import { isLectures } from "../../network/names.js";
import { CODE } from "../words.js";

/** The tabs for a network, in the order in which a beat looks for its lines: the lecture's version
 * where the network is the lecture's, the passes as they run, and what they call in this network.
 * @param {Kind} kind of the network
 * @param {Pick<State, "code" | "options">} page the source is null while it is on its way
 * @returns {Tab[]} */
export function tabsOf(kind, { code, options }) {
  const { activation, output, cost } = kind;
  const lecture = { id: "lecture", name: CODE.lectureTab, functions: ["lecture_backprop"] };
  const running = [
    { id: "forward", name: "forward", functions: ["Network.forward"] },
    { id: "backprop", name: "backprop", functions: ["Network.backprop"] },
    { id: "step", name: "step", functions: ["Network.step"] },
    {
      id: "cost",
      name: costOf(options, { output, cost }).short,
      functions: code?.costs[cost]?.[output] ?? [],
    },
    activationTab("activation", activation, { code, options }),
    ...(output === activation ? [] : [activationTab("output", output, { code, options })]),
    { id: "sums", name: "add_up", functions: ["add_up", "add_up_products"] },
  ];
  return isLectures(kind) ? [lecture, ...running] : [...running, lecture];
}

/** @type {(id: string, activation: string, page: Pick<State, "code" | "options">) => Tab} */
export function activationTab(id, activation, { code, options }) {
  const functions = code?.activations[activation] ?? [];
  return { id, name: activationOf(options, activation).symbol, functions };
}

/** @type {(tab: Tab, code: CodeAnswer | null) => SourceOfFunction[]} */
export function functionsOf(tab, code) {
  return tab.functions
    .map((wanted) => code?.functions.find(({ name }) => name === wanted))
    .filter((found) => found !== undefined);
}

/** Whether a beat is about a line.
 * @param {string[]} marks the line's names
 * @param {string[]} lines the names of the beat's lines */
export function isLit(marks, lines) {
  return marks.some((mark) => lines.includes(mark));
}

/** The tab that a beat is shown in: the one that somebody chose, as long as it holds lines of the
 * beat, or else the first that does.
 * @type {(shown: {beat: string, lines: string[]}, chosen: ChosenTab | null, code: CodeAnswer |
 *   null, tabs: Tab[]) => Tab | undefined} */
export function shownTab({ beat, lines }, chosen, code, tabs) {
  const own = tabs.find(({ id }) => id === chosen?.tab);
  /** @type {(tab: Tab) => boolean} */
  const holds = (tab) =>
    functionsOf(tab, code).some(({ marks }) => marks.some((each) => isLit(each, lines)));
  if (own && (chosen?.beat === beat || holds(own))) {
    return own;
  }
  return tabs.find(holds) ?? own;
}

/** The functions' lines without the indentation that they all share, and whether each is code or
 * words about it.
 * @type {(lines: string[]) => {indent: number, code: string, comment: string}[]} */
export function readableLines(lines) {
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const shared = Math.min(...indents);
  let inDocstring = false;
  return lines.map((line) => {
    const indent = Math.max(0, indentOf(line) - shared);
    const text = line.trim();
    const quotes = text.split('"""').length - 1;
    const words = inDocstring || quotes > 0;
    inDocstring = inDocstring !== (quotes % 2 === 1);
    if (words) {
      return { indent, code: "", comment: text };
    }
    const start = text.startsWith("#") ? 0 : text.indexOf("  # ");
    return start < 0
      ? { indent, code: text, comment: "" }
      : { indent, code: text.slice(0, start), comment: text.slice(start).trim() };
  });
}

/** @type {(line: string) => number} */
function indentOf(line) {
  return line.length - line.trimStart().length;
}
