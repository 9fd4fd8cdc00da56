/** Parts Adding up and Further back: what every neuron asks of the layer before it, one column after
 * the other, and their sum as that layer's nudges; then the same a layer further back.
 * @import {BackwardFacts} from "./walk_facts.js" */

import { equation } from "../../kit/equation.js";
import { format } from "../../kit/format.js";
import { nudgeTex } from "../../kit/nudges.js";
import { shownSum } from "../../kit/shown_sum.js";
import { aligned, excerpt, number, product, sumTex, symbol, table } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { gateBeats, gateTex } from "./gate.js";
import { gateNeuron } from "./gate_curves.js";
import { strongest } from "./walk_facts.js";
import { largestDeltaQuestion, paperPixelQuestion } from "./walk_questions.js";
import {
  addedUpCaption,
  columnCaption,
  IN_FORMULAS,
  leversAgainCaption,
  pixelWeightsCaption,
} from "./words.js";

/** One beat for every output's column, the strongest first, then their sum.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function addingBeats(facts) {
  const { backward, last, target } = facts;
  const layer = last - 1;
  const contributions = backward.contributions[layer - 1];
  if (!contributions) {
    return [];
  }
  const size = contributions.map((row) => Math.max(...row.map(Math.abs)));
  const order = size
    .map((_, k) => k)
    .sort((p, q) => (q === target ? 1 : 0) - (p === target ? 1 : 0) || size[q] - size[p]);
  const columns = order.map((k, i) => columnBeat(facts, order.slice(0, i + 1), k));
  return [...columns, sumBeat(facts, layer, "adding-up")];
}

/** @param {BackwardFacts} facts
 * @param {number[]} order the outputs whose columns stand already, `k` the last of them
 * @param {number} k @returns {NetworkBeat} */
function columnBeat(facts, order, k) {
  const { backward, last } = facts;
  const layer = last - 1;
  const contributions = backward.contributions[layer - 1][k];
  const most = strongest(contributions);
  return {
    id: `adding-${k}`,
    caption: columnCaption(facts, k, most, order.length === 1),
    tex: columnFormula(contributions, k, most),
    lines: ["back"],
    question: null,
    picture: picture({
      activations: last,
      cost: true,
      nudges: last,
      neuron: { layer: last, index: k },
      columns: { layer, order, single: false, sum: false, arriving: k },
      motion: { kind: "column" },
    }),
  };
}

/** What one output asks of two neurons: of the first, and of the one that it asks the most of (or of
 * the last where those are one).
 * @type {(contributions: number[], k: number, most: number) => string} */
function columnFormula(contributions, k, most) {
  const { length } = contributions;
  const indices = [0, most || length - 1];
  /** @type {(j: number) => string} */
  const name = (j) =>
    symbol("nudge", `-${symbol("delta", `\\delta_{${k}}`)}\\, ${symbol("w", `w_{${k},${j}}`)}`);
  return table(
    excerpt(indices, length, name),
    excerpt(indices, length, (j) => number(contributions[j])),
  );
}

/** All columns and their sum, which is the layer's nudges.
 * @type {(facts: BackwardFacts, layer: number, id: string) => NetworkBeat} */
function sumBeat(facts, layer, id) {
  const { backward, last } = facts;
  const contributions = backward.contributions[layer - 1];
  const nudges = backward.nudges.activations[layer - 1];
  const most = strongest(nudges);
  return {
    id,
    caption: addedUpCaption(facts, layer, most),
    tex: sumFormula(contributions, nudges, layer, most),
    lines: ["back", "keep-gradient"],
    question: null,
    picture: picture({
      activations: last,
      cost: true,
      nudges: layer + 1,
      lit: layer,
      columns: {
        layer,
        order: contributions.map((_, k) => k),
        single: false,
        sum: true,
        arriving: null,
      },
      motion: { kind: "sum" },
    }),
  };
}

/** @type {(contributions: number[][], nudges: number[], layer: number, j: number) => string} */
function sumFormula(contributions, nudges, layer, j) {
  const sum = shownSum(
    contributions.map((row) => row[j]),
    nudges[j],
  );
  return aligned(
    `${nudgeTex("a", `^{(${layer})}_{${j}}`)} &= \\textstyle\\sum_k -${symbol("delta", `\\delta^{(${layer + 1})}_k`)}\\, ${symbol("w", `w^{(${layer + 1})}_{k,${j}}`)}`,
    `${sum.total.tex} &= ${sumTex(sum, IN_FORMULAS.more)}`,
  );
}

/** A layer further back, until the first hidden layer; then the weights of the pixels.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function furtherBeats(facts) {
  const { last } = facts;
  /** @type {NetworkBeat[]} */
  const beats = [];
  for (let layer = last - 1; layer >= 1; layer--) {
    if (layer === last - 1) {
      const index = gateNeuron(facts.backward, layer);
      beats.push(...gateBeats(facts, `further-${layer}-gate`, layer, index));
    }
    beats.push(leversAgainBeat(facts, layer));
    if (layer > 1) {
      beats.push(sumBeat(facts, layer - 1, `further-${layer - 1}`));
    }
  }
  beats.push(pixelWeightsBeat(facts));
  return beats;
}

/** @type {(facts: BackwardFacts, layer: number) => NetworkBeat} */
function leversAgainBeat(facts, layer) {
  const most = gateNeuron(facts.backward, layer);
  return {
    id: `further-${layer}-levers`,
    caption: leversAgainCaption(facts, layer, most),
    tex: layer === facts.last - 1 ? biasFormula(facts, layer, most) : gateTex(facts, layer, most),
    lines: ["through", "chain", "hidden-bias", "hidden-weights"],
    question: largestDeltaQuestion(facts, layer),
    picture: picture({
      activations: facts.last,
      cost: true,
      nudges: layer,
      lit: layer,
      lines: "layer-weight-nudges",
      motion: { kind: "lines", layer },
    }),
  };
}

/** Its gate has just been seen. @type {(facts: BackwardFacts, layer: number, index: number) => string}
 */
function biasFormula({ backward }, layer, index) {
  const at = `^{(${layer})}_{${index}}`;
  const nudge = number(backward.nudges.biases[layer - 1][index]);
  return aligned(
    `${symbol("nudge", `-\\partial C_0 / \\partial b${at}`)} &= -${symbol("delta", `\\delta${at}`)} \\times 1`,
    `${nudge} &= ${nudge} \\times 1`,
  );
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function pixelWeightsBeat(facts) {
  const { backward, forward, last } = facts;
  const inputs = forward.activations[0];
  const nudges = backward.nudges.biases[0];
  const most = strongest(nudges);
  // Its weights' nudges are in proportion to the ink: the strongest is that of the inkiest pixel.
  const pixel = strongest(inputs);
  const nudge = backward.nudges.weights?.[0][most][pixel] ?? 0;
  return {
    id: "further-pixels",
    caption: pixelWeightsCaption(facts, most),
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial w^{(1)}_{${most},${pixel}}`)} &= -${symbol("delta", `\\delta^{(1)}_{${most}}`)}\\, ${symbol("a-before", `a^{(0)}_{${pixel}}`)}`,
      equation(format(nudge), (style) => product([nudges[most], inputs[pixel]], "\\times", style)),
    ),
    lines: ["hidden-weights"],
    question: paperPixelQuestion(facts),
    asked: picture({ activations: last, cost: true, nudges: 1 }),
    picture: picture({
      inputs: "picture",
      activations: last,
      cost: true,
      nudges: 1,
      lines: "pixel-weight-nudges",
    }),
  };
}
