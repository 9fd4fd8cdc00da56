/** What is said to a question is kept, and is right or wrong by its truth. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { initialState, reduce } from "../../static/js/state/page.js";
import {
  choiceValue,
  isRight,
  nearest,
  nearestOrder,
  predictionOf,
  rightChoice,
  wordsOf,
} from "../../static/js/state/questions.js";

const BIAS = {
  id: "bias",
  text: [{ text: "Up " }, { text: "or down?", tone: "accent" }],
  choices: ["up", "down", "not at all"],
  right: 1,
  why: () => "So it is.",
};
const COST = {
  ...{ id: "cost", text: [{ text: "How much?" }], choices: ["0.5", "1", "2"], right: 0.9 },
  why: () => "So it is.",
  amount: {
    ...{ least: 0, most: 3, start: 1, presets: [0.5, 1, 2], tolerance: 0.2, within: "0.2" },
    words: (value) => value.toFixed(1),
  },
};

/** The state after these actions. */
const after = (...actions) => actions.reduce(reduce, initialState);
const chosen = (question, value) => ({ type: "choiceMade", question, chosen: value });
const revealed = (question) => ({ type: "questionRevealed", question });

test("a choice can be changed until it is revealed, and its words are kept beside the truth", () => {
  const state = after(chosen(BIAS, 0), chosen(BIAS, 2), revealed(BIAS));
  assert.deepEqual(predictionOf(state.predictions, BIAS), {
    asked: "Up or down?",
    chosen: 2,
    hands: null,
    revealed: true,
    said: "not at all",
    was: "down",
  });
});

test("who has said nothing is asked again, and so is a question with other words", () => {
  assert.equal(after(revealed(BIAS)), initialState);
  const { predictions } = after(chosen(BIAS, 0), revealed(BIAS));
  assert.equal(predictionOf(predictions, { ...BIAS, text: [{ text: "Up or down now?" }] }), null);
  assert.equal(predictionOf(predictions, { ...BIAS, right: null, why: () => "" })?.said, "up");
});

test("a truth that comes later is filled in", () => {
  const unknown = { ...BIAS, right: null };
  const state = after(chosen(unknown, 1), revealed(unknown));
  assert.equal(predictionOf(state.predictions, BIAS).was, null);
  assert.equal(predictionOf(reduce(state, revealed(BIAS)).predictions, BIAS).was, "down");
});

test("hands are counted for each choice, with or without one of one's own", () => {
  const counted = (choice, count) => ({ type: "handsCounted", question: BIAS, choice, count });
  const state = after(counted(1, 40), counted(0, 7), counted(1, 41), revealed(BIAS));
  const prediction = predictionOf(state.predictions, BIAS);
  assert.deepEqual(
    [prediction.hands, prediction.chosen, prediction.was],
    [[7, 41, 0], null, "down"],
  );
});

test("a choice is right by its place, an amount within its tolerance", () => {
  assert.deepEqual(
    [0, 1, 2].map((value) => isRight(BIAS, value)),
    [false, true, false],
  );
  assert.equal(isRight({ ...BIAS, right: null }, 1), null);
  assert.deepEqual(
    [0.69, 0.71, 1.09, 1.11].map((value) => isRight(COST, value)),
    [false, true, true, false],
  );
  assert.deepEqual([wordsOf(COST, 0.9), wordsOf(BIAS, 0)], ["0.9", "up"]);
  assert.deepEqual([choiceValue(COST, 2), choiceValue(BIAS, 2)], [2, 2]);
  assert.deepEqual([rightChoice(COST), rightChoice(BIAS)], [1, 1]);
  assert.equal(rightChoice({ ...COST, right: 2.9 }), -1);
});

test("the nearest of several values is found, as numbers or by orders of magnitude", () => {
  assert.equal(nearest([0, 0.25, 0.5], 0.4), 2);
  assert.equal(nearest([0, 1], null), null);
  assert.equal(nearestOrder([1 / 4, 1e-2, 1e-6], 1.2e-7), 2);
  assert.equal(nearestOrder([1 / 4, 1e-2, 1e-6], 3e-2), 1);
  assert.equal(nearestOrder([1, 1e-9], 0), 1);
});
