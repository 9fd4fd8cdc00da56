/** Part Input: the drawing centred and scaled, its 784 numbers, and the column of input neurons.
 * @import {Facts} from "./walk_facts.js" */

import { SIDE } from "../../input/digit_image.js";
import { aligned, excerpt, number, symbol, table, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";

/** @type {(facts: Facts) => NetworkBeat[]} */
export function inputBeats({ drawing, forward }) {
  const inputs = forward.activations[0];
  const inked = inputs.filter((value) => value > 0).length;
  const taken = drawing.sample !== null;
  return [
    {
      id: "input",
      caption: [
        { text: taken ? "MNIST's digits came like this: cropped, " : "Your drawing is cropped, " },
        { text: "scaled to 20 pixels", tone: "accent" },
        { text: " and moved until its " },
        { text: "centre of mass", tone: "accent" },
        { text: " is in the middle." },
      ],
      tex: drawing.placement === null ? "" : placementFormula(drawing.placement),
      lines: [],
      question: null,
      picture: picture({ inputs: "centring", lit: 0, motion: { kind: "inputs" } }),
    },
    {
      id: "input-numbers",
      caption: [
        { text: "28 × 28 pixels make " },
        { text: "784 numbers", tone: "accent" },
        { text: `, from 0 for paper to 1 for ink. Here ${inked} are not 0.` },
      ],
      tex: pixelsFormula(inputs),
      lines: [],
      question: null,
      picture: picture({ inputs: "numbers", lit: 0 }),
    },
    {
      id: "input-column",
      caption: [
        { text: "Row by row they become the " },
        { text: "784 input neurons", tone: "accent" },
        { text: ": all that the network sees." },
      ],
      tex: columnFormula(inputs),
      lines: ["input"],
      question: null,
      picture: picture({ inputs: "unrolling", lit: 0, motion: { kind: "inputs" } }),
    },
  ];
}

/** Where a point of the pad goes, from left to right; from top to bottom it is alike.
 * @type {(placement: Placement) => string} */
function placementFormula({ origin, scale, offset }) {
  return aligned(
    "x &= (x_{\\text{pad}} - x_{\\text{ink}}) \\cdot \\text{scale} + \\text{shift}",
    `&= (x_{\\text{pad}} - ${number(origin[0])}) \\cdot ${number(scale)} ${term(offset[0])}`,
  );
}

/** How many pixels of a row are written out. */
const WRITTEN = 5;

/** Where the topmost ink begins: some pixels beside each other, by row and column from 1.
 * @type {(inputs: number[]) => string} */
function pixelsFormula(inputs) {
  const inked = firstInked(inputs);
  const row = Math.floor(inked / SIDE);
  const column = Math.min(Math.max(0, (inked % SIDE) - 1), SIDE - WRITTEN);
  const columns = Array.from({ length: WRITTEN }, (_, i) => column + i);
  return table(
    columns.map((c) => symbol("a", `a_{${row + 1},${c + 1}}`)),
    columns.map((c) => number(inputs[row * SIDE + c], 2)),
  );
}

/** The first input neuron, the first two with ink, and the last.
 * @type {(inputs: number[]) => string} */
function columnFormula(inputs) {
  const { length } = inputs;
  const inked = Math.min(firstInked(inputs), length - 2);
  const places = [0, inked, inked + 1, length - 1];
  return table(
    excerpt(places, length, (k) => symbol("a", `a^{(0)}_{${k}}`)),
    excerpt(places, length, (k) => number(inputs[k], 2)),
  );
}

/** @type {(inputs: number[]) => number} */
function firstInked(inputs) {
  return Math.max(
    0,
    inputs.findIndex((value) => value > 0),
  );
}
