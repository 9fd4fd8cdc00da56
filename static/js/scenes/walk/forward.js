/** Part Forward: one neuron's sum with its true numbers, then its whole layer, layer by layer.
 * @import {Facts} from "./walk_facts.js" */

import { aligned, excerpt, number, symbol, table, vector } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { strongest } from "../../network/names.js";
import { ANSWER_BEAT } from "../../state/page.js";
import { layerFormula, neuronFormula } from "./sums.js";
import { readingQuestion } from "./walk_questions.js";
import { answerCaption, layerCaption, sumCaption, weightsCaption } from "./words.js";

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
    caption: weightsCaption(index),
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
  const indices = [...known.keys()];
  return table(
    excerpt(indices, count, name),
    excerpt(indices, count, (k) => number(known.get(k) ?? 0)),
  );
}

/** @type {(facts: Facts, layer: number) => NetworkBeat} */
function sumBeat(facts, layer) {
  const index = facts.focus(layer);
  return {
    id: `forward-${layer}-sum`,
    caption: sumCaption(facts, layer, index),
    tex: neuronFormula(facts, layer, index),
    lines: ["sum", "squash"],
    ...(layer === facts.last && index === facts.forward.prediction ? asked(facts) : {}),
    picture: picture({
      activations: layer - 1,
      inputs: "picture",
      neuron: { layer, index },
      lines: "products",
      motion: { kind: "neuron", layer, index },
    }),
  };
}

/** What it will read is asked before any output is looked at.
 * @type {(facts: Facts) => Pick<NetworkBeat, "question" | "asked">} */
const asked = (facts) => ({
  question: readingQuestion(facts),
  asked: picture({ activations: facts.last - 1 }),
});

/** @type {(facts: Facts, layer: number) => NetworkBeat} */
function layerBeat(facts, layer) {
  const most = strongest(facts.forward.activations[layer]);
  return {
    id: `forward-${layer}`,
    caption: layerCaption(facts, layer, most),
    tex: layerFormula(facts, layer),
    lines: ["sum", "squash", "keep-activation"],
    question: null,
    picture: picture({ activations: layer, lit: layer, motion: { kind: "forward", layer } }),
  };
}

/** @type {(facts: Facts) => NetworkBeat} */
function answerBeat(facts) {
  const { forward, last } = facts;
  const { prediction } = forward;
  const outputs = forward.activations[last];
  const value = outputs[prediction];
  return {
    id: ANSWER_BEAT,
    reveals: ["reading"],
    caption: answerCaption(facts),
    tex: aligned(
      `${symbol("a", `a^{(${last})}_{${prediction}}`)} &= \\textstyle\\max_j ${symbol("a", `a^{(${last})}_j`)}`,
      `${number(value, 2)} &= \\max(${vector(outputs, prediction, 2)})`,
    ),
    lines: ["answer"],
    question: null,
    picture: picture({ activations: last, lit: last }),
  };
}
