/** Part Input: the drawing centred and scaled, its 784 numbers, and the column of input neurons.
 * @import {Part} from "../../page/story.js"
 * @import {Facts} from "./walk_facts.js" */

import { SIDE } from "../../input/digit_image.js";
import { aligned, excerpt, number, symbol, table, term } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { DRAW_BEAT } from "../../state/page.js";
import { writtenPixels } from "./views/lens.js";
import {
  COLUMN_CAPTION,
  centringCaption,
  DRAW_CAPTION,
  IN_FORMULAS,
  LINES_LEGEND,
  numbersCaption,
  PART_NAMES,
} from "./words.js";

/** How many beats each part has of the lecture's network. */
const SIZES = {
  ...{ input: 3, forward: 8, target: 1, cost: 2, wishes: 1, levers: 6 },
  ...{ "adding-up": 5, "further-back": 6, step: 5, chapter: 1 },
};

/** @typedef {keyof typeof SIZES} PartId */

/** All parts, with the beats that there are; a part without them still lacks a number.
 * @type {(beats: Partial<Record<PartId, NetworkBeat[]>>) => Part<NetworkBeat>[]} */
export function outlined(beats) {
  return /** @type {PartId[]} */ (Object.keys(SIZES)).map((id) => ({
    id,
    name: PART_NAMES[id],
    size: SIZES[id],
    beats: beats[id] ?? [],
  }));
}

/** The walk while the pad is empty. */
export const BEGINNING = outlined({
  input: [
    {
      id: DRAW_BEAT,
      caption: DRAW_CAPTION,
      tex: "",
      lines: [],
      question: null,
      picture: picture({ activations: -1 }),
      draw: drawLinesLegend,
    },
  ],
});

/** Below the lines, what their colours say. @type {NonNullable<NetworkBeat["draw"]>} */
function drawLinesLegend(context, { layout, theme }) {
  const { columns, width, height, text } = layout;
  context.font = `${text + 1}px ${theme.font}`;
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  const longest = Math.max(...LINES_LEGEND.map(([, words]) => context.measureText(words).width));
  const [left, right] = [columns[0].x, columns[columns.length - 1].x];
  const [first, last] = right - left < 2 * (longest + text) ? [0, width] : [left, right];
  for (const [i, [sign, words]] of LINES_LEGEND.entries()) {
    context.fillStyle = theme[sign];
    context.fillText(words, first + (last - first) * (0.25 + 0.5 * i), height - 6);
  }
}

/** @type {(facts: Facts) => NetworkBeat[]} */
export function inputBeats(facts) {
  const { drawing, forward } = facts;
  const inputs = forward.activations[0];
  return [
    {
      id: "input",
      caption: centringCaption(facts),
      tex: drawing.placement === null ? "" : placementFormula(drawing.placement),
      lines: [],
      question: null,
      picture: picture({ inputs: "centring", lit: 0, motion: { kind: "inputs" } }),
    },
    {
      id: "input-numbers",
      caption: numbersCaption(facts),
      tex: pixelsFormula(inputs),
      lines: [],
      question: null,
      picture: picture({ inputs: "numbers", lit: 0 }),
    },
    {
      id: "input-column",
      caption: COLUMN_CAPTION,
      tex: columnFormula(inputs),
      lines: ["input"],
      question: null,
      picture: picture({ inputs: "unrolling", lit: 0, motion: { kind: "inputs" } }),
    },
  ];
}

/** Where a point of the pad goes, from left to right; from top to bottom it is the same.
 * @type {(placement: Placement) => string} */
function placementFormula({ origin, scale, offset }) {
  const { pad, ink, scale: scaleName, shift } = IN_FORMULAS;
  return aligned(
    `x &= (x_{\\text{${pad}}} - x_{\\text{${ink}}}) \\cdot \\text{${scaleName}} + \\text{${shift}}`,
    `&= (x_{\\text{${pad}}} - ${number(origin[0])}) \\cdot ${number(scale)} ${term(offset[0])}`,
  );
}

/** Some pixels next to each other that the lens enlarges, by row and column.
 * @type {(inputs: number[]) => string} */
function pixelsFormula(inputs) {
  const { row, columns } = writtenPixels(inputs);
  return table(
    columns.map((column) => symbol("a", `a_{${row},${column}}`)),
    columns.map((column) => number(inputs[row * SIDE + column], 2)),
  );
}

/** The first input neuron, the first two with ink, and the last.
 * @type {(inputs: number[]) => string} */
function columnFormula(inputs) {
  const { length } = inputs;
  const inked = Math.min(firstInked(inputs), length - 2);
  const indices = [0, inked, inked + 1, length - 1];
  return table(
    excerpt(indices, length, (k) => symbol("a", `a^{(0)}_{${k}}`)),
    excerpt(indices, length, (k) => number(inputs[k], 2)),
  );
}

/** @type {(inputs: number[]) => number} */
function firstInked(inputs) {
  return Math.max(
    0,
    inputs.findIndex((value) => value > 0),
  );
}
