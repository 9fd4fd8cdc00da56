/** Part Step: every weight and bias follows its nudge a little, and the same drawing runs again. */

/** @import {Beat, Words} from "../../timeline.js" */
/** @import {BackwardFacts} from "./facts.js" */

import { alike } from "../../digits.js";
import { STEP_BEAT } from "../../state.js";
import { picture } from "./facts.js";
import { symbol } from "./tex.js";

const FORMULA = `${symbol("w", "w")} \\leftarrow ${symbol("w", "w")} - \\eta\\, ${symbol("nudge", "\\partial C_0 / \\partial w")}`;
const CODE = ["self.parameters.vector -= learning_rate * gradient.vector"];

/**
 * @param {BackwardFacts} facts
 * @returns {Beat[]}
 */
export function stepBeats({ last, step }) {
  const shown = { activations: last, cost: true, nudges: last };
  return [
    {
      id: "step-ready",
      part: "Step",
      caption: [
        { text: "Every weight and bias now knows its nudge: " },
        { text: "blue", tone: "up" },
        { text: " ones grow, " },
        { text: "red", tone: "down" },
        { text: " ones shrink. Press Step, and they move a little." },
      ],
      formula: FORMULA,
      code: CODE,
      question: [{ text: "How far will the cost of this drawing fall?" }],
      picture: picture({ ...shown, lines: "all-weight-nudges" }),
    },
    {
      id: STEP_BEAT,
      part: "Step",
      caption: step === null ? waiting() : result(step),
      formula: FORMULA,
      code: CODE,
      question: null,
      picture: picture({
        ...shown,
        compare: step !== null,
        lit: last,
        motion: step === null ? null : { kind: "forward-again" },
      }),
    },
  ];
}

/** @returns {Words[]} */
function waiting() {
  return [{ text: "Press Step, and the same drawing runs through the changed network." }];
}

/**
 * @param {{cost_before: number, cost_after: number, steps: number}} step
 * @returns {Words[]}
 */
function result({ cost_before, cost_after, steps }) {
  const [before, after] = alike([cost_before, cost_after], false);
  const intro = `${steps === 1 ? "One step" : `${steps} steps`}, and the same drawing again: its cost `;
  if (before === after) {
    return [{ text: `${intro}stays at ` }, { text: after, tone: "accent" }];
  }
  const rose = cost_after > cost_before;
  return [
    { text: `${intro}${rose ? "rose" : "fell"} from ` },
    { text: before, tone: "accent" },
    { text: " to " },
    { text: after, tone: "accent" },
    { text: rose ? ". The step was too long." : "" },
  ];
}
