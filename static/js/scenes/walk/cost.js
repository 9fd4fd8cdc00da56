/** Parts Cost and Wishes: ten squares and their sum, the mean over many digits, and ten arrows. */

/** @import {Beat, Words} from "../../timeline.js" */
/** @import {BackwardFacts} from "./facts.js" */

import { format } from "../../theme.js";
import { picture } from "./facts.js";
import { aligned, number, symbol, term } from "./tex.js";

/**
 * @param {BackwardFacts} facts
 * @returns {Beat[]}
 */
export function costBeats(facts) {
  const { backward, target, last, dataset, cost } = facts;
  const shown = picture({ activations: last, cost: true, lit: last });
  const kind = cost === "squared_error" ? "Ten squares" : "The ten outputs' terms";
  /** @type {Beat[]} */
  const beats = [
    {
      id: "cost",
      part: "Cost",
      caption: [
        { text: "It should be a " },
        { text: `${target}`, tone: "accent" },
        { text: `. ${kind} add up to the cost of this drawing: ` },
        { text: format(backward.cost, 2), tone: "accent" },
      ],
      formula: costFormula(facts),
      code: cost === "squared_error" ? ["return (a - y) ** 2"] : [],
      question: null,
      picture: shown,
    },
  ];
  if (dataset !== null) {
    beats.push({
      id: "cost-mean",
      part: "Cost",
      caption: meanCaption(dataset, backward.cost),
      formula: aligned(
        `${symbol("C", "C")} &= \\tfrac{1}{${dataset.total}} \\textstyle\\sum_k C_k = ${number(dataset.cost, 4)}`,
      ),
      code: [],
      question: null,
      picture: shown,
    });
  }
  return [...beats, wishesBeat(facts)];
}

/**
 * @param {{cost: number, total: number}} dataset
 * @param {number} cost
 * @returns {Words[]}
 */
function meanCaption({ cost: mean, total }, cost) {
  return [
    { text: `Averaged over ${total.toLocaleString("en")} test digits the cost is ` },
    { text: format(mean, 3), tone: "accent" },
    { text: `: this drawing costs ${cost >= mean ? "more" : "less"} than most.` },
  ];
}

/** @param {BackwardFacts} facts */
function costFormula({ backward, forward, target, last, cost }) {
  const outputs = forward.activations[last];
  const left = symbol("C", "C_0");
  if (cost !== "squared_error") {
    return aligned(
      `${left} &= -\\textstyle\\sum_j ${symbol("y", "y_j")} \\ln ${symbol("a", `a^{(${last})}_j`)}`,
      `${number(backward.cost, 4)} &= -\\ln ${number(outputs[target], 4)}`,
    );
  }
  const [first, ...others] = backward.cost_terms;
  const squares = [number(first, 2), ...others.map((square) => term(square, 2))].join(" ");
  return aligned(
    `${left} &= \\textstyle\\sum_j \\bigl(${symbol("a", `a^{(${last})}_j`)} - ${symbol("y", "y_j")}\\bigr)^2`,
    `${number(backward.cost, 2)} &= ${squares}`,
  );
}

/**
 * @param {BackwardFacts} facts
 * @returns {Beat}
 */
function wishesBeat({ backward, forward, target, last, cost }) {
  const nudges = backward.nudges.activations[last - 1];
  const down = nudges.indexOf(Math.min(...nudges));
  const squared = cost === "squared_error";
  /** @type {Words[]} */
  const fall =
    nudges[down] < 0 ? [{ text: `, output ${down} ` }, { text: "down", tone: "down" }] : [];
  const outputs = forward.activations[last];
  const nudge = symbol("nudge", `-\\partial C_0 / \\partial a_{${target}}`);
  return {
    id: "wishes",
    part: "Wishes",
    caption: [
      { text: `Output ${target} should go ` },
      { text: "up", tone: "up" },
      ...fall,
      { text: ": the further off, the stronger the nudge." },
    ],
    formula: squared
      ? aligned(
          `${nudge} &= -2\\,\\bigl(${symbol("a", `a_{${target}}`)} - ${symbol("y", `y_{${target}}`)}\\bigr)`,
          `${number(nudges[target])} &= -2\\,(${number(outputs[target], 2)} ${term(-1, 0)})`,
        )
      : `${nudge} = ${number(nudges[target])}`,
    code: [
      "gradient_a = self.cost.derivative",
      ...(squared ? ["difference = a - y", "difference += difference", "delta = 2 *"] : []),
    ],
    question: [{ text: `Will the nudge of output ${down} point up or down?` }],
    picture: picture({
      activations: last,
      cost: true,
      nudges: last,
      lit: last,
      motion: { kind: "nudges", layer: last },
    }),
  };
}
