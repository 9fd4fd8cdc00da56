/** What is written on pictures. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { RecordingContext } from "./recording_context.mjs";

const { writeText } = await import("../../static/js/kit/canvas.js");

test("what stands out from lines leaves nothing of them between its letters", () => {
  const context = new RecordingContext();
  const filled = [];
  const ink = { actualBoundingBoxLeft: 1, actualBoundingBoxRight: 41 };
  context.measureText = () => ({
    ...ink,
    ...{ width: 42, actualBoundingBoxAscent: 6, actualBoundingBoxDescent: 5 },
  });
  let path = null;
  context.rect = (...box) => {
    path = box;
  };
  context.fill = () => filled.push([context.fillStyle, path]);
  context.strokeStyle = "ground";
  context.fillStyle = "ink";
  context.textAlign = "left";
  writeText(context, "+0.021", 100, 50, undefined, true);
  assert.deepEqual(filled, [["ground", [99, 44, 42, 11]]]);
  assert.equal(context.fillStyle, "ink");
  assert.deepEqual(context.texts, ["+0.021"]);
});
