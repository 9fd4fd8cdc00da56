/** The beat of an empty pad: the only one that there is before anything is drawn. The others are
 * fetched while somebody draws.
 * @import {NetworkBeat} from "../../network/beat_picture.js" */

import { picture } from "../../network/beat_picture.js";
import { DRAW_BEAT } from "../../state/page.js";

export const INPUT = { id: "input", name: "Input" };

/** @type {NetworkBeat} */
const drawBeat = {
  id: DRAW_BEAT,
  caption: [{ text: "Draw a digit from 0 to 9." }],
  tex: "",
  lines: [],
  question: null,
  picture: picture({ activations: -1 }),
};

export const BEGINNING = [{ ...INPUT, beats: [drawBeat] }];
