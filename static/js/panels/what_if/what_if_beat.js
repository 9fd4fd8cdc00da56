/** The beat shown while a quantity is moved: the whole changed pass, and what it does to the cost.
 * @import {WhatIfAnswer} from "../../server/types.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js" */

import { picture } from "../../network/beat_picture.js";
import { whatIfCaption } from "../words.js";
import { promiseOf } from "./promise.js";
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
