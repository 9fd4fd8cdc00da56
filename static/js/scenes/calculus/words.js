/** All sentences of the scene, and the names of what is in it.
 * @import {PassOfExample} from "../../server/types.js"
 * @import {CalculusState} from "./state.js" */

import { FINE, FINE_SIGNED, format, grouped } from "../../kit/format.js";
import { largest } from "../../network/names.js";
import { derivativeOf, LAST, linksFrom, PARAMETERS } from "./chain_facts.js";
import { fineSum } from "./chain_tex.js";

/** Each part's name, by its id. @type {Record<string, string>} */
export const PART_NAMES = {
  chain: "The chain",
  tree: "The tree",
  "ripple-weight": "A weight",
  "ripple-bias": "A bias",
  "ripple-activation": "An activation",
  "ripple-back": "A layer back",
  gradient: "The gradient",
  examples: "Many examples",
  layers: "More neurons",
  fold: "The network",
};

/** What is pressed, set or chosen. */
export const LABELS = {
  restart: "Start again",
  unfold: "Unfold",
  nudgeBy: "Nudge it by",
  nudgeByInFull: "How far it is nudged",
  nudgeAgain: "Nudge again",
  derivativeBy: "Derivative of the cost by",
  pathsFrom: "Paths from",
  layersOfPath: ["Pixel", "Neuron", "Neuron", "Output"],
  fold: "Fold",
  back: "Back to the walk",
};

/** The heads of the table of training pairs. */
export const PAIR_HEADS = ["k", "x", "y", "a(L)", "C", "this example’s derivative", ""];
export const MEAN = "their mean";

/** What the pictures show, for screen readers. */
export const PICTURES = {
  /** @type {(activations: number[], cost: number) => string} */
  chain: (activations, cost) =>
    `The chain: activations ${activations.map((a) => format(a).text).join(", ")}, cost ${format(cost, FINE).text}`,
  chainOfGradient: "The chain",
  tree: "The tree of quantities that lead to the cost",
  gradient: "The gradient",
  /** @type {(derivative: number, neuron: number) => string} */
  layers: (derivative, neuron) =>
    `The network; its cost changes by ${format(derivative, FINE).text} with hidden neuron ${neuron}`,
  fold: "The network of the walk, and the path",
};

/** @type {(label: string) => string} */
export const sliderName = (label) => `${label}, slider`;

/** @type {(field: string, k: number) => string} */
export const pairFieldName = (field, k) => `${field} of example ${k + 1}`;

/** @type {(name: string, layer: number) => string} */
export const pathFieldName = (name, layer) => `${name} of layer ${layer}`;

/** @type {(value: number) => Words} */
function signed(value) {
  return { text: format(value, FINE_SIGNED).text, tone: value < 0 ? "down" : "up" };
}

/** @type {(state: CalculusState) => Words[]} */
export function chainCaption({ answers, chain }) {
  const pass = answers["chain"]?.examples[0];
  if (pass === undefined) {
    return [{ text: "One neuron a layer: the smallest network that can learn." }];
  }
  return [
    { text: "One neuron a layer. The last one says " },
    { text: format(pass.activations[LAST][0]).text, tone: "accent" },
    { text: ` and should say ${format(chain.y[0]).text}: that costs ` },
    { text: format(pass.cost, FINE).text, tone: "accent" },
    { text: ", and six numbers decide it." },
  ];
}

/** @type {(state: CalculusState) => Words[]} */
export function treeCaption({ answers }) {
  const pass = answers["tree"]?.examples[0];
  if (pass === undefined) {
    return [{ text: "Which number leads to which: a tree, with the cost at its end." }];
  }
  return [
    {
      text: "Weight, activation and bias make z, z makes the next activation, and the last one the cost, ",
    },
    { text: format(pass.cost, FINE).text, tone: "accent" },
    { text: "." },
  ];
}

/** @type {(state: CalculusState, part: string, perturbed: string) => Words[]} */
export function perturbationCaption({ answers, by }, part, perturbed) {
  const pass = answers[part]?.examples[0];
  if (!pass?.ripple) {
    return [{ text: "A small nudge, and everything behind it moves." }];
  }
  const count = linksFrom(perturbed).length;
  return [
    { text: `${WHAT[perturbed]} by ` },
    { text: format(by).text, isGiven: true },
    { text: ", and the cost moves by " },
    signed(pass.ripple.cost_change),
    { text: `: ${COUNTS[count]} factors${WHY[perturbed]} multiply to ` },
    { text: format(derivativeOf(pass, perturbed), FINE).text, tone: "accent" },
    { text: "." },
  ];
}

