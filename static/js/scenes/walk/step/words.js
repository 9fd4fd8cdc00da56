/** What is said after a step: what it did to the other digits, how long it should have been, and why
 * all of its derivatives together cost so little. Pure: the beats count, this says it.
 * @import {Step} from "../../../state/page.js" */

import { format } from "../../../kit/format.js";

/** Words inside the pictures. */
export const IN_STEP_PICTURES = {
  othersAxis: "mean cost of each digit’s test examples",
  beforeAfter: "hollow: before · full: after",
  all: "all",
};

/** Whom the network has been listening to. @type {(step: Step | null, target: number) => string} */
const listened = (step, target) =>
  step === null
    ? `A step for this ${target}`
    : step.steps === 1
      ? `You listened to one ${target}`
      : `${step.steps} steps for one ${target}`;

/** @type {(step: Step | null, target: number) => Words[]} before anything is known */
export const othersQuestion = (step, target) => [
  {
    text: `${listened(step, target)}. What ${step === null ? "would it do" : "has it done"} to the other digits?`,
  },
];

/** @typedef {{more: number, less: number, of: number}} Counted how many of the other digits cost more
 * and how many less than before, of how many */

/** @type {(step: Step | null, target: number, counted: Counted, least: number) => Words[]} `least` is
 *   the smallest change that is seen */
export function othersCaption(step, target, { more, less, of }, least) {
  const lead = listened(step, target);
  const now = step === null ? "would" : "now";
  if (more === of) {
    return [
      { text: `${lead}, and ` },
      { text: `all ${of} other digits pay`, tone: "accent" },
      { text: ": each costs more on average. That is why we average." },
    ];
  }
  if (more > 0) {
    return [
      { text: `${lead}. Of the ${of} other digits ` },
      {
        text: `${more} ${now} ${more === 1 && step !== null ? "costs" : "cost"} more`,
        tone: "down",
      },
      { text: ` and ${less === 0 ? "none" : less} less: that is why we average.` },
    ];
  }
  if (less > 0) {
    return [
      { text: `${lead}, and this time no other digit pays: ` },
      {
        text: `${less} of the ${of} ${now} ${less === 1 && step !== null ? "costs" : "cost"} less`,
        tone: "up",
      },
      { text: "." },
    ];
  }
  return [
    {
      text: `${lead}, too short for the others: no digit’s mean cost changes by as much as ${format(least, 3).text}.`,
    },
  ];
}
