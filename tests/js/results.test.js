/** Results after causes: what a caption holds of results, and what the story has still to come to. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { figuresToCome, resultsApart } from "../../static/js/page/story.js";
import { walkParts } from "../../static/js/scenes/walk/beats.js";
import { initialState, reduce } from "../../static/js/state/page.js";
import { backward, forward, session } from "./answers.mjs";

const results = (caption) =>
  resultsApart(caption)
    .filter(({ isResult }) => isResult)
    .map(({ text }) => text);

test("numbers and directions are results; names are not", () => {
  const caption = [
    { text: "Output 3, at 0.91, wants neuron 12 to go " },
    { text: "down", tone: "down" },
    { text: " by " },
    { text: "−0.038", tone: "accent" },
    { text: ", for its " },
    { text: "weights", tone: "accent" },
    { text: " are 2.5 · 10⁻⁷." },
  ];
  assert.deepEqual(results(caption), ["0.91", "down", "−0.038", "2.5 · 10⁻⁷"]);
  const whole = resultsApart(caption).map(({ text }) => text);
  assert.equal(whole.join(""), caption.map(({ text }) => text).join(""));
});

/** The beats of a walk with all answers. */
function beats() {
  const sampled = { pixels: forward().activations[0], label: 3, from: null, ink: null };
  const state = reduce({ ...initialState, session }, { type: "sampled", ...sampled });
  const answered = { ...state, forward: forward(), backward: backward() };
  return walkParts(answered).flatMap((part) => part.beats);
}

test("the walk comes to its reading at the answer, and to the cost at that", () => {
  const all = beats();
  const [answer, cost] = ["answer", "cost"].map((id) => all.findIndex((beat) => beat.id === id));
  for (const index of all.keys()) {
    const expected = [index < answer ? "reading" : "", index < cost ? "cost" : ""];
    assert.deepEqual(figuresToCome(all, index, true), expected.filter(Boolean), all[index].id);
  }
  assert.deepEqual(figuresToCome(all, answer, false), ["reading", "cost"]);
});
