/** What a room is asked of the descent. What is right comes from the network's own numbers; where
 * these make a question pointless, it is not asked. Pure.
 * @import {DescentState} from "./state.js" */

import { layersOf, longName } from "../../network/names.js";
import { nearest } from "../../state/questions.js";
import { middleOf, middleRow } from "./average/state.js";
import { ACCURACY, AGREEMENT, ANGLE, CONFUSION, ZEROS } from "./descent_question_words.js";
import { meanAngle } from "./mini_batches/state.js";
import { batchSizeOf, isRunning } from "./training/state.js";

/** How many of one digit's nudges are 0.
 * @type {(state: DescentState, page: State) => Question | null} */
export function zerosQuestion({ gradient: { over, gradient } }, { session }) {
  if (over !== "digit" || session === null) {
    return null;
  }
  const { parameter_count: count } = session;
  const isThere = gradient?.over === over && gradient.nudges.length === count;
  const zeros = isThere ? Array.from(gradient.nudges).filter((nudge) => nudge === 0).length : 0;
  const { text, choices, shares, why } = ZEROS;
  return {
    id: "zeros",
    text: text(count),
    choices,
    right: isThere ? nearest(shares, zeros / count) : null,
    why: () => why(zeros, count),
  };
}

/** Whether the columns agree on the row in the middle.
 * @type {(state: DescentState, page: State) => Question | null} */
export function agreementQuestion({ table }, page) {
  const { answers, digits, listening } = table;
  const layers = layersOf(page);
  if (digits.length < 2 || listening !== null) {
    return null;
  }
  const row = middleOf(middleRow(table, layers), layers);
  const nudges = answers.map((answer) => answer.nudges[row]);
  const [up, down] = [nudges.filter((each) => each > 0), nudges.filter((each) => each < 0)].map(
    ({ length }) => length,
  );
  const isWhole = answers.length === digits.length;
  const isMixed = up > 0 && down > 0;
  if (isWhole && !isMixed && up + down < nudges.length) {
    return null;
  }
  const { text, choices, why } = AGREEMENT;
  return {
    id: "agreement",
    text: text(digits.length, longName(layers, row)),
    choices,
    right: isWhole ? (isMixed ? 2 : up > 0 ? 0 : 1) : null,
    why: () => why(up, down),
  };
}

/** How well it reads before it trains.
 * @type {(state: DescentState, page: State) => Question | null} */
export function accuracyQuestion({ training }, { dataset, target }) {
  const { frame } = training;
  const hasBegun = frame?.run ? frame.iteration > frame.run.first_iteration : false;
  const share = dataset && dataset.correct / dataset.total;
  const isKnown = share !== null || target !== null; // Then it is on its way.
  if (isRunning(training) || hasBegun || !isKnown) {
    return null;
  }
  const presets = [0.1, 0.4, 0.7, 0.95];
  const { text, words, why } = ACCURACY;
  return {
    id: "accuracy",
    text,
    choices: presets.map(words),
    right: share,
    why: () => why(share ?? 0),
    amount: { least: 0, most: 1, start: 0.5, presets, tolerance: 0.1, within: words(0.1), words },
  };
}

/** How far off a mini-batch points.
 * @type {(state: DescentState, page: State) => Question | null} */
export function angleQuestion(state, page) {
  const { directions } = state.miniBatches;
  if (isRunning(state.training)) {
    return null;
  }
  const presets = [0, 30, 60, 90];
  const right = directions && meanAngle(directions);
  const { text, words, why } = ANGLE;
  return {
    id: "angle",
    text: text(batchSizeOf(state, page)),
    choices: presets.map(words),
    right,
    why: () => why(right ?? 0),
    amount: { least: 0, most: 180, start: 90, presets, tolerance: 15, within: words(15), words },
  };
}

/** Which mistake is the most frequent of three: the first of all, and two far less frequent ones.
 * @type {(state: DescentState) => Question | null} */
export function confusionQuestion({ learning: { predictions } }) {
  if (predictions === null) {
    return null;
  }
  const mistakes = predictions.confusion
    .flatMap((row, label) => row.map((count, prediction) => ({ label, prediction, count })))
    .filter(({ label, prediction }) => label !== prediction)
    .sort((one, other) => other.count - one.count);
  const [most] = mistakes;
  const rarer = mistakes.filter(
    ({ label, count }) => label !== most.label && 2 * count < most.count,
  );
  const others = [rarer[0], rarer.find(({ label }) => label !== rarer[0].label)];
  if (most.count < 10 || others.includes(undefined)) {
    return null;
  }
  const three = /** @type {typeof mistakes} */ ([most, ...others]);
  const shown = [...three].sort((one, other) => one.label - other.label);
  return {
    id: "confusion",
    made: true,
    text: CONFUSION.text,
    choices: shown.map(({ label, prediction }) => CONFUSION.choice(label, prediction)),
    right: shown.indexOf(most),
    why: () => CONFUSION.why(three.map(({ count }) => count)),
  };
}
