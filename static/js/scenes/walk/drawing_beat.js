/** The last step back, at the end of part Further back: what the drawing itself should have been.
 * @import {BackwardFacts} from "./walk_facts.js" */

import { nudgeTex } from "../../kit/nudges.js";
import { aligned, factor, number, symbol } from "../../kit/tex.js";
import { picture } from "../../network/beat_picture.js";
import { strongest } from "../../network/names.js";
import { drawInkNudges } from "./views/ink_nudges.js";
import { drawingCaption } from "./words.js";

/** It grows, and then its nudges come. */
const GROW_MS = 1600;

/** @type {(facts: BackwardFacts) => NetworkBeat[]} */
export function drawingBeats(facts) {
  const nudges = facts.backward.nudges.inputs ?? [];
  return [
    {
      id: "further-drawing",
      caption: drawingCaption(nudges),
      tex: nudges.length === 0 ? "" : drawingFormula(facts, nudges),
      lines: ["inputs"],
      question: null,
      picture: picture({ activations: facts.last, cost: true, nudges: 1, lit: 0 }),
      duration: GROW_MS,
      draw: drawInkNudges,
    },
  ];
}

/** The sum that makes the strongest of these nudges, and the largest of its terms.
 * @type {(facts: BackwardFacts, nudges: number[]) => string} */
function drawingFormula({ backward, weight }, nudges) {
  const pixel = strongest(nudges);
  const deltas = backward.deltas[0];
  const weights = deltas.map((_, j) => weight(1, j, pixel) ?? 0);
  const most = strongest(deltas.map((delta, j) => delta * weights[j]));
  const general = `${nudgeTex("a", `^{(0)}_{${pixel}}`)} &= \\textstyle\\sum_j -${symbol("delta", "\\delta^{(1)}_j")}\\, ${symbol("w", `w^{(1)}_{j,${pixel}}`)}`;
  const first = `${number(-deltas[most])} \\times ${factor(weights[most])}`;
  const others = deltas.length > 1 ? " + \\cdots" : "";
  return aligned(general, `${number(nudges[pixel])} &= ${first}${others}`);
}
