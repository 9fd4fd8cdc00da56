/** The walk's beats are made of facts: they are built when one changes, and at nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { walkParts } from "../../../static/js/scenes/walk/beats.js";
import { initialState, reduce } from "../../../static/js/state/page.js";
import { backward, forward, session } from "../answers.mjs";

/** A drawing with its answers. */
function answered() {
  const state = reduce(
    { ...initialState, session },
    {
      type: "sampled",
      pixels: forward().activations[0],
      label: 3,
      from: null,
      ink: null,
    },
  );
  return { ...state, forward: forward(), backward: backward() };
}

const set = (values) => ({ type: "set", values });

/** How often beats are built while these actions change a state. */
function builds(state, actions) {
  const built = new Set([walkParts(state)]);
  let now = state;
  for (const action of actions) {
    now = reduce(now, action);
    built.add(walkParts(now));
  }
  return built.size - 1;
}

test("the whole walk is there, and its ids differ", () => {
  const parts = walkParts(answered());
  const ids = parts.flatMap(({ beats }) => beats).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(parts.map(({ id }) => id)).size, 10);
  const outline = walkParts({ ...answered(), forward: null, backward: null });
  assert.deepEqual(
    outline.map(({ id, size }) => [id, size]),
    parts.map(({ id, beats }) => [id, beats.length]),
  );
});

test("pointing, pinning a weight, opening panels and leading the story build no beat", () => {
  const weight = { kind: "weight", layer: 1, to: 0, from: 5 };
  const moves = Array.from({ length: 50 }, (_, index) =>
    set({ pointed: { kind: "neuron", layer: 0, index } }),
  );
  const actions = [
    ...moves,
    set({ pointed: null }),
    set({ pinned: weight }),
    { type: "panelToggled", panel: "code" },
    set({ symbol: "w" }),
    { type: "beatShown", beat: "cost" },
    set({ pickedColumn: 2 }),
    set({ asking: true }),
    set({ message: "No.", messageAbout: "" }),
  ];
  assert.equal(builds(answered(), actions), 0);
});

test("each fact that the beats speak of builds them once", () => {
  const actions = [
    set({ pinned: { kind: "neuron", layer: 1, index: 2 } }),
    set({ pinned: null }),
    set({ learningRate: 0.25 }),
    set({ dataset: { cost: 0.4, correct: 9, total: 10 } }),
    { type: "targetChosen", target: 4 },
  ];
  assert.equal(builds(answered(), actions), actions.length);
});

test("a drawing without nudges is told that its ink changes nothing", () => {
  const state = answered();
  const still = { ...state, backward: backward() };
  still.backward.nudges.inputs.fill(0);
  const captionOf = (shown) =>
    walkParts(shown)
      .flatMap(({ beats }) => beats)
      .find(({ id }) => id === "further-drawing")
      .caption.map(({ text }) => text)
      .join("");
  assert.match(captionOf(still), /No pixel has a nudge/);
  assert.match(captionOf(state), /more ink where it is blue/);
});
