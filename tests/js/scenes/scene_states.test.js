/** What changes the scenes' states where more happens than that a field is set. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { initialCalculus, reduceCalculus } from "../../../static/js/scenes/calculus/state.js";
import { middleRow } from "../../../static/js/scenes/descent/average/state.js";
import { comparison } from "../../../static/js/scenes/descent/gradient/state.js";
import { wallOf } from "../../../static/js/scenes/descent/learning/state.js";
import { initialDescent, reduceDescent } from "../../../static/js/scenes/descent/state.js";
import { initialVanishing, reduceVanishing } from "../../../static/js/scenes/vanishing/state.js";
import {
  COLOURS,
  currentRun,
  MOST_RUNS,
  NO_RUNS,
  withFrame,
} from "../../../static/js/state/runs.js";

/** The state after actions; bare fields are set. */
function after(reduce, state, ...actions) {
  return actions.reduce(
    (before, action) => reduce(before, "type" in action ? action : { type: "set", values: action }),
    state,
  );
}

const descent = (...actions) => after(reduceDescent, initialDescent, ...actions);
const gradientOf = (...nudges) => ({
  type: "gradientArrived",
  gradient: { over: "digit", nudges, norm: 1, cost: 1, examples: 1, digit: null },
});

test("the largest entry of a gradient is looked at until another is chosen", () => {
  const first = descent(gradientOf(1, -3, 0, 2)).gradient;
  assert.deepEqual([...first.bySize], [1, 3, 0, 2]);
  assert.deepEqual([first.chosen, first.compared], [1, null]);
  const choose = (index) => ({ type: "entryChosen", index });
  const { gradient } = descent(gradientOf(1, -3, 0, 2), choose(3), gradientOf(5, 0, 0, 0));
  assert.deepEqual([gradient.chosen, gradient.compared], [3, 1]);
  const again = descent(gradientOf(1, -3), choose(0), choose(0)).gradient;
  assert.deepEqual([again.chosen, again.compared], [0, 1]);
  const other = descent(gradientOf(1, -3, 0, 2), choose(3), gradientOf(1, 2)).gradient;
  assert.deepEqual([other.chosen, other.compared], [1, null]);
});

test("an entry is compared with the one before it, or else with a middling one", () => {
  const { gradient } = descent(gradientOf(1, -4, 0, 2));
  assert.deepEqual(comparison(gradient), { chosen: 1, other: 3, middling: true, ratio: 2 });
  const chosen = descent(gradientOf(1, -4, 0, 2), { type: "entryChosen", index: 0 }).gradient;
  assert.deepEqual(comparison(chosen), { chosen: 0, other: 1, middling: false, ratio: 0.25 });
});

test("progress towards an average goes with the choice that it was about", () => {
  const on = { "gradient.progress": { done: 1, of: 2 } };
  assert.deepEqual(descent(on, { "gradient.order": "size" }).gradient.progress, { done: 1, of: 2 });
  assert.equal(descent(on, { "gradient.over": "all" }).gradient.progress, null);
  assert.equal(descent(on, gradientOf(1)).gradient.progress, null);
});

const DIGITS = [0, 1, 2].map((index) => ({ index, label: 0, pixels: [], from: null, ink: null }));
const arrived = (network, cost) => ({
  type: "columnArrived",
  network,
  answer: { nudges: [cost], cost, prediction: 0 },
  average: { nudges: [cost], norm: 1, examples: 1 },
});

test("another digit in a column takes what stands from it on", () => {
  const full = [{ type: "digitsArrived", digits: DIGITS }, arrived("a", 1), arrived("a", 2)];
  const costs = ({ table }) => table.answers.map(({ cost }) => cost);
  assert.deepEqual(costs(descent(...full)), [1, 2]);
  const exchanged = descent(...full, { type: "digitExchanged", column: 1, digit: DIGITS[0] });
  assert.deepEqual(costs(exchanged), [1]);
  assert.equal(exchanged.table.averages.length, 1);
  assert.deepEqual(
    exchanged.table.digits.map(({ index }) => index),
    [0, 0, 2],
  );
  assert.deepEqual(costs(descent(...full, arrived("b", 3))), [3]);
});

