/** What a room is asked about the chain rule. What is right comes from the server's pass with the
 * numbers shown; where these make a question pointless, it is not asked. Pure.
 * @import {PassOfExample} from "../../server/types.js"
 * @import {CalculusState} from "./state.js"
 * @typedef {{pass: PassOfExample | null, by: number, state: CalculusState}} Asked `pass`: null while
 *   it is on its way
 * @typedef {(asked: Asked) => Question | null} Ask */

import { nearest } from "../../state/questions.js";
import {
  ACTIVATION_RIPPLE,
  BIAS_RIPPLE,
  changeWords,
  FURTHER_BACK,
  LARGEST_OF_GRADIENT,
  PATHS,
  WEIGHT_RIPPLE,
} from "./calculus_question_words.js";
import { derivativeOf, LAST, quantityIn } from "./chain_facts.js";

/** Smaller changes nobody can tell from none. */
const NOTHING = 1e-5;
/** Choices nearer to each other cannot be told apart. */
const APART = 0.002;

/** @type {Map<string, Ask>} by their beats */
const QUESTIONS = new Map([
  ["ripple-weight", weightRipple],
  ["ripple-bias", biasRipple],
  ["ripple-activation", activationRipple],
  ["ripple-back", furtherBack],
  ["gradient", largestOfGradient],
  ["layers", paths],
]);

/** @type {(beat: string) => (state: CalculusState) => Question | null} */
export const questionAt = (beat) => (state) => {
  const pass = state.answers[beat]?.examples[0] ?? null;
  const question = QUESTIONS.get(beat)?.({ pass, by: state.by, state }) ?? null;
  return question && { ...question, open: true };
};

/** @type {Ask} */
function weightRipple({ pass, by }) {
  const change = pass?.ripple?.cost_change ?? null;
  if (by === 0 || (change !== null && Math.abs(change) < NOTHING)) {
    return null;
  }
  const { text, choices, why } = WEIGHT_RIPPLE;
  return {
    id: "weight-ripple",
    text: text(by),
    choices,
    right: change === null ? null : change > 0 ? 0 : 1,
    why: () => why(change ?? 0),
  };
}

/** How far z(L) moves: one of three products of the perturbation. Asked once the pass is there, since
 * its choices are made of it.
 * @type {(asked: Asked) => {values: number[], right: number} | null} */
function movesOf({ pass, by, state }) {
  const change = pass?.ripple?.pre_activation_changes[LAST - 1][0];
  if (!pass || change === undefined) {
    return null;
  }
  const factors = ["w3", "a2"].map((name) => quantityIn(pass, state.chain, name));
  const values = [by, ...factors.map((factor) => by * factor)].sort((p, q) => p - q);
  const isApart = values.every((value, i) => i === 0 || value - values[i - 1] > APART);
  const right = nearest(values, change);
  return isApart && right !== null && Math.abs(values[right] - change) < APART
    ? { values, right }
    : null;
}

/** @type {Ask} */
function biasRipple(asked) {
  const moves = movesOf(asked);
  return (
    moves && {
      id: "bias-ripple",
      text: BIAS_RIPPLE.text(asked.by),
      choices: moves.values.map(changeWords),
      right: moves.right,
      why: () => BIAS_RIPPLE.why,
    }
  );
}

/** @type {Ask} */
function activationRipple(asked) {
  const moves = movesOf(asked);
  const { pass, state } = asked;
  return (
    moves &&
    pass && {
      id: "activation-ripple",
      text: ACTIVATION_RIPPLE.text(asked.by),
      choices: moves.values.map(changeWords),
      right: moves.right,
      why: () => ACTIVATION_RIPPLE.why(quantityIn(pass, state.chain, "w3")),
    }
  );
}

/** @type {Ask} */
function furtherBack({ pass, by }) {
  const [back, front] = ["w2", "w3"].map((name) => (pass ? derivativeOf(pass, name) : null));
  const sizes = [back, front].map((value) => Math.abs(value ?? 0));
  const isTie = pass !== null && Math.abs(sizes[0] - sizes[1]) < NOTHING;
  if (by === 0 || isTie) {
    return null;
  }
  const { text, choices, why } = FURTHER_BACK;
  return {
    id: "further-back",
    text,
    choices,
    right: pass === null ? null : sizes[0] > sizes[1] ? 0 : 1,
    why: () => why(back ?? 0, front ?? 0),
  };
}

/** @type {Ask} */
function largestOfGradient({ pass }) {
  const derivatives = ["w3", "b3", "w2", "b2"].map((name) => (pass ? derivativeOf(pass, name) : 0));
  const sizes = derivatives.map(Math.abs);
  const [first, second] = [...sizes].sort((p, q) => q - p);
  if (pass !== null && (first < NOTHING || first < 1.05 * second)) {
    return null;
  }
  const { text, choices, why } = LARGEST_OF_GRADIENT;
  return {
    id: "largest-of-gradient",
    text,
    choices,
    right: pass === null ? null : sizes.indexOf(first),
    why: () => why(derivatives),
  };
}

/** @type {Ask} */
function paths({ pass, state: { neuron } }) {
  if (pass === null) {
    return null;
  }
  const [, hidden, outputs] = pass.activations.map(({ length }) => length);
  const count = pass.factors.paths[0].length;
  const choices = [...new Set([1, outputs, hidden, hidden * outputs])].sort((p, q) => p - q);
  return {
    id: "paths",
    text: PATHS.text(neuron, hidden, outputs),
    choices: choices.map(String),
    right: choices.indexOf(count),
    why: () => PATHS.why(count),
  };
}
