/** The gate: the curve's slope carries a nudge of a to one of z, in words, formula and picture. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { drawTangent, plotOf } from "../../../static/js/kit/function_plot.js";
import { slopeValues } from "../../../static/js/network/descriptors.js";
import { walkParts } from "../../../static/js/scenes/walk/beats.js";
import { initialState, reduce } from "../../../static/js/state/page.js";
import { backward, forward, session } from "../answers.mjs";

const LAST = session.layers.length - 1;
const TARGET = 3;
const described = (id, values, tex = id) => ({
  ...{ id, label: id, symbol: id, tex, derivative_text: "", derivative_tex: "", verb: "" },
  ...{ derivative_values_tex: values, ceiling: 1, range: [null, null], is_elementwise: true },
  class_name: "",
});
const SIGMOID = described("sigmoid", "{a} \\cdot (1 - {a})", "\\sigma");
const TANH = described("tanh", "1 - {(a)}^2");
const RELU = described("relu", null);
const LINEAR = described("linear", "", "");
const options = { descriptors: { outputs: [SIGMOID, TANH, RELU, LINEAR], costs: [] } };

/** The walk of a drawing whose target's output stands at `a`, and passes `ofA` on. */
function beats({ a, slope, ofA, output = "sigmoid" }) {
  const state = reduce(
    { ...initialState, options, session: { ...session, output } },
    { type: "sampled", pixels: forward().activations[0], label: TARGET, from: null, ink: null },
  );
  const [there, back] = [forward(), backward()];
  there.activations[LAST][TARGET] = a;
  back.nudges.activations[LAST - 1][TARGET] = ofA;
  back.slopes[LAST - 1] = slope === null ? null : back.slopes[LAST - 1].with(TARGET, slope);
  back.deltas[LAST - 1][TARGET] = -ofA * (slope ?? 0);
  return walkParts({ ...state, forward: there, backward: back }).flatMap((part) => part.beats);
}

const gateOf = (at) => beats(at).find(({ id }) => id === "gate");
const said = ({ caption }) => caption.map(({ text }) => text).join("");
/** What somebody gets who computes with the numbers that a formula shows. */
const resultOf = (tex) =>
  new Function(
    `return ${tex.replace(/\\(times|cdot)/g, "*").replace(/\^\{(-?\d+)\}/g, "**($1)")}`,
  )();
const values = ({ tex }) => tex.split("\\\\[-2pt]")[1].replace("\\end{aligned}", "");

test("the gate stands after the levers' names and before the first of them", () => {
  const ids = beats({ a: 0.1, slope: 0.09, ofA: 1.8 }).map(({ id }) => id);
  const at = ids.indexOf("gate");
  assert.deepEqual([ids[at - 1], ids[at + 1]], ["levers", "lever-bias"]);
  const hidden = ids.indexOf(`further-${LAST - 1}-gate`);
  assert.equal(ids[hidden + 1], `further-${LAST - 1}-levers`);
});

test("its formula is the lecture's, and holds in the digits shown", () => {
  const gate = gateOf({ a: 0.1, slope: 0.09, ofA: 1.8 });
  assert.equal(values(gate), "1.80 \\times 0.10 \\cdot (1 - 0.10) &= 0.16");
  for (let n = 1; n < 200; n++) {
    const a = n / 200 + 0.0004 * Math.sin(n);
    const at = { a, slope: a * (1 - a), ofA: 2 * Math.cos(n) };
    const [left, sign, right] = values(gateOf(at)).split(/ &(=|\\approx) /);
    const unit = 10 ** -(right.split(".")[1]?.length ?? 0);
    const holds = Math.abs(resultOf(left) - Number(right)) <= unit / 2 + 1e-9;
    assert.equal(sign, holds ? "=" : "\\approx", values(gateOf(at)));
  }
});

test("where the curve is flat its slope stands as a number", () => {
  const a = 1 - 2e-8;
  const gate = gateOf({ a, slope: a * (1 - a), ofA: -2 });
  assert.match(values(gate), /^-2.00 \\times 2.0\d* \\cdot 10\^\{-8\} &(=|\\approx) -4.0 \\cdot/);
});

test("each function has its slope in its own form", () => {
  const at = { a: -0.5, z: -0.55, slope: 0.75 };
  assert.equal(slopeValues(TANH, at).tex, "(1 - (-0.50)^2)");
  assert.equal(slopeValues(SIGMOID, { ...at, a: 0.25 }).tex, "0.25 \\cdot (1 - 0.25)");
  assert.equal(slopeValues(RELU, { ...at, slope: 1 }).tex, "1");
  assert.equal(slopeValues(RELU, { ...at, slope: 0 }).tex, "0");
  assert.equal(slopeValues(LINEAR, { ...at, slope: 1 }).tex, "1");
});

test("what its sentence claims is so in every state", () => {
  assert.match(said(gateOf({ a: 0.1, slope: 0.09, ofA: 1.8 })), /only \+0\.16 gets through/);
  assert.match(said(gateOf({ a: 0, slope: 0, ofA: 2, output: "relu" })), /slope 0 nothing/);
  assert.match(said(gateOf({ a: 2, slope: 1, ofA: -2, output: "relu" })), /slope 1 all of it/);
  assert.match(said(gateOf({ a: 1, slope: 0.1, ofA: 0 })), /is 0, so nothing comes out/);
  assert.doesNotMatch(said(gateOf({ a: 3, slope: 1.5, ofA: 1 })), /only/);
});

test("with softmax no output has a curve of its own", () => {
  const ids = beats({ a: 0.1, slope: null, ofA: 10, output: "softmax" }).map(({ id }) => id);
  assert.ok(!ids.includes("gate"));
  assert.ok(ids.includes("lever-bias"));
  assert.ok(ids.includes(`further-${LAST - 1}-gate`));
});

test("a tangent rises as its slope says, to both sides of its point", () => {
  const ends = [];
  const nothing = Object.fromEntries(
    ["save", "beginPath", "rect", "clip", "stroke", "restore"].map((name) => [name, () => {}]),
  );
  const context = {
    ...nothing,
    moveTo: (x, y) => ends.push([x, y]),
    lineTo: (x, y) => ends.push([x, y]),
  };
  const frame = { left: 0, right: 160, top: 0, bottom: 100 };
  const pen = { context, theme: {}, text: 12 };
  const plot = plotOf(pen, frame, [-8, 8], [0, 1]);
  drawTangent(plot, { z: 0, value: 0.5, slope: 0.25 }, 20);
  const [[x0, y0], [x1, y1]] = ends;
  assert.deepEqual([(x0 + x1) / 2, (y0 + y1) / 2], [80, 50]);
  const rise = (y0 - y1) / 100 / ((x1 - x0) / 10);
  assert.ok(Math.abs(rise - 0.25) < 1e-9);
});
