/** A step moves in the order of its causes: weights, then layer after layer, then what comes out. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { phasesOf, stepDuration } from "../../../static/js/scenes/walk/views/step_motion.js";

const LAYERS = 3;

test("each begins when the one before has come, and all have at the end", () => {
  for (let now = 0; now <= stepDuration(LAYERS); now += 50) {
    const phases = phasesOf(now / stepDuration(LAYERS), LAYERS);
    const inOrder = [phases.weights, ...phases.layers, phases.bars];
    const moving = inOrder.filter((come) => come > 0 && come < 1);
    assert.ok(moving.length <= 1, `${now}: ${inOrder}`);
    assert.deepEqual(inOrder, [...inOrder].sort().reverse());
  }
  const end = phasesOf(1, LAYERS);
  assert.deepEqual(end, { weights: 1, layers: [1, 1, 1], bars: 1 });
  assert.deepEqual(phasesOf(0, LAYERS), { weights: 0, layers: [0, 0, 0], bars: 0 });
});