test("the average over many forms over more and more, of one network", () => {
  const more = (network) => ({ type: "averageArrived", network, average: {} });
  const progress = (done) => ({
    type: "averageProgressed",
    progress: done === null ? null : { done, of: 10 },
  });
  const over = { "table.over": "100" };
  assert.equal(descent(over, more("a"), more("a")).table.reached, 2);
  assert.equal(descent(over, more("a"), more("b")).table.reached, 1);
  assert.deepEqual(descent(over, more("a"), progress(4), progress(null)).table.progress.done, 4);
  const done = descent(over, more("a"), more("a"), progress(4), progress(null));
  assert.equal(done.table.progress, null);
});

test("the middle row is the first column's strongest weight into the second layer", () => {
  const layers = [2, 2, 2, 1];
  const nudges = [9, 9, 9, 9, 9, 9, 1, -3, 2, 0, 9, 9, 9, 9, 9];
  const table = { ...initialDescent.table, answers: [{ nudges, cost: 1, prediction: 0 }] };
  assert.equal(middleRow(table, layers), 7);
  assert.equal(middleRow({ ...table, row: 3 }, layers), 3);
  assert.equal(middleRow({ ...table, answers: [] }, layers), 6);
});

test("who listens on to another digit still sees how it was before", () => {
  const began = (column) => ({ type: "listeningBegan", column });
  const stepped = { type: "listeningStepped", steps: 5, cost: 0.2, accuracy: [0.5] };
  const { table } = descent(
    { "table.accuracy": [0.9] },
    began(1),
    stepped,
    { type: "listeningEnded" },
    began(2),
  );
  const expected = { column: 2, running: true, steps: 5, cost: null, before: [0.9] };
  assert.deepEqual(table.listening, expected);
  assert.deepEqual(table.accuracy, [0.5]);
  assert.equal(descent(began(1), { "table.listening": null }, stepped).table.listening, null);
});

test("a wide landscape says how far it reaches", () => {
  const landscape = { type: "landscapeArrived", landscape: { x: [-2, 0, 2] } };
  assert.equal(descent(landscape).miniBatches.reach, 2);
  const near = { "miniBatches.zoom": "near", "miniBatches.reach": 7 };
  assert.equal(descent(near, landscape).miniBatches.reach, 7);
});

test("the wall shows the first of all digits, or those of a cell", () => {
  const pictures = { type: "picturesArrived", digits: [{ index: 4, label: 1, pixels: [] }] };
  const predictions = { labels: [1, 2, 1, 1], predictions: [1, 1, 7, 7] };
  const { learning } = descent(pictures, { "learning.predictions": predictions });
  assert.equal(learning.pictures.get(4).label, 1);
  assert.deepEqual(wallOf(learning).slice(0, 3), [0, 1, 2]);
  assert.deepEqual(wallOf({ ...learning, cell: { label: 1, prediction: 7 } }), [2, 3]);
});

/** A frame of training with some steps. */
function frame(id, iterations, complete = false) {
  const run = id === null ? null : { id, first_iteration: 0, steps_per_epoch: 10 };
  const none = new Float64Array();
  return {
    run,
    complete,
    status: "running",
    session: { id: "s" },
    steps: {
      iterations: Float64Array.from(iterations),
      batch_costs: Float64Array.from(iterations),
      gradient_norms: Float64Array.from(iterations),
    },
    evaluations: { iterations: none, train_costs: none, test_costs: none, accuracies: none },
  };
}

const counted = (from, count) => Array.from({ length: count }, (_, i) => from + i);

test("curves grow by frames, begin again where one is complete, and are thinned when long", () => {
  const runs = [frame("a", [1, 2]), frame("a", [3])].reduce(withFrame, NO_RUNS);
  assert.deepEqual(currentRun(runs).curves.steps, [1, 2, 3]);
  assert.deepEqual(currentRun(withFrame(runs, frame("a", [9], true))).curves.steps, [9]);
  const long = [frame("a", counted(0, 8000)), frame("a", counted(8000, 200))];
  const { steps, batchCosts } = currentRun(long.reduce(withFrame, NO_RUNS)).curves;
  assert.deepEqual([steps.length, steps[1], batchCosts.length], [4100, 2, 4100]);
});

