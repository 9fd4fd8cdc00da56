/** What a phone in a room shows of the room's state, and what it keeps: the pure halves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SeatMemory } from "../../static/js/room/seat_memory.js";
import {
  aboutOf,
  beatOf,
  choiceAt,
  codeNamed,
  digitOf,
  isCode,
  noted,
  shownAddress,
} from "../../static/js/room/seat_view.js";

const HERE = "#walk/cost?digit=test-12&target=3";
const STATE = {
  address: HERE,
  question: null,
  closed_question: null,
  drawing: false,
  drawings: { digit: null, count: 0, shown: 0, step: null },
};
const TOLD = { id: "4" };
const STEP = { of: "all", count: 2, before: { right: 1, cost: 1 }, after: { right: 2, cost: 0.5 } };
const KEPT = { votes: {}, told: null, stepped: null, drawsFirst: false, lostAt: "" };

/** @param {object} values */
const state = (values = {}) => /** @type {any} */ ({ ...STATE, ...values });
/** @param {object} values */
const kept = (values = {}) => /** @type {any} */ ({ ...KEPT, ...values });
const stepped = state({ drawings: { ...STATE.drawings, step: STEP } });

test("a code is found in what was typed or pasted", () => {
  const all = ["abc234", " ABC 234 ", "http://10.0.0.5:8000/r/abc234", "abc-234", "r/ABC234/"];
  assert.deepEqual(all.map(codeNamed), Array(5).fill("ABC234"));
  assert.ok(isCode("ABC234"));
  for (const wrong of ["", "ABC23", "ABC2345", "ABCO23", "ABC1L2"]) {
    assert.ok(!isCode(codeNamed(wrong)), wrong);
  }
});

test("of the lecturer's address a phone shows what is seen, not how their page stands", () => {
  assert.equal(
    shownAddress(`${HERE}&trained=100&start=random&seed=4&panel=code&ask=yes&talk=all&rate=2`),
    HERE,
  );
  assert.equal(shownAddress("#walk/cost?ask=yes"), "#walk/cost");
  assert.equal(shownAddress("#descent"), "#descent");
  assert.equal(beatOf(HERE), "walk/cost");
  assert.equal(digitOf(HERE), "test-12");
  assert.equal(digitOf("#walk/cost"), null);
});

test("a question comes before drawings, these before what was told", () => {
  const told = { told: { id: "4", beat: "walk/cost" } };
  const closed = state({ closed_question: TOLD });
  assert.equal(aboutOf(state(), kept(told)), "");
  assert.equal(aboutOf(closed, kept(told)), "told");
  assert.equal(aboutOf({ ...closed, drawing: true }, kept(told)), "draw");
  const asked = { ...closed, drawing: true, question: { id: "5" } };
  assert.equal(aboutOf(/** @type {any} */ (asked), kept(told)), "question");
});

test("of a question and drawings what was asked for last is first", () => {
  const question = { id: "5" };
  const [asked, drawn] = [state({ question }), state({ drawing: true })];
  const both = state({ question, drawing: true });
  for (const [before, about] of [
    [asked, "draw"],
    [drawn, "question"],
    [null, "question"],
  ]) {
    assert.equal(aboutOf(both, kept(noted(both, /** @type {any} */ (before), kept()))), about);
  }
  assert.deepEqual(noted(both, both, kept()), {});
});

test("what was told goes as the lecture goes on", () => {
  const told = { told: { id: "4", beat: "walk/cost" } };
  const on = state({ closed_question: TOLD, address: "#walk/wishes?digit=test-12" });
  assert.equal(aboutOf(on, kept(told)), "");
  assert.equal(aboutOf(state({ closed_question: { id: "3" } }), kept(told)), "");
});

test("a reveal is noted where it comes, or where its question was answered", () => {
  const closed = state({ closed_question: TOLD });
  const come = { told: { id: "4", beat: "walk/cost" } };
  assert.deepEqual(noted(closed, state(), kept()), come);
  assert.deepEqual(noted(closed, null, kept({ votes: { 4: { choice: 0 } } })), come);
  assert.deepEqual(noted(closed, null, kept()), {}, "Who comes late has not seen it.");
  assert.deepEqual(noted(closed, closed, kept()), {});
  assert.deepEqual(noted(closed, state(), kept(come)), {}, "It is noted where it came first.");
});

test("a step on what the room has drawn is noted where it comes", () => {
  const come = { stepped: { id: JSON.stringify(STEP), beat: "walk/cost", told: "" } };
  assert.deepEqual(noted(stepped, state(), kept()), come);
  assert.deepEqual(noted(stepped, null, kept()), {});
  assert.equal(aboutOf(stepped, kept(come)), "drawn");
});

test("of a reveal and a step at the same beat what came last is shown", () => {
  const told = { id: "4", beat: "walk/cost" };
  const both = { ...stepped, closed_question: TOLD };
  const later = noted(both, state({ closed_question: TOLD }), kept({ told }));
  assert.equal(aboutOf(both, kept({ told, ...later })), "drawn");
  const earlier = noted(stepped, state(), kept());
  assert.equal(aboutOf(both, kept({ told, ...earlier })), "told");
});

test("an amount belongs to the choice that has its share of the range", () => {
  const question = { amount: { least: -1, most: 1 }, choices: ["a", "b", "c", "d"] };
  const all = [-2, -1, -0.6, -0.4, 0, 0.4, 0.99, 1, 5].map((amount) => choiceAt(question, amount));
  assert.deepEqual(all, [0, 0, 0, 1, 2, 2, 3, 3, 3]);
});

/** @returns {{getItem: (key: string) => string | null, setItem: (key: string, text: string) => void}} */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
  };
}

test("a phone keeps its seat for a room, and has another one in another", () => {
  const own = storage();
  const first = new SeatMemory("ABC234", () => own);
  first.change({ votes: { 1: { choice: 2, amount: null } } });
  assert.match(first.kept.seat, /^[\w-]{22}$/);
  const again = new SeatMemory("ABC234", () => own);
  assert.deepEqual(again.kept, first.kept);
  const other = new SeatMemory("XYZ789", () => own);
  assert.notEqual(other.kept.seat, first.kept.seat);
  assert.deepEqual(other.kept.votes, {});
});

test("where nothing is kept, a seat lasts as long as the page", () => {
  const forbidden = () => {
    throw new Error("SecurityError");
  };
  const memory = new SeatMemory("ABC234", forbidden);
  const { seat } = memory.kept;
  memory.change({ lostAt: "walk/cost" });
  assert.equal(memory.kept.seat, seat);
  assert.equal(memory.kept.lostAt, "walk/cost");
  const odd = { getItem: () => "{", setItem: forbidden };
  assert.match(new SeatMemory("ABC234", () => odd).kept.seat, /^[\w-]{22}$/);
});
