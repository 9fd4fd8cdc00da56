/** What a step on one drawing does to the others: the mean cost of each digit's test examples, before
 * it and after it.
 * @import {OthersAnswer} from "../../../server/types.js"
 * @import {BackwardFacts} from "../walk_facts.js" */

import { formatAll } from "../../../kit/format.js";
import { aligned, symbol } from "../../../kit/tex.js";
import { picture } from "../../../network/beat_picture.js";
import { othersCostQuestion } from "../walk_questions.js";
import { changesOf, drawOthers, LEAST } from "./others_picture.js";
import { othersAnswer } from "./step_requests.js";
import { othersCaption, othersQuestion } from "./words.js";

const SLIDE_MS = 1600;

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function othersBeats(facts) {
  const { others, step, target } = facts;
  return [
    {
      id: "step-others",
      caption: others
        ? othersCaption(step, target, counted(others, target), LEAST)
        : othersQuestion(step, target),
      tex: others ? meanFormula(others) : "",
      lines: [],
      question: othersCostQuestion(facts, others && changesOf(others)),
      picture: picture({ network: false }),
      duration: SLIDE_MS,
      ready: (state) => state.others !== null || state.messageAbout === othersAnswer.about,
      resources: [othersAnswer],
      draw: drawOthers,
    },
  ];
}

/** How many of the other digits cost more, and how many less, as far as it is seen.
 * @type {(others: OthersAnswer, target: number) => {more: number, less: number, of: number}} */
function counted(others, target) {
  const changes = changesOf(others).filter((_, digit) => digit !== target);
  return {
    more: changes.filter((change) => change > 0).length,
    less: changes.filter((change) => change < 0).length,
    of: changes.length,
  };
}

/** @type {(others: OthersAnswer) => string} */
function meanFormula({ counts, mean_before, mean_after }) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [before, after] = formatAll([mean_before, mean_after], false);
  return aligned(
    `${symbol("C", "C")} &= \\tfrac{1}{${total}} \\textstyle\\sum_k C_k`,
    `${after.tex} &\\leftarrow ${before.tex}`,
  );
}
