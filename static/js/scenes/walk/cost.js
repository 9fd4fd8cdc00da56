/** Parts Cost and Wishes: ten squares and their sum, the mean over many digits, and ten arrows.
 * @import {AccuracyAnswer} from "../../server/types.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { digitsFor } from "../../kit/format.js";
import { aligned, number, symbol, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { filled } from "../../network/descriptors.js";
import { wishSizeQuestion } from "./walk_questions.js";
import { costCaption, meanCaption, outputNudgesCaption } from "./words.js";

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
  const a = symbol("a", `a^{(${last})}_j`);
  const general = `${symbol("C", "C_0")} &= ${filled(cost.cost_tex, { a, y: symbol("y", "y_j") })}`;
  if (cost.target_term_tex !== null) {
    const term = filled(cost.target_term_tex, ofOutput(forward.activations[last][target]));
    return aligned(general, `${number(backward.cost)} &= ${term}`);
  }
  const [first, ...others] = backward.cost_terms;
  const digits = digitsFor(backward.cost);
  const listed = [number(first, digits), ...others.map((each) => term(each, digits))].join(" ");
  return aligned(general, `${number(backward.cost, digits)} &= ${listed}`);
}

/** An output's number, for a described formula. @type {(a: number) => Record<string, string>} */
const ofOutput = (a) => ({ a: number(a), "a.2": number(a, 2) });

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function outputNudgeBeats(facts) {
  const { backward, forward, target, last, cost } = facts;
  const nudges = backward.nudges.activations[last - 1];
  const down = nudges.indexOf(Math.min(...nudges));
  const [a, y] = [symbol("a", `a_{${target}}`), symbol("y", `y_{${target}}`)];
  const values = filled(cost.nudge_values_tex, ofOutput(forward.activations[last][target]));
  return [
    {
      id: "wishes",
      caption: outputNudgesCaption(target, nudges, down),
      tex: aligned(
        `${symbol("nudge", `-\\partial C_0 / \\partial a_{${target}}`)} &= ${filled(cost.nudge_tex, { a, y })}`,
        `${number(nudges[target])} &= ${values}`,
      ),
      lines: ["cost-derivative"],
      question: wishSizeQuestion(facts),
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
