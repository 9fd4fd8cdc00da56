/**
 * Ink becomes 784 numbers by MNIST's rule.
 *
 * @import {Stroke} from "../../static/js/input/digit_image.js"
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { digitImage } from "../../static/js/input/digit_image.js";
import { DIGITS } from "./handwriting.js";

const BRUSH = 1 / 24;
const SIDE = 28;

/** @type {(strokes: Stroke[], brush?: number) => number[][]} the 28 rows of the picture */
function picture(strokes, brush = BRUSH) {
  const numbers = digitImage(strokes, brush);
  assert.equal(numbers.length, SIDE * SIDE);
  return Array.from({ length: SIDE }, (_, row) => numbers.slice(row * SIDE, (row + 1) * SIDE));
}

/** @type {(strokes: Stroke[], scale: number, x: number, y: number) => Stroke[]} */
function placed(strokes, scale, x, y) {
  return strokes.map((stroke) => stroke.map(([px, py]) => [px * scale + x, py * scale + y]));
}

/** @type {(values: number[]) => number} */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** @type {(rows: number[][]) => [number, number]} */
function centreOfMass(rows) {
  const mass = sum(rows.map(sum));
  const x = sum(rows.map((row) => sum(row.map((value, column) => value * (column + 0.5)))));
  const y = sum(rows.map((row, number) => sum(row) * (number + 0.5)));
  return [x / mass, y / mass];
}

/** @type {(rows: number[][]) => [number, number]} columns and rows that hold ink */
function extent(rows) {
  const columns = rows[0].filter((_, column) => rows.some((row) => row[column] > 0));
  return [columns.length, rows.filter((row) => row.some((value) => value > 0)).length];
}

/** @type {(rows: number[][]) => void} */
function assertPlacedAsMnist(rows) {
  // 20 pixels, which may lie over 21 where they begin between two.
  assert.ok([20, 21].includes(Math.max(...extent(rows))), `${extent(rows)}`);
  for (const middle of centreOfMass(rows)) {
    assert.ok(Math.abs(middle - 14) <= 1 / 8, `${middle}`);
  }
}

for (const [digit, strokes] of DIGITS) {
  test(`the larger side of a ${digit} is 20 pixels, its centre of mass the middle`, () => {
    assertPlacedAsMnist(picture(strokes));
  });

  test(`place and size of a ${digit} on the pad make no difference`, () => {
    // Powers of two, so that no rounding comes in; the brush shrinks along.
    const corner = placed(strokes, 0.25, 0.125, 0.75);
    assert.deepEqual(picture(corner, BRUSH / 4), picture(strokes));
  });

  test(`a small ${digit} differs by the brush alone`, () => {
    const small = picture(placed(strokes, 0.5, 0.1, 0.3));
    assertPlacedAsMnist(small);
    const thick = picture(strokes, 2 * BRUSH);
    const differences = small.flatMap((row, y) =>
      row.map((value, x) => Math.abs(value - thick[y][x])),
    );
    assert.ok(Math.max(...differences) <= 1 / 16);
  });
}

test("a wide drawing keeps its shape", () => {
  /** @type {Stroke} */
  const line = [
    [0.1, 0.5],
    [0.9, 0.5],
  ];
  const rows = picture([line], 0.05); // 0.9 x 0.1 of the pad
  assert.ok([20, 21].includes(extent(rows)[0]));
  const area = (0.8 * 0.1 + Math.PI * 0.05 ** 2) * (20 / 0.9) ** 2;
  assert.ok(Math.abs(sum(rows.map(sum)) / area - 1) < 0.02);
});

test("paper is 0, ink is 1 and edges lie between", () => {
  const values = picture(DIGITS.get(0) ?? []).flat();
  assert.equal(Math.min(...values), 0);
  assert.equal(Math.max(...values), 1);
  assert.ok(values.some((value) => value > 0 && value < 1));
});

test("an empty pad is paper", () => {
  assert.equal(sum(picture([]).flat()), 0);
});

test("up stays up and left stays left", () => {
  /** @type {Stroke} */
  const letter = [
    [0.2, 0.2],
    [0.2, 0.8],
    [0.6, 0.8],
  ]; // an L
  const rows = picture([letter]);
  const [x, y] = centreOfMass(rows).map(Math.floor);
  assert.equal(sum(rows.slice(0, y - 2).map((row) => sum(row.slice(x + 2)))), 0);
  const [aboveLeft, belowRight] = [
    sum(rows.slice(0, y).map((row) => sum(row.slice(0, x)))),
    sum(rows.slice(y).map((row) => sum(row.slice(x)))),
  ];
  assert.ok(Math.min(aboveLeft, belowRight) > 0);
});
