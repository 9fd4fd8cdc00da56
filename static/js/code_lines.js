/**
 * The source that runs, as the code panel shows it: which functions stand together, and which of
 * their lines a beat is about. Pure.
 *
 * @import {SourceOfFunction} from "./api.js"
 * @import {Beat} from "./timeline.js"
 *
 * @typedef {object} Tab
 * @property {string} id
 * @property {string} name
 * @property {string[]} functions
 *
 * @typedef {{tab: string, beat: string}} ChosenTab which tab somebody chose, and at which beat
 */

/** @type {Tab[]} the tabs in the order in which a beat looks for its lines */
export const TABS = [
  { id: "forward", name: "forward", functions: ["Network.forward"] },
  { id: "backprop", name: "backprop", functions: ["Network.backprop"] },
  { id: "step", name: "step", functions: ["Network.step"] },
  { id: "cost", name: "cost", functions: ["SquaredError.terms", "SquaredError.derivative"] },
  {
    id: "sigmoid",
    name: "σ",
    functions: ["Sigmoid.__call__", "Sigmoid.derivative", "Activation.delta", "Cost.delta"],
  },
  { id: "sums", name: "add_up", functions: ["add_up", "add_up_products"] },
  { id: "lecture", name: "as in the lecture", functions: ["lecture_backprop"] },
];

/**
 * @param {Tab} tab
 * @param {SourceOfFunction[]} code
 */
export function functionsOf(tab, code) {
  return code.filter(({ name }) => tab.functions.includes(name));
}

/**
 * Whether a beat is about a line.
 * @param {string} line
 * @param {Beat} beat
 */
export function isLit(line, beat) {
  return beat.code.some((statement) => line.includes(statement));
}

/**
 * The tab that a beat is shown in: the one that somebody chose, as long as it holds lines of the
 * beat, or else the first that does.
 * @param {Beat} beat
 * @param {ChosenTab | null} chosen
 * @param {SourceOfFunction[]} code
 * @returns {Tab}
 */
export function shownTab(beat, chosen, code) {
  const own = TABS.find(({ id }) => id === chosen?.tab);
  /** @param {Tab} tab */
  const holds = (tab) =>
    functionsOf(tab, code).some(({ lines }) => lines.some((line) => isLit(line, beat)));
  if (own && (chosen?.beat === beat.id || holds(own))) {
    return own;
  }
  return TABS.find(holds) ?? own ?? (beat.picture.cost ? TABS[1] : TABS[0]);
}

/**
 * The functions' lines without the indentation that they all share, and whether each is code or
 * words about it.
 * @param {string[]} lines
 * @returns {{indent: number, code: string, comment: string}[]}
 */
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

/** @param {string} line */
function indentOf(line) {
  return line.length - line.trimStart().length;
}
