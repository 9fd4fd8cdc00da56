/** Parts Cost and Wishes: ten squares and their sum, the mean over many digits, and ten arrows.
 * @import {Style, Written} from "../../kit/format.js"
 * @import {AccuracyAnswer} from "../../server/types.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { computed, equation, filled, UP_TO_SIX_DIGITS } from "../../kit/equation.js";
import { format } from "../../kit/format.js";
import { nudgeTex } from "../../kit/nudges.js";
import { shownSum } from "../../kit/shown_sum.js";
import { aligned, sumTex, symbol } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { nudgeSizeQuestion } from "./walk_questions.js";
import {
  comparedCosts,
  costCaption,
  IN_FORMULAS,
  meanCaption,
  outputNudgesCaption,
} from "./words.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function costBeats(facts) {
  const { backward, last, dataset } = facts;
  const shown = picture({ activations: last, cost: true, lit: last });
  return [
    {
      id: "cost",
      reveals: ["cost"],
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
  const { mean, own: shown, sign } = comparedCosts(cost, own);
  return aligned(
    `${symbol("C", "C")} &= \\tfrac{1}{${total}} \\textstyle\\sum_k C_k`,
    `${mean.tex} &${sign} ${shown.tex} = ${symbol("C", "C_0")}`,
  );
}

/** @type {(facts: BackwardFacts) => string} */
function costFormula({ backward, forward, target, last, cost }) {
  const a = symbol("a", `a^{(${last})}_j`);
  const general = `${symbol("C", "C_0")} &= ${filled(cost.cost_tex, { a, y: symbol("y", "y_j") })}`;
  if (cost.target_term_tex !== null) {
    const { target_term_tex: tex } = cost;
    const values = equation(
      format(backward.cost),
      (style) => computed(tex, ofOutput(forward.activations[last][target], style)),
      UP_TO_SIX_DIGITS,
    );
    return aligned(general, values);
  }
  const sum = shownSum(backward.cost_terms, backward.cost);
  return aligned(general, `${sum.total.tex} &= ${sumTex(sum, IN_FORMULAS.more)}`);
}

/** An output's number, for a described formula.
 * @type {(a: number, style?: Style) => Record<string, Written>} */
const ofOutput = (a, style) => ({ a: format(a, style), "a.2": format(a, style ?? 2) });

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function outputNudgeBeats(facts) {
  const { backward, forward, target, last, cost } = facts;
  const nudges = backward.nudges.activations[last - 1];
  const [a, y] = [symbol("a", `a^{(${last})}_{${target}}`), symbol("y", `y_{${target}}`)];
  const activation = forward.activations[last][target];
  const values = equation(
    format(nudges[target]),
    (style) => computed(cost.nudge_values_tex, ofOutput(activation, style)),
    UP_TO_SIX_DIGITS,
  );
  return [
    {
      id: "wishes",
      caption: outputNudgesCaption(facts),
      tex: aligned(
        `${nudgeTex("a", `^{(${last})}_{${target}}`)} &= ${filled(cost.nudge_tex, { a, y })}`,
        values,
      ),
      lines: ["cost-derivative"],
      question: nudgeSizeQuestion(facts),
      asked: picture({ activations: last, cost: true, lit: last }),
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