test("so many runs are kept, the newest, each with a colour of its own while there are enough", () => {
  const ids = counted(0, MOST_RUNS + 2).map(String);
  const runs = ids.map((id) => frame(id, [1])).reduce(withFrame, NO_RUNS);
  assert.deepEqual(
    runs.seen.map(({ run }) => run.id),
    ids.slice(2),
  );
  const few = ids.slice(0, COLOURS).map((id) => frame(id, [1]));
  const colours = few.reduce(withFrame, NO_RUNS).seen.map(({ colour }) => colour);
  assert.equal(new Set(colours).size, COLOURS);
  assert.equal(currentRun(withFrame(runs, frame(null, []))), undefined);
});

const vanishing = (...actions) => after(reduceVanishing, initialVanishing, ...actions);

test("a network that is opened again begins without what the one before it had", () => {
  const { a, b } = vanishing(
    { type: "frameArrived", side: "a", frame: frame("r", [1, 2]) },
    { type: "sideChanged", side: "b", change: { channel: "open" } },
  ).sides;
  assert.deepEqual([a.norms, a.runs.current, b.channel], [{ x: [1, 2], y: [1, 2] }, "r", "open"]);
  const { sides } = vanishing(
    { type: "frameArrived", side: "a", frame: frame("r", [1, 2]) },
    { type: "sideChanged", side: "a", change: { choice: { ...a.choice, depth: 4 } } },
    { type: "opened", side: "a", session: "x" },
  );
  assert.deepEqual(
    [sides.a.session, sides.a.frame, sides.a.norms, sides.a.choice.depth],
    ["x", null, { x: [], y: [] }, 4],
  );
});

test("an experiment about growing gradients is looked at by its own curve", () => {
  const pair = { a: initialVanishing.sides.a.choice, b: initialVanishing.sides.b.choice };
  const opened = (experiment) => vanishing({ type: "pairChosen", pair, experiment });
  const looks = (experiment) => [opened(experiment).curve, opened(experiment).measure];
  assert.deepEqual(looks("relu"), ["cost", "mean"]);
  assert.deepEqual(looks("clipping"), ["gradient", "mean"]);
  assert.deepEqual(looks("exploding"), ["gradient", "error"]);
});

const calculus = (...actions) => after(reduceCalculus, initialCalculus, ...actions);
const FOLD = {
  path: [0, 1, 2, 3],
  answer: { parameters: [1, 2, 3, 4, 5, 6], activations: [0.5, 0.6], target: 1 },
};

test("a path is folded into the chain, and the chain comes back as it was", () => {
  const folded = calculus({ fold: FOLD }, { type: "folded" }, { type: "folded" });
  assert.deepEqual(folded.chain, { parameters: [1, 2, 3, 4, 5, 6], x: [0.5], y: [1] });
  assert.equal(folded.unfolded, initialCalculus.chain);
  const unfolded = reduceCalculus(folded, { type: "unfolded" });
  assert.deepEqual([unfolded.chain, unfolded.unfolded], [initialCalculus.chain, null]);
  assert.equal(calculus({ type: "folded" }), initialCalculus);
});

test("starting over brings the numbers back, and keeps what the server has said", () => {
  const set = { type: "numberSet", network: "wide", field: "x", index: 1, value: 9 };
  const pair = { type: "pairSet", index: 2, field: "y", value: 8 };
  const answered = { type: "answered", kind: "chain", answer: { cost: 1 } };
  const state = calculus(set, pair, answered, { part: "fold", fold: FOLD, by: 3 });
  assert.deepEqual([state.wide.x, state.pairs[2].y, state.by], [[0.7, 9], 8, 3]);
  assert.equal(initialCalculus.wide.x[1], 0.2);
  const over = reduceCalculus(state, { type: "startedOver" });
  assert.deepEqual(over, {
    ...initialCalculus,
    part: "fold",
    fold: FOLD,
    answers: { chain: { cost: 1 } },
  });
});
