/** The page's state: what arrives too late changes nothing, and what belongs together goes together. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { FRESH_NETWORK, notice } from "../../static/js/state/message.js";
import { areParametersRead } from "../../static/js/state/network.js";
import { initialState, reduce } from "../../static/js/state/page.js";

const SESSION = {
  id: "a",
  layers: [784, 16, 16, 10],
  iteration: 0,
  revision: 0,
  output: "sigmoid",
};
const CHANGED = { ...SESSION, iteration: 1, revision: 1 };
const OPENED = { type: "sessionOpened", session: SESSION };
const INK = { type: "inked", strokes: [[[0.5, 0.5]]], pixels: [1], placement: null };
const FORWARD = { prediction: 7 };

/** The state after actions; bare fields are set. */
function after(...actions) {
  return actions.reduce(
    (state, action) => reduce(state, "type" in action ? action : { type: "set", values: action }),
    initialState,
  );
}

const PASS = { pixels: INK.pixels, target: null, forward: FORWARD, backward: null };

test("an answer is shown, and what it is about", () => {
  const state = after(OPENED, INK, { type: "answered", pass: PASS });
  const about = { pixels: INK.pixels, target: null, version: state.version };
  assert.deepEqual([state.forward, state.answered], [FORWARD, about]);
});

test("a change comes with its pass at once, unless something else is shown by then", () => {
  const state = after(OPENED, INK);
  const changed = { type: "networkChanged", session: CHANGED, pass: PASS };
  const { forward, answered, version } = reduce(state, changed);
  assert.deepEqual([forward, answered.version], [FORWARD, version]);
  for (const other of [
    { type: "targetChosen", target: 4 },
    { type: "cleared" },
    { ...INK, pixels: [1] },
  ]) {
    assert.equal(reduce(reduce(state, other), changed).forward, null, other.type);
  }
});

const PARAMETERS = { weights: [12_544, 256, 160].map((count) => new Float32Array(count)) };

/** News of training. */
const frameOf = (session, running = true) => ({
  type: "trained",
  session,
  isOther: true,
  running,
  pictured: true,
});

test("parameters are those of the version that was asked for", () => {
  const { version } = after(OPENED);
  const arrived = { type: "parametersArrived", parameters: PARAMETERS, version };
  const state = after(OPENED, arrived);
  assert.equal(state.parametersVersion, state.version);
  const stepped = reduce(state, { type: "networkChanged", session: CHANGED });
  assert.notEqual(stepped.parametersVersion, stepped.version);
  assert.equal(reduce(stepped, arrived).parametersVersion, version);
});

test("while a run goes on rounded parameters are drawn, and never taken for the exact ones", () => {
  const rounded = { weights: [], biases: [] };
  const arrived = { type: "parametersArrived", parameters: PARAMETERS, version: 1 };
  const picture = { type: "pictureArrived", pictured: rounded };
  const running = after(OPENED, arrived, frameOf(CHANGED), picture);
  assert.deepEqual([running.parameters, running.pictured], [PARAMETERS, rounded]);
  assert.notEqual(running.parametersVersion, running.version);
  assert.equal(reduce(running, arrived).pictured, PARAMETERS);
  const rests = reduce(running, frameOf(CHANGED, false));
  assert.equal(reduce({ ...rests, pictured: PARAMETERS }, picture).pictured, PARAMETERS);
});

test("the exact parameters are needed wherever a number of them can be seen", () => {
  const scene = { arePicturesEnough: true };
  const running = { ...after(OPENED, frameOf(CHANGED)), ...scene };
  assert.equal(areParametersRead(running), false);
  const weight = { kind: "weight", layer: 1, to: 0, from: 0 };
  for (const seen of [
    { pinned: weight },
    { panel: "code" },
    { arePicturesEnough: false },
    { arePicturesComing: false },
    { training: false },
  ]) {
    assert.ok(areParametersRead({ ...running, ...seen }), JSON.stringify(seen));
  }
});

test("news of training that is no change leaves the version alone", () => {
  const state = after(OPENED);
  const news = { ...frameOf(SESSION), isOther: false };
  assert.equal(reduce({ ...state, previewing: true }, news).version, state.version);
});

test("a change is taken up once, whether its answer or the channel of training comes first", () => {
  const step = { drawing: 0, step: { steps: 1 } };
  const answer = { type: "networkChanged", session: CHANGED, step };
  const frame = frameOf(CHANGED, false);
  const before = after(OPENED).version;
  for (const actions of [
    [answer, frame],
    [frame, answer],
  ]) {
    const state = after(OPENED, ...actions, frame);
    assert.equal(state.version, before + 1);
    assert.deepEqual(state.lastStep, step.step);
  }
});

test("news of a network that is no longer shown is dropped", () => {
  const state = after(OPENED);
  const other = { ...SESSION, id: "b" };
  assert.equal(reduce(state, { type: "networkChanged", session: other }), state);
  assert.equal(reduce(state, frameOf(other)), state);
});

test("news that comes late, of before a change that is known, is dropped", () => {
  const frame = frameOf(SESSION);
  const state = after(OPENED, { type: "networkChanged", session: CHANGED });
  for (const late of [frame, { type: "networkChanged", session: SESSION }]) {
    assert.equal(reduce(state, late), state);
  }
});

test("labels with names of the language poison nothing", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  for (const name of names) {
    const odd = JSON.parse(`{"type": "sessionOpened", "session": {"${name}": {"polluted": 1}}}`);
    const state = after(
      odd,
      { type: "sampled", pixels: [1], label: name, from: null, ink: null },
      { type: "targetChosen", target: name },
      { type: "beatShown", beat: name },
    );
    assert.equal(Object.getPrototypeOf(state), Object.prototype);
  }
  assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
  assert.equal({}.polluted, undefined);
});

