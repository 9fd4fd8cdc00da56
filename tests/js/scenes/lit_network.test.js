/** The network beside the gradient's column: whole, in whatever room it has. */
import assert from "node:assert/strict";
import { test } from "node:test";

import "../recording_context.mjs"; // what is missing here of a browser's canvases
import { drawLitNetwork } from "../../../static/js/scenes/descent/gradient/lit_network.js";
import { session } from "../answers.mjs";

/** A context that keeps the circles' middles. */
function recording() {
  const circles = [];
  const known = {
    arc: (x, y) => circles.push([x, y]),
    measureText: (text) => ({ width: 8 * text.length }),
  };
  const theme = new Proxy({}, { get: () => "#102030" });
  const context = new Proxy(known, { get: (own, name) => own[name] ?? (() => {}) });
  return { circles, context, theme };
}

const parameter = { kind: "bias", layer: session.layers.length - 1, index: 0 };
const lit = { parameter, value: -0.18, ends: ["", "output 0"] };
const network = { layers: session.layers, nudges: [0.5], strongest: [0], pixels: null, lit };

test("every neuron is inside the picture, however wide that is", () => {
  for (let width = 280; width <= 1200; width += 20) {
    const { circles, context, theme } = recording();
    drawLitNetwork(context, { width, height: 300 }, theme, network);
    assert.ok(circles.length > session.layers.slice(1).reduce((sum, size) => sum + size, 0));
    const most = Math.max(...circles.map(([x]) => x));
    assert.ok(most < width - 20, `${most} of ${width}`);
    assert.ok(most > width - 80, `${most} of ${width}`);
  }
});
