/** What a room is asked of the descent, its choices, and why. Pure. */

import { format, grouped, WHOLE_PERCENT } from "../../kit/format.js";
import { digitWords } from "../../network/names.js";
import { untoned } from "../../state/questions.js";

export const ZEROS = {
  /** @type {(count: number) => Words[]} */
  text: (count) => untoned(`One digit, ${grouped(count)} nudges. How many of them are exactly 0?`),
  choices: ["none", "about a quarter", "about half", "about three quarters", "all"],
  shares: [0, 0.25, 0.5, 0.75, 1],
  /** @type {(zeros: number, count: number) => string} */
  why: (zeros, count) =>
    `${grouped(zeros)} of ${grouped(count)} are 0: what comes from a pixel without ink has no nudge.`,
};

export const AGREEMENT = {
  /** @type {(count: number, weight: string) => Words[]} */
  text: (count, weight) =>
    untoned(`${count} digits have a wish for one number: ${weight}. Will they agree?`),
  choices: ["all want it up", "all want it down", "they disagree"],
  /** @type {(up: number, down: number) => string} */
  why: (up, down) =>
    up > 0 && down > 0
      ? `${up} of them want it up and ${down} down, so one step cannot please all.`
      : `This time all ${up + down} pull the same way; at other weights they do not.`,
};

export const ACCURACY = {
  text: [
    { text: "Drag", tone: /** @type {const} */ ("accent") },
    { text: ": what share of 10,000 test digits does this network read right, before it trains?" },
  ],
  /** @type {(share: number) => string} */
  words: (share) => format(share, WHOLE_PERCENT).text,
  /** @type {(share: number) => string} */
  why: (share) =>
    share < 0.2
      ? "Ten digits, so pure chance reads one in ten: it knows nothing yet."
      : "One in ten would be pure chance, so it has learnt something already.",
};

export const ANGLE = {
  /** @type {(size: number) => Words[]} */
  text: (size) => [
    { text: `A mini-batch of ${grouped(size)} stands for all 60,000 digits. ` },
    { text: "Drag", tone: /** @type {const} */ ("accent") },
    { text: ": how far off the true direction does it point?" },
  ],
  /** @type {(angle: number) => string} */
  words: (angle) => `${Math.round(angle)}°`,
  /** @type {(angle: number) => string} */
  why: (angle) =>
    angle < 85
      ? "Below 90° every step leads downhill on the whole, and it costs next to nothing."
      : "At 90° such a step hardly leads downhill any more: there is little left that the digits agree on.",
};

export const CONFUSION = {
  text: untoned("10,000 test digits. Which of these mistakes does it make most often?"),
  /** @type {(label: number, prediction: number) => string} */
  choice: (label, prediction) => `${digitWords(label)} read as ${digitWords(prediction)}`,
  /** @type {(counts: number[]) => string} */
  why: (counts) =>
    `It happens ${counts[0]} times; the other two, ${counts[1]} and ${counts[2]} times.`,
};