test("what keeps the page from something leaves all other messages as they are", () => {
  const trouble = { message: "The server cannot be reached.", isOfFile: false };
  const fresh = { message: "A fresh one was opened.", messageAbout: "" };
  const during = after({ type: "troubled", trouble }, OPENED, fresh);
  assert.deepEqual([during.trouble, during.message], [trouble, fresh.message]);
  assert.equal(after({ type: "troubled", trouble }, INK).trouble, trouble);
  const last = after({ type: "troubled", trouble }, OPENED, fresh, {
    type: "troubled",
    trouble: null,
  });
  assert.deepEqual([last.trouble, last.message], [null, fresh.message]);
});

test("a refusal stands until the same succeeds, other messages until the user does something", () => {
  const refused = { message: "No.", messageAbout: "average" };
  const uses = [INK, { type: "cleared" }, { type: "userActed" }, { learningRate: 2 }];
  for (const use of uses) {
    assert.equal(after(refused, use).message, "No.");
    assert.equal(after({ ...refused, messageAbout: "" }, use).message, "");
  }
  assert.equal(after(refused, { type: "succeeded", about: "pass" }).message, "No.");
  assert.equal(after(refused, { type: "succeeded", about: "average" }).message, "");
});

test("a hidden column comes back with another drawing, a picked one goes with its beat", () => {
  const columns = [OPENED, INK, { type: "columnToggled", column: "3" }, { pickedColumn: 3 }];
  assert.deepEqual(after(...columns).hiddenColumns, ["3"]);
  assert.deepEqual(after(...columns, { type: "columnToggled", column: "3" }).hiddenColumns, []);
  const next = after(...columns, { type: "beatShown", beat: "adding-up" });
  assert.deepEqual([next.hiddenColumns, next.pickedColumn], [["3"], null]);
  assert.deepEqual(after(...columns, { type: "cleared" }).hiddenColumns, []);
});

test("a panel that is chosen twice is closed again", () => {
  const code = { type: "panelToggled", panel: "code" };
  assert.equal(after(code).panel, "code");
  assert.equal(after({ panel: "number" }, code).panel, "code");
  assert.equal(after(code, code).panel, null);
});

const HELD = { pinned: { kind: "neuron", layer: 1, index: 3 }, panel: "number" };

test("a moved value goes back where the story goes on, and its answer with it", () => {
  const moved = after(OPENED, INK, HELD, { type: "moved", value: 0.5 });
  const id = moved.whatIf.id;
  const answered = reduce(moved, { type: "experimentAnswered", id, moved: { cost: 1 } });
  assert.deepEqual([answered.whatIf.value, answered.whatIf.moved], [0.5, { cost: 1 }]);
  for (const end of [
    { type: "beatShown", beat: "cost" },
    { type: "panelToggled", panel: "number" },
    { type: "moved", value: null },
  ]) {
    const { value, moved, id: same } = reduce(answered, end).whatIf;
    assert.deepEqual([value, moved, same], [null, null, id]);
  }
});

test("what another quantity, drawing or network was tried for is dropped when it arrives", () => {
  const held = after(OPENED, INK, HELD);
  for (const change of [
    { type: "set", values: { pinned: { kind: "neuron", layer: 1, index: 4 } } },
    { type: "set", values: { "whatIf.part": "bias" } },
    { type: "targetChosen", target: 3 },
    { ...INK, pixels: [0.5] },
    { type: "networkChanged", session: CHANGED },
  ]) {
    const other = reduce(held, change);
    assert.equal(other.whatIf.id, held.whatIf.id + 1, change.type);
    const late = { type: "experimentAnswered", id: held.whatIf.id, rest: { cost: 1 } };
    assert.equal(reduce(other, late), other);
  }
  const same = { pinned: { ...HELD.pinned }, symbol: "w" };
  assert.equal(reduce(held, { type: "set", values: same }).whatIf, held.whatIf);
});

test("another weight is another quantity, the same one said again is not", () => {
  const weight = { kind: "weight", layer: 1, to: 2, from: 3 };
  const held = after(OPENED, INK, { ...HELD, pinned: weight });
  const pinned = (item) => reduce(held, { type: "set", values: { pinned: item } }).whatIf.id;
  assert.equal(pinned({ ...weight }), held.whatIf.id);
  for (const other of [{ from: 4 }, { to: 1 }, { layer: 2 }]) {
    assert.equal(pinned({ ...weight, ...other }), held.whatIf.id + 1);
  }
});

test("that the network is a fresh one stands while the drawing goes on that has found it out", () => {
  const drawing = [OPENED, INK, notice("A fresh one", FRESH_NETWORK), INK];
  assert.equal(after(...drawing).message, "A fresh one");
  assert.equal(after(...drawing, { type: "cleared" }).message, "");
  assert.equal(after(...drawing, { type: "userActed" }).message, "");
  assert.equal(after(OPENED, INK, notice("It is read right"), INK).message, "");
});

test("a step on another drawing is not shown with the own network either", () => {
  const own = { session: "a", undo: 1, lastStep: {}, placed: 2, isStorys: false };
  assert.deepEqual(after(OPENED, INK, { ownNetwork: own }, INK).ownNetwork, own);
  const other = after(OPENED, INK, { ownNetwork: own }, { type: "cleared" });
  assert.deepEqual(other.ownNetwork, { ...own, lastStep: null });
});
