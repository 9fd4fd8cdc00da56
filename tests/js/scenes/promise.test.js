/** What is written of a promise: an equality only where the digits shown make it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { promiseOf, underChange } from "../../../static/js/panels/what_if/what_if_beat.js";

/** @type {any} */
const ABOUT = { derivative: -0.0205339, value: 0.1, value_before: 3.4692, change: 0.02013 };
ABOUT.promised = ABOUT.derivative * (ABOUT.value - ABOUT.value_before);
/** @type {any} */
const EXACT = { derivative: 0.5, value: 0.3, value_before: 0.1, change: 0.11, promised: 0.1 };

test("a product is written as equal only where its shown digits make the promise", () => {
  const { product, promised, isExact } = promiseOf(ABOUT);
  assert.deepEqual(
    [product.text, promised.text, isExact],
    ["−0.02053 · (−3.369)", "+0.06918", false],
  );
  assert.ok(promiseOf(EXACT).isExact);
});

test("the formula of the beat says the same as the panel", () => {
  const signOf = (/** @type {any} */ answer) => {
    const moved = { ...answer, activations: [[0], [0]], cost_before: 1, cost: 1, prediction: 0 };
    const whatIf = { value: answer.value, moved };
    const pinned = { kind: "bias", layer: 1, index: 0 };
    const state = /** @type {any} */ ({
      panel: "number",
      whatIf,
      pinned,
      drawing: {},
      session: null,
    });
    const beat = /** @type {any} */ ({ picture: { network: true } });
    return /\\approx|=(?= )/g.exec(
      underChange(state, beat).beat.tex?.split("\\cdot")[1] ?? "",
    )?.[0];
  };
  assert.deepEqual([ABOUT, EXACT].map(signOf), ["\\approx", "="]);
});
