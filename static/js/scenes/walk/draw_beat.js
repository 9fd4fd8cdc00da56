/**
 * The beat of an empty pad: the only one that there is before anything is drawn. The others are
 * fetched while somebody draws.
 *
 * @import {Beat} from "../../page/timeline.js"
 */

import { picture } from "../../page/timeline.js";
import { DRAW_BEAT } from "../../state/page.js";

export const INPUT_PART = "Input";

/** @type {Beat} */
export const drawBeat = {
  id: DRAW_BEAT,
  part: INPUT_PART,
  caption: [{ text: "Draw a digit from 0 to 9." }],
  formula: "",
  code: [],
  question: null,
  picture: picture({ activations: -1 }),
};
