/** What the part "Mini-batches" shows while the network rests: the directions of the next
 * mini-batches and the landscape; and always the pictures of a mini-batch.
 * @import {LandscapeRequest} from "../../../server/types.js" */

import * as server from "../../../server/endpoints.js";
import { resource } from "../../../server/resource.js";
import { batchSizeOf } from "../training/state.js";
import { SHARES } from "./state.js";

const BATCHES = 24;
const MOST_PICTURES = 100;
/** All mini-batches together hold at most so many digits that they are there within a second. */
const MOST_DIGITS = 60_000;
const SIZE = 25;
const EXAMPLES = 1000;
/** While a run goes on its mini-batch's pictures change as often as an eye can follow. */
const PICTURES_MS = 600;

/** @type {DescentResource} */
export const directions = resource({
  about: "directions",
  key: ({ page, own }) => {
    const { session, version, training } = page;
    return training ? null : session && [session.id, version, batchSizeOf(own, page)];
  },
  fetch: ({ page, own }, by) => {
    const batch_size = batchSizeOf(own, page);
    const batches = Math.max(1, Math.min(BATCHES, Math.floor(MOST_DIGITS / batch_size)));
    return server.directions(page.session?.id ?? "", { batch_size, batches }, by);
  },
  into: (directions) => ({ type: "set", values: { "miniBatches.directions": directions } }),
});

/** @type {DescentResource} */
export const landscape = resource({
  about: "landscape",
  key: ({
    page: { session, version, training },
    own: {
      training: { runs },
      miniBatches,
    },
  }) =>
    training
      ? null
      : session && [session.id, version, runs.current, miniBatches.along, miniBatches.zoom],
  fetch: ({ page: { session }, own }, by) => {
    by.progress({ done: 0, of: SIZE ** 2 });
    return server.landscape(session?.id ?? "", planeOf(own), by);
  },
  into: (landscape) => ({ type: "landscapeArrived", landscape }),
  progress: (progress) => ({ type: "set", values: { "miniBatches.progress": progress } }),
});

/** @type {(own: DescentState) => LandscapeRequest} */
function planeOf({ training: { runs }, miniBatches: { along, zoom, reach } }) {
  const run = runs.current;
  const here = runs.seen.find((seen) => seen.run.id === run);
  const bends = (here?.run.moments.length ?? 0) > 2;
  return {
    directions: along === "path" && bends ? along : "gradient",
    ...(run === null ? {} : { run }),
    ...(zoom === "wide" || reach === 0 ? {} : { span: reach * SHARES[zoom] }),
    size: SIZE,
    examples: EXAMPLES,
  };
}

/** The digits of the mini-batch to show: the last step's while a run goes on, else the next.
 * @type {(page: State, own: DescentState) => number[]} */
function shownBatch(page, { training, miniBatches }) {
  const last = training.frame?.batch?.indices ?? [];
  const next = miniBatches.directions?.batches[0].indices ?? [];
  return (page.training ? last : next).slice(0, MOST_PICTURES);
}

/** @type {DescentResource} */
export const pictures = resource({
  about: "batch",
  key: ({ page, own }) => {
    const indices = shownBatch(page, own);
    return indices.length > 0 ? indices : null;
  },
  scope: () => [],
  pause: ({ page: { training } }) => (training ? PICTURES_MS : 0),
  fetch: ({ page, own }) => server.digitsAt("train", shownBatch(page, own)),
  into: (digits) => ({ type: "set", values: { "miniBatches.pictures": digits } }),
});
