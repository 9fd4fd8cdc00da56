/** Formulas as activations and costs are described, with numbers in them, and what these come to. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { computed, equated } from "../../../static/js/kit/equation.js";
import { format } from "../../../static/js/kit/format.js";

const at = (a, z = 0) => ({ a: format(a), z: format(z), "a.2": format(a, 2) });

for (const [formula, a, tex, value] of [
  ["{a} \\cdot (1 - {a})", 0.25, "0.25 \\cdot (1 - 0.25)", 0.1875],
  ["1 - {(a)}^2", -0.5, "1 - (-0.50)^2", 0.75],
  ["1 - {(a)}^2", 0.5, "1 - 0.50^2", 0.75],
  ["-2\\,({a.2} - 1)", 0.000123, "-2\\,(0.00 - 1)", 2],
  ["1 \\,/\\, {a}", 0.25, "1 \\,/\\, 0.25", 4],
  ["-\\ln {a}", 0.5, "-\\ln 0.50", -Math.log(0.5)],
  ["\\tfrac{1}{2} ({a} + 1)^2", 1, "\\tfrac{1}{2} (1.00 + 1)^2", 2],
]) {
  test(`${formula} of ${a}`, () => {
    const written = computed(formula, at(a));
    assert.equal(written.tex, tex);
    assert.ok(Math.abs(written.value - value) < 1e-12, `${written.value} is not ${value}`);
  });
}

test("what a formula comes to is computed with the digits that it shows", () => {
  const { value } = computed("{a} \\cdot {a}", at(0.3333));
  assert.ok(Math.abs(value - 0.33 ** 2) < 1e-12);
});

test("of a formula with anything else in it nothing is known", () => {
  for (const formula of [
    "1 - e^{-{a}}",
    "\\text{since } {a}",
    "{a} +",
    "{b} + 1",
    "",
    "1 / ({a} - {a})",
  ]) {
    assert.equal(computed(formula, at(0.5)).value, null, formula);
  }
});

test("a side that its digits do not make is about as large", () => {
  const half = () => ({ tex: "0.5", value: 0.5 });
  assert.equal(equated(format(0.5), half).sign, "=");
  assert.equal(equated(format(0.51), half).sign, "\\approx");
  assert.equal(equated(format(0.51), () => ({ tex: "\\cdots", value: null })).sign, "=");
});
