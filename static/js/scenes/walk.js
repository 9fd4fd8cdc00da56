/**
 * The walk: the beats of one drawing's way through the network and back, with its own numbers.
 *
 * @import {State} from "../state.js"
 * @import {BackwardAnswer, ForwardAnswer, StepAnswer} from "../api.js"
 * @import {Beat, Picture, Words} from "../timeline.js"
 */

import { ANSWER_BEAT, DRAW_BEAT, STEP_BEAT } from "../state.js";
import { format, formatSigned } from "../theme.js";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"];

/**
 * All beats that the state has numbers for.
 * @param {Pick<State, "drawing" | "forward" | "backward" | "target" | "lastStep">} state
 * @returns {Beat[]}
 */
export function walkBeats({ drawing, forward, backward, target, lastStep }) {
  if (drawing.pixels === null || forward === null) {
    return [drawBeat()];
  }
  const last = forward.activations.length - 1;
  const beats = [inputBeat()];
  for (let layer = 1; layer <= last; layer++) {
    beats.push(forwardBeat(forward, layer, last));
  }
  beats.push(answerBeat(forward, last));
  if (backward !== null && target !== null) {
    beats.push(costBeat(backward, target, last), wishesBeat(backward, target, last));
    for (let layer = last - 1; layer >= 1; layer--) {
      beats.push(backwardBeat(backward, layer, last));
    }
    beats.push(stepBeat(last, lastStep));
  }
  return beats;
}

/**
 * @param {Partial<Picture>} shown
 * @returns {Picture}
 */
function picture(shown) {
  return { activations: 0, nudges: Infinity, cost: false, lit: null, motion: null, ...shown };
}

/** @returns {Beat} */
function drawBeat() {
  return {
    id: DRAW_BEAT,
    part: "Input",
    caption: [{ text: "Draw a digit from 0 to 9." }],
    formula: "",
    picture: picture({ activations: -1 }),
  };
}

/** @returns {Beat} */
function inputBeat() {
  return {
    id: "input",
    part: "Input",
    caption: [
      { text: "Centred and scaled to 28 × 28: " },
      { text: "784 numbers", tone: "accent" },
      { text: " are all that the network sees." },
    ],
    formula: "a^{(0)} = (a_0, a_1, \\dots, a_{783})",
    picture: picture({ lit: 0 }),
  };
}

/**
 * @param {ForwardAnswer} forward
 * @param {number} layer
 * @param {number} last
 * @returns {Beat}
 */
function forwardBeat(forward, layer, last) {
  const activations = forward.activations[layer];
  const brightest = largest(activations);
  const value = format(activations[brightest]);
  /** @type {Words[]} */
  const caption =
    layer === last
      ? [{ text: "The last layer answers: output " }, { text: `${brightest}`, tone: "accent" }]
      : [
          { text: `Weigh, add up, squash: in the ${ORDINALS[layer - 1]} hidden layer neuron ` },
          { text: `${brightest}`, tone: "accent" },
        ];
  return {
    id: `forward-${layer}`,
    part: "Forward",
    caption: [...caption, { text: ` is brightest, with ${value}.` }],
    formula: `a^{(${layer})} = \\sigma\\bigl(W^{(${layer})} a^{(${layer - 1})} + b^{(${layer})}\\bigr)`,
    picture: picture({ activations: layer, lit: layer, motion: { direction: "forward", layer } }),
  };
}

/**
 * @param {ForwardAnswer} forward
 * @param {number} last
 * @returns {Beat}
 */
function answerBeat(forward, last) {
  const { prediction } = forward;
  const value = forward.activations[last][prediction];
  const doubt = value < 0.5 ? "It is not sure. Its best guess is a " : "It reads a ";
  return {
    id: ANSWER_BEAT,
    part: "Forward",
    caption: [
      { text: doubt },
      { text: `${prediction}`, tone: "accent" },
      { text: `, with ${format(value)}.` },
    ],
    formula: "",
    picture: picture({ activations: last, lit: last }),
  };
}

