/** What the page says of functions and costs: as the server describes them, or as of any. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { filled } from "../../static/js/kit/equation.js";
import {
  activationOf,
  appliedText,
  costOf,
  derivativeName,
} from "../../static/js/network/descriptors.js";
import { networkWords } from "../../static/js/network/names.js";
import { rangeOf } from "../../static/js/panels/what_if/quantity.js";
import { slopeTex } from "../../static/js/scenes/vanishing/depth_tex.js";
import { ceilingText } from "../../static/js/scenes/vanishing/words.js";

const MADE_UP = {
  id: "made_up",
  label: "made up",
  symbol: "μ",
  tex: "\\mu",
  derivative_tex: "\\mu(z)^2",
  derivative_values_tex: "{(a)}^2 + {z} - {a}",
  range: [-2, null],
};
const COST = { id: "dear", label: "a dear one", outputs: ["made_up"], needs_shares: true };
const options = { descriptors: { outputs: [MADE_UP], costs: [COST] } };

test("what is described is found by its id, a cost by its outputs too", () => {
  assert.equal(activationOf(options, "made_up"), MADE_UP);
  assert.equal(costOf(options, { cost: "dear", output: "made_up" }), COST);
  assert.equal(costOf(options, { cost: "dear", output: "other" }).label, "dear");
});

test("what is not described is written as any function is", () => {
  for (const known of [options, null]) {
    const any = activationOf(known, "other");
    assert.deepEqual([any.label, appliedText(any), derivativeName(any)], ["other", "f(z)", "f'"]);
    assert.match(costOf(known, { cost: "other", output: "made_up" }).cost_tex, /sum/);
  }
});

test("a function without a name in formulas leaves its z as it is", () => {
  assert.equal(appliedText({ symbol: "linear", tex: "" }), "z");
  assert.equal(derivativeName({ tex: "" }), "f'");
});

test("only the names that stand in a formula are replaced, once", () => {
  const tex = "\\frac{1}{2} + {a} {(a)} {a.2} {q}";
  assert.equal(
    filled(tex, { a: "{y}", "a.2": "0.25", y: "1" }),
    "\\frac{1}{2} + {y} {(a)} 0.25 {q}",
  );
});

test("a slope is written in symbols and, with brackets where they are needed, in numbers", () => {
  assert.equal(slopeTex(MADE_UP, 1, 3).match(/&= (.*)\\end/)[1], "\\mu(z)^2");
  const tex = slopeTex(MADE_UP, 1, 3, { z: 2, a: -0.5, slope: 2.75 });
  assert.ok(tex.includes("\\mu'(z^{(1)}_{3})"), tex);
  assert.ok(tex.includes("(-0.50)^2 + 2.0 - -0.50 = 2.8"), tex);
  const wrong = slopeTex(MADE_UP, 1, 3, { z: 2, a: -0.5, slope: 2.5 });
  assert.ok(wrong.includes("\\approx 2.5"), wrong);
  const bySign = { ...MADE_UP, derivative_values_tex: null };
  const since = slopeTex(bySign, 1, 3, { z: 2, a: -0.5, slope: 0.25 });
  assert.ok(since.includes("0.25, \\text{ since } z^{(1)}_{3} = 2.0"), since);
});

test("the largest slope is a fraction where it is one", () => {
  assert.deepEqual([0.25, 0.5, 1, 0.3].map(ceilingText), ["1/4", "1/2", "1", "0.30"]);
});

test("a network is called on paper what its functions and its cost are", () => {
  const session = { layers: [2, 1], activation: "made_up", output: "made_up", cost: "dear" };
  const words = networkWords({
    options,
    session: { ...session, iteration: 0 },
    forward: null,
    backward: null,
  });
  assert.equal(words, "2 – 1 · made up · a dear one · step 0");
});

test("an activation can be moved as far as its function reaches", () => {
  const session = { layers: [2, 1, 1], activation: "made_up", output: "made_up", cost: "none" };
  const state = { options, session, forward: { activations: [[0, 1], [5], [-1]] } };
  const range = (layer, more = {}) =>
    rangeOf({ ...state, ...more }, { kind: "activation", layer, index: 0 });
  assert.deepEqual(range(0), { from: 0, to: 1 });
  assert.deepEqual(range(1), { from: -2, to: 10 });
  assert.deepEqual(range(2), { from: -2, to: 2 });
  const { from } = range(2, { session: { ...session, cost: "dear" } });
  assert.ok(from > -2 && from < -1.9, `${from}`);
});
