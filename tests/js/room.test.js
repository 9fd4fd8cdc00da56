/** What the lecturer's pages make of a room: the pure halves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inkPicture, SIDE } from "../../static/js/input/digit_image.js";
import { BRUSH_RADIUS, STEPS } from "../../static/js/input/pad.js";
import { digitNamed, digitText } from "../../static/js/link/digit.js";
import { tracedFrom } from "../../static/js/link/drawn.js";
import { tallied } from "../../static/js/state/questions.js";

// The modules look at the page as they come.
Object.assign(globalThis, { document: { documentElement: { dataset: {} } } });
const { noteOf } = await import("../../static/js/room/room_following.js");

test("of each choice the last two rounds stand side by side, the largest number is whole", () => {
  const told = {
    choices: ["up", "down"],
    counts: [1, 4],
    earlier: [
      [9, 9],
      [2, 0],
    ],
  };
  assert.deepEqual(tallied(told, 1), [
    {
      words: "up",
      isRight: false,
      votes: [
        { count: 2, share: 0.5 },
        { count: 1, share: 0.25 },
      ],
    },
    {
      words: "down",
      isRight: true,
      votes: [
        { count: 0, share: 0 },
        { count: 4, share: 1 },
      ],
    },
  ]);
  const [first] = tallied({ ...told, counts: [0, 0], earlier: [] }, null);
  assert.deepEqual(first, { words: "up", isRight: false, votes: [{ count: 0, share: 0 }] });
});

test("a picture is traced by strokes along its dark, row by row", () => {
  const pixels = new Array(SIDE * SIDE).fill(0);
  assert.deepEqual(tracedFrom(pixels), []);
  for (const place of [0, 1, 2, 5, SIDE * SIDE - 1]) {
    pixels[place] = 1;
  }
  pixels[10] = 0.5; // not dark
  const at = (/** @type {number} */ place) => Math.round(((place + 0.5) / SIDE) * STEPS) / STEPS;
  assert.deepEqual(tracedFrom(pixels), [
    [
      [at(0), at(0)],
      [at(2), at(0)],
    ],
    [
      [at(5), at(0)],
      [at(5), at(0)],
    ],
    [
      [at(27), at(27)],
      [at(27), at(27)],
    ],
  ]);
});

test("what was traced comes back from an address as the same picture", () => {
  const drawn = digitNamed("ink-WZMzVVURURbuTMjMaZjMhmjMozjMv_jM.mZWZmZeZmZmZmZuZmZ2Z");
  const { pixels } = inkPicture(drawn?.strokes ?? [], BRUSH_RADIUS);
  const strokes = tracedFrom(pixels);
  const again = digitNamed(digitText({ from: null, strokes }));
  const [one, other] = [strokes, again?.strokes ?? []].map((all) => inkPicture(all, BRUSH_RADIUS));
  assert.deepEqual(one, other);
  const both = one.pixels.filter((ink, i) => ink > 0.5 && pixels[i] > 0.5).length;
  const any = one.pixels.filter((ink, i) => ink > 0.5 || pixels[i] > 0.5).length;
  assert.ok(both / any > 0.6, `${both} of ${any}`);
});

test("the lecturer reads the part, what is said now and next, and whether a question waits", () => {
  const beats = [
    { id: "one", caption: [{ text: "One " }, { text: "thing." }] },
    { id: "other", caption: (/** @type {{it: string}} */ own) => [{ text: own.it }] },
  ];
  const parts = [{ name: "Forward", beats }];
  const name = { id: "walk", title: "The walk" };
  const own = { get: () => ({ it: "Another." }) };
  const at = (/** @type {number} */ index) => {
    const player = { beats, index, beat: beats[index], veiled: index === 1 };
    const scene = /** @type {any} */ ({ name, player, own, parts });
    const left = { ...scene, name: { id: "fall", title: "Falling" } };
    return JSON.parse(noteOf(scene, [left, scene], /** @type {any} */ ({})) ?? "");
  };
  const called = [["Forward", "one", "other"]];
  const scenes = [
    { id: "fall", title: "Falling", parts: called },
    { id: "walk", title: "The walk", parts: called },
  ];
  const same = { part: "Forward", scenes };
  assert.deepEqual(at(0), { ...same, now: "One thing.", next: "Another.", waits: false });
  assert.deepEqual(at(1), { ...same, now: "Another.", next: "", waits: true });
  assert.equal(noteOf(undefined, [], /** @type {any} */ ({})), null);
});

test("a note that would be too long for the server leaves names out, and can still be read", () => {
  const beats = [{ id: "one", caption: [{ text: "One thing." }] }];
  const player = { beats, index: 0, beat: beats[0], veiled: false };
  const parts = [{ name: "Forward", beats }];
  const scene = (/** @type {string} */ id) =>
    /** @type {any} */ ({ name: { id, title: id.repeat(400) }, player, own: { get() {} }, parts });
  const entered = ["fall", "walk", "calc"].map(scene);
  const note = noteOf(entered[2], entered, /** @type {any} */ ({})) ?? "";
  assert.ok(note.length <= 4000, `${note.length}`);
  const { now, scenes } = JSON.parse(note);
  assert.equal(now, "One thing.");
  assert.deepEqual(
    scenes.map((/** @type {any} */ { id }) => id),
    ["walk", "calc"],
  );
});
