/** What the walk says where a nudge passes the curve of a neuron's function. Pure.
 * @import {Gate} from "./gate.js" */

import { format } from "../../kit/format.js";
import { NUDGES } from "../../kit/nudges.js";
import { capitalised, neuronName } from "../../network/names.js";

/** Words inside the picture. */
export const IN_GATES = {
  /** @type {(gate: Gate) => string} */
  title: ({ layer, index, last, function: { symbol, tex } }) =>
    `${capitalised(neuronName(layer, index, last))}: a = ${tex === "" ? "z" : `${symbol}(z)`}`,
  /** @type {(slope: number) => string} */
  slope: (slope) => `slope ${format(slope, Number.isInteger(slope) ? 0 : {}).text}`,
};

/** @type {(gate: Gate) => Words[]} */
export function gateCaption({ layer, index, last, slope, ofA, ofZ }) {
  const owner = `${capitalised(neuronName(layer, index, last))}'s `;
  const { a, z } = NUDGES;
  if (ofA === 0) {
    return [
      { text: owner },
      { text: a.words, tone: a.tone },
      { text: " is 0, so nothing comes out of its curve as " },
      { text: z.words, tone: z.tone },
      { text: "." },
    ];
  }
  const come = format(ofA, { plus: true }).text;
  /** @type {Words[]} */
  const intro = [
    { text: owner },
    { text: a.words, tone: a.tone },
    { text: ", " },
    { text: come, isGiven: true },
    { text: ", must pass its curve. " },
  ];
  return [...intro, ...passing(slope, ofA, ofZ)];
}

/** What becomes of it. @type {(slope: number, ofA: number, ofZ: number) => Words[]} */
function passing(slope, ofA, ofZ) {
  const { z } = NUDGES;
  const at = `At ${IN_GATES.slope(slope)} `;
  const end = [{ text: z.words, tone: z.tone }, { text: "." }];
  if (ofZ === 0) {
    return [
      { text: at },
      { text: "nothing", tone: "accent" },
      { text: " gets through as " },
      ...end,
    ];
  }
  if (ofZ === ofA) {
    return [
      { text: at },
      { text: "all of it", tone: "accent" },
      { text: " gets through as " },
      ...end,
    ];
  }
  const isLess = Math.abs(ofZ) < Math.abs(ofA);
  return [
    { text: `${at}${isLess ? "only " : ""}` },
    { text: format(ofZ, { plus: true }).text, tone: "accent" },
    { text: " gets through as " },
    ...end,
  ];
}
