/** Parts Adding up and Further back: the wishes of every neuron for the layer before it, one column
 * after the other, and their sum as that layer's nudges; then the same a layer further back.
 * @import {BackwardFacts} from "./walk_facts.js" */

import { digitsFor, format } from "../../kit/format.js";
import { aligned, excerpt, number, slopeName, symbol, table, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { layerName } from "../../network/names.js";
import { direction } from "./levers.js";
import { strongest } from "./walk_facts.js";

/** One beat for every output's column, the strongest wishes first, then their sum.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function addingBeats(facts) {
  const { backward, last, target } = facts;
  const layer = last - 1;
  const wishes = backward.contributions[layer - 1];
  if (!wishes) {
    return [];
  }
  const size = wishes.map((row) => Math.max(...row.map(Math.abs)));
  const order = size
    .map((_, k) => k)
    .sort((p, q) => (q === target ? 1 : 0) - (p === target ? 1 : 0) || size[q] - size[p]);
  const columns = order.map((k, place) => columnBeat(facts, order.slice(0, place + 1), k));
  return [...columns, sumBeat(facts, layer, "adding-up")];
}

/** @param {BackwardFacts} facts
 * @param {number[]} order the outputs whose columns stand already, `k` the last of them
 * @param {number} k @returns {NetworkBeat} */
function columnBeat(facts, order, k) {
  const { last } = facts;
  const layer = last - 1;
  return {
    id: `adding-${k}`,
    caption: columnCaption(facts, k, order.length === 1),
    tex: columnFormula(facts.backward.contributions[layer - 1][k], k),
    lines: ["back"],
    question: null,
    picture: picture({
      activations: last,
      cost: true,
      nudges: last,
      neuron: { layer: last, index: k },
      columns: { layer, order, beside: false, sum: false, arriving: k },
      motion: { kind: "column" },
    }),
  };
}

/** Two wishes of one output: the first and the strongest, or the last where those are one.
 * @type {(wishes: number[], k: number) => string} */
function columnFormula(wishes, k) {
  const { length } = wishes;
  const places = [0, strongest(wishes) || length - 1];
  /** @type {(j: number) => string} */
  const wish = (j) =>
    symbol("nudge", `-${symbol("delta", `\\delta_{${k}}`)}\\, ${symbol("w", `w_{${k},${j}}`)}`);
  return table(
    excerpt(places, length, wish),
    excerpt(places, length, (j) => number(wishes[j])),
  );
}

/** An output whose strongest wish is smaller than this asks for next to nothing. */
const NOTHING = 0.002;
/** An output nearer than this to what it should be is nearly right. */
const NEAR = 0.1;

/** @param {BackwardFacts} facts
 * @param {number} k the output that has the wishes
 * @param {boolean} first @returns {Words[]} */
function columnCaption({ backward, forward, last, target, output }, k, first) {
  const wishes = backward.contributions[last - 2][k];
  const most = strongest(wishes);
  const wish = wishes[most];
  if (Math.abs(wish) < NOTHING) {
    const reason = output === "sigmoid" ? "σ is flat there" : "its weights are small";
    const off = Math.abs(forward.activations[last][k] - (k === target ? 1 : 0));
    const why =
      off < NEAR ? "is nearly right, so it asks" : `is far off, but ${reason}, so it asks`;
    return [{ text: `Output ${k} ${why} for ` }, { text: "next to nothing", tone: "accent" }];
  }
  const layer = layerName(last - 1, last);
  return [
    { text: first ? `Note what output ${k} asks of ${layer}: ` : `Output ${k} has wishes too: ` },
    { text: `neuron ${most} ` },
    ...direction(wish, "up", "down"),
    { text: ` the most, by ${format(wish, { plus: true }).text}` },
  ];
}

/** All columns and their sum, which is the layer's nudges.
 * @type {(facts: BackwardFacts, layer: number, id: string) => NetworkBeat} */
function sumBeat({ backward, last }, layer, id) {
  const wishes = backward.contributions[layer - 1];
  const nudges = backward.nudges.activations[layer - 1];
  const most = strongest(nudges);
  const askers = layer + 1 === last ? "Every output" : "Every neuron after it";
  return {
    id,
    caption: [
      {
        text: `${askers} has a wish for ${layerName(layer, last)}. Added up, they want neuron ${most} to go `,
      },
      ...direction(nudges[most], "up", "down"),
      { text: " the most: " },
      { text: format(nudges[most], { plus: true }).text, tone: "accent" },
    ],
    tex: sumFormula(wishes, nudges, layer, most),
    lines: ["back", "keep-gradient"],
    question: [{ text: `Added up: will neuron ${most} be asked to go up or down?` }],
    picture: picture({
      activations: last,
      cost: true,
      nudges: layer + 1,
      lit: layer,
      columns: { layer, order: wishes.map((_, k) => k), beside: false, sum: true, arriving: null },
      motion: { kind: "sum" },
    }),
  };
}

/** @type {(wishes: number[][], nudges: number[], layer: number, j: number) => string} */
function sumFormula(wishes, nudges, layer, j) {
  const digits = digitsFor(Math.abs(nudges[j]));
  const [first, ...others] = wishes.map((row) => row[j]);
  const listed = [number(first, digits), ...others.map((wish) => term(wish, digits))].join(" ");
  return aligned(
    `${symbol("nudge", `-\\partial C_0 / \\partial a^{(${layer})}_{${j}}`)} &= \\textstyle\\sum_k -${symbol("delta", `\\delta^{(${layer + 1})}_k`)}\\, ${symbol("w", `w^{(${layer + 1})}_{k,${j}}`)}`,
    `${number(nudges[j], digits)} &= ${listed}`,
  );
}

/** A layer further back, until the first hidden layer; then the weights of the pixels.
 * @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function furtherBeats(facts) {
  const { last } = facts;
  /** @type {NetworkBeat[]} */
  const beats = [];
  for (let layer = last - 1; layer >= 1; layer--) {
    beats.push(leversAgainBeat(facts, layer));
    if (layer > 1) {
      beats.push(sumBeat(facts, layer - 1, `further-${layer - 1}`));
    }
  }
  beats.push(pixelWeightsBeat(facts));
  return beats;
}

