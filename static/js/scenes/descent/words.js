/** What the descent says of the network that its parts are shown with. */

import { grouped } from "../../kit/format.js";

/** @type {(stop: number | null) => string} */
const networkAt = (stop) =>
  stop === null
    ? "the trained network"
    : stop === 0
      ? "an untrained network"
      : `a network after ${grouped(stop)} mini-batches`;

export const AT_STOP = {
  /** @type {(stop: number | null, hasTrained: boolean) => string} */
  shown: (stop, hasTrained) =>
    hasTrained ? `Begun with ${networkAt(stop)}.` : `Shown with ${networkAt(stop)}.`,
  own: "Shown with your own network.",
  toOwn: "Back to your own",
  /** @type {(stop: number | null) => string} */
  toStop: (stop) => `Take ${networkAt(stop)}`,
};