/**
 * @param {BackwardAnswer} backward
 * @param {number} target
 * @param {number} last
 * @returns {Beat}
 */
function costBeat(backward, target, last) {
  return {
    id: "cost",
    part: "Cost",
    caption: [
      { text: "It should be a " },
      { text: `${target}`, tone: "accent" },
      { text: ". Ten squares add up to the cost of this drawing: " },
      { text: format(backward.cost), tone: "accent" },
    ],
    formula: "C_0 = \\sum_j \\bigl(a^{(L)}_j - y_j\\bigr)^2",
    picture: picture({ activations: last, cost: true, lit: last }),
  };
}

/**
 * @param {BackwardAnswer} backward
 * @param {number} target
 * @param {number} last
 * @returns {Beat}
 */
function wishesBeat(backward, target, last) {
  const nudges = backward.nudges.activations[last - 1];
  const down = nudges.indexOf(Math.min(...nudges));
  /** @type {Words[]} */
  const caption = [
    { text: `Output ${target} should go ` },
    { text: "up", tone: "up" },
    { text: `, output ${down} ` },
    { text: "down", tone: "down" },
    { text: ": the further off, the stronger the nudge." },
  ];
  return {
    id: "wishes",
    part: "Wishes",
    caption,
    formula: "-\\partial C_0 / \\partial a^{(L)}_j = -2\\bigl(a^{(L)}_j - y_j\\bigr)",
    picture: picture({
      activations: last,
      cost: true,
      nudges: last,
      lit: last,
      motion: { direction: "backward", layer: last },
    }),
  };
}

/**
 * @param {BackwardAnswer} backward
 * @param {number} layer
 * @param {number} last
 * @returns {Beat}
 */
function backwardBeat(backward, layer, last) {
  const nudges = backward.nudges.activations[layer - 1];
  const strongest = largest(nudges.map(Math.abs));
  const nudge = nudges[strongest];
  const first = layer === last - 1;
  return {
    id: first ? "adding-up" : `further-back-${layer}`,
    part: first ? "Adding up" : "Further back",
    caption: [
      {
        text: first
          ? `Every output has a wish for these ${nudges.length} neurons. Added up, neuron ${strongest} should go `
          : `The same again, a layer further back: here neuron ${strongest} should go `,
      },
      nudge < 0 ? { text: "down", tone: "down" } : { text: "up", tone: "up" },
      { text: " the most: " },
      { text: formatSigned(nudge), tone: "accent" },
    ],
    formula: `-\\frac{\\partial C_0}{\\partial a^{(${layer})}_k} = -\\sum_j w^{(${layer + 1})}_{jk}\\, \\sigma'\\bigl(z^{(${layer + 1})}_j\\bigr) \\frac{\\partial C_0}{\\partial a^{(${layer + 1})}_j}`,
    picture: picture({
      activations: last,
      cost: true,
      nudges: layer,
      lit: layer,
      motion: { direction: "backward", layer },
    }),
  };
}

/**
 * @param {number} last
 * @param {StepAnswer | null} step
 * @returns {Beat}
 */
function stepBeat(last, step) {
  /** @type {Words[]} */
  const caption =
    step === null
      ? [{ text: "Now let every weight and bias follow its nudge a little: press Step." }]
      : [
          { text: "One step downhill. The cost of this drawing went from " },
          { text: format(step.cost_before, 4), tone: "accent" },
          { text: " to " },
          { text: format(step.cost_after, 4), tone: "accent" },
        ];
  return {
    id: STEP_BEAT,
    part: "Step",
    caption,
    formula: "w \\leftarrow w - \\eta \\, \\partial C_0 / \\partial w",
    picture: picture({ activations: last, cost: true, nudges: 1 }),
  };
}

/**
 * The place of the largest number.
 * @param {number[]} numbers
 */
function largest(numbers) {
  return numbers.indexOf(Math.max(...numbers));
}
