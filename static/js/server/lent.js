/** What a phone in a room asks of the lecture's network. At a change a second 300 phones may have 3 MB
 * in all, which is 10 kB for each: news, a digit and what most beats show of its pass take seven.
 * @import {PageResource} from "./session.js"
 * @import {BatchTable} from "./types.js" */

import { ANSWER_BEAT, COST_BEAT, DRAW_BEAT, TARGET_BEAT } from "../state/drawing.js";
import { isAnswered, passOf } from "../state/network.js";
import { at, json } from "./client.js";
import { query, WHOLE_PASS } from "./endpoints.js";
import { parameters, pass } from "./session.js";

/** As often as they come there is room for the rest: all numbers of a pass are 24 kB, all parameters
 * 46 kB. Where it was quiet before, so many come at once. */
const PLAIN_MS = 500;
const WHOLE_MS = 12_000;
const PARAMETERS_MS = 16_000;
const AT_ONCE = 2;

/** Beats that show no more of a pass than what comes first. */
const PLAIN_BEATS = [DRAW_BEAT, TARGET_BEAT, ANSWER_BEAT, COST_BEAT];

/** The rest of its numbers, for a beat or a panel that shows them. @type {PageResource} */
const wholePass = {
  about: "whole pass",
  pause: () => WHOLE_MS,
  burst: AT_ONCE,
  key: ({ page }) => {
    const { session, version, drawing, target, forward, beat, panel } = page;
    const isEnough = panel === null && PLAIN_BEATS.includes(beat);
    const isMissing = isAnswered(page) && forward?.terms === undefined;
    return session !== null && isMissing && !isEnough
      ? [session.id, version, drawing.id, target, drawing.pixels]
      : null;
  },
  fetch: ({ page }) => passInSingle(page, WHOLE_PASS),
  into: (answer, { page: { drawing, target } }) => ({
    type: "answered",
    pass: passOf({ pixels: drawing.pixels, target }, answer),
  }),
};

/** What there is of a lecture's network: as much of a pass as most beats show, the rest, and parameters.
 * @type {PageResource[]} */
export const lent = [
  {
    ...pass,
    pause: () => PLAIN_MS,
    burst: AT_ONCE,
    fetch: ({ page }) => passInSingle(page, "inputs=false"),
  },
  wholePass,
  { ...parameters, pause: () => PARAMETERS_MS, burst: AT_ONCE },
];

/** In single precision. A digit of MNIST is named: what many show is computed and compressed once, and
 * not sent there.
 * @type {(page: State, parts: string) => Promise<ForwardAnswer | BackwardAnswer>} */
function passInSingle({ session, drawing, target }, parts) {
  const { pixels, from, strokes } = drawing;
  const id = session?.id ?? "";
  const asked = `${parts}&dtype=float32`;
  if (from !== null && strokes.length === 0 && target !== null) {
    const { room, seat } = roomOf(id);
    const named = query({ digit: `${from.split}-${from.index}`, target, seat });
    return json("GET", `${room}/pass?${named}&${asked}`);
  }
  return target === null
    ? json("POST", `${at(id)}/forward?${asked}`, { pixels })
    : json("POST", `${at(id)}/backward?${asked}`, { pixels, target });
}

/** What the drawings of a room want of some parameters, one's own first; asked with its network's id.
 * @type {(id: string, rows: number[], pixels: boolean) => Promise<BatchTable>} */
export function roomBatch(id, rows, pixels) {
  const { room, seat } = roomOf(id);
  const asked = query({ rows: rows.join(), seat, pixels: String(pixels) });
  return json("GET", `${room}/batch?${asked}`);
}

/** Where a room is, and which of its seats one has, by its network's id.
 * @type {(id: string) => {room: string, seat: string}} */
function roomOf(id) {
  const [name, seat] = id.split(".");
  return { room: `api/rooms/${name.replace("room-", "")}`, seat };
}
