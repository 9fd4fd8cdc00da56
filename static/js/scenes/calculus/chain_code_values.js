/**
 * What stands in the arrays of a line for the small network of a beat: the server's numbers, in the
 * shapes that they have there. A line in a loop has an array each time round.
 *
 * @import {ExamplePass} from "../../server/calculus_api.js"
 * @import {CodeArray} from "../../panels/code/code_view.js"
 * @import {CalculusState} from "./state.js"
 *
 * @typedef {object} Facts what a line is read with
 * @property {CalculusState} state
 * @property {string} part
 * @property {ExamplePass} pass of the beat's example, the first one of several
 * @property {number} last the last layer, L
 * @property {number[]} turns the values of l that the beat is about
 *
 * @typedef {(facts: Facts) => CodeArray[]} Reading
 */

import { FINE, GENERAL } from "../../kit/format.js";
import { array, column, each, number } from "../../panels/code/code_arrays.js";
import { PARAMETERS } from "./chain_names.js";

/** @type {Reading} */
const outputDelta = ({ pass, last }) => [array("delta", [pass.factors.cost_by_z[last - 1]], FINE)];

/** @type {Reading} */
const turnedDelta = (facts) => [
  turned("delta", facts, (layer) => facts.pass.factors.cost_by_z[layer - 1]),
];

/** @type {Reading} */
const turnedSlopes = (facts) => [
  turned("gradient_a", facts, (layer) => facts.pass.factors.cost_by_activation[layer - 1]),
];

/** @type {Reading} */
const sums = ({ pass }) => [array("z", pass.pre_activations, GENERAL)];

/** @type {Reading} */
const outputs = ({ pass }) => [array("activation", pass.activations.slice(1), GENERAL)];

/** @type {[string, string, Reading][]} function, what its line holds, what stands in its arrays */
const READINGS = [
  ["Network.forward", "z += bias", sums],
  ["Network.forward", "activation = function(z)", outputs],
  ["lecture_backprop", "z = weight @", sums],
  ["lecture_backprop", "activations.append(", outputs],
  [
    "SquaredError.terms",
    "return (a - y)",
    ({ pass }) => [array("(a - y) ** 2", [pass.cost_terms], FINE)],
  ],
  [
    "SquaredError.derivative",
    "difference += difference",
    ({ pass, last }) => [array("difference", [pass.factors.cost_by_activation[last - 1]], FINE)],
  ],
  [
    "Network.backprop",
    "gradient_a = self.cost.derivative",
    ({ pass, last }) => [array("gradient_a", [pass.factors.cost_by_activation[last - 1]], FINE)],
  ],
  ["Network.backprop", "delta = self.cost.delta", outputDelta],
  ["Activation.delta", "return gradient_a *", outputDelta],
  ["lecture_backprop", "delta = 2 *", outputDelta],
  [
    "Sigmoid.derivative",
    "return a - a * a",
    ({ pass, last }) => [
      array("a", [pass.activations[last]], GENERAL),
      array("a - a * a", [pass.factors.activation_by_z[last - 1] ?? []], FINE),
    ],
  ],
  ["Network.backprop", "out=gradient.biases[-1]", (facts) => gradientOf(facts, "b", facts.last)],
  ["Network.backprop", "out=gradient.weights[-1]", (facts) => gradientOf(facts, "w", facts.last)],
  [
    "Network.backprop",
    "gradient_a = np.dot(delta",
    (facts) => [
      turned("delta", facts, (layer) => facts.pass.factors.cost_by_z[layer]),
      ...(facts.part === "layers" ? [weightsBehind(facts)] : []),
      ...turnedSlopes(facts),
    ],
  ],
  ["Network.backprop", "delta = self.activation.delta", turnedDelta],
  ["lecture_backprop", "delta = (weights[l].T", turnedDelta],
  ["Network.backprop", "out=gradient.biases[-l]", (facts) => gradientBehind(facts, "b")],
  ["Network.backprop", "out=gradient.weights[-l]", (facts) => gradientBehind(facts, "w")],
  ["Network.backprop", "gradient.vector *=", ({ state }) => meanOf(state)],
  [
    "factors",
    "z_by_weight=",
    ({ pass, turns, last, part }) => {
      const layer = part === "ripple-back" ? layerOf(turns[0], last) : last;
      const name = `z_by_weight[${layer - last - 1}]`;
      return [array(name, [pass.factors.z_by_weight[layer - 1]], GENERAL)];
    },
  ],
  [
    "factors",
    "z_by_activation=",
    ({ pass, last }) => [
      array("z_by_activation[-1]", pass.factors.z_by_activation[last - 1], GENERAL, "rows"),
    ],
  ],
  [
    "factors",
    "else function.derivative(z, a)",
    ({ pass }) => [
      array(
        "activation_by_z",
        pass.factors.activation_by_z.map((a) => a ?? []),
        FINE,
      ),
    ],
  ],
  [
    "factors",
    "cost_by_activation=",
    ({ pass }) => [array("cost_by_activation", pass.factors.cost_by_activation, FINE)],
  ],
  ["factors", "paths=", ({ pass }) => [array("paths[-1]", pass.factors.paths[0], FINE, "rows")]],
  ["ripple", "value, before", ({ state }) => [number("by", state.by)]],
  [
    "ripple",
    "change = cost",
    ({ pass }) => (pass.ripple ? [number("change", pass.ripple.cost_change)] : []),
  ],
  ["ripple", "ratios = tuple(", ({ pass }) => ratiosOf(pass)],
];

