import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Refusal } from "../../static/js/server/client.js";
import { resource, Supply } from "../../static/js/server/resource.js";
import { createStore } from "../../static/js/state/store.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A page whose network has versions, a scene that shows answers, and fetches answered by hand. */
let page;
let own;
let calls;
let failures;
let isShown;

function supply(definition = {}) {
  const wanted = resource({
    about: "test",
    key: ({ page }) => (page.version === null ? null : [page.version]),
    fetch: ({ page }, by) =>
      new Promise((resolve, reject) => {
        calls.push({ version: page.version, resolve, reject, ...by });
        by.signal.addEventListener("abort", () => reject(by.signal.reason));
      }),
    into: (answer) => ({ answer }),
    ...definition,
  });
  return new Supply(wanted, { page, own, ask }, () => isShown);
}

async function ask(about, question) {
  try {
    await question();
  } catch (error) {
    failures.push([about, error.message]);
  }
}

beforeEach(() => {
  const set = (state, change) => ({ ...state, ...change });
  page = createStore(set, { version: 1 });
  own = createStore(set, { answer: null });
  [calls, failures, isShown] = [[], [], true];
});

async function answer(index, value) {
  calls[index].resolve(value);
  await settled();
}

async function change(state) {
  page.dispatch(state);
  await settled();
}

const versions = () => calls.map(({ version }) => version);

test("what is wanted is fetched once", async () => {
  supply();
  await settled();
  await answer(0, "one");
  own.dispatch({ other: true });
  await change({ other: true });
  assert.equal(own.get().answer, "one");
  assert.deepEqual(versions(), [1]);
});

test("changes at the same time make one fetch", async () => {
  supply();
  page.dispatch({ version: 2 });
  page.dispatch({ version: 3 });
  await settled();
  assert.deepEqual(versions(), [3]);
});

test("a null key means that nothing is wanted", async () => {
  page.dispatch({ version: null });
  supply();
  await settled();
  assert.deepEqual(versions(), []);
  await change({ version: 1 });
  await answer(0, "one");
  await change({ version: null });
  assert.deepEqual(versions(), [1]);
  await change({ version: 1 });
  assert.deepEqual(versions(), [1, 1]);
});

test("nothing is fetched while it is hidden, and what was fetched is kept", async () => {
  isShown = false;
  const hidden = supply();
  await settled();
  assert.deepEqual(versions(), []);
  for (const shown of [true, false, true]) {
    isShown = shown;
    hidden.look();
    await settled();
    calls[0].resolve("one");
    await settled();
  }
  assert.deepEqual(versions(), [1]);
  assert.equal(own.get().answer, "one");
});

test("one fetch is under way, and of those that wait the newest is made", async () => {
  supply({ scope: () => [] });
  await settled();
  await change({ version: 2 });
  await change({ version: 3 });
  assert.deepEqual(versions(), [1]);
  await answer(0, "one");
  assert.equal(own.get().answer, "one"); // Still within its scope.
  await answer(1, "three");
  assert.equal(own.get().answer, "three");
  assert.deepEqual(versions(), [1, 3]);
});

test("a fetch out of its scope is given up, and the next one begins", async () => {
  supply();
  await settled();
  await change({ version: 2 });
  assert.ok(calls[0].signal.aborted);
  assert.deepEqual(versions(), [1, 2]);
  assert.deepEqual(failures, []);
});

test("a fetch is given up where it is hidden", async () => {
  const hidden = supply();
  await settled();
  isShown = false;
  hidden.look();
  await settled();
  assert.ok(calls[0].signal.aborted);
});

test("a stale answer is dropped, also where the fetch cannot be given up", async () => {
  const answers = [];
  supply({ fetch: () => new Promise((resolve) => answers.push(resolve)) });
  await settled();
  page.dispatch({ version: 2 });
  answers[0]("stale");
  await settled();
  assert.equal(own.get().answer, null);
  answers[1]("fresh");
  await settled();
  assert.equal(own.get().answer, "fresh");
});

test("a refusal is said, and asked again only after a change", async () => {
  supply();
  await settled();
  calls[0].reject(new Refusal(422, "Expected less", ""));
  await settled();
  await change({ other: true });
  assert.deepEqual(failures, [["test", "Expected less"]]);
  assert.deepEqual(versions(), [1]);
  await change({ version: 2 });
  assert.deepEqual(versions(), [1, 2]);
});

test("what was refused is asked again by who comes back", async () => {
  const shown = supply();
  await settled();
  calls[0].reject(new Refusal(503, "Full", ""));
  await settled();
  for (isShown of [false, true]) {
    shown.look();
    await settled();
  }
  assert.deepEqual(versions(), [1, 1]);
});

test("progress is shown until the answer or until nobody wants it", async () => {
  supply({ progress: (progress) => ({ progress }) });
  await settled();
  calls[0].progress({ done: 1, of: 2 });
  assert.deepEqual(own.get().progress, { done: 1, of: 2 });
  await change({ version: 2 });
  assert.equal(own.get().progress, null);
  calls[0].progress({ done: 2, of: 2 });
  assert.equal(own.get().progress, null);
  calls[1].progress({ done: 1, of: 2 });
  await answer(1, "two");
  assert.equal(own.get().progress, null);
});

test("between two fetches there is a pause", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  mock.method(performance, "now", () => now);
  supply({ pause: () => 1000 });
  await settled();
  await answer(0, "one");
  now = 400;
  await change({ version: 2 });
  mock.timers.tick(500);
  assert.deepEqual(versions(), [1]);
  [now] = [1000];
  mock.timers.tick(100);
  assert.deepEqual(versions(), [1, 2]);
  mock.reset();
});

test("some may come at once; then there is a pause again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  mock.method(performance, "now", () => now);
  supply({ pause: () => 1000, burst: 2 });
  await settled();
  await answer(0, "one");
  for (const [call, version] of [2, 3].entries()) {
    await change({ version });
    await answer(call + 1, "more");
  }
  await change({ version: 4 });
  assert.deepEqual(versions(), [1, 2, 3]);
  now = 1000;
  mock.timers.tick(1000);
  assert.deepEqual(versions(), [1, 2, 3, 4]);
  mock.reset();
});
