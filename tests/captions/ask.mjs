// What the page asks in a state, and what it holds to be right, by its own modules.
import { questionAt } from "../../static/js/scenes/calculus/calculus_questions.js";
import { initialCalculus } from "../../static/js/scenes/calculus/state.js";
import * as descent from "../../static/js/scenes/descent/descent_questions.js";
import { initialDescent } from "../../static/js/scenes/descent/state.js";
import { initialVanishing } from "../../static/js/scenes/vanishing/state.js";
import * as vanishing from "../../static/js/scenes/vanishing/vanishing_questions.js";
import { walkParts } from "../../static/js/scenes/walk/beats.js";
import { initialState } from "../../static/js/state/page.js";
import { isRight, choiceValue, rightChoice, wordsOf } from "../../static/js/state/questions.js";

const textOf = (words) => words.map(({ text }) => text).join("");

/** A question as what JSON can hold, with the reason for each choice. */
const told = (question) =>
  question && {
    ...question,
    text: textOf(question.text),
    amount: question.amount ?? null,
    whys: question.choices.map((_, choice) => question.why(choiceValue(question, choice))),
    rights: question.choices.map((_, choice) => isRight(question, choiceValue(question, choice))),
    rightChoice: rightChoice(question),
    was: question.right === null ? null : wordsOf(question, question.right),
  };

/** All questions of the walk, each with its beat. */
export function walk(state) {
  return walkParts({ ...initialState, ...state })
    .flatMap(({ beats }) => beats)
    .filter(({ question }) => question)
    .map(({ id, question }) => ({ beat: id, ...told(question) }));
}

const deep = (whole, part) =>
  Object.fromEntries(
    Object.entries({ ...whole, ...part }).map(([key, value]) => [
      key,
      part[key] && whole[key]?.constructor === Object ? { ...whole[key], ...part[key] } : value,
    ]),
  );

/** A question of the descent, by its function's name. */
export const ofDescent = (name, own, page) =>
  told(descent[name](deep(initialDescent, own), { ...initialState, ...page }));

/** The question of a beat of the calculus. */
export const ofCalculus = (beat, own) => told(questionAt(beat)({ ...initialCalculus, ...own }));

/** A question of the vanishing gradient, by its function's name. */
export const ofVanishing = (name, sides, page, ...before) => {
  const { a, b } = initialVanishing.sides;
  const own = { ...initialVanishing, sides: { a: { ...a, ...sides.a }, b: { ...b, ...sides.b } } };
  return told(vanishing[name](...before, own, { ...initialState, ...page }));
};
