/** A digit as an address names it: `test-12` and `train-12` are MNIST's by their places, `ink-…` is
 * a drawing, stroke by stroke, exactly as it was taken. Pure.
 * @import {Point} from "../input/digit_image.js"
 * @import {DigitIndex} from "../state/page.js"
 * @import {Codec} from "./codecs.js"
 * @import {Context} from "./table.js"
 * @typedef {{from: DigitIndex, strokes: never[]} | {from: null, strokes: Stroke[]}} NamedDigit
 * @typedef {{label: number, digit: {from: DigitIndex | null, strokes: Stroke[]}}} LabelledDigit */

import { MOST_POINTS, STEPS } from "../input/pad.js";
import { whole } from "./codecs.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** A coordinate takes two letters of six bits. */
const PER_POINT = 4;
const OF_MNIST = /^(test|train)-(\d+)$/;
const INK = /^ink-[\w-]+(\.[\w-]+)*$/;
const COUNTS = { test: 10_000, train: 60_000 };

/** @param {{from: DigitIndex | null, strokes: Stroke[]}} drawing
 * @returns {string | null} null where there is nothing on the pad */
export function digitText({ from, strokes }) {
  if (from !== null) {
    return `${from.split}-${from.index}`;
  }
  return strokes.length === 0 ? null : `ink-${strokes.map(strokeText).join(".")}`;
}

/** @type {(text: string | null | undefined) => NamedDigit | null} */
export function digitNamed(text) {
  const [, name, number] = OF_MNIST.exec(text ?? "") ?? [];
  if (name !== undefined) {
    const split = name === "test" ? "test" : "train";
    const index = whole(0, COUNTS[split] - 1).read(number, null);
    return index === null ? null : { from: { split, index }, strokes: [] };
  }
  if (!text || text.length > (PER_POINT + 1) * MOST_POINTS || !INK.test(text)) {
    return null;
  }
  const written = text.slice("ink-".length).split(".");
  return written.every(({ length }) => length % PER_POINT === 0)
    ? { from: null, strokes: written.map(strokeNamed) }
    : null;
}

/** @type {Codec<{from: DigitIndex | null, strokes: Stroke[]}>} */
export const digit = { read: digitNamed, write: digitText };

/** The digit that is on the pad. */
const PAD = "pad";
const LABELLED = /^as(\d)-(.+)$/;

/** A digit and what it is said to be, like `as3-pad`.
 * @type {Codec<LabelledDigit, Pick<Context<any>, "page" | "pad">>} */
export const labelledDigit = {
  read: (text, { pad }) => {
    const [, label, name] = LABELLED.exec(text) ?? [];
    const found = digitNamed(name === PAD ? pad : name);
    return found && { label: Number(label), digit: found };
  },
  write: ({ label, digit }, { page }) => {
    const text = digitText(digit);
    return `as${label}-${text === digitText(page.drawing) ? PAD : text}`;
  },
};

/** @type {(stroke: Stroke) => string} */
function strokeText(stroke) {
  const letters = (/** @type {number} */ share) => {
    const steps = Math.round(share * STEPS);
    return LETTERS[steps >> 6] + LETTERS[steps & 63];
  };
  return stroke.map(([x, y]) => letters(x) + letters(y)).join("");
}

/** @type {(text: string) => Stroke} */
function strokeNamed(text) {
  const share = (/** @type {number} */ at) =>
    (LETTERS.indexOf(text[at]) * 64 + LETTERS.indexOf(text[at + 1])) / STEPS;
  return Array.from({ length: text.length / PER_POINT }, (_, i) => {
    const at = i * PER_POINT;
    return /** @type {Point} */ ([share(at), share(at + 2)]);
  });
}
