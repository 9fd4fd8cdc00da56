/** The sentences of the part "Mini-batches".
 * @import {DirectionsAnswer, LandscapeAnswer} from "../../../server/types.js"
 * @import {DescentState} from "../state.js" */

import { format, grouped } from "../../../kit/format.js";
import { batchSizeOf } from "../training/state.js";
import { meanAngle } from "./state.js";

const EXAMPLES = 60_000;
export const NAME = "Mini-batches";

export const LABELS = {
  train: "Train",
  pause: "Pause",
  step: "1 mini-batch",
  fan: "Mini-batches against the true direction",
  fanInFull: "Steps of mini-batches beside the exact one",
  ground: "The cost, seen from above",
  groundInFull: "The cost around the network, from above",
  along: "The plane lies along",
  zoom: "Seen from",
};

/** @type {["gradient" | "path", string][]} */
export const PLANES = [
  ["gradient", "−∇C and a random direction"],
  ["path", "the path's two main directions"],
];

/** What the plane lies along, by what was chosen: to the right, and up. */
export const AXES = {
  gradient: ["−∇C", "a random direction"],
  path: ["where the path goes most", "where it goes next to most"],
};

/** @type {["wide" | "near" | "close", string][]} */
export const ZOOMS = [
  ["wide", "far"],
  ["near", "near"],
  ["close", "close"],
];

/** @type {(state: DescentState, page: State) => Words[]} */
export function miniBatchesCaption(state, page) {
  const { directions } = state.miniBatches;
  const size = batchSizeOf(state, page);
  if (directions === null) {
    return [{ text: "A mini-batch points only roughly downhill, but it is quick." }];
  }
  const count = Math.ceil(EXAMPLES / size);
  /** @type {Words[]} */
  const points = [
    { text: `A mini-batch of ${grouped(size)} points ` },
    { text: `${Math.round(meanAngle(directions))}°`, tone: "accent" },
    { text: " off the true direction" },
  ];
  const price = `, but ${grouped(count)} such steps take as long as one exact step.`;
  return [...points, { text: count === 1 ? "." : price }];
}

/** @type {(size: number, shown: number, running: boolean) => string} */
export function batchTitle(size, shown, running) {
  const more = size > shown && shown > 0 ? `, of which ${shown}` : "";
  const which = running ? "The mini-batch of this step" : "The next mini-batch";
  return `${which}: ${grouped(size)} digits${more}`;
}

/** @type {(directions: DirectionsAnswer) => string} */
export function fanNote({ batches: [first], exact }) {
  const ratio = format(first.norm / exact.norm, 1).text;
  return (
    `This one: ${Math.round(first.angle)}° off, ${ratio} × as long as ‖∇C‖ = ` +
    `${format(exact.norm).text}. Each is turned to the left or right by its angle.`
  );
}

/** @type {(landscape: LandscapeAnswer) => string} */
export function landscapeNote({ path, iteration, examples, x }) {
  const walked = path.length > 1 ? "; the line is the path walked" : "";
  return (
    `Around step ${grouped(iteration)}, over ${grouped(examples)} digits, ` +
    `${format(x[x.length - 1], 1).text} to each side${walked}.`
  );
}
