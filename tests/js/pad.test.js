import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { listenForInk, MOST_POINTS } from "../../static/js/input/pad.js";

/** The window's listeners. @type {EventTarget} */
let page;
/** @type {EventTarget} */
let pad;
/** What has been drawn. @type {number[][][]} */
let strokes;
let refused = 0;
let time = 0;

beforeEach(() => {
  page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  pad = Object.assign(new EventTarget(), {
    setPointerCapture() {},
    getBoundingClientRect: () => ({ left: 0, top: 0, width: 100, height: 100 }),
  });
  strokes = [];
  refused = 0;
  listenForInk(
    pad,
    () => strokes,
    (all) => {
      strokes = all;
    },
    () => {
      refused += 1;
    },
  );
});

const MOUSE = { pointerId: 1, pointerType: "mouse", button: 0, buttons: 1 };
const PALM = { ...MOUSE, pointerId: 2, pointerType: "touch" };
const PEN = { ...MOUSE, pointerId: 3, pointerType: "pen" };

/** @type {(kind: string, at: number, pointer?: object) => void} */
function point(kind, at, pointer = MOUSE) {
  time += 10;
  const event = new Event(kind, { cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: time });
  pad.dispatchEvent(Object.assign(event, pointer, { clientX: at, clientY: at }));
}

/** @type {() => number[]} how many points each stroke has */
const lengths = () => strokes.map((stroke) => stroke.length);

const ENDS = {
  "the button is up again": () => point("pointermove", 30, { ...MOUSE, buttons: 0 }),
  "the pointer is let go": () => point("pointerup", 20),
  "the browser takes the pointer": () => point("pointercancel", 20),
  "the pad loses the pointer": () => point("lostpointercapture", 20),
  "the window loses the focus": () => page.dispatchEvent(new Event("blur")),
};

for (const [name, end] of Object.entries(ENDS)) {
  test(`a stroke ends where ${name}, and the next press begins another`, () => {
    point("pointerdown", 10);
    point("pointermove", 20);
    end();
    point("pointermove", 40); // Of a pointer that is up the first move alone would end it, too.
    point("pointerrawupdate", 50);
    point("pointermove", 60, { ...MOUSE, buttons: 0 });
    assert.deepEqual(lengths(), [2]);
    point("pointerdown", 70);
    point("pointermove", 80);
    assert.deepEqual(lengths(), [2, 2]);
  });
}

test("a second press of a button that was let go unseen keeps what was drawn", () => {
  point("pointerdown", 10);
  point("pointermove", 20);
  point("pointerdown", 70);
  point("pointermove", 80);
  assert.deepEqual(lengths(), [2, 2]);
});

test("neither another button nor Ctrl draws", () => {
  point("pointerdown", 10, { ...MOUSE, button: 2, buttons: 2 });
  point("pointerdown", 10, { ...MOUSE, ctrlKey: true });
  point("pointermove", 20);
  assert.deepEqual(strokes, []);
});

test("a pen takes over from the palm and removes its ink, and the palm never from the pen", () => {
  point("pointerdown", 5);
  point("pointerup", 5);
  point("pointerdown", 90, PALM);
  point("pointermove", 91, PALM);
  point("pointerdown", 10, PEN);
  point("pointermove", 92, PALM);
  point("pointermove", 20, PEN);
  assert.deepEqual(lengths(), [1, 2]);
  point("pointerdown", 93, { ...PALM, pointerId: 4 });
  point("pointermove", 94, { ...PALM, pointerId: 4 });
  point("pointerup", 92, PALM);
  point("pointermove", 30, PEN);
  assert.deepEqual(lengths(), [1, 3]);
});

test("a full pad says so, and takes as many points as it has room for", () => {
  const full = Array.from({ length: MOST_POINTS - 2 }, () => [0, 0]);
  strokes = [full];
  point("pointerdown", 10);
  point("pointermove", 20);
  assert.equal(refused, 0);
  point("pointermove", 30);
  assert.deepEqual(lengths(), [full.length, 2]);
  assert.equal(refused, 1);
  point("pointerup", 30);
  point("pointerdown", 40);
  assert.deepEqual(lengths(), [full.length, 2]);
  assert.equal(refused, 2);
});
