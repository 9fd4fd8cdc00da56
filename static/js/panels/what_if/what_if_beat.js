/** The beat shown while a quantity is moved: the whole changed pass, and what it does to the cost
 * beside what the gradient has promised. Pure.
 * @import {Written} from "../../kit/format.js"
 * @import {WhatIfAnswer} from "../../server/types.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js" */

import { formatAll, fourDigits, isShownAs } from "../../kit/format.js";
import { picture } from "../../network/beat_picture.js";
import { whatIfCaption } from "../words.js";
import { answerUnderChange, quantityOf, SYMBOLS } from "./quantity.js";

/** @param {State} state @param {NetworkBeat} beat
 * @returns {{state: State, beat: NetworkBeat}} the same where nothing is moved */
export function underChange(state, beat) {
  const answer = answerUnderChange(state);
  const quantity = quantityOf(state);
  if (answer === null || quantity === null) {
    return { state, beat };
  }
  const last = answer.activations.length - 1;
  const drawing = { ...state.drawing, pixels: answer.activations[0] };
  return {
    state: { ...state, drawing, forward: answer, backward: null, pointed: null },
    beat: {
      ...beat,
      caption: whatIfCaption(answer, quantity),
      tex: formula(answer, SYMBOLS[quantity.kind]),
      question: null,
      picture: picture({ activations: last }),
      ...(beat.picture.network ? {} : { draw: undefined, overlay: undefined }),
    },
  };
}

/** @type {(answer: WhatIfAnswer, symbol: string) => string} */
function formula(answer, symbol) {
  const { product, isExact, promised } = promiseOf(answer);
  const numbers = `${product.tex} ${isExact ? "=" : "\\approx"} ${promised.tex}`;
  return `\\frac{\\partial C_0}{\\partial ${symbol}}\\,\\Delta ${symbol} = ${numbers}`;
}

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
  const isExact = isShownAs(slope.shown * by.shown, promise);
  return { change: happened, promised: promise, isExact, product };
}
