/** Why it is fast: all derivatives measured one by one, beside one pass back that finds them all.
 * @import {BackwardFacts} from "../walk_facts.js" */

import { aligned, symbol } from "../../../kit/tex.js";
import { picture } from "../../../network/beat_picture.js";
import { parameterCount } from "../../../network/names.js";
import { measuredQuestion } from "../walk_questions.js";
import { measuredAnswer } from "./step_requests.js";
import { drawWhyFast } from "./why_fast_picture.js";
import { whyFastCaption } from "./words.js";

const LIGHT_MS = 2400;

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function whyFastBeats(facts) {
  const { forward, last, target } = facts;
  return [
    {
      id: "why-fast",
      caption: whyFastCaption(parameterCount(forward.activations.map(({ length }) => length))),
      tex: formula(last, target),
      lines: ["output-weights", "back", "through", "chain", "hidden-weights"],
      question: measuredQuestion(facts),
      picture: picture({ network: false }),
      duration: LIGHT_MS,
      resources: [measuredAnswer],
      draw: drawWhyFast,
    },
  ];
}

/** @type {(last: number, target: number) => string} */
function formula(last, target) {
  const derivative = `\\partial C_0 / \\partial w^{(${last})}_{${target},k}`;
  const [delta, a] = [
    symbol("delta", `\\delta^{(${last})}_{${target}}`),
    symbol("a-before", `a^{(${last - 1})}_k`),
  ];
  return aligned(
    `${symbol("nudge", derivative)} &\\approx \\bigl(C_0(w + h) - C_0(w)\\bigr) / h`,
    `&= ${delta}\\, ${a}`,
  );
}
