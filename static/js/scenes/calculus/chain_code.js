/**
 * The code of the calculus scene: which lines a beat stands for, in the source that computes it.
 *
 * @import {Tab} from "../../panels/code/code_lines.js"
 * @import {CodeOfPart} from "../../panels/code/part_panel.js"
 * @import {CalculusState} from "./state.js"
 */

import { tabsOf } from "../../panels/code/code_lines.js";
import { arraysOf } from "./chain_code_values.js";
import { PARAMETERS } from "./chain_names.js";

/** @type {Tab[]} */
const OWN = [
  { id: "factors", name: "factors", functions: ["factors"] },
  { id: "ripple", name: "ripple", functions: ["ripple"] },
  { id: "fold", name: "fold", functions: ["fold"] },
];
/** The chain's neurons are the lecture's. No step is taken here. */
const TABS = [...tabsOf(null).filter(({ id }) => id !== "step"), ...OWN];

const FORWARD = [
  "z = np.dot(activation, weight.T)",
  "z += bias",
  "activation = function(z)",
  "z = weight @ activations[-1] + bias",
  "activations.append(1 / (1 + np.exp(-z)))",
];
const COST = ["return (a - y) ** 2"];
/** From the cost to the last z: the two factors that every derivative begins with. */
const OUTPUT = [
  "gradient_a = self.cost.derivative",
  "delta = self.cost.delta",
  "difference = a - y",
  "difference += difference",
  "return gradient_a * self.derivative(z, a)",
  "return a - a * a",
  "delta = 2 * (output - y) * output * (1 - output)",
  "else function.derivative(z, a)",
  "cost_by_activation=trace.gradient_activations",
];
/** To the activation before, by the weight. */
const BACK = [
  "gradient_a = np.dot(delta, self.weights[-l + 1])",
  "z_by_activation=network.weights",
];
/** And through its sigmoid. */
const THROUGH = [
  "for l in range(2, len(self.layers))",
  "delta = self.activation.delta(gradient_a, zs[-l]",
  "delta = (weights[l].T @ delta)",
];
const WEIGHTS = ["z_by_weight=forward.activations[:-1]"];
const RIPPLE = [
  "value, before = experiment.value + by",
  "change = cost - trace.cost",
  "ratios = tuple(new / old",
];
const LAST_WEIGHT = "out=gradient.weights[-1]";
const LAST_BIAS = "out=gradient.biases[-1]";
const WEIGHT_BEFORE = "out=gradient.weights[-l]";
const BIAS_BEFORE = "out=gradient.biases[-l]";

/** @type {Record<string, string[]>} by the beats' ids */
const STATEMENTS = {
  chain: [...FORWARD, ...COST],
  tree: [...FORWARD, ...COST, "activations.append(activation)", "zs.append(z)"],
  "ripple-weight": [...OUTPUT, ...RIPPLE, ...WEIGHTS, LAST_WEIGHT],
  "ripple-bias": [...OUTPUT, ...RIPPLE, LAST_BIAS],
  "ripple-activation": [...OUTPUT, ...RIPPLE, ...BACK],
  "ripple-back": [...OUTPUT, ...RIPPLE, ...BACK, ...THROUGH, ...WEIGHTS, WEIGHT_BEFORE],
  gradient: [
    ...OUTPUT,
    ...BACK,
    ...THROUGH,
    ...WEIGHTS,
    LAST_WEIGHT,
    LAST_BIAS,
    WEIGHT_BEFORE,
    BIAS_BEFORE,
    "weight_gradients",
    "bias_gradients",
  ],
  layers: [...BACK, "paths=tuple(-asked"],
  fold: [
    "links = list(pairwise(path))",
    "weights = np.array([w[k, j]",
    "biases = np.array([b[k]",
    "zs = np.array([z[k]",
    "activations = np.array([a[k]",
    "constants = zs - weights * activations[:-1]",
    "rests=constants - biases",
    "parameters=np.column_stack([weights, constants])",
  ],
};

/** What a mini-batch's examples are added up by. */
const SUMS = {
  w: ["np.dot(delta.T, activation, out=out)"],
  b: ["np.add.reduce(delta, axis=0, out=out)"],
};

/** @type {(part: string, own: CalculusState) => CodeOfPart} */
export function codeOf(part, own) {
  return {
    tabs: TABS,
    statements: part === "examples" ? examplesStatements(own.parameter) : STATEMENTS[part],
    arraysOf: (name, line) => arraysOf(part, own, name, line),
    about: [own.answers[part], own.chain, own.wide, own.pairs, own.by, own.fold, own.parameter],
  };
}

/**
 * Where the derivative by a parameter is added up, and made a mean.
 * @type {(parameter: number) => string[]}
 */
export function examplesStatements(parameter) {
  const [kind, layer] = PARAMETERS[parameter];
  const isLast = layer === "3";
  const own =
    kind === "w" ? [isLast ? LAST_WEIGHT : WEIGHT_BEFORE] : [isLast ? LAST_BIAS : BIAS_BEFORE];
  return [...own, "gradient.vector *= 1 / len(y)", ...SUMS[kind === "w" ? "w" : "b"]];
}
