/** What the lecturer's pages say of the room. Pure.
 * @import {Score} from "../server/types.js" */

import { format, WHOLE_PERCENT } from "../kit/format.js";

/** @type {(share: number) => string} */
const percent = (share) => format(share, WHOLE_PERCENT).text;

export const ROOM = {
  region: "The room",
  join: "Scan, or open",
  code: "and type",
  qr: "QR code of the room's address",
  /** @type {(count: number) => string} */
  here: (count) =>
    count === 0 ? "Nobody is here yet" : `${count} ${count === 1 ? "person" : "people"} here`,
  /** @type {(code: string, count: number) => string} */
  corner: (code, count) => `${code} · ${count}`,
  loopback: "Only this computer can open this address. For a hall, start the server by",
  command: "nudge --host 0.0.0.0 --public-host ADDRESS",
  address: "with the address of this computer in the hall's network in place of ADDRESS.",
  presenter: "Presenter's window",
  remote: "Remote for a phone",
  remoteWarning: "Whoever scans this leads the lecture. Not for the projector.",
  remoteQr: "QR code of the remote's address",
  close: "Close the room",
  hide: "Hide",
  notOpened: "The room could not be opened. Try again in a moment.",
  over: "The room is closed.",
  noLine: "The room has no line to the server. Trying again.",
};

export const ASKING = {
  /** @type {(answered: number, seats: number) => string} */
  answered: (answered, seats) =>
    `${answered} of ${Math.max(answered, seats)} ${seats === 1 ? "has" : "have"} answered`,
  again: "Talk, then vote again",
  /** @type {(left: string) => string} */
  talk: (left) => `Talk to your neighbour: ${left}`,
  rounds: "before talking | after",
  votes: "How many chose each",
  dots: "Everybody's guess, and the truth",
  truth: "truth",
};

export const DRAWINGS = {
  /** @type {(digit: number | null) => string} */
  ask: (digit) => (digit === null ? "Draw a digit on your phone" : `Draw a ${digit} on your phone`),
  /** @type {(count: number) => string} */
  count: (count) => `${count} ${count === 1 ? "drawing" : "drawings"}`,
  /** @type {(label: number, prediction: number) => string} */
  read: (label, prediction) =>
    label === prediction ? `read as ${prediction}` : `a ${label}, read as ${prediction}`,
  noneShown: "Let a drawing through first.",
  notDone: "No answer came from the room, and nothing was changed. Please try again.",
  /** @type {(count: number, before: Score, after: Score) => string} */
  stepped: (count, before, after) =>
    `The room's ${count}: ${percent(before.right / count)} → ${percent(after.right / count)} read right, ` +
    `mean cost ${format(before.cost).text} → ${format(after.cost).text}`,
};

/** On the remote and in the presenter's window. */
export const DESK = {
  next: "Next",
  previous: "Back",
  upNext: "Next",
  end: "The end of this scene.",
  waiting: "The projector's page has not spoken yet.",
  reveal: "Reveal",
  again: "Vote again",
  blank: "Blank",
  timer: "Timer",
  ask: "Ask a question of your own",
  text: "Question",
  /** @type {(number: number) => string} */
  choice: (number) => `Answer ${number}`,
  right: "Right answer",
  unknown: "nobody knows",
  send: "Ask",
  wall: "Drawings",
  digit: "Which digit",
  any: "any digit",
  draw: "Have it drawn",
  stop: "Take no more",
  showAll: "Show all",
  showNone: "Show none",
  toPad: "The one shown to the pad",
  batch: "All as the mini-batch",
  step: "Step on the room's batch",
  lost: "Where people were lost",
  nobodyLost: "Nobody has said so yet.",
  /** @type {(beat: string, count: number) => string} */
  lostAt: (beat, count) => `${beat}: ${count}`,
  /** @type {(scene: string, part: string, number: number, of: number) => string} */
  beat: (scene, part, number, of) => `${scene} · ${part}${of > 1 ? `, ${number} of ${of}` : ""}`,
  noDrawings: "No drawings yet.",
  /** @type {(words: string, shown: boolean) => string} */
  tile: (words, shown) => `${words}; ${shown ? "shown: press to hide" : "hidden: press to show"}`,
};

/** @type {(seconds: number) => string} */
export const clockWords = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
