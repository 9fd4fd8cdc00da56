/** Part Step: every weight and bias follows its nudge a little, and the same drawing runs again.
 * @import {Side} from "../../kit/equation.js"
 * @import {Step} from "../../state/page.js"
 * @import {BackwardFacts} from "./walk_facts.js" */

import { equated, UP_TO_SIX_DIGITS } from "../../kit/equation.js";
import { format, placesFor } from "../../kit/format.js";
import { aligned, bracketed, number, symbol } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { STEP_BEAT } from "../../state/page.js";
import { stepDuration } from "./views/step_motion.js";
import { stepCostQuestion } from "./walk_questions.js";
import { STEP_READY_CAPTION, stepCaption } from "./words.js";

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function stepBeats(facts) {
  const { last, step } = facts;
  const shown = { activations: last, cost: true, nudges: last };
  return [
    {
      id: "step-ready",
      caption: STEP_READY_CAPTION,
      tex: readyFormula(facts),
      lines: ["step"],
      question: null,
      picture: picture({ ...shown, lines: "all-weight-nudges" }),
    },
    {
      id: STEP_BEAT,
      caption: stepCaption(step),
      tex: step === null ? readyFormula(facts) : takenFormula(facts, step),
      lines: ["step"],
      question: stepCostQuestion(facts),
      asked: picture({ activations: last - 1 }),
      picture: picture({
        ...shown,
        compare: step !== null,
        lit: last,
        motion: step === null ? null : { kind: "step" },
      }),
      duration: step === null ? 0 : stepDuration(last),
      renews: ["reading", "cost", "steps"],
      ready: areParametersThere,
    },
  ];
}

/** Whether the weights after the step are known, or will not come.
 * @type {(state: State) => boolean} */
const areParametersThere = ({ parametersVersion, version, messageAbout }) =>
  parametersVersion === version || messageAbout === "parameters";

/** The rule for one weight of a layer. @type {(layer: number, indices: string) => string} */
function rule(layer, indices) {
  const name = `w^{(${layer})}_{${indices}}`;
  const w = symbol("w", name);
  return `${w} &\\leftarrow ${w} - \\eta\\; ${symbol("nudge", `\\partial C_0 / \\partial ${name}`)}`;
}

/** What a step will do to the weight that counts most in the sum of the output that should rise.
 * @type {(facts: BackwardFacts) => string} */
function readyFormula({ backward, last, target, terms, learningRate }) {
  const heaviest = terms(last, target)?.terms[0];
  const nudge = heaviest && backward.nudges.weights?.[last - 1][target][heaviest.index];
  if (heaviest === undefined || nudge === undefined) {
    return aligned(rule(last, `${target},k`));
  }
  const { weight, index } = heaviest;
  const after = weight + learningRate * nudge;
  const digits = placesFor([weight, after]);
  /** @type {Side} */
  const stepped = (style) => {
    const [from, slope] = [format(weight, digits), format(-nudge, style)];
    return {
      tex: `${from.tex} - ${learningRate} \\times ${bracketed(slope.tex)}`,
      value: from.shown - learningRate * slope.shown,
    };
  };
  const { tex, sign } = equated(format(after, digits), stepped, [digits, ...UP_TO_SIX_DIGITS]);
  return aligned(
    rule(last, `${target},${index}`),
    `${number(after, digits)} &${sign === "=" ? "\\leftarrow" : sign} ${tex}`,
  );
}

/** What steps have done to the weight that counted most before them.
 * @type {(facts: BackwardFacts, step: Step) => string} */
function takenFormula({ last, target, terms, weight }, { before }) {
  const heaviest = before?.terms?.[last - 1][target].terms[0];
  if (heaviest === undefined) {
    return aligned(rule(last, `${target},k`));
  }
  const { index } = heaviest;
  const listed = terms(last, target)?.terms.find((one) => one.index === index);
  const now = listed?.weight ?? weight(last, target, index) ?? heaviest.weight;
  const digits = placesFor([heaviest.weight, now]);
  return aligned(
    rule(last, `${target},${index}`),
    `${number(now, digits)} &\\leftarrow ${number(heaviest.weight, digits)}`,
  );
}
