/** Parts Cost and Wishes: ten squares and their sum, the mean over many digits, and ten arrows.
 * @import {AccuracyAnswer} from "../../server/types.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { digitsFor } from "../../kit/format.js";
import { aligned, number, symbol, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { costCaption, meanCaption, outputNudgeQuestion, outputNudgesCaption } from "./words.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function costBeats(facts) {
  const { backward, last, dataset } = facts;
  const shown = picture({ activations: last, cost: true, lit: last });
  return [
    {
      id: "cost",
      caption: costCaption(facts),
      tex: costFormula(facts),
      lines: ["cost-terms"],
      question: null,
      picture: shown,
    },
    {
      // Also while the mean is being counted, so that no change of the network moves anybody.
      id: "cost-mean",
      caption: meanCaption(dataset, backward.cost),
      tex: dataset === null ? "" : meanFormula(dataset, backward.cost),
      lines: [],
      question: null,
      picture: shown,
    },
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

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function outputNudgeBeats({ backward, forward, target, last, cost }) {
  const nudges = backward.nudges.activations[last - 1];
  const down = nudges.indexOf(Math.min(...nudges));
  const squared = cost === "squared_error";
  const outputs = forward.activations[last];
  const nudge = symbol("nudge", `-\\partial C_0 / \\partial a_{${target}}`);
  return [
    {
      id: "wishes",
      caption: outputNudgesCaption(target, nudges, down),
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
      question: outputNudgeQuestion(nudges[down] < 0 ? down : target),
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
