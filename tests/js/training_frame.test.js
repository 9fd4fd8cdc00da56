/** What comes through the socket of a training: frames, and pictures of the weights. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnParameters, readFrame } from "../../static/js/server/training_socket.js";

/** A safetensors file. @type {(metadata: object, tensors: [string, string, object][]) => ArrayBuffer} */
function file(metadata, tensors) {
  let end = 0;
  const entries = tensors.map(([name, dtype, values]) => {
    const from = end;
    end += values.byteLength;
    return [name, { dtype, shape: [values.length], data_offsets: [from, end] }];
  });
  const said = Object.entries(metadata).map(([key, value]) => [key, JSON.stringify(value)]);
  const header = { __metadata__: Object.fromEntries(said), ...Object.fromEntries(entries) };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const whole = new Uint8Array(8 + text.length + end);
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length), true);
  whole.set(text, 8);
  for (const [i, [, , values]] of tensors.entries()) {
    const [from] = entries[i][1].data_offsets;
    whole.set(new Uint8Array(values.buffer), 8 + text.length + from);
  }
  return whole.buffer;
}

test("a picture's steps are worth what their layer's scale says", () => {
  const steps = Int8Array.of(127, -64, 0, 10, -127, 1, 2);
  const picture = readFrame(
    file({ iteration: 3 }, [
      ["picture", "I8", steps],
      ["scales", "F32", Float32Array.of(0.5, 2)],
    ]),
    "s",
  );
  assert.deepEqual(drawnParameters([2, 1, 2], picture), {
    weights: [Float32Array.of(63.5, -32), Float32Array.of(20, -254)],
    biases: [Float32Array.of(0), Float32Array.of(2, 4)],
  });
});

test("a frame is about the network whose socket it came through, and lacks what is not new", () => {
  const costs = Float64Array.of(0.5, 0.25);
  const frame = readFrame(
    file({ frame: 7, session: { layers: [2, 1], iteration: 4 } }, [
      ["record.iterations", "F64", Float64Array.of(3, 4)],
      ["record.batch_costs", "F64", costs],
    ]),
    "s",
  );
  assert.deepEqual(frame.session, { id: "s", layers: [2, 1], iteration: 4 });
  assert.equal(frame.frame, 7);
  assert.deepEqual(frame.steps.batch_costs, costs);
  assert.equal(frame.evaluations.iterations.length, 0);
});

test("a file that is cut off is no frame", () => {
  const whole = file({ frame: 1, session: {} }, [
    ["record.iterations", "F64", Float64Array.of(1, 2)],
  ]);
  assert.throws(() => readFrame(whole.slice(0, -1), "s"), /ends before/);
});