/** @type {Record<string, string>} */
const WHAT = {
  w3: "Nudge the last weight",
  b3: "Nudge the last bias",
  a2: "Nudge the activation before it",
  w2: "Nudge a weight one layer back",
};
/** @type {Record<string, string>} */
const WHY = {
  w3: "",
  b3: ", the first 1,",
  a2: ", the weight first,",
  w2: "",
};
const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven"];

/** @type {(state: CalculusState) => Words[]} */
export function gradientCaption({ answers }) {
  const pass = answers["gradient"]?.examples[0];
  if (pass === undefined) {
    return [{ text: "The same for all six: together they are the gradient." }];
  }
  const sizes = PARAMETERS.map((name) => Math.abs(derivativeOf(pass, name)));
  const most = PARAMETERS[largest(sizes)];
  const value = format(derivativeOf(pass, most), FINE);
  if (value.shown === 0) {
    return [{ text: "All six derivatives are the gradient, and here all six are 0." }];
  }
  const equal = sizes.filter((size) => format(size, FINE).shown === Math.abs(value.shown)).length;
  return [
    { text: "All six derivatives are the gradient. The cost is most sensitive to " },
    { text: PARAMETER_NAMES[most], tone: "accent" },
    { text: equal === 1 ? ": " : ", among others: " },
    { text: value.text, tone: value.shown < 0 ? "down" : "up" },
    { text: "." },
  ];
}

/** @type {Record<string, string>} */
const PARAMETER_NAMES = {
  w1: "the first weight",
  b1: "the first bias",
  w2: "the middle weight",
  b2: "the middle bias",
  w3: "the last weight",
  b3: "the last bias",
};

/** @type {(state: CalculusState) => Words[]} */
export function examplesCaption({ answers, pairs, parameter }) {
  const answer = answers["examples"];
  if (answer === undefined) {
    return [{ text: "Each example has a wish of its own; the step takes their mean." }];
  }
  const terms = answer.examples.map(({ gradient }) => gradient[parameter]);
  const mean = fineSum(terms, answer.gradient[parameter], { plus: true, parts: terms.length });
  const { text, shown } = mean[terms.length];
  return [
    {
      text: `Each of ${pairs.length} examples has a derivative of its own; what counts is their mean, `,
    },
    { text, tone: shown < 0 ? "down" : "up" },
    { text: agreementWords(terms, answer.gradient[parameter]) },
  ];
}

/** Whether examples want the same as their mean. @type {(terms: number[], mean: number) => string} */
function agreementWords(terms, mean) {
  const against = terms.filter((term) => term * mean < 0).length;
  if (against > 0) {
    return `: ${against} ${against === 1 ? "pulls" : "pull"} the other way.`;
  }
  return terms.length > 1 && terms.every((term) => term * mean > 0) ? ": all agree." : ".";
}

/** @type {(state: CalculusState) => Words[]} */
export function layersCaption({ answers, neuron }) {
  const pass = answers["layers"]?.examples[0];
  if (pass === undefined) {
    return [{ text: "A neuron among several acts on the cost through every output." }];
  }
  return [
    { text: `Hidden neuron ${neuron} acts on the cost through ` },
    { text: "both outputs", tone: "accent" },
    { text: ", so its derivative is a sum of " },
    { text: `${COUNTS[pathsThrough(pass, neuron).length]} paths`, tone: "accent" },
    { text: "." },
  ];
}

/** What reaches a hidden neuron through each output.
 * @type {(pass: PassOfExample, neuron: number) => number[]} */
export function pathsThrough(pass, neuron) {
  return pass.factors.paths[0].map((row) => row[neuron]);
}

/** @type {(state: CalculusState, possible: boolean) => Words[]} */
export function foldCaption({ fold }, possible) {
  if (!possible) {
    return [
      { text: "A path can be folded where all neurons are sigmoid and the cost is squared error." },
    ];
  }
  if (fold === null) {
    return [{ text: "One path through the network of the walk." }];
  }
  return [
    { text: "One of " },
    { text: grouped(fold.answer.path_count), tone: "accent" },
    {
      text: " paths through the network: fold the rest of each sum into one constant, and it is our chain.",
    },
  ];
}
