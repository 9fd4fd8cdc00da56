import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { troubles } from "../../static/js/kit/troubles.js";
import { Refusal, Unreachable } from "../../static/js/server/client.js";
import * as server from "../../static/js/server/endpoints.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What fetch does at each call, one after the other; the last goes on. */
let answers;
/** What was asked. */
let asked;
/** What is said now. */
let said;

beforeEach(() => {
  [answers, asked, said] = [[], [], null];
  troubles.follow((trouble) => {
    said = trouble?.message ?? null;
  });
  mock.method(globalThis, "fetch", (path, { method, signal }) => {
    asked.push(`${method} ${path}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer(signal);
  });
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Let all pauses between tries end. */
async function later(ms = 20_000) {
  await settled();
  mock.timers.tick(ms);
  for (let turn = 0; turn < 20; turn++) {
    await settled();
  }
}

const bytes = (text) => new TextEncoder().encode(text);

/** An answer that comes in pieces; an error as the last one breaks it off. */
const coming = (pieces, status = 200, headers = {}) => {
  const body = new ReadableStream({
    async start(controller) {
      for (const piece of pieces) {
        await settled();
        if (piece instanceof Error) {
          controller.error(piece);
          return;
        }
        controller.enqueue(piece);
      }
      controller.close();
    },
  });
  return new Response(body, { status, headers });
};

const whole = (text) => () => Promise.resolve(coming([bytes(text)]));
const refusing = (status, text, headers) => () =>
  Promise.resolve(new Response(text, { status, headers }));
const dropped = () => Promise.reject(new TypeError("Failed to fetch"));
const cut = (file, at) => () =>
  Promise.resolve(coming([file.slice(0, at), new TypeError("network error")]));
/** As where something on the way closes the connection for an end. */
const ended = (file, at) => () => Promise.resolve(coming([file.slice(0, at)]));
const never = (signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const stalled = (file, at) => () =>
  Promise.resolve(
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(file.slice(0, at)),
      }),
    ),
  );

const SESSION = JSON.stringify({ id: "s", revision: 3 });
const PORTAL = "<html><body>Log in to the Wi-Fi</body></html>";

/** A safetensors file of the tensors W1 and b1. */
function parametersFile() {
  const header = bytes(
    JSON.stringify({
      W1: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
      b1: { dtype: "F32", shape: [1], data_offsets: [8, 12] },
    }),
  );
  const file = new Uint8Array(8 + header.length + 12);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  new Float32Array(3).set([1, 2, 3]);
  file.set(new Uint8Array(Float32Array.of(1, 2, 3).buffer), 8 + header.length);
  return file;
}

const LINES = `${JSON.stringify({ done: 1, of: 2 })}\n${JSON.stringify({ done: 2, of: 2, costs: [1] })}\n`;
const by = { signal: new AbortController().signal, progress: () => {} };

/** Each kind of answer that is read: what asks for it, its bytes, and what is made of them. */
const READ = {
  json: [() => server.getSession("s"), bytes(SESSION), JSON.parse(SESSION)],
  file: [
    () => server.getParameters("s"),
    parametersFile(),
    { weights: [Float32Array.of(1, 2)], biases: [Float32Array.of(3)] },
  ],
  lines: [() => server.landscape("s", {}, by), bytes(LINES), { done: 2, of: 2, costs: [1] }],
};

for (const [kind, [ask, file, expected]] of Object.entries(READ)) {
  for (const [how, broken] of Object.entries({ cut, ended })) {
    test(`${kind} ${how} at any byte is asked for again`, async () => {
      // The last byte of the lines is the end of a line that is whole without it.
      const last = how === "ended" && kind === "lines" ? file.length - 1 : file.length;
      for (let at = 0; at < last; at++) {
        asked = [];
        answers = [broken(file, at), () => Promise.resolve(coming([file]))];
        const answer = ask();
        await later(0);
        assert.match(said ?? "", /broke off/, `after ${at} bytes`);
        await later();
        assert.deepEqual(await answer, expected, `after ${at} bytes`);
        assert.equal(asked.length, 2);
        assert.equal(said, null);
      }
    });
  }

  test(`${kind} that stands still is asked for again`, async () => {
    answers = [stalled(file, 5), () => Promise.resolve(coming([file]))];
    const answer = ask();
    await later(14_000);
    assert.equal(said, null);
    await later(60_000);
    assert.match(said ?? "", /broke off/);
    await later();
    assert.deepEqual(await answer, expected);
  });
}

/** What may come in place of an answer, and what is said of it. */
const IN_PLACE = {
  "no connection": [dropped, /cannot be reached/],
  "no answer": [never, /cannot be reached/],
  "a login page": [whole(PORTAL), /broke off/],
  "half of another answer": [whole('{"id"'), /broke off/],
  429: [refusing(429, '{"detail": "Too many"}'), /Too many\. Trying again/],
  "429 of a proxy": [refusing(429, PORTAL), /429/],
  500: [refusing(500, '{"detail": "It went wrong"}'), /wrong\. Trying again/],
  502: [refusing(502, PORTAL), /502/],
  503: [refusing(503, '{"detail": "The server is full"}', { "Retry-After": "1" }), /full\. Trying/],
  504: [refusing(504, ""), /504/],
  "404 of a proxy": [refusing(404, PORTAL), /404/],
};

for (const [name, [answer, words]] of Object.entries(IN_PLACE)) {
  test(`${name} is said, and asked again until there is an answer`, async () => {
    answers = [answer, answer, whole(SESSION)];
    const session = server.getSession("s");
    await later(name === "no answer" ? 15_000 : 0);
    assert.match(said ?? "", words);
    await later();
    await later();
    await later();
    assert.equal((await session).id, "s");
    assert.equal(asked.length, 3);
    assert.equal(said, null);
  });
}

test("an answer that comes slowly, but comes, is waited for", async () => {
  let feed;
  answers = [
    () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            start: (controller) => {
              feed = controller;
            },
          }),
        ),
      ),
  ];
  const session = server.getSession("s");
  for (const byte of bytes(SESSION)) {
    await later(10_000);
    feed.enqueue(Uint8Array.of(byte));
  }
  feed.close();
  assert.equal((await session).id, "s");
  assert.equal(asked.length, 1);
});

test("the server is left in peace as long as it asks for", async () => {
  answers = [refusing(429, '{"detail": "No"}', { "Retry-After": "30" }), whole(SESSION)];
  const session = server.getSession("s");
  await later(30_000);
  troubles.wake();
  await later(0);
  assert.equal(asked.length, 1);
  await later(1000);
  assert.equal((await session).id, "s");
});

test("once there is a line again, what waits for it is asked at once", async () => {
  answers = [dropped, whole(SESSION)];
  const session = server.getSession("s");
  await later(0);
  troubles.wake();
  assert.equal((await session).id, "s");
});

test("what somebody no longer wants is neither said nor asked again", async () => {
  answers = [dropped];
  const giveUp = new AbortController();
  const answer = server.landscape("s", {}, { ...by, signal: giveUp.signal });
  const ends = assert.rejects(answer, { name: "AbortError" });
  await later(0);
  assert.match(said, /reached/);
  giveUp.abort();
  await ends;
  assert.equal(said, null);
  await later();
  assert.equal(asked.length, 1);
});

/** Changes that would be others if they were made twice. */
const CHANGES = {
  step: () => server.step("s", { pixels: [], target: 1 }, 1),
  learn: () => server.learn("s", { pixels: [], target: 1 }, 1),
  "step on mini-batches": () => server.stepOn("s", {}),
  undo: () => server.undo("s"),
  redo: () => server.redo("s"),
  "random reset": () => server.reset("s", { pixels: null, target: null, weights: "random" }),
};

for (const [name, make] of Object.entries(CHANGES)) {
  test(`a ${name} that may have been made is not made again`, async () => {
    const failed = refusing(500, '{"detail": "It went wrong"}');
    for (const broken of [dropped, cut(bytes(SESSION), 5), whole(PORTAL), failed]) {
      asked = [];
      answers = [broken];
      await assert.rejects(make(), Unreachable);
      assert.equal(asked.length, 1);
    }
  });

  test(`a ${name} that the server has put off is made later`, async () => {
    answers = [refusing(503, '{"detail": "Full"}'), whole(SESSION)];
    const changed = make();
    await later();
    assert.equal((await changed).revision, 3);
    assert.equal(asked.length, 2);
  });
}

test("a reset to what it leads to anyway is made again", async () => {
  for (const to of [{ trained_for: 300 }, { weights: "random", seed: 3 }, { weights: "trained" }]) {
    answers = [dropped, whole(SESSION)];
    const changed = server.reset("s", { pixels: null, target: null, ...to });
    await later();
    assert.equal((await changed).revision, 3);
  }
});

test("a page to log in is no answer, whatever is asked for", async () => {
  for (const ask of [() => server.savedNetwork("s"), () => server.removeRun("s", "r")]) {
    asked = [];
    answers = [refusing(200, PORTAL, { "Content-Type": "text/html" }), whole("{}")];
    const answer = ask();
    await later();
    await answer;
    assert.equal(asked.length, 2);
  }
});

test("what the server refuses for good is not asked again", async () => {
  for (const status of [404, 409, 413, 422]) {
    asked = [];
    answers = [refusing(status, '{"detail": "No"}')];
    await assert.rejects(server.getSession("s"), Refusal);
    assert.equal(asked.length, 1);
    assert.equal(said, null);
  }
});

test("what first.js has asked is asked again where its answer did not come", async () => {
  globalThis.early = new Map([["GET api/options ", Promise.reject(new TypeError("Lost"))]]);
  answers = [whole("{}")];
  const options = server.getOptions();
  await later();
  assert.deepEqual(await options, {});
  assert.equal(asked.length, 1);
  delete globalThis.early;
});
