/** What is said after a step agrees with the numbers it is said of. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { walkParts } from "../../static/js/scenes/walk/beats.js";
import { initialState, reduce } from "../../static/js/state/page.js";
import { backward, forward, session } from "./answers.mjs";

const TAKEN = {
  steps: 1,
  learning_rate: 1,
  cost_before: 2,
  cost_after: 1,
  costs: [2, 1],
  before: null,
};

/** A state with a drawing that should have been a 3, after a step or before one. */
function after(values) {
  const sampled = {
    type: "sampled",
    pixels: forward().activations[0],
    label: 3,
    from: null,
    ink: null,
  };
  const state = reduce({ ...initialState, session }, sampled);
  return { ...state, forward: forward(), backward: backward(), ...values };
}

function captionOf(state, beat) {
  const { caption } = walkParts(state)
    .flatMap(({ beats }) => beats)
    .find(({ id }) => id === beat);
  return caption.map(({ text }) => text).join("");
}

/** What the server would say of a step that changes the digits' mean costs so. */
const othersWith = (changes) => ({
  before: changes.map(() => 0.5),
  after: changes.map((change) => 0.5 + change),
  counts: changes.map(() => 1000),
  mean_before: 0.5,
  mean_after: 0.5,
});

const about = (changes, lastStep = TAKEN) =>
  captionOf(after({ lastStep, others: othersWith(changes) }), "step-others");

test("the digits that pay are counted without the one that was listened to", () => {
  const changes = Array.from({ length: 10 }, (_, digit) => (digit === 3 ? -0.2 : 0.1));
  assert.match(about(changes), /all 9 other digits pay/);
  changes[3] = 0.3;
  assert.match(about(changes), /all 9 other digits pay/);
  changes[7] = -0.1;
  assert.match(about(changes), /8 now cost more and 1 less/);
  changes[8] = 0.0004; // Nobody sees that.
  assert.match(about(changes), /7 now cost more and 1 less/);
});

test("where nobody pays it says so", () => {
  const changes = Array.from({ length: 10 }, (_, digit) => (digit < 5 ? -0.1 : 0));
  assert.match(about(changes), /no other digit pays: 4 of the 9 now cost less/);
  assert.match(
    about(changes.map(() => 0.0001)),
    /no digit’s mean cost changes by as much as 0.001/,
  );
});

test("of a step that was not taken it says what it would do", () => {
  const changes = Array.from({ length: 10 }, (_, digit) => (digit < 5 ? 0.1 : -0.1));
  assert.match(about(changes, null), /4 would cost more and 5 less/);
  const many = about(changes, { ...TAKEN, steps: 17 });
  assert.match(many, /^17 steps for one 3/);
  assert.match(captionOf(after({ lastStep: TAKEN }), "step-others"), /\?$/);
});

test("an answer goes with the step that it was about", () => {
  const others = othersWith(Array(10).fill(0.1));
  const known = after({ lastStep: TAKEN, others });
  const set = (values) => reduce(known, { type: "set", values }).others;
  assert.equal(set({ beat: "cost" }), others);
  assert.equal(set({ learningRate: 0.1 }), others);
  assert.equal(set({ lastStep: null }), null);
  assert.equal(set({ version: 7 }), null);
  assert.equal(reduce(known, { type: "targetChosen", target: 5 }).others, null);
  const toCome = after({ lastStep: null, others });
  assert.equal(reduce(toCome, { type: "set", values: { learningRate: 0.1 } }).others, null);
});
