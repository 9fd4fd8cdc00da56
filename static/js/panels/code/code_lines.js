/**
 * The source that runs, as the code panel shows it: which functions stand together, and which of
 * their lines a beat is about. Pure.
 *
 * @import {Session, SourceOfFunction} from "../../server/client.js"
 *
 * @typedef {object} Tab
 * @property {string} id
 * @property {string} name
 * @property {string[]} functions
 *
 * @typedef {{tab: string, beat: string}} ChosenTab which tab somebody chose, and at which beat
 */

/** @type {Record<string, {name: string, class: string}>} the activations by the API's names */
const ACTIVATIONS = {
  sigmoid: { name: "σ", class: "Sigmoid" },
  tanh: { name: "tanh", class: "Tanh" },
  relu: { name: "ReLU", class: "ReLU" },
  leaky_relu: { name: "leaky ReLU", class: "LeakyReLU" },
  linear: { name: "linear", class: "Linear" },
  softmax: { name: "softmax", class: "Softmax" },
};
const LECTURE = { activation: "sigmoid", output: "sigmoid", cost: "squared_error" };

/**
 * The tabs for a network, in the order in which a beat looks for its lines: the passes, and what
 * they call in this network.
 * @param {Pick<Session, "activation" | "output" | "cost"> | null} session null: the lecture's
 * @returns {Tab[]}
 */
export function tabsOf(session) {
  const { activation, output, cost } = session ?? LECTURE;
  return [
    { id: "forward", name: "forward", functions: ["Network.forward"] },
    { id: "backprop", name: "backprop", functions: ["Network.backprop"] },
    { id: "step", name: "step", functions: ["Network.step"] },
    costTab(cost, output),
    activationTab("activation", activation),
    ...(output === activation ? [] : [activationTab("output", output)]),
    { id: "sums", name: "add_up", functions: ["add_up", "add_up_products"] },
    { id: "lecture", name: "as in the lecture", functions: ["lecture_backprop"] },
  ];
}

/** @type {(cost: string, output: string) => Tab} */
function costTab(cost, output) {
  if (cost === "squared_error") {
    const functions = ["SquaredError.terms", "SquaredError.derivative", "Cost.delta"];
    return { id: "cost", name: "squares", functions };
  }
  const owner = output === "softmax" ? "SoftmaxCrossEntropy" : "BinaryCrossEntropy";
  const functions = ["terms", "derivative", "delta"].map((method) => `${owner}.${method}`);
  return { id: "cost", name: "cross-entropy", functions };
}

/**
 * The class that computes an activation function.
 * @type {(activation: string) => string}
 */
export function classOf(activation) {
  return ACTIVATIONS[activation].class;
}

/** @type {(id: string, activation: string) => Tab} */
export function activationTab(id, activation) {
  const { name, class: owner } = ACTIVATIONS[activation];
  // The softmax has no derivative neuron by neuron, and carries dC/da back itself.
  const back =
    owner === "Softmax" ? ["Softmax.delta"] : [`${owner}.derivative`, "Activation.delta"];
  return { id, name, functions: [`${owner}.__call__`, ...back] };
}

/** @type {(tab: Tab, code: SourceOfFunction[]) => SourceOfFunction[]} */
export function functionsOf(tab, code) {
  return code.filter(({ name }) => tab.functions.includes(name));
}

/**
 * Whether a beat is about a line.
 * @param {string} line
 * @param {string[]} statements what the lines of the beat hold
 */
export function isLit(line, statements) {
  return statements.some((statement) => line.includes(statement));
}

/**
 * The tab that a beat is shown in: the one that somebody chose, as long as it holds lines of the
 * beat, or else the first that does.
 * @type {(shown: {beat: string, statements: string[]}, chosen: ChosenTab | null, code:
 *   SourceOfFunction[], tabs: Tab[]) => Tab | undefined}
 */
export function shownTab({ beat, statements }, chosen, code, tabs) {
  const own = tabs.find(({ id }) => id === chosen?.tab);
  /** @type {(tab: Tab) => boolean} */
  const holds = (tab) =>
    functionsOf(tab, code).some(({ lines }) => lines.some((line) => isLit(line, statements)));
  if (own && (chosen?.beat === beat || holds(own))) {
    return own;
  }
  return tabs.find(holds) ?? own;
}

/**
 * The functions' lines without the indentation that they all share, and whether each is code or
 * words about it.
 * @type {(lines: string[]) => {indent: number, code: string, comment: string}[]}
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

/** @type {(line: string) => number} */
function indentOf(line) {
  return line.length - line.trimStart().length;
}
