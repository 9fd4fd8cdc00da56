/**
 * The beat of an empty pad: the only one that there is before anything is drawn. The others are
 * fetched while somebody draws.
 *
 * @import {Beat} from "../../page/timeline.js"
 */

import { picture } from "../../page/timeline.js";
import { DRAW_BEAT } from "../../state/page.js";

/** The story's parts by their ids, as they stand on the line of time. */
export const PARTS = new Map([
  ["input", "Input"],
  ["forward", "Forward"],
  ["cost", "Cost"],
  ["wishes", "Wishes"],
  ["levers", "Three levers"],
  ["adding-up", "Adding up"],
  ["further-back", "Further back"],
  ["step", "Step"],
]);

/** @type {Beat} */
export const drawBeat = {
  id: DRAW_BEAT,
  part: "input",
  caption: [{ text: "Draw a digit from 0 to 9." }],
  formula: "",
  code: [],
  question: null,
  picture: picture({ activations: -1 }),
};
