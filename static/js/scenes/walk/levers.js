/** Part Three levers: what one output can do to follow its nudge.
 * @import {BackwardFacts} from "./walk_facts.js" */

import { equation } from "../../kit/equation.js";
import { format } from "../../kit/format.js";
import { aligned, number, product, symbol } from "../../kit/tex.js";
import { columns, picture } from "../../network/beat_picture.js";
import { strongest } from "../../network/names.js";
import { gateBeats } from "./gate.js";
import { askedTex, leversFormula, madeFormula } from "./sums.js";
import { biasSignsQuestion, blueOrRedQuestion, weightNudgesQuestion } from "./walk_questions.js";
import {
  biasCaption,
  leverActivationsCaption,
  leversCaption,
  leverWeightsCaption,
  NO_DIRECT_CAPTION,
} from "./words.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function leverBeats(facts) {
  return [
    overviewBeat(facts),
    ...gateBeats(facts, "gate", facts.last, facts.target),
    biasBeat(facts),
    weightsBeat(facts),
    ...activationBeats(facts),
  ];
}

/** @param {BackwardFacts} facts
 * @param {Partial<import("../../network/beat_picture.js").Picture>} shown */
function leverPicture({ last, target }, shown) {
  return picture({
    activations: last,
    cost: true,
    nudges: last,
    neuron: { layer: last, index: target },
    ...shown,
  });
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function overviewBeat(facts) {
  const { last, target } = facts;
  return {
    id: "levers",
    caption: leversCaption(facts),
    tex: leversFormula(facts, last, target),
    lines: ["output-delta"],
    question: null,
    picture: leverPicture(facts, { lines: "weights" }),
  };
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function biasBeat(facts) {
  const { backward, last, target } = facts;
  const nudge = backward.nudges.biases[last - 1][target];
  const at = `^{(${last})}_{${target}}`;
  return {
    id: "lever-bias",
    caption: biasCaption(nudge),
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial b${at}`)} &= -${symbol("delta", `\\delta${at}`)} \\times 1`,
      `${number(nudge)} &= ${number(-backward.deltas[last - 1][target])} \\times 1`,
    ),
    lines: ["output-bias", "bias-gradient"],
    question: biasSignsQuestion(facts),
    picture: leverPicture(facts, { lines: "bias-nudge", motion: { kind: "lever" } }),
  };
}

/** @type {(facts: BackwardFacts) => NetworkBeat} */
function weightsBeat(facts) {
  const { backward, forward, last, target } = facts;
  const nudges = backward.nudges.weights?.[last - 1][target] ?? [];
  const most = strongest(nudges);
  const activation = forward.activations[last - 1][most];
  return {
    id: "lever-weights",
    caption: leverWeightsCaption(most, nudges),
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial w^{(${last})}_{${target},${most}}`)} &= -${symbol("delta", `\\delta^{(${last})}_{${target}}`)}\\, ${symbol("a-before", `a^{(${last - 1})}_{${most}}`)}`,
      ...(nudges.length === 0
        ? []
        : [
            equation(format(nudges[most]), (style) =>
              product([-backward.deltas[last - 1][target], activation], "\\times", style),
            ),
          ]),
    ),
    lines: ["output-weights", "weight-gradient"],
    question: weightNudgesQuestion(facts),
    picture: leverPicture(facts, { lines: "weight-nudges", motion: { kind: "lever" } }),
  };
}

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
function activationBeats(facts) {
  const { backward, last, target } = facts;
  const contributions = backward.contributions[last - 2]?.[target];
  if (!contributions) {
    return [];
  }
  const most = strongest(contributions);
  const weight = facts.weight(last, target, most);
  const shown = leverPicture(facts, {
    lines: "weights",
    columns: columns({ layer: last - 1, order: [target], single: true, arriving: [target] }),
  });
  return [
    {
      id: "lever-activations",
      caption: leverActivationsCaption(most, contributions),
      tex: aligned(
        askedTex(last, target, most),
        equation(format(contributions[most]), (style) =>
          weight === null
            ? {
                tex: `${number(-backward.deltas[last - 1][target], style)} \\times \\cdots`,
                value: null,
              }
            : product([-backward.deltas[last - 1][target], weight], "\\times", style),
        ),
      ),
      lines: ["back"],
      question: blueOrRedQuestion(facts),
      picture: { ...shown, motion: { kind: "lever" } },
    },
    {
      id: "lever-no-direct",
      caption: NO_DIRECT_CAPTION,
      tex: madeFormula(facts, last - 1, most),
      lines: ["back"],
      question: null,
      picture: shown,
    },
  ];
}
