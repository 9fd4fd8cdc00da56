import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  listenForNumber,
  onUnread,
  readNumber,
  showNumber,
} from "../../static/js/kit/number_field.js";

/** What the page was asked to say. @type {string[]} */
let said;
/** @type {(number | null)[]} */
let taken;

class Field extends EventTarget {
  value = "";
  dataset = {};
  list = null;
  attributes = new Map();
  getAttribute = (/** @type {string} */ name) => this.attributes.get(name) ?? null;
  setAttribute = (/** @type {string} */ name, /** @type {string} */ value) =>
    this.attributes.set(name, value);
  removeAttribute = (/** @type {string} */ name) => this.attributes.delete(name);

  /** @type {(text: string) => void} */
  enter(text) {
    this.value = text;
    this.dispatchEvent(new Event("input"));
    this.dispatchEvent(new Event("change"));
  }
}

/** @type {(options?: object) => Field} */
function field(options = {}) {
  const made = new Field();
  listenForNumber(/** @type {any} */ (made), {
    onNumber: (value) => taken.push(value),
    ...options,
  });
  return made;
}

beforeEach(() => {
  const page = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: page.addEventListener.bind(page),
    dispatchEvent: page.dispatchEvent.bind(page),
    document: { activeElement: null },
  });
  said = [];
  taken = [];
  onUnread((reason) => said.push(reason));
});

test("a comma is read as a point, and a real minus sign as one", () => {
  for (const [text, value] of [
    ["0,25", 0.25],
    ["0.25", 0.25],
    [",5", 0.5],
    ["3,", 3],
    ["−1,5", -1.5],
    [" 1 000 ", 1000],
    ["1e-3", 0.001],
    ["+2", 2],
  ]) {
    assert.equal(readNumber(String(text)), value, String(text));
  }
});

test("what is no number, or might be another one, is not read", () => {
  for (const text of ["", "-", ",", "0,2,5", "1.000,5", "1,000.5", "abc", "1e999", "0x3", "1/4"]) {
    assert.equal(readNumber(text), null, text);
  }
  for (const text of ["1,000", "2.5", "3,0"]) {
    assert.equal(readNumber(text, true), null, text);
  }
  assert.equal(readNumber("1000", true), 1000);
});

test("what cannot be read is said and marked, stands there, and changes nothing", () => {
  const made = field({ live: true });
  showNumber(/** @type {any} */ (made), "1");
  made.enter("0,2,5");
  assert.deepEqual(taken, []);
  assert.match(said[0], /0,2,5/);
  showNumber(/** @type {any} */ (made), "1");
  assert.deepEqual([made.value, made.getAttribute("aria-invalid")], ["0,2,5", "true"]);
  showNumber(/** @type {any} */ (made), "2");
  assert.deepEqual([made.value, made.getAttribute("aria-invalid")], ["2", null]);
  made.enter("0,25");
  assert.deepEqual(taken.at(-1), 0.25);
  assert.equal(said.length, 1);
});

test("nothing is said of a number that is only begun", () => {
  const made = field({ live: true });
  made.value = "-";
  made.dispatchEvent(new Event("input"));
  assert.deepEqual([taken, said], [[], []]);
});

test("an empty field counts only where it means something", () => {
  field().enter("");
  assert.deepEqual([taken, said], [[], []]);
  field({ empty: true }).enter("");
  assert.deepEqual(taken, [null]);
  field({ empty: true, fault: () => "Expected one" }).enter("");
  assert.deepEqual(said, ["Expected one"]);
});

test("up and down lead on by a step", () => {
  const made = field({ step: 0.1 });
  made.value = "0,2";
  const press = Object.assign(new Event("keydown", { cancelable: true }), { key: "ArrowUp" });
  made.dispatchEvent(press);
  assert.deepEqual([taken, made.value], [[0.3], "0.3"]);
  assert.ok(press.defaultPrevented);
});
