/** What a room is asked about the vanishing gradient, its choices, and why. Pure. */

import { format, SHORT } from "../../kit/format.js";
import { untoned } from "../../state/questions.js";

/** @type {(value: number) => string} */
const short = (value) => format(value, SHORT).text;

export const CEILING = {
  text: untoned("The sigmoid is a smooth step from 0 to 1. How steep is it at the most?"),
  choices: ["a slope of 1", "a slope of 1/2", "a slope of 1/4", "as steep as you like"],
  slopes: [1, 1 / 2, 1 / 4, Number.POSITIVE_INFINITY],
  /** @type {(ceiling: number) => string} */
  why: (ceiling) =>
    `Its slope is σ (1 − σ), at most ½ × ½ = ${short(ceiling)}: each layer passes on less than that.`,
};

export const TEN_SIGMOIDS = {
  text: untoned(
    "Ten hidden layers of sigmoids. Beside the last layer's, how large is the first layer's gradient per weight?",
  ),
  choices: ["about 1/4", "about 1/100", "about 1/1,000,000"],
  shares: [1 / 4, 1e-2, 1e-6],
  /** @type {(share: number) => string} */
  why: (share) =>
    `Every layer on the way back takes its share away: ${short(share)} of the last layer's is left.`,
};

export const TEN_RELUS = {
  text: untoned(
    "The same ten layers, now with ReLU and He's start. How large is the first layer's gradient beside the last one's?",
  ),
  choices: ["about as large", "about 1/100", "about 1/1,000,000"],
  shares: [1, 1e-2, 1e-6],
  /** @type {(share: number) => string} */
  why: (share) =>
    `ReLU's slope is 1 wherever it lets anything through: the first layer has ${short(share)} times the last one's.`,
};

export const EXPLODING = {
  text: untoned(
    "Five layers of ReLU with weights as large as 1. How large is the error at the first beside that at the last?",
  ),
  choices: ["about 1/30", "about as large", "about 30 times", "about 1,000 times"],
  shares: [1 / 30, 1, 30, 1e3],
  /** @type {(share: number) => string} */
  why: (share) =>
    `Every weight matrix on the way back makes it larger: ${short(share)} times at the first hidden layer.`,
};

export const PRODUCT = {
  /** @type {(name: string) => Words[]} */
  text: (name) =>
    untoned(
      `Follow the strongest path back through the network of ${name}. What share of the error is left?`,
    ),
  choices: ["about 1/10", "about 1/1,000", "about 1/1,000,000", "about 1/1,000,000,000"],
  shares: [1e-1, 1e-3, 1e-6, 1e-9],
  /** @type {(count: number, share: number) => string} */
  why: (count, share) =>
    `${count} times a weight and a slope are multiplied, and the product is ${short(share)}.`,
};
