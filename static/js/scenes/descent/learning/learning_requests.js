/**
 * What the network reads in the test digits, and the pictures of those on the wall.
 *
 * @import {DescentResource} from "../scene.js"
 * @import {LearningState} from "./state.js"
 */

import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { wallOf } from "./state.js";

/** Reading 10,000 digits takes as long as some hundred steps. */
const WHILE_TRAINING_MS = 1000;

/** @type {DescentResource} */
export const predictions = resource({
  about: "predictions",
  key: ({ page: { session, version } }) => session && [session.id, version],
  scope: ({ page: { session } }) => [session?.id],
  pause: ({ page: { training } }) => (training ? WHILE_TRAINING_MS : 0),
  fetch: ({ page: { session } }) => server.predictions(session?.id ?? ""),
  into: (predictions) => ({ type: "set", values: { "learning.predictions": predictions } }),
});

/** @type {(learning: LearningState) => number[]} */
const missing = (learning) => wallOf(learning).filter((index) => !learning.pictures.has(index));

/** @type {DescentResource} */
export const wall = resource({
  about: "wall",
  key: ({ own: { learning } }) => {
    const indices = missing(learning);
    return indices.length > 0 ? indices : null;
  },
  fetch: ({ own: { learning } }) => server.digitsAt("test", missing(learning)),
  into: (digits) => ({ type: "picturesArrived", digits }),
});
