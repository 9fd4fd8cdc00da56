/** What is computed, drawn or asked again only where that is needed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, memo, oneAtATime } from "../../../static/js/kit/memo.js";

test("something is computed again when an input is another one, or there is one less", () => {
  let count = 0;
  const counted = memo((...inputs) => [++count, inputs.length]);
  assert.deepEqual(counted(), [1, 0]);
  assert.deepEqual(counted(), [1, 0]);
  assert.deepEqual(counted(1, 2), [2, 2]);
  assert.deepEqual(counted(1, 2), [2, 2]);
  assert.deepEqual(counted(1), [3, 1]);
  assert.deepEqual(counted(2), [4, 1]);
});

test("something is to be drawn at first, and when it is another one", () => {
  const isToDraw = changes();
  const picture = {};
  const asked = [
    [picture, 1],
    [picture, 1],
    [picture, 2],
    [{}, 2],
    [{}, 2],
  ];
  assert.deepEqual(
    asked.map((inputs) => isToDraw(...inputs)),
    [true, false, true, true, true],
  );
});

test("of what is asked for while something is done the newest is done after it", async () => {
  const done = [];
  const ends = [];
  const act = oneAtATime((name) => {
    done.push(name);
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  });
  const whole = act("a");
  await Promise.all([act("b"), act("c")]);
  assert.deepEqual(done, ["a"]);
  ends[0].resolve();
  await new Promise(setImmediate);
  assert.deepEqual(done, ["a", "c"]);
  ends[1].reject(new Error("lost"));
  await assert.rejects(whole, /lost/);
  act("d");
  assert.deepEqual(done, ["a", "c", "d"]);
});
