/** What a phone in a room says.
 * @import {Score} from "../server/types.js" */

import { format, grouped, PERCENT, WHOLE_PERCENT } from "../kit/format.js";

/** @type {(value: number, digits: number) => string} */
const fixed = (value, digits) => format(value, digits).text;
/** @type {(part: number, whole: number) => string} */
const share = (part, whole) => format(part / whole, WHOLE_PERCENT).text;

export const SEAT = {
  title: "The room’s code",
  hint: "Six letters and digits, as they stand on the big screen.",
  join: "Come in",
  coming: "Coming in …",
  noCode: "A code has six letters and digits.",
  /** @type {(code: string) => string} */
  unknown: (code) => `There is no room ${code}. Look at the big screen again.`,
  full: "The room is full. Look at the big screen; this phone comes in as soon as there is a seat.",
  over: "The lecture is over. Thank you for being here.",
  lost: "This room is no longer there: the lecture is over, or the server was restarted.",
  offline: "No connection. This may be old. Trying again …",
  following: "Following the lecture",
  wandering: "You are looking around by yourself",
  back: "Back to the lecture",
  own: "Take this network",
  ownFailed: "The network could not be taken just now. Try again in a moment.",
  lostMe: "You lost me",
  lostNoted: "Noted",
  light: "Light theme",
  dark: "Dark theme",
  empty: "Nothing is drawn yet.",
  reads: "reads as",
  cost: "cost",
  outputs: "The ten outputs",
  /** @type {(digit: number, value: number) => string} */
  output: (digit, value) => `${digit}: ${fixed(value, 2)}`,
  number: (/** @type {number} */ value) => fixed(value, 2),
  /** @type {(training: {iteration: number, cost: number | null, accuracy: number | null}) => string} */
  training({ iteration, cost, accuracy }) {
    const figures = [
      `step ${grouped(iteration)}`,
      ...(cost === null ? [] : [`cost ${fixed(cost, 3)}`]),
      ...(accuracy === null ? [] : [`${format(accuracy, PERCENT).text} of test digits right`]),
    ];
    return `It is learning: ${figures.join(" · ")}`;
  },
  scene: "What the lecture shows",
};

export const ASKED = {
  region: "What the room is asked",
  choices: "Answers",
  /** @type {(count: number) => string} */
  answered: (count) => (count === 1 ? "1 answer so far" : `${count} answers so far`),
  mine: "Your answer counts; change it until it is closed.",
  failed: "Your answer has not arrived yet. Trying again …",
  closed: "This question has just been closed.",
  late: "Your last answer came too late to count.",
  again: "Asked once more: has your neighbour convinced you?",
  amount: "Your guess",
  said: (/** @type {string} */ words) => `You said: ${words}`,
  nothing: "You said nothing",
  was: (/** @type {string} */ words) => `It is: ${words}`,
  right: "Right",
  rounds: ["before", "now"],
  /** @type {(value: number, step: number) => string} */
  number: (value, step) => fixed(value, Math.max(0, Math.ceil(-Math.log10(step)))),
};

export const DRAWN = {
  region: "What the room draws",
  draw: (/** @type {number | null} */ digit) =>
    digit === null ? "Draw a digit" : `Draw a ${digit}`,
  pad: "Drawing pad: draw with a finger or a pen",
  clear: "Clear",
  send: "Send",
  which: "It is a",
  full: "The pad takes no more ink.",
  sent: "Sent. Change it and send it again until the lecturer has enough.",
  failed: "Your drawing has not arrived. Send it again.",
  closed: "No more drawings are taken.",
  /** @type {(label: number, value: number, read: number) => string} */
  reading: (label, value, read) =>
    `Your ${label} is read as ${read}: its ${label} is ${fixed(value, 2)}.`,
  /** @type {(label: number, before: number, after: number) => string} */
  mine: (label, before, after) => `Your ${label}: ${fixed(before, 2)} → ${fixed(after, 2)}`,
  /** @type {(step: {count: number, before: Score, after: Score}) => string} */
  room: ({ count, before, after }) =>
    `The room: ${share(before.right, count)} → ${share(after.right, count)} read right, ` +
    `mean cost ${fixed(before.cost, 2)} → ${fixed(after.cost, 2)}`,
  step: "One step on what the room has drawn",
};
