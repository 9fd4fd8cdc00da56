/** Part Input: the drawing centred and scaled, its 784 numbers, and the column of input neurons. */

/** @import {Beat} from "../../timeline.js" */
/** @import {Facts} from "./facts.js" */

import { DRAW_BEAT } from "../../state.js";
import { picture } from "./facts.js";
import { symbol } from "./tex.js";

const PART = "Input";

/** @type {Beat} */
export const drawBeat = {
  id: DRAW_BEAT,
  part: PART,
  caption: [{ text: "Draw a digit from 0 to 9." }],
  formula: "",
  code: [],
  question: null,
  picture: picture({ activations: -1 }),
};

/**
 * @param {Facts} facts
 * @returns {Beat[]}
 */
export function inputBeats({ drawing, forward }) {
  const inputs = forward.activations[0];
  const inked = inputs.filter((value) => value > 0).length;
  const taken = drawing.sample !== null;
  return [
    {
      id: "input",
      part: PART,
      caption: [
        { text: taken ? "MNIST's digits came like this: cropped, " : "Your drawing is cropped, " },
        { text: "scaled to 20 pixels", tone: "accent" },
        { text: " and moved until its " },
        { text: "centre of mass", tone: "accent" },
        { text: " is in the middle." },
      ],
      formula: "",
      code: [],
      question: null,
      picture: picture({ inputs: "centring", lit: 0, motion: { kind: "inputs" } }),
    },
    {
      id: "input-numbers",
      part: PART,
      caption: [
        { text: "28 × 28 pixels make " },
        { text: "784 numbers", tone: "accent" },
        { text: `, from 0 for paper to 1 for ink. Here ${inked} are not 0.` },
      ],
      formula: "",
      code: [],
      question: null,
      picture: picture({ inputs: "numbers", lit: 0 }),
    },
    {
      id: "input-column",
      part: PART,
      caption: [
        { text: "Row by row they become the " },
        { text: "784 input neurons", tone: "accent" },
        { text: ": all that the network sees." },
      ],
      formula: `${symbol("a", "a^{(0)}")} = (a_0,\\ a_1,\\ \\dots,\\ a_{783})`,
      code: ["activation = np.asarray(x", "activations = [x]"],
      question: null,
      picture: picture({ inputs: "unrolling", lit: 0, motion: { kind: "inputs" } }),
    },
  ];
}
