/** Part Three levers: what one output can do to follow its nudge.
 * @import {BackwardFacts} from "./walk_facts.js" */

import { format } from "../../kit/format.js";
import { aligned, factor, number, symbol } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { leversFormula, madeFormula } from "./sums.js";
import { strongest } from "./walk_facts.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function leverBeats(facts) {
  return [overviewBeat(facts), biasBeat(facts), weightsBeat(facts), ...activationBeats(facts)];
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
  const { forward, last, target } = facts;
  const value = format(forward.activations[last][target]).text;
  return {
    id: "levers",
    caption: [
      { text: `Look at output ${target} alone. It is at ${value} and should be at 1. ` },
      { text: "Three levers", tone: "accent" },
      { text: " can raise it." },
    ],
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
  return {
    id: "lever-bias",
    caption: [
      { text: "First lever: " },
      ...direction(nudge, "increase", "decrease"),
      { text: ` its bias. The nudge of b is ` },
      { text: format(nudge, { plus: true }).text, tone: "accent" },
      ...flatness(facts, target),
    ],
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial b_{${target}}`)} &= -${symbol("delta", `\\delta_{${target}}`)}`,
      `${number(nudge)} &= -${factor(backward.deltas[last - 1][target])}`,
    ),
    lines: ["output-bias", "bias-gradient"],
    question: [{ text: "Should its bias go up or down?" }],
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
    caption: [
      { text: "Second lever: its weights, each " },
      { text: "in proportion to the activation", tone: "accent" },
      {
        text: ` it carries. The one from neuron ${most}, at ${format(activation).text}, counts most: ${format(nudges[most] ?? 0, { plus: true }).text}`,
      },
    ],
    tex: aligned(
      `${symbol("nudge", `-\\partial C_0 / \\partial w_{${target},${most}}`)} &= -${symbol("delta", `\\delta_{${target}}`)}\\, ${symbol("a-before", `a_{${most}}`)}`,
      `${number(nudges[most] ?? 0)} &= ${number(-backward.deltas[last - 1][target])} \\times ${factor(activation)}`,
    ),
    lines: ["output-weights", "weight-gradient"],
    question: [
      { text: "Which of its weights matter most: those from bright neurons or from dark ones?" },
    ],
    picture: leverPicture(facts, { lines: "weight-nudges", motion: { kind: "lever" } }),
  };
}

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
function activationBeats(facts) {
  const { backward, last, target } = facts;
  const wishes = backward.contributions[last - 2]?.[target];
  if (!wishes) {
    return [];
  }
  const most = strongest(wishes);
  const weight = facts.weight(last, target, most);
  const shown = leverPicture(facts, {
    lines: "weights",
    columns: { layer: last - 1, order: [target], beside: true, sum: false, arriving: target },
  });
  return [
    {
      id: "lever-activations",
      caption: [
        { text: "Third lever: the activations before it, each " },
        { text: "in proportion to the weight", tone: "accent" },
        { text: `. It asks neuron ${most} to go ` },
        ...direction(wishes[most], "up", "down"),
        { text: ` the most: ${format(wishes[most], { plus: true }).text}` },
      ],
      tex: aligned(
        `${symbol("nudge", `\\text{wish for } a_{${most}}`)} &= -${symbol("delta", `\\delta_{${target}}`)}\\, ${symbol("w", `w_{${target},${most}}`)}`,
        `${number(wishes[most])} &= ${number(-backward.deltas[last - 1][target])} \\times ${weight === null ? "\\cdots" : factor(weight)}`,
      ),
      lines: ["back"],
      question: [
        { text: "Which neurons should become brighter: those with blue or with red lines?" },
      ],
      picture: { ...shown, motion: { kind: "lever" } },
    },
    {
      id: "lever-no-direct",
      caption: [
        {
          text: "But nobody can set an activation. Only weights and biases can change: this wish is ",
        },
        { text: "noted, and passed on", tone: "accent" },
        { text: " to the layer before." },
      ],
      tex: madeFormula(facts, last - 1, most),
      lines: ["back"],
      question: null,
      picture: shown,
    },
  ];
}

/** An output passes on less than this share of its nudge where its curve is flat. */
const FLAT = 0.05;

/**
 * Why an output that is far off asks for little: the curve of its function is flat where it stands.
 * @param {BackwardFacts} facts
 * @param {number} k the output
 * @returns {Words[]} */
export function flatness({ backward, last, output }, k) {
  const nudge = backward.nudges.activations[last - 1][k];
  const delta = backward.deltas[last - 1][k];
  const flat = output === "sigmoid" && Math.abs(delta) < FLAT * Math.abs(nudge);
  return flat && Math.abs(nudge) > 0.1 ? [{ text: ": little, for σ is flat there" }] : [];
}

/** A word by the sign of a nudge, in its tone.
 * @type {(nudge: number, up: string, down: string) => Words[]} */
export function direction(nudge, up, down) {
  return [nudge < 0 ? { text: down, tone: "down" } : { text: up, tone: "up" }];
}
