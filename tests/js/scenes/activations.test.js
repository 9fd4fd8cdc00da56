/** A drawing's activations as columns of neurons, in whatever room they have. */
import assert from "node:assert/strict";
import { test } from "node:test";

import "../recording_context.mjs"; // what is missing here of a browser's canvases
import { drawActivations } from "../../../static/js/scenes/descent/training/activations.js";

const layers = [784, 16, 16, 10].map((size) => new Array(size).fill(0.5));

/** A context that keeps circles. */
function recording() {
  const circles = [];
  const known = {
    arc: (x, y, radius) => circles.push({ x, y, radius }),
    measureText: (text) => ({ width: 8 * text.length }),
  };
  const theme = new Proxy({}, { get: () => "#102030" });
  const context = new Proxy(known, { get: (own, name) => own[name] ?? (() => {}) });
  return { circles, context, theme };
}

test("no neuron lies over another one, however narrow the picture is", () => {
  const pass = { forward: { activations: layers, prediction: 2 }, target: 3 };
  for (let width = 170; width <= 420; width += 10) {
    const { circles, context, theme } = recording();
    drawActivations(context, { width, height: 500 }, pass, theme);
    assert.equal(circles.length, 42);
    for (const [i, a] of circles.entries()) {
      for (const b of circles.slice(0, i)) {
        const apart = Math.hypot(a.x - b.x, a.y - b.y);
        assert.ok(apart > a.radius + b.radius, `${apart} at ${width}`);
      }
    }
  }
});
