/** A room's question on a phone: what can be chosen while it is open, and after its reveal what was
 * said, what it is, why, and how many chose each.
 * @import {RoomState} from "../server/types.js"
 * @import {Vote} from "./seat_memory.js" */

import { button, element, setText } from "../kit/dom.js";
import { shareOf, tallied } from "../state/questions.js";
import { choiceAt } from "./seat_view.js";
import { ASKED } from "./seat_words.js";

/** @typedef {NonNullable<RoomState["question"]>} Asked
 * @typedef {NonNullable<RoomState["closed_question"]>} Closed */

/** How many steps lead from one end of an amount to the other. */
const STEPS = 100;

/** @type {(bounds: {least: number, most: number}) => number} */
const stepOf = ({ least, most }) => (most - least) / STEPS;

/** A question that is open.
 * @param {Asked} question @param {Vote | undefined} vote
 * @param {(vote: Vote) => void} onVote
 * @returns {{element: HTMLElement, show: (vote: Vote | undefined, answered: number, trouble: string)
 *   => void}} */
export function openQuestion(question, vote, onVote) {
  const { text, choices, amount, round } = question;
  const head = element("h2", "asked-text", text);
  head.dataset.testid = "question";
  const buttons = choices.map((words, choice) => {
    const made = button("asked-choice", words, () => onVote({ choice, amount: null }));
    made.dataset.choice = String(choice);
    return made;
  });
  const row = element("div", "asked-choices", ...buttons);
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", ASKED.choices);
  const standing = element("p", "asked-standing");
  standing.setAttribute("role", "status");
  const slider = amount && sliderOf({ ...question, amount }, vote, onVote);
  const again = round > 1 ? [element("p", "asked-again", ASKED.again)] : [];
  return {
    element: element(
      "section",
      "asked",
      head,
      ...again,
      ...(slider ? [slider] : []),
      row,
      standing,
    ),
    show(vote, answered, trouble) {
      for (const [choice, made] of buttons.entries()) {
        const isChosen = vote?.choice === choice && vote.amount === null;
        made.setAttribute("aria-pressed", String(isChosen));
      }
      const mine = vote === undefined ? "" : `${ASKED.mine} `;
      setText(standing, trouble || `${mine}${ASKED.answered(answered)}`);
    },
  };
}

/** An amount that is dragged: what it is let go at is the vote.
 * @type {(question: Asked & {amount: {least: number, most: number}}, vote: Vote | undefined, onVote:
 *   (vote: Vote) => void) => HTMLElement} */
function sliderOf(question, vote, onVote) {
  const { least, most } = question.amount;
  const slider = element("input", "asked-slider");
  Object.assign(slider, { type: "range", min: least, max: most, step: stepOf(question.amount) });
  slider.value = String(vote?.amount ?? (least + most) / 2);
  slider.setAttribute("aria-label", ASKED.amount);
  const output = element("output", "asked-amount");
  const say = () => setText(output, ASKED.number(Number(slider.value), stepOf(question.amount)));
  slider.addEventListener("input", say);
  slider.addEventListener("change", () => {
    const amount = Number(slider.value);
    onVote({ choice: choiceAt(question, amount), amount });
  });
  say();
  return element("div", "asked-drag", output, slider);
}

/** What has come of a question.
 * @type {(closed: Closed, vote: Vote | undefined, amounts: number[]) => HTMLElement} */
export function outcomeOf(closed, vote, amounts) {
  const { text, right, why, amount } = closed;
  const isRight = amount === null && vote !== undefined && vote.choice === right;
  const said = element("p", "told-said", vote ? ASKED.said(wordsOf(closed, vote)) : ASKED.nothing);
  const verdict = isRight ? ASKED.right : ASKED.was(wordsOfTruth(closed));
  const line = element("p", "told-line", said);
  line.dataset.testid = "predicted";
  if (right !== null) {
    line.dataset.right = String(isRight);
    line.append(element("strong", "told-was", verdict));
  }
  return element(
    "section",
    "asked told",
    element("h2", "asked-text", text),
    line,
    ...(why === "" ? [] : [element("p", "told-why", why)]),
    amount === null || (amounts.length === 0 && closed.answered > 0)
      ? histogram(closed)
      : dots({ ...closed, amount }, vote?.amount ?? null, amounts),
  );
}

/** @type {(closed: Closed, vote: Vote) => string} */
const wordsOf = ({ choices, amount }, vote) =>
  amount === null || vote.amount === null
    ? choices[vote.choice]
    : ASKED.number(vote.amount, stepOf(amount));

/** @type {(closed: Closed) => string} */
const wordsOfTruth = ({ choices, amount, right }) =>
  amount === null ? choices[right ?? 0] : ASKED.number(right ?? 0, stepOf(amount) / 10);

/** How many chose each, with the round before beside it.
 * @type {(closed: Closed) => HTMLElement} */
function histogram(closed) {
  const rows = tallied(closed, closed.amount === null ? closed.right : null).map((row) => {
    const { words, isRight, votes } = row;
    const bars = votes.map(({ count, share }, i) => {
      const bar = element("span", "told-bar");
      bar.style.setProperty("--share", String(share));
      const name = votes.length > 1 ? `${ASKED.rounds[i]} ` : "";
      return element("span", "told-count", bar, element("b", "", `${name}${count}`));
    });
    const made = element("li", "", element("span", "told-choice", words), ...bars);
    made.dataset.right = String(isRight);
    return made;
  });
  const list = element("ol", "told-histogram", ...rows);
  list.dataset.testid = "histogram";
  return list;
}

/** How many rows amounts of the same size are heaped up in. */
const ROWS = 5;

/** All amounts as dots on one line, this phone's own and the true one.
 * @type {(closed: Closed & {amount: {least: number, most: number}}, mine: number | null, amounts: number[])
 *   => HTMLElement} */
function dots({ amount, right }, mine, amounts) {
  /** @type {(className: string, value: number, row?: number) => HTMLElement} */
  const mark = (className, value, row = 0) => {
    const made = element("span", className);
    made.dataset.testid = className;
    made.style.setProperty("--row", String(row));
    made.style.left = `${100 * shareOf(amount, value)}%`;
    return made;
  };
  const line = element(
    "div",
    "told-dots",
    ...amounts.map((value, i) => mark("told-dot", value, i % ROWS)),
    ...(mine === null ? [] : [mark("told-mine", mine)]),
    ...(right === null ? [] : [mark("told-truth", right)]),
  );
  line.setAttribute("aria-hidden", "true"); // The sentence above says what counts.
  line.dataset.testid = "dots";
  return line;
}
