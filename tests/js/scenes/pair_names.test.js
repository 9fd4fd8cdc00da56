/** What the two networks of the vanishing gradient are called. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { EXPERIMENTS, FIRST } from "../../../static/js/scenes/vanishing/choices.js";
import {
  FOR_SLOPES,
  pairDifferences,
  pairNames,
  pairPhrases,
} from "../../../static/js/scenes/vanishing/pair_names.js";

const OPTIONS = /** @type {any} */ ({
  descriptors: {
    outputs: [
      { id: "sigmoid", label: "sigmoid", plural: "sigmoids" },
      { id: "relu", label: "ReLU", plural: "ReLU" },
      { id: "tanh", label: "tanh", plural: "tanh" },
    ],
    initializers: [
      { id: "standard_normal", label: "normal" },
      { id: "xavier", label: "Xavier" },
      { id: "he", label: "He" },
    ],
  },
});

/** @type {(pair: any) => string[]} */
const namesOf = (pair) =>
  Object.values(pairNames({ a: { choice: pair.a }, b: { choice: pair.b } }, OPTIONS));

test("networks are called after their layers, and after what else tells them apart", () => {
  assert.deepEqual(namesOf(EXPERIMENTS.get("relu")), ["10 sigmoids", "10 ReLU"]);
  assert.deepEqual(namesOf(EXPERIMENTS.get("sigmoid-2")), ["1 sigmoid", "2 sigmoids"]);
  assert.deepEqual(namesOf(EXPERIMENTS.get("xavier")), [
    "10 tanh, normal start",
    "10 tanh, Xavier start",
  ]);
  assert.deepEqual(namesOf(EXPERIMENTS.get("clipping")), [
    "5 ReLU, not clipped",
    "5 ReLU, clipped at 0.5",
  ]);
  assert.deepEqual(namesOf(FIRST), ["2 sigmoids, normal start", "10 sigmoids, Xavier start"]);
});

test("a sentence names what tells them apart, and only that", () => {
  const sides = (/** @type {any} */ { a, b }) => ({ a: { choice: a }, b: { choice: b } });
  /** @type {(pair: any, order?: any) => string[]} */
  const said = (pair, order) => Object.values(pairPhrases(sides(pair), OPTIONS, order));
  assert.deepEqual(said(EXPERIMENTS.get("sigmoid-2")), ["with 1 layer", "with 2 layers"]);
  assert.deepEqual(said(EXPERIMENTS.get("relu")), ["with sigmoids", "with ReLU"]);
  assert.deepEqual(said(EXPERIMENTS.get("he")), ["with Xavier's start", "with He's start"]);
  assert.deepEqual(said(EXPERIMENTS.get("clipping")), ["without clipping", "clipped at 0.5"]);
  assert.deepEqual(said(FIRST), ["with 2 layers", "with 10 layers"]);
  assert.deepEqual(said(FIRST, FOR_SLOPES), ["with a normal start", "with Xavier's start"]);
  assert.deepEqual(said({ a: FIRST.a, b: FIRST.a }), ["in A", "in B"]);
  const short = pairDifferences(sides(EXPERIMENTS.get("exploding")), OPTIONS);
  assert.deepEqual(Object.values(short), ["He start", "normal start"]);
});

test("no two networks that differ have the same name", () => {
  const changes = {
    depth: 3,
    width: 5,
    activation: "relu",
    initializer: "he",
    learning_rate: 2,
    clip: 0.25,
    seed: 8,
  };
  for (const [name, value] of Object.entries(changes)) {
    const [a, b] = namesOf({ a: FIRST.b, b: { ...FIRST.b, [name]: value } });
    assert.notEqual(a, b, name);
  }
});
