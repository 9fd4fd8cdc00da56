/** What a room is asked before it sees the answer, what was said, and what it was. Pure.
 * @import {Reducers} from "./store.js"
 * @typedef {object} Question made of the numbers at hand; where they make it pointless there is none
 * @property {string} id stays the same whatever the numbers are
 * @property {Words[]} text
 * @property {string[]} choices in words
 * @property {number | null} right which of the choices is right, or the true amount; null as long as
 *   it is not known
 * @property {(chosen: number) => string} why a sentence for who has chosen that
 * @property {Amount | null} [amount] where an amount is asked for
 * @property {boolean} [made] the choices are made of the numbers, too
 * @property {boolean} [open] the picture at its beginning does not give the answer away, so that it
 *   stays; else it is hidden in the scenes that have pictures of their own
 * @typedef {object} Amount a bar, or an arrow from 0, that is dragged
 * @property {number} least @property {number} most @property {number} start where it stands at first
 * @property {number[]} presets the amounts of the choices
 * @property {number} tolerance how far off is still right
 * @property {string} within that in words
 * @property {(amount: number) => string} words
 * @typedef {object} Prediction what has been said to a question
 * @property {string} asked
 * @property {number | null} chosen a choice, or an amount; null where only hands were counted
 * @property {number[] | null} hands how many chose each; null while nobody has counted
 * @property {boolean} revealed
 * @property {string} said in words
 * @property {string | null} was the truth in words; null as long as it is not known
 * @typedef {Record<string, Prediction>} Predictions by the question as it was asked, in their order
 * @typedef {{choiceMade: {question: Question, chosen: number}, handsCounted: {question: Question,
 *   choice: number, count: number}, questionRevealed: {question: Question}}} QuestionActions */

import { exchanged } from "./store.js";

/** The question as it is asked: with other words it is another one.
 * @type {(question: Question) => string} */
const keyOf = ({ id, text, choices }) => [id, plain(text), ...choices].join("\n");

/** A sentence that has no tones. @type {(text: string) => Words[]} */
export const untoned = (text) => [{ text }];

/** Words without their tones. @type {(text: Words[]) => string} */
export const plain = (text) => text.map((piece) => piece.text).join("");

/** How far along an amount's range a value is, from 0 to 1.
 * @type {(range: {least: number, most: number}, value: number) => number} */
export const shareOf = ({ least, most }, value) =>
  Math.max(0, Math.min(1, (value - least) / (most - least)));

/** How a room has answered, choice by choice: how many in each round, the one before beside the last,
 * and their shares of the largest number.
 * @type {(told: {choices: string[], counts: number[], earlier: number[][]}, right: number | null) =>
 *   {words: string, isRight: boolean, votes: {count: number, share: number}[]}[]} */
export function tallied({ choices, counts, earlier }, right) {
  const rounds = [...earlier.slice(-1), counts];
  const most = Math.max(1, ...rounds.flat());
  return choices.map((words, choice) => {
    const votes = rounds.map((round) => ({ count: round[choice], share: round[choice] / most }));
    return { words, isRight: choice === right, votes };
  });
}

/** @type {(predictions: Predictions, question: Question) => Prediction | null} */
export function predictionOf(predictions, question) {
  return predictions[keyOf(question)] ?? null;
}

/** Whether what was chosen is right; null as long as nobody knows.
 * @type {(question: Question, chosen: number) => boolean | null} */
export function isRight({ right, amount }, chosen) {
  if (right === null) {
    return null;
  }
  return amount ? Math.abs(chosen - right) <= amount.tolerance : chosen === right;
}

/** A choice or an amount in words. @type {(question: Question, value: number) => string} */
export function wordsOf({ choices, amount }, value) {
  return amount ? amount.words(value) : choices[value];
}

/** The value of the choice at a place. @type {(question: Question, choice: number) => number} */
export const choiceValue = ({ amount }, choice) => amount?.presets[choice] ?? choice;

/** Which choice is the right one: of amounts the one within the tolerance, if there is one.
 * @type {(question: Question) => number} */
export const rightChoice = (question) =>
  question.choices.findIndex((_, choice) => isRight(question, choiceValue(question, choice)));

/** Which of some values is nearest to the truth; null as long as that is not known.
 * @type {(values: number[], truth: number | null) => number | null} */
export function nearest(values, truth) {
  if (truth === null) {
    return null;
  }
  const distances = values.map((value) => Math.abs(value - truth));
  return distances.indexOf(Math.min(...distances));
}

/** The same, compared by orders of magnitude.
 * @type {(values: number[], truth: number | null) => number | null} */
export const nearestOrder = (values, truth) =>
  nearest(values.map(Math.log), truth === null ? null : Math.log(Math.max(1e-300, truth)));

/** @type {(question: Question) => Prediction} */
const unsaid = ({ text }) => ({
  asked: plain(text),
  chosen: null,
  hands: null,
  revealed: false,
  said: "",
  was: null,
});

/** @template {{predictions: Predictions}} S @param {S} state @param {Question} question
 * @param {(prediction: Prediction) => Prediction} change @returns {S} */
function changed(state, question, change) {
  const key = keyOf(question);
  const prediction = state.predictions[key] ?? unsaid(question);
  return { ...state, predictions: { ...state.predictions, [key]: change(prediction) } };
}

/** @type {Reducers<{predictions: Predictions}, QuestionActions>} */
const reducers = {
  choiceMade: (state, { question, chosen }) =>
    changed(state, question, (prediction) => ({
      ...prediction,
      chosen,
      said: wordsOf(question, chosen),
    })),
  handsCounted: (state, { question, choice, count }) =>
    changed(state, question, (prediction) => ({
      ...prediction,
      hands: exchanged(prediction.hands ?? question.choices.map(() => 0), choice, count),
    })),
  // A question that got no answer is asked again the next time.
  questionRevealed: (state, { question }) =>
    predictionOf(state.predictions, question) === null
      ? state
      : changed(state, question, (prediction) => ({
          ...prediction,
          revealed: true,
          was: question.right === null ? prediction.was : wordsOf(question, question.right),
        })),
};

/** For any state that keeps predictions.
 * @type {Reducers<any, QuestionActions>} */
export const questionReducers = reducers;
