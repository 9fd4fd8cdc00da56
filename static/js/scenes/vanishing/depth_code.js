/**
 * The code of the vanishing scene: the lines that compute a neuron's slope, and those that multiply
 * the error by the layers' weights and slopes, with both networks' numbers.
 * @import {CodeOfPart} from "../../panels/code/code_panel.js"
 * @import {Phrases} from "./pair_names.js"
 * @import {Side} from "./state.js"
 * @typedef {(side: Side, layer: number) => [string, number[]][]} Reading the arrays of a line, by
 *   their names, in a hidden layer counted from 1 */

import { LECTURE } from "../../network/names.js";
import { negated, range } from "../../panels/code/code_arrays.js";
import { activationTab, tabsOf } from "../../panels/code/code_lines.js";
import { SIDES } from "./choices.js";
import { pairNames } from "./pair_names.js";
import { arrayName, spreadWords } from "./words.js";

/** @type {Map<string, string[]>} the names of lines, by the parts' ids */
const LINES = new Map([
  ["slopes", ["slope", "chain"]],
  ["product", ["by-weights", "through", "chain", "slope"]],
]);

/** @type {Reading} */
const asked = ({ pass }, layer) => [
  ["gradient_a", negated(pass?.answer.nudges.activations[layer - 1] ?? [])],
];

/** @type {Reading} */
const delta = ({ pass }, layer) => [["delta", pass?.answer.deltas[layer - 1] ?? []]];

/** @type {Reading} */
const slopes = ({ pass }, layer) => {
  const answer = pass?.answer;
  if (answer === undefined) {
    return [];
  }
  return [
    ["z", answer.pre_activations[layer - 1]],
    ["a", answer.activations[layer]],
    ["f′(z)", answer.slopes[layer - 1] ?? []],
  ];
};

/** @type {(part: string, own: VanishingState, page: State) => CodeOfPart} */
export function codeOf(part, own, page) {
  const { sides, layer } = own;
  const activations = [...new Set(SIDES.map((side) => sides[side].choice.activation))];
  const functions = activations.map((activation) => activationTab(activation, activation, page));
  const passes = tabsOf(LECTURE, page).filter(({ id }) => ["forward", "backprop"].includes(id));
  const names = pairNames(sides, page.options);
  return {
    tabs: part === "slopes" ? [...functions, ...passes] : [...passes, ...functions],
    lines: LINES.get(part) ?? [],
    arraysOf: (name, marks) => arraysOf({ part, own, code: page.code, names }, name, marks),
    about: [sides.a.pass, sides.b.pass, layer, names.a, names.b, ...activations],
  };
}

/** @param {{part: string, own: VanishingState, code: CodeAnswer | null, names: Phrases}} shown
 * @param {string} name the function that the line stands in
 * @param {string[]} marks the line's names
 * @returns {CodeArray[]} */
function arraysOf({ part, own: { sides, layer }, code, names }, name, marks) {
  const reading = readingOfLine(marks);
  if (reading === null) {
    return [];
  }
  return SIDES.flatMap((letter) => {
    const side = sides[letter];
    const { activation, depth } = side.choice;
    if (marks.includes("slope") && !code?.activations[activation]?.includes(name)) {
      return [];
    }
    const shown = Math.min(layer, depth);
    // The product starts at the last hidden layer.
    const layers = part === "product" ? [...new Set([depth, 1])] : [shown];
    return layers.flatMap((each) => {
      return reading(side, each)
        .filter(([, values]) => values.length > 0)
        .map(([variable, values]) => spread(arrayName(names[letter], each, variable), values));
    });
  });
}

/** @type {(marks: string[]) => Reading | null} */
function readingOfLine(marks) {
  if (marks.includes("slope")) {
    return slopes;
  }
  if (marks.includes("by-weights")) {
    return asked;
  }
  return marks.includes("through") || marks.includes("chain") ? delta : null;
}

/** @type {(name: string, values: number[]) => CodeArray} */
function spread(name, values) {
  const { least, most } = range([values]);
  const words = spreadWords(least, most);
  return { name, shape: [values.length], least, most, one: null, words };
}