/** @type {(facts: BackwardFacts, layer: number) => NetworkBeat} */
function leversAgainBeat({ backward, forward, last, activation }, layer) {
  const nudges = backward.nudges.biases[layer - 1];
  const most = strongest(nudges);
  return {
    id: `further-${layer}-levers`,
    caption: [
      {
        text: `Now ${layerName(layer, last)} has wishes of its own, and each neuron the same levers. Neuron ${most}'s bias: `,
      },
      { text: format(nudges[most], { plus: true }).text, tone: "accent" },
    ],
    tex: aligned(
      `-${symbol("delta", `\\delta^{(${layer})}_{${most}}`)} &= ${symbol("nudge", `-\\partial C_0 / \\partial a^{(${layer})}_{${most}}`)} \\cdot ${slopeName(activation)}\\bigl(${symbol("z", `z^{(${layer})}_{${most}}`)}\\bigr)`,
      `${number(nudges[most])} &= ${number(backward.nudges.activations[layer - 1][most])} \\times ${slopeName(activation)}(${number(forward.pre_activations[layer - 1][most])})`,
    ),
    lines: ["through", "chain", "hidden-bias", "hidden-weights"],
    question: null,
    picture: picture({
      activations: last,
      cost: true,
      nudges: layer,
      lit: layer,
      lines: "layer-weight-nudges",
      motion: { kind: "lines", layer },
    }),
  };
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function pixelWeightsBeat({ backward, forward, last }) {
  const count = backward.nudges.biases[0].length;
  const inputs = forward.activations[0];
  const nudges = backward.nudges.biases[0];
  const most = strongest(nudges);
  // Its weights' nudges are in proportion to the ink: the strongest is that of the inkiest pixel.
  const pixel = strongest(inputs);
  const nudge = backward.nudges.weights?.[0][most][pixel] ?? 0;
  return {
    id: "further-pixels",
    caption: [
      { text: `At last the ${inputs.length} × ${count} weights of the pixels: each ` },
      { text: "in proportion to the ink", tone: "accent" },
      {
        text: ` under it. Those of neuron ${most} are to change the most.`,
      },
    ],
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial w^{(1)}_{${most},${pixel}}`)} &= -${symbol("delta", `\\delta^{(1)}_{${most}}`)}\\, ${symbol("a-before", `a^{(0)}_{${pixel}}`)}`,
      `${number(nudge)} &= ${number(nudges[most])} \\times ${number(inputs[pixel])}`,
    ),
    lines: ["hidden-weights"],
    question: null,
    picture: picture({
      inputs: "picture",
      activations: last,
      cost: true,
      nudges: 1,
      lines: "pixel-weight-nudges",
    }),
  };
}
