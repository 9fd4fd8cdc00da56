/** What is said after a step: what it did to the other digits, how long it should have been, and why
 * all of its derivatives together cost so little. Pure: the beats count, this says it.
 * @import {RatesAnswer} from "../../../server/types.js"
 * @import {Step} from "../../../state/page.js"
 * @import {RateKind} from "./rates.js" */

import { format, grouped, toDigits } from "../../../kit/format.js";

/** Words inside the pictures. */
export const IN_STEP_PICTURES = {
  othersAxis: "mean cost of each digit’s test examples",
  beforeAfter: "hollow: before · full: after",
  all: "all",
  oneByOne: "measured one by one",
  atOnce: "back-propagation",
  /** @type {(count: number, time?: string) => string} */
  passes: (count, time) => `${grouped(count)} passes${time === undefined ? "" : ` · ${time}`}`,
  /** @type {(milliseconds: number) => string} */
  inTime: (milliseconds) =>
    milliseconds < 1000
      ? `${format(milliseconds, { places: (size) => (size < 10 ? 2 : 0) }).text} ms`
      : `${format(milliseconds / 1000, 1).text} s`,
  /** @type {(difference: string, largest: string) => string[]} */
  agree: (difference, largest) => [
    `the two differ by ${difference} at most`,
    `the largest derivative is ${largest}`,
  ],
  machine: "times on this machine",
  /** @type {(output: number, delta: number, count: number) => string[]} */
  oneDelta: (output, delta, count) => [
    `δ of output ${output} = ${format(delta).text}`,
    "computed once, it gives",
    `${count} weights and a bias theirs,`,
    `and ${count} neurons their nudges.`,
  ],
  /** @type {(deltas: number, parameters: number) => string} */
  allDeltas: (deltas, parameters) => `${deltas} δ for ${grouped(parameters)} derivatives`,
  costAxis: "cost of this drawing",
  rateAxis: "learning rate: how long the step is",
  truth: "— its true cost",
  promise: "- - what the slope promises",
  /** @type {(cost: number) => string} */
  withoutStep: (cost) => `without a step: ${format(cost).text}`,
  /** @type {(rate: number, cost: string | null) => string} */
  knob: (rate, cost) => `rate ${rate}: ${cost ?? "no number"}`,
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
      { text: `all ${of} other digits pay`, tone: "down" },
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
      { text: " and " },
      { text: `${less === 0 ? "none" : less} less`, tone: "up" },
      { text: ": that is why we average." },
    ];
  }
  if (less > 0) {
    return [
      { text: `${lead}, and ` },
      { text: "this time no other digit pays", tone: "up" },
      { text: ": " },
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

// Too long a step

export const RATE_KNOB = "How long the step is";
/** @type {(rate: number, cost: string | 0 | null, before: string | 0 | null) => string} */
export const rateValue = (rate, cost, before) =>
  `rate ${rate}: cost ${cost ?? "beyond all bounds"} instead of ${before}`;

export const ratesQuestion = [{ text: "What if the step had been longer, or shorter?" }];

/** @type {(kind: RateKind, rates: RatesAnswer) => Words[]} */
export function rateCaption(kind, { cost, present, best }) {
  const [before, now, lowest] = [cost, present.cost, best.cost].map((each) => format(each).text);
  const lead = /** @type {const} */ ({ text: `At rate ${present.learning_rate} `, tone: "accent" });
  const lowestRate = toDigits(best.learning_rate, 2);
  /** @type {Record<RateKind, string>} */
  const said = {
    unbounded: "the step is so long that the numbers grow beyond all bounds.",
    flat: "",
    short: `the step is so short that the cost hardly moves. At rate ${lowestRate} it comes down to ${lowest}.`,
    wall: `the step is too long. It ends up the far wall, at ${now} instead of ${before}.`,
    across: `the step leaps over the whole valley, to ${now}. At rate ${lowestRate} it comes down to ${lowest}.`,
    overshoot: `the step goes too far, to ${now}. At rate ${lowestRate} it comes down to ${lowest}.`,
    "before-wall": `this cost comes down from ${before} to ${now}. Much longer steps climb the far wall.`,
    falling: `this cost falls from ${before} to ${now}. Up to rate 10 there is no far wall here.`,
  };
  return kind === "flat" ? FLAT_CAPTION : [lead, { text: said[kind] }];
}
const FLAT_CAPTION = [
  { text: "Here the slope is next to nothing. No step up to rate 10 changes this cost by much." },
];

// Why it is fast

/** @type {(parameters: number) => Words[]} */
export const whyFastCaption = (parameters) => [
  { text: `Measured one by one, ${grouped(parameters)} derivatives take ` },
  { text: `${grouped(parameters + 1)} forward passes`, tone: "accent" },
  {
    text: ". One pass back finds them all, with each δ computed once.",
  },
];
