/** Part Forward: one neuron's sum with its true numbers, then its whole layer, layer by layer. */

/** @import {Beat} from "../../timeline.js" */
/** @import {NeuronTerms} from "../../api.js" */
/** @import {Facts} from "./facts.js" */

import { layerName } from "../../layer_names.js";
import { ANSWER_BEAT } from "../../state.js";
import { format } from "../../theme.js";
import { picture, strongest } from "./facts.js";
import { aligned, functionName, number, symbol, term } from "./tex.js";

const PART = "Forward";
/** What a neuron does with its sum, by its function. */
const DEEDS = new Map([
  ["relu", "keeps what is above 0"],
  ["leaky_relu", "keeps what is above 0, and little below"],
  ["linear", "passes the sum on"],
  ["softmax", "compares the sum with the others"],
]);
const DEFAULT_DEED = "squashes the sum";
const CODE_SUM = [
  "z = np.dot(activation, weight.T)",
  "z += bias",
  "z = weight @ activations[-1] + bias",
];
const CODE_SQUASH = ["activation = function(z)", "activations.append(1 / (1 + np.exp(-z)))"];

/**
 * @param {Facts} facts
 * @returns {Beat[]}
 */
export function forwardBeats(facts) {
  const { last } = facts;
  const beats = [weightsBeat(facts)];
  for (let layer = 1; layer <= last; layer++) {
    beats.push(sumBeat(facts, layer), layerBeat(facts, layer));
  }
  beats.push(answerBeat(facts));
  return beats;
}

/**
 * @param {Facts} facts
 * @returns {Beat}
 */
function weightsBeat(facts) {
  const index = facts.focus(1);
  return {
    id: "forward-1-weights",
    part: PART,
    caption: [
      { text: `Neuron ${index} has a weight for every pixel: it looks for ink where they are ` },
      { text: "blue", tone: "up" },
      { text: ", for paper where they are " },
      { text: "red", tone: "down" },
      { text: "." },
    ],
    formula: symbol(
      "w",
      `w^{(1)}_{${index},0},\\ w^{(1)}_{${index},1},\\ \\dots,\\ w^{(1)}_{${index},783}`,
    ),
    code: [CODE_SUM[0], CODE_SUM[2]],
    question: null,
    picture: picture({ inputs: "weights", neuron: { layer: 1, index }, lines: "weights" }),
  };
}

/**
 * @param {Facts} facts
 * @param {number} layer
 * @returns {Beat}
 */
function sumBeat(facts, layer) {
  const index = facts.focus(layer);
  const value = facts.forward.activations[layer][index];
  const name = layer === facts.last ? `Output ${index}` : `Neuron ${index}`;
  return {
    id: `forward-${layer}-sum`,
    part: PART,
    caption: [
      {
        text: `${name} weighs every activation before it, adds them and its bias up, and ${DEEDS.get(layer === facts.last ? facts.output : facts.activation) ?? DEFAULT_DEED}: `,
      },
      { text: format(value), tone: "accent" },
    ],
    formula: sumFormula(facts, layer, index),
    code: [...CODE_SUM, ...CODE_SQUASH],
    question: [{ text: `Will ${name.toLowerCase()} be bright or dark?` }],
    picture: picture({
      activations: layer - 1,
      inputs: "picture",
      neuron: { layer, index },
      lines: "products",
      motion: { kind: "neuron", layer, index },
    }),
  };
}

/**
 * a = f(largest terms + the rest + b) in symbols and, under them, in numbers. For softmax, which
 * needs all z of its layer, the sum z alone.
 * @param {Facts} facts
 * @param {number} layer
 * @param {number} index
 */
function sumFormula(facts, layer, index) {
  const terms = facts.terms(layer, index);
  const name = layer === facts.last ? facts.output : facts.activation;
  const f = functionName(name);
  const joint = name === "softmax";
  const left = joint
    ? symbol("z", `z^{(${layer})}_{${index}}`)
    : symbol("a", `a^{(${layer})}_{${index}}`);
  const [open, close] = joint ? ["", ""] : [`${f}\\bigl(`, "\\bigr)"];
  if (terms === null) {
    return `${left} = ${open}\\textstyle\\sum_k ${symbol("w", `w_{${index}k}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}_k`)} + ${symbol("b", "b")}${close}`;
  }
  const symbols = terms.terms.map(
    ({ index: k }) => `${symbol("w", `w_{${k}}`)}\\, ${symbol("a-before", `a_{${k}}`)}`,
  );
  const value = joint ? terms.z : terms.a;
  return aligned(
    `${left} &= ${open}${[...symbols, `\\cdots`, symbol("b", "b")].join(" + ")}${close}`,
    `${number(value, 2)} &= ${open}${sumNumbers(terms)}${close}`,
  );
}

/**
 * @param {NeuronTerms} terms
 */
function sumNumbers({ terms, rest, rest_count, bias }) {
  const [first, ...others] = terms.map(({ product }) => product);
  const listed = `${number(first, 2)} ${others.map((product) => term(product, 2)).join(" ")}`;
  return `${listed} ${term(rest, 2)}_{\\text{${rest_count} more}} ${term(bias, 2)}`;
}

/**
 * @param {Facts} facts
 * @param {number} layer
 * @returns {Beat}
 */
function layerBeat({ forward, last, activation, output }, layer) {
  const activations = forward.activations[layer];
  const most = strongest(activations);
  const word = activations[most] < 0 ? "strongest" : "brightest";
  const f = functionName(layer === last ? output : activation);
  return {
    id: `forward-${layer}`,
    part: PART,
    caption: [
      { text: `So do all ${activations.length} of ${layerName(layer, last)}. ` },
      { text: layer === last ? "Output " : "Neuron " },
      { text: `${most}`, tone: "accent" },
      { text: ` is the ${word}, with ${format(activations[most])}.` },
    ],
    formula: `${symbol("a", `a^{(${layer})}`)} = ${f}\\bigl(${symbol("w", `W^{(${layer})}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}`)} + ${symbol("b", `b^{(${layer})}`)}\\bigr)`,
    code: [...CODE_SUM, ...CODE_SQUASH, "activations.append(activation)"],
    question: null,
    picture: picture({ activations: layer, lit: layer, motion: { kind: "forward", layer } }),
  };
}

/**
 * @param {Facts} facts
 * @returns {Beat}
 */
function answerBeat({ forward, last }) {
  const { prediction } = forward;
  const value = forward.activations[last][prediction];
  return {
    id: ANSWER_BEAT,
    part: PART,
    caption: [
      { text: value < 0.5 ? "It is not sure. Its best guess is a " : "It reads a " },
      { text: `${prediction}`, tone: "accent" },
      { text: `, with ${format(value)}.` },
    ],
    formula: "",
    code: ["return ForwardTrace", "output = activations[-1]"],
    question: null,
    picture: picture({ activations: last, lit: last }),
  };
}
