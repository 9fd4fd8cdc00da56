/** The beat shown while a quantity is moved: the whole changed pass, and what it does to the cost.
 * @import {WhatIfAnswer} from "../../server/types.js"
 * @import {NetworkBeat} from "../../network/beat_picture.js" */

import { format, formatAll, fourDigits } from "../../kit/format.js";
import { picture } from "../../network/beat_picture.js";
import { neuronName } from "../../network/names.js";
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
      caption: caption(answer, quantity, last),
      tex: formula(answer, SYMBOLS[quantity.kind]),
      question: null,
      picture: picture({ activations: last }),
    },
  };
}

/** @param {WhatIfAnswer} answer @param {Quantity} quantity
 * @param {number} last the output layer
 * @returns {Words[]} */
function caption({ value, change, promised }, quantity, last) {
  const [truth, promise] = formatAll([change, promised], true).map(({ text }) => text);
  return [
    { text: `What if the ${nameOf(quantity, last)} were ` },
    { text: format(value, 2).text, tone: "accent" },
    { text: `? The cost changes by ${truth}, the gradient promised ` },
    { text: promise, tone: "accent" },
    { text: "." },
  ];
}

/** @type {(quantity: Quantity, last: number) => string} */
function nameOf(quantity, last) {
  const { kind, layer } = quantity;
  return kind === "weight"
    ? `weight from ${neuronName(layer - 1, quantity.from, last)} to ${neuronName(layer, quantity.to, last)}`
    : `${kind} of ${neuronName(layer, quantity.index, last)}`;
}

/** @type {(answer: WhatIfAnswer, symbol: string) => string} */
function formula({ derivative, value, value_before, promised, change }, symbol) {
  const delta = value - value_before;
  const by = delta < 0 ? `(${fourDigits(delta).tex})` : fourDigits(delta).tex;
  const [promise] = formatAll([promised, change], true);
  const numbers = `${fourDigits(derivative).tex} \\cdot ${by} = ${promise.tex}`;
  return `\\frac{\\partial C_0}{\\partial ${symbol}}\\,\\Delta ${symbol} = ${numbers}`;
}
