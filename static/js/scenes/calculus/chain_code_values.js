/** The values of a code line's arrays for a beat's small network: the server's numbers in the
 * source's shapes. A line in a loop has an array for each iteration.
 * @import {FoldAnswer, PassOfExample} from "../../server/types.js"
 * @typedef {object} Facts what a line's arrays are made of
 * @property {CalculusState} state @property {string} part
 * @property {PassOfExample} pass of the beat's example, the first of several
 * @property {number} last the last layer, L
 * @property {number[]} iterations the values of l that the beat is about
 * @typedef {(facts: Facts) => CodeArray[]} Reading */

import { FINE, GENERAL } from "../../kit/format.js";
import { array, column, each, number, readingOf } from "../../panels/code/code_arrays.js";
import { PARAMETERS } from "./chain_facts.js";

/** @type {Reading} */
const outputDelta = ({ pass, last }) => [array("delta", [pass.factors.cost_by_z[last - 1]], FINE)];

/** @type {Reading} */
const negatedDelta = (facts) => [
  negated("delta", facts, (layer) => facts.pass.factors.cost_by_z[layer - 1]),
];

/** @type {Reading} */
const negatedDerivatives = (facts) => [
  negated("gradient_a", facts, (layer) => facts.pass.factors.cost_by_activation[layer - 1]),
];

/** @type {Reading} */
const sums = ({ pass }) => [array("z", pass.pre_activations, GENERAL)];

/** @type {Reading} */
const outputs = ({ pass }) => [array("activation", pass.activations.slice(1), GENERAL)];

/** The arrays of a line, by its function and one of its names.
 * @type {Record<string, Record<string, Reading>>} */
export const READINGS = {
  "Network.forward": { sum: sums, squash: outputs },
  lecture_backprop: {
    sum: sums,
    squash: outputs,
    "output-delta": outputDelta,
    through: negatedDelta,
  },
  "SquaredError.terms": {
    "cost-terms": ({ pass }) => [array("(a - y) ** 2", [pass.cost_terms], FINE)],
  },
  "SquaredError.derivative": {
    doubled: ({ pass, last }) => [
      array("difference", [pass.factors.cost_by_activation[last - 1]], FINE),
    ],
  },
  "Activation.delta": { chain: outputDelta },
  "Sigmoid.derivative": {
    slope: ({ pass, last }) => [
      array("a", [pass.activations[last]], GENERAL),
      array("a - a * a", [pass.factors.activation_by_z[last - 1] ?? []], FINE),
    ],
  },
  "Network.backprop": {
    "cost-derivative": ({ pass, last }) => [
      array("gradient_a", [pass.factors.cost_by_activation[last - 1]], FINE),
    ],
    "output-delta": outputDelta,
    "output-bias": (facts) => gradientOf(facts, "b", facts.last),
    "output-weights": (facts) => gradientOf(facts, "w", facts.last),
    back: (facts) => [
      negated("delta", facts, (layer) => facts.pass.factors.cost_by_z[layer]),
      ...(facts.part === "layers" ? [weightsBehind(facts)] : []),
      ...negatedDerivatives(facts),
    ],
    through: negatedDelta,
    "hidden-bias": (facts) => gradientBehind(facts, "b"),
    "hidden-weights": (facts) => gradientBehind(facts, "w"),
    mean: ({ state }) => meanOf(state),
  },
  factors: {
    "z-by-weight": ({ pass, iterations, last, part }) => {
      const layer = part === "ripple-back" ? layerOf(iterations[0], last) : last;
      const name = `z_by_weight[${layer - last - 1}]`;
      return [array(name, [pass.factors.z_by_weight[layer - 1]], GENERAL)];
    },
    "z-by-activation": ({ pass, last }) => [
      array("z_by_activation[-1]", pass.factors.z_by_activation[last - 1], GENERAL, "rows"),
    ],
    "activation-by-z": ({ pass }) => [
      array(
        "activation_by_z",
        pass.factors.activation_by_z.map((a) => a ?? []),
        FINE,
      ),
    ],
    "cost-by-activation": ({ pass }) => [
      array("cost_by_activation", pass.factors.cost_by_activation, FINE),
    ],
    paths: ({ pass }) => [array("paths[-1]", pass.factors.paths[0], FINE, "rows")],
  },
  perturb: {
    perturbed: ({ state }) => [number("by", state.by)],
    "cost-change": ({ pass }) => (pass.ripple ? [number("change", pass.ripple.cost_change)] : []),
    ratios: ({ pass }) => ratiosOf(pass),
  },
};

