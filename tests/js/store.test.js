/** The store: what changes a state, and who hears of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore, reducerOf, valueAt, within } from "../../static/js/state/store.js";

const initial = { part: "a", curve: { scale: "linear", points: [1] }, settled: 0 };
const reducers = {
  partLeft: (state) => ({ ...state, part: "" }),
  ...within("curve", {
    grown: (curve, { point }) => ({ ...curve, points: [...curve.points, point] }),
    looked: (curve) => curve,
  }),
};

function fresh(settle) {
  const store = createStore(reducerOf(reducers, settle), initial);
  const heard = [];
  store.subscribe((state, before) => heard.push([before, state]));
  return { store, heard };
}

test("fields are set by their paths, all at once", () => {
  const { store, heard } = fresh();
  store.set({ part: "b", "curve.scale": "log" });
  assert.deepEqual(store.get(), { ...initial, part: "b", curve: { scale: "log", points: [1] } });
  assert.equal(heard.length, 1);
  assert.deepEqual(heard[0], [initial, store.get()]);
  assert.equal(store.get().curve.points, initial.curve.points);
  assert.equal(valueAt(store.get(), "curve.scale"), "log");
});

test("what is set already changes nothing, and nobody hears of it", () => {
  const { store, heard } = fresh();
  store.set({ part: "a", "curve.scale": "linear", "curve.points": initial.curve.points });
  store.set({});
  store.dispatch({ type: "looked" });
  assert.equal(store.get(), initial);
  assert.deepEqual(heard, []);
});

test("a reducer of a piece changes that piece alone", () => {
  const { store } = fresh();
  store.dispatch({ type: "grown", point: 2 });
  assert.deepEqual(store.get(), { ...initial, curve: { scale: "linear", points: [1, 2] } });
});

test("what must hold is settled before anybody hears of a change", () => {
  const { store, heard } = fresh((state, before) => ({ ...state, settled: before.settled + 1 }));
  store.set({ part: "b" });
  store.dispatch({ type: "partLeft" });
  store.set({ part: "" });
  assert.deepEqual(
    heard.map(([, { part, settled }]) => [part, settled]),
    [
      ["b", 1],
      ["", 2],
    ],
  );
});

for (const type of ["nothing", "__proto__", "constructor", "toString", "hasOwnProperty"]) {
  test(`an action that nobody knows changes nothing: ${type}`, () => {
    const { store } = fresh();
    store.dispatch({ type });
    assert.equal(store.get(), initial);
  });
}