/**
 * The arrays of a line for the beat shown; none where nothing is known of them.
 * @param {string} part the beat's id
 * @param {CalculusState} state
 * @param {string} name the function that the line stands in
 * @param {string} line
 * @returns {CodeArray[]}
 */
export function arraysOf(part, state, name, line) {
  /** @type {<R>(readings: [string, string, R][]) => R | undefined} */
  const found = (readings) =>
    readings.find(([owner, held]) => owner === name && line.includes(held))?.[2];
  if (part === "fold") {
    const reading = found(FOLD_READINGS);
    return reading && state.fold ? reading(state.fold.answer) : [];
  }
  const pass = state.answers[part]?.examples[0];
  const reading = found(READINGS);
  if (pass === undefined || reading === undefined) {
    return [];
  }
  const last = pass.pre_activations.length;
  return reading({ state, part, pass, last, turns: turnsOf(part, state, last) });
}

/**
 * Which times round the loop over l a beat is about.
 * @type {(part: string, state: CalculusState, last: number) => number[]}
 */
function turnsOf(part, { parameter }, last) {
  if (part === "gradient") {
    return [2, 3];
  }
  return [part === "examples" ? last + 1 - Number(PARAMETERS[parameter][1]) : 2];
}

/**
 * The layer that a time round the loop is about.
 * @type {(l: number, last: number) => number}
 */
function layerOf(l, last) {
  return last + 1 - l;
}

/**
 * An array that is made each time round the loop over l.
 * @type {(name: string, facts: Facts, values: (layer: number) => number[]) => CodeArray}
 */
function turned(name, { turns, last }, values) {
  const arrays = turns.map((l) => values(layerOf(l, last)));
  return each(name, arrays, FINE, turns.length === 1 ? [] : turns.map((l) => `l = ${l}: `));
}

/**
 * The gradient by the weights or biases of one layer: of one example, or what it is the sum of.
 * @type {(facts: Facts, kind: "w" | "b", layer: number) => CodeArray[]}
 */
function gradientOf({ state, part, pass, last }, kind, layer) {
  const place = `[${layer - last - 1}]`;
  if (part === "examples") {
    const { examples } = state.answers[part];
    const deltas = examples.map(({ factors }) => factors.cost_by_z[layer - 1]);
    const before = examples.map(({ factors }) => factors.z_by_weight[layer - 1]);
    return [
      column("delta", deltas, FINE),
      ...(kind === "w" ? [column(`activations[${layer - last - 2}]`, before, GENERAL)] : []),
    ];
  }
  const value = pass.gradient[PARAMETERS.indexOf(`${kind}${layer}`)];
  return kind === "b"
    ? [array(`gradient.biases${place}`, [[value]], FINE)]
    : [
        array(`activations[${layer - last - 2}]`, [pass.activations[layer - 1]], GENERAL),
        array(`gradient.weights${place}`, [[value]], FINE, "rows"),
      ];
}

/** @type {(facts: Facts, kind: "w" | "b") => CodeArray[]} */
function gradientBehind(facts, kind) {
  return facts.turns.flatMap((l) => gradientOf(facts, kind, layerOf(l, facts.last)));
}

/** @type {(facts: Facts) => CodeArray} */
function weightsBehind({ pass, last }) {
  return array("self.weights[-1]", pass.factors.z_by_activation[last - 1], GENERAL, "rows");
}

/** @param {CalculusState} state */
function meanOf({ answers }) {
  const answer = answers["examples"];
  return [
    number("len(y)", answer.examples.length),
    array("gradient.vector", [answer.gradient], FINE),
  ];
}

/** @type {(pass: ExamplePass) => CodeArray[]} */
function ratiosOf({ ripple }) {
  const ratios = (ripple?.ratios ?? []).filter((ratio) => ratio !== null);
  return ratios.length === 0 ? [] : [array("ratios", [ratios], FINE)];
}

/**
 * What stands in the arrays of `fold` for the newest path: a number for each of its links.
 *
 * @import {FoldAnswer} from "../../server/calculus_api.js"
 */

/** @type {[string, string, (answer: FoldAnswer) => CodeArray[]][]} */
export const FOLD_READINGS = [
  ["fold", "weights = np.array([", ({ weights }) => [array("weights", [weights], GENERAL)]],
  ["fold", "biases = np.array([", ({ biases }) => [array("biases", [biases], GENERAL)]],
  [
    "fold",
    "activations = np.array([",
    ({ activations }) => [array("activations", [activations], GENERAL)],
  ],
  [
    "fold",
    "constants = zs",
    ({ parameters }) => [array("constants", [parameters.filter((_, i) => i % 2 === 1)], GENERAL)],
  ],
  ["fold", "rests=constants", ({ rests }) => [array("rests", [rests], GENERAL)]],
  ["fold", "parameters=np.", ({ parameters }) => [array("parameters", [parameters], GENERAL)]],
];