/** The arrays of a line for the beat shown; none where they are unknown.
 * @param {string} part the beat's id
 * @param {CalculusState} state
 * @param {string} name the function that the line stands in
 * @param {string[]} marks the line's names
 * @returns {CodeArray[]} */
export function arraysOf(part, state, name, marks) {
  if (part === "fold") {
    const reading = readingOf(FOLD_READINGS, name, marks);
    return reading && state.fold ? reading(state.fold.answer) : [];
  }
  const pass = state.answers[part]?.examples[0];
  const reading = readingOf(READINGS, name, marks);
  if (pass === undefined || reading === undefined) {
    return [];
  }
  const last = pass.pre_activations.length;
  return reading({ state, part, pass, last, iterations: turnsOf(part, state, last) });
}

/** The iterations of the loop over l that a beat is about.
 * @type {(part: string, state: CalculusState, last: number) => number[]} */
function turnsOf(part, { parameter }, last) {
  if (part === "gradient") {
    return [2, 3];
  }
  return [part === "examples" ? last + 1 - Number(PARAMETERS[parameter][1]) : 2];
}

/** The layer of an iteration of the loop. @type {(l: number, last: number) => number} */
function layerOf(l, last) {
  return last + 1 - l;
}

/** An array made in each iteration of the loop over l.
 * @type {(name: string, facts: Facts, values: (layer: number) => number[]) => CodeArray} */
function negated(name, { iterations, last }, values) {
  const arrays = iterations.map((l) => values(layerOf(l, last)));
  return each(
    name,
    arrays,
    FINE,
    iterations.length === 1 ? [] : iterations.map((l) => `l = ${l}: `),
  );
}

/** The gradient of one layer's weights or biases: of one example, or each example's.
 * @type {(facts: Facts, kind: "w" | "b", layer: number) => CodeArray[]} */
function gradientOf({ state, part, pass, last }, kind, layer) {
  const position = `[${layer - last - 1}]`;
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
    ? [array(`gradient.biases${position}`, [[value]], FINE)]
    : [
        array(`activations[${layer - last - 2}]`, [pass.activations[layer - 1]], GENERAL),
        array(`gradient.weights${position}`, [[value]], FINE, "rows"),
      ];
}

/** @type {(facts: Facts, kind: "w" | "b") => CodeArray[]} */
function gradientBehind(facts, kind) {
  return facts.iterations.flatMap((l) => gradientOf(facts, kind, layerOf(l, facts.last)));
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

/** @type {(pass: PassOfExample) => CodeArray[]} */
function ratiosOf({ ripple }) {
  const ratios = (ripple?.ratios ?? []).filter((ratio) => ratio !== null);
  return ratios.length === 0 ? [] : [array("ratios", [ratios], FINE)];
}

/** The arrays of `fold` for the newest path: a number for each of its links.
 * @type {Record<string, Record<string, (answer: FoldAnswer) => CodeArray[]>>} */
export const FOLD_READINGS = {
  fold: {
    "path-weights": ({ weights }) => [array("weights", [weights], GENERAL)],
    "path-biases": ({ biases }) => [array("biases", [biases], GENERAL)],
    "path-activations": ({ activations }) => [array("activations", [activations], GENERAL)],
    constants: ({ parameters }) => [
      array("constants", [parameters.filter((_, i) => i % 2 === 1)], GENERAL),
    ],
    rests: ({ rests }) => [array("rests", [rests], GENERAL)],
    "path-parameters": ({ parameters }) => [array("parameters", [parameters], GENERAL)],
  },
};
