/** What is said after a step agrees with the numbers it is said of. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { walkParts } from "../../../static/js/scenes/walk/beats.js";
import { initialState, reduce } from "../../../static/js/state/page.js";
import { backward, forward, session } from "../answers.mjs";

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

const RATES = [0, 0.01, 0.1, 1, 10];

/** What is said where the cost is so at each of the rates, and the knob is at one of them. */
function atRate(costs, at) {
  const finite = costs.map((cost) => cost ?? Number.POSITIVE_INFINITY);
  const best = finite.indexOf(Math.min(...finite));
  const where = (i) => ({ learning_rate: RATES[i], cost: costs[i] });
  const rates = { cost: costs[0], slope: -1, rates: RATES, costs, tangent: RATES };
  return captionOf(
    after({ rates: { ...rates, present: where(at), best: where(best) } }),
    "step-too-long",
  );
}

test("a knob before, in and behind the valley is each told the truth", () => {
  const valley = [2, 1.99, 1.5, 0.2, 2.5];
  assert.match(atRate(valley, 1), /so short .* At rate 1 it comes down to 0.20/);
  assert.match(atRate(valley, 2), /from 2.00 to 1.50. Much longer steps climb the far wall/);
  assert.match(atRate(valley, 4), /far wall, at 2.50 instead of 2.00/);
  assert.match(atRate([2, 1.9, 0.1, 0.5, 2.5], 3), /too far, to 0.50. At rate 0.1 .* to 0.10/);
  assert.match(atRate([2, 1.9, 0.1, 0.5, 2.01], 4), /over the whole valley, to 2.01/);
});

test("where there is no far wall, no bound or no slope it says that", () => {
  assert.match(atRate([2, 1.9, 1.5, 0.9, 0.2], 3), /from 2.00 to 0.90. Up to rate 10 there is no/);
  assert.match(atRate([2, 1.9, 1.5, 0.9, null], 3), /Much longer steps climb/);
  assert.match(atRate([2, 1.9, 1.5, 0.9, null], 4), /beyond all bounds/);
  assert.match(atRate([2, 2, 2, 2, 1.99], 3), /slope is next to nothing/);
  assert.match(atRate([0, 0, 0, 0, 0], 3), /slope is next to nothing/);
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
