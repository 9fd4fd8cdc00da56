/** What the gradient has promised of a change, beside what came of it, as both are written. Pure.
 * @import {Written} from "../../kit/format.js"
 * @import {WhatIfAnswer} from "../../server/types.js" */

import { equated } from "../../kit/equation.js";
import { formatAll, fourDigits } from "../../kit/format.js";

/** Both in the same digits; and the product that makes the promise, which is a sum for the hall to
 * check: where its digits are too few for that, it makes the promise about.
 * @type {(moved: WhatIfAnswer) => {change: Written, promised: Written, isExact: boolean, product:
 *   {text: string, tex: string}}} */
export function promiseOf({ change, promised, derivative, value, value_before }) {
  const [happened, promise] = formatAll([change, promised], true);
  const [slope, by] = [derivative, value - value_before].map(fourDigits);
  const factor = (/** @type {string} */ written) =>
    value < value_before ? `(${written})` : written;
  const product = {
    text: `${slope.text} · ${factor(by.text)}`,
    tex: `${slope.tex} \\cdot ${factor(by.tex)}`,
  };
  const isExact = equated(promise, () => product.tex, [undefined]).sign === "=";
  return { change: happened, promised: promise, isExact, product };
}
