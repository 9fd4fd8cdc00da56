/** What one neuron and what a whole layer computes, in symbols and, under them, in numbers.
 * @import {NeuronTerms} from "../../server/types.js"
 * @import {Facts} from "./walk_facts.js" */

import { formatSum } from "../../kit/shown_sum.js";
import {
  aligned,
  factor,
  furtherTerm,
  number,
  sumTex,
  symbol,
  term,
  vector,
} from "../../kit/tex.js";
import { strongest } from "../../network/names.js";
import { IN_FORMULAS } from "./words.js";

/** a = f(largest terms + the rest + b) in symbols and, under them, in numbers. For a
 * function that needs all z of its layer, the sum z alone.
 * @type {(facts: Facts, layer: number, index: number) => string} */
export function neuronFormula(facts, layer, index) {
  const terms = facts.terms(layer, index);
  const { left, value, open, close } = frame(facts, layer, index);
  if (terms === null) {
    return `${left} = ${open}\\textstyle\\sum_k ${symbol("w", `w^{(${layer})}_{${index},k}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}_k`)} + ${symbol("b", `b^{(${layer})}_{${index}}`)}${close}`;
  }
  const symbols = terms.terms.map(
    ({ index: k }) =>
      `${symbol("w", `w^{(${layer})}_{${index},${k}}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}_{${k}}`)}`,
  );
  const { sum, z } = sumNumbers(terms, facts.forward.pre_activations[layer - 1][index]);
  const numbers = open === "" ? `${z} &= ${sum}` : `${number(value)} &= ${open}${sum}${close}`;
  return aligned(
    `${left} &= ${open}${[...symbols, "\\cdots", symbol("b", `b^{(${layer})}_{${index}}`)].join(" + ")}${close}`,
    open === "" ? numbers : `${numbers} = ${open}${z}${close}`,
  );
}

/** What a neuron's sum stands in: a = f( … ), or z = … where f needs all z of the layer.
 * @param {Facts} facts @param {number} layer @param {number} index */
function frame({ forward, last, output, activation }, layer, index) {
  const { tex, is_elementwise } = layer === last ? output : activation;
  if (!is_elementwise) {
    const left = symbol("z", `z^{(${layer})}_{${index}}`);
    return { left, value: forward.pre_activations[layer - 1][index], open: "", close: "" };
  }
  const left = symbol("a", `a^{(${layer})}_{${index}}`);
  const value = forward.activations[layer][index];
  return tex === ""
    ? { left, value, open: "", close: "" }
    : { left, value, open: `${tex}\\bigl(`, close: "\\bigr)" };
}

/** The largest terms, the rest of them and the bias, so that they add up to z.
 * @type {(terms: NeuronTerms, z: number) => {sum: string, z: string}} */
function sumNumbers({ terms, rest, rest_count: restCount, bias }, z) {
  const added = [...terms.map(({ product }) => product), rest, bias];
  const written = formatSum(added, z);
  const [restWritten, biasWritten, total] = written.slice(terms.length);
  const listed = { terms: written.slice(0, terms.length), rest: restWritten, restCount };
  const sum = `${sumTex(listed, IN_FORMULAS.more)} ${furtherTerm(biasWritten)}`;
  return { sum, z: total.tex };
}

/** a = f(W a + b) of a whole layer and, under it, some of its activations.
 * @type {(facts: Facts, layer: number) => string} */
export function layerFormula({ forward, last, activation, output }, layer) {
  const { tex: f } = layer === last ? output : activation;
  const activations = forward.activations[layer];
  const most = strongest(activations);
  return aligned(
    `${symbol("a", `a^{(${layer})}`)} &= ${f}\\bigl(${symbol("w", `W^{(${layer})}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}`)} + ${symbol("b", `b^{(${layer})}`)}\\bigr)`,
    `&= (${vector(activations, most)})`,
  );
}

/** The three levers of a neuron, each with its number: its heaviest weight, what that carries, and
 * its bias. With softmax an output depends on all sums of its layer: its own is what they move.
 * @type {(facts: Facts, layer: number, index: number) => string} */
export function leversFormula(facts, layer, index) {
  const terms = facts.terms(layer, index);
  const { left, value, open, close } = frame(facts, layer, index);
  if (terms === null) {
    return neuronFormula(facts, layer, index);
  }
  const [{ index: k, weight, activation }] = terms.terms;
  return aligned(
    `${left} &= ${open}${symbol("w", `w^{(${layer})}_{${index},${k}}`)}\\, ${symbol("a-before", `a^{(${layer - 1})}_{${k}}`)} + \\cdots + ${symbol("b", `b^{(${layer})}_{${index}}`)}${close}`,
    `${number(value)} &= ${open}${number(weight)} \\times ${factor(activation)} + \\cdots ${term(terms.bias)}${close}`,
  );
}

/** What an output asks of a neuron before it. @type {(last: number, k: number, j: number) => string} */
export const askedTex = (last, k, j) =>
  `${symbol("nudge-a", `\\text{${IN_FORMULAS.desiredChangeOf}} a^{(${last - 1})}_{${j}}`)} &= -${symbol("delta", `\\delta^{(${last})}_{${k}}`)}\\, ${symbol("w", `w^{(${last})}_{${k},${j}}`)}`;

/** What alone makes an activation, and what it comes to. Its weights stay unmarked: the picture
 * shows others.
 * @param {Facts} facts
 * @param {number} layer a hidden one
 * @param {number} index */
export function madeFormula({ forward, activation }, layer, index) {
  const { tex: f } = activation;
  return aligned(
    `${symbol("a", `a^{(${layer})}_{${index}}`)} &= ${f}\\bigl(\\textstyle\\sum_k w^{(${layer})}_{${index},k}\\, ${symbol("a-before", `a^{(${layer - 1})}_k`)} + ${symbol("b", `b^{(${layer})}_{${index}}`)}\\bigr)`,
    `${number(forward.activations[layer][index])} &= ${f}(${number(forward.pre_activations[layer - 1][index])})`,
  );
}
