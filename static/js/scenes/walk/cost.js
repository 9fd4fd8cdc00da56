/** Parts Cost and Wishes: ten squares and their sum, the mean over many digits, and ten arrows.
 * @import {AccuracyAnswer} from "../../server/types.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { digitsFor, format } from "../../kit/format.js";
import { aligned, number, symbol, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function costBeats(facts) {
  const { backward, target, last, dataset, cost } = facts;
  const shown = picture({ activations: last, cost: true, lit: last });
  const kind = cost === "squared_error" ? "Ten squares" : "The ten outputs' terms";
  return [
    {
      id: "cost",
      caption: [
        { text: "It should be a " },
        { text: `${target}`, tone: "accent" },
        { text: `. ${kind} add up to the cost of this drawing: ` },
        { text: format(backward.cost).text, tone: "accent" },
      ],
      tex: costFormula(facts),
      lines: ["cost-terms"],
      question: null,
      picture: shown,
    },
    {
      id: "cost-mean",
      caption: meanCaption(dataset, backward.cost),
      tex: dataset === null ? "" : meanFormula(dataset, backward.cost),
      lines: [],
      question: null,
      picture: shown,
    },
  ];
}

/** @param {AccuracyAnswer | null} dataset null while the cost is being counted: the beat stays, so
 *   that a change of the network moves nobody to another
 * @param {number} cost @returns {Words[]} */
function meanCaption(dataset, cost) {
  if (dataset === null) {
    return [{ text: "Averaged over the 10,000 test digits the cost is being counted …" }];
  }
  const { cost: mean, total } = dataset;
  return [
    { text: `Averaged over ${total.toLocaleString("en")} test digits the cost is ` },
    { text: format(mean, 3).text, tone: "accent" },
    { text: `: this drawing costs ${cost >= mean ? "more" : "less"} than the average.` },
  ];
}

/** @param {AccuracyAnswer} dataset @param {number} own the cost of this drawing */
function meanFormula({ cost, total }, own) {
  return aligned(
    `${symbol("C", "C")} &= \\tfrac{1}{${total}} \\textstyle\\sum_k C_k`,
    `${number(cost, 3)} &${own >= cost ? "<" : ">"} ${number(own)} = ${symbol("C", "C_0")}`,
  );
}

/** @type {(facts: BackwardFacts) => string} */
function costFormula({ backward, forward, target, last, cost }) {
  const outputs = forward.activations[last];
  const left = symbol("C", "C_0");
  if (cost !== "squared_error") {
    return aligned(
      `${left} &= -\\textstyle\\sum_j ${symbol("y", "y_j")} \\ln ${symbol("a", `a^{(${last})}_j`)}`,
      `${number(backward.cost)} &= -\\ln ${number(outputs[target])}`,
    );
  }
  const [first, ...others] = backward.cost_terms;
  const digits = digitsFor(backward.cost);
  const squares = [number(first, digits), ...others.map((square) => term(square, digits))].join(
    " ",
  );
  return aligned(
    `${left} &= \\textstyle\\sum_j \\bigl(${symbol("a", `a^{(${last})}_j`)} - ${symbol("y", "y_j")}\\bigr)^2`,
    `${number(backward.cost, digits)} &= ${squares}`,
  );
}

/** @type {(target: number, nudge: number) => Words[]} */
function rise(target, nudge) {
  return nudge > 0
    ? [{ text: `Output ${target} should go ` }, { text: "up", tone: "up" }]
    : [{ text: `Output ${target} is where it should be` }];
}

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function wishesBeats({ backward, forward, target, last, cost }) {
  const nudges = backward.nudges.activations[last - 1];
  const down = nudges.indexOf(Math.min(...nudges));
  const squared = cost === "squared_error";
  const falls = nudges[down] < 0;
  /** @type {Words[]} */
  const fall = falls ? [{ text: `, output ${down} ` }, { text: "down", tone: "down" }] : [];
  const outputs = forward.activations[last];
  const nudge = symbol("nudge", `-\\partial C_0 / \\partial a_{${target}}`);
  return [
    {
      id: "wishes",
      caption: [
        ...rise(target, nudges[target]),
        ...fall,
        { text: ": the further off, the stronger the nudge." },
      ],
      tex: squared
        ? aligned(
            `${nudge} &= -2\\,\\bigl(${symbol("a", `a_{${target}}`)} - ${symbol("y", `y_{${target}}`)}\\bigr)`,
            `${number(nudges[target])} &= -2\\,(${number(outputs[target], 2)} ${term(-1, 0)})`,
          )
        : aligned(
            `${nudge} &= ${symbol("y", `y_{${target}}`)} \\,/\\, ${symbol("a", `a_{${target}}`)}`,
            `${number(nudges[target])} &= 1 \\,/\\, ${number(outputs[target])}`,
          ),
      lines: ["cost-derivative"],
      question: [{ text: `Will the nudge of output ${falls ? down : target} point up or down?` }],
      picture: picture({
        activations: last,
        cost: true,
        nudges: last,
        lit: last,
        motion: { kind: "nudges", layer: last },
      }),
    },
  ];
}
