/** Part Forward: one neuron's sum with its true numbers, then its whole layer, layer by layer.
 * @import {Facts} from "./walk_facts.js" */

import { format } from "../../kit/format.js";
import { aligned, excerpt, number, symbol, table, vector } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { layerName } from "../../network/names.js";
import { ANSWER_BEAT } from "../../state/page.js";
import { layerFormula, neuronFormula } from "./sums.js";
import { strongest } from "./walk_facts.js";

/** What a neuron does with its sum, by its function. */
const DEEDS = new Map([
  ["relu", "keeps what is above 0"],
  ["leaky_relu", "keeps what is above 0, and little below"],
  ["linear", "passes the sum on"],
  ["softmax", "compares the sum with the others"],
]);
const DEFAULT_DEED = "squashes the sum";

/** @type {(facts: Facts) => NetworkBeat[]} */
export function forwardBeats(facts) {
  const { last } = facts;
  const beats = [weightsBeat(facts)];
  for (let layer = 1; layer <= last; layer++) {
    beats.push(sumBeat(facts, layer), layerBeat(facts, layer));
  }
  beats.push(answerBeat(facts));
  return beats;
}

/** @type {(facts: Facts) => NetworkBeat} */
function weightsBeat(facts) {
  const index = facts.focus(1);
  return {
    id: "forward-1-weights",
    caption: [
      { text: `Neuron ${index} has a weight for every pixel: it looks for ink where they are ` },
      { text: "blue", tone: "up" },
      { text: ", for paper where they are " },
      { text: "red", tone: "down" },
      { text: "." },
    ],
    tex: weightsFormula(facts, index),
    lines: ["products"],
    question: null,
    picture: picture({ inputs: "weights", neuron: { layer: 1, index }, lines: "weights" }),
  };
}

/** The weights of the pixels that this drawing weighs most, and their numbers.
 * @type {(facts: Facts, index: number) => string} */
function weightsFormula({ terms, forward }, index) {
  const count = forward.activations[0].length;
  /** @type {(k: number) => string} */
  const name = (k) => symbol("w", `w^{(1)}_{${index},${k}}`);
  const known = new Map((terms(1, index)?.terms ?? []).map(({ index: k, weight }) => [k, weight]));
  if (known.size === 0) {
    return excerpt([0, 1, count - 1], count, name).join(",\\ ");
  }
  const places = [...known.keys()];
  return table(
    excerpt(places, count, name),
    excerpt(places, count, (k) => number(known.get(k) ?? 0)),
  );
}

/** @type {(facts: Facts, layer: number) => NetworkBeat} */
function sumBeat(facts, layer) {
  const index = facts.focus(layer);
  const value = facts.forward.activations[layer][index];
  const name = layer === facts.last ? `Output ${index}` : `Neuron ${index}`;
  return {
    id: `forward-${layer}-sum`,
    caption: [
      {
        text: `${name} weighs every activation before it, adds them and its bias up, and ${DEEDS.get(layer === facts.last ? facts.output : facts.activation) ?? DEFAULT_DEED}: `,
      },
      { text: format(value).text, tone: "accent" },
    ],
    tex: neuronFormula(facts, layer, index),
    lines: ["sum", "squash"],
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

/** @type {(facts: Facts, layer: number) => NetworkBeat} */
function layerBeat(facts, layer) {
  const { forward, last } = facts;
  const activations = forward.activations[layer];
  const most = strongest(activations);
  const word = activations[most] < 0 ? "strongest" : "brightest";
  return {
    id: `forward-${layer}`,
    caption: [
      { text: `So do all ${activations.length} of ${layerName(layer, last)}. ` },
      { text: layer === last ? "Output " : "Neuron " },
      { text: `${most}`, tone: "accent" },
      { text: ` is the ${word}, with ${format(activations[most]).text}.` },
    ],
    tex: layerFormula(facts, layer),
    lines: ["sum", "squash", "keep-activation"],
    question: null,
    picture: picture({ activations: layer, lit: layer, motion: { kind: "forward", layer } }),
  };
}

/** @type {(facts: Facts) => NetworkBeat} */
function answerBeat({ forward, last }) {
  const { prediction } = forward;
  const outputs = forward.activations[last];
  const value = outputs[prediction];
  return {
    id: ANSWER_BEAT,
    caption: [
      { text: value < 0.5 ? "It is not sure. Its best guess is a " : "It reads a " },
      { text: `${prediction}`, tone: "accent" },
      { text: `, with ${format(value).text}.` },
    ],
    tex: aligned(
      `${symbol("a", `a^{(${last})}_{${prediction}}`)} &= \\textstyle\\max_j ${symbol("a", `a^{(${last})}_j`)}`,
      `${number(value, 2)} &= \\max(${vector(outputs, prediction, 2)})`,
    ),
    lines: ["answer"],
    question: null,
    picture: picture({ activations: last, lit: last }),
  };
}
