/** What the part "Mini-batches" knows: where mini-batches point beside the exact gradient, and the
 * cost's landscape around the network.
 * @import {DirectionsAnswer, LandscapeAnswer} from "../../../server/types.js"
 * @typedef {"gradient" | "path"} Along
 * @typedef {"wide" | "near" | "close"} Zoom
 * @typedef {typeof NO_MINI_BATCHES} MiniBatchesState
 * @typedef {{landscapeArrived: {landscape: LandscapeAnswer}}} MiniBatchesActions */

/** @type {Record<Zoom, number>} what share of the wide plane is looked at */
export const SHARES = { wide: 1, near: 1 / 8, close: 1 / 64 };

export const NO_MINI_BATCHES = {
  /** @type {DirectionsAnswer | null} */ directions: null,
  /** @type {LandscapeAnswer | null} */ landscape: null,
  /** @type {{done: number, of: number} | null} of what is asked for */ progress: null,
  /** @type {Along} what the plane lies along */ along: "gradient",
  /** @type {Zoom} */ zoom: "wide",
  /** how far the plane reaches when it is wide */ reach: 0,
  /** @type {Digit[]} of the mini-batch shown */ pictures: [],
};

/** @type {Reducers<MiniBatchesState, MiniBatchesActions>} */
export const miniBatchesReducers = {
  landscapeArrived: (state, { landscape }) => {
    const reach = state.zoom === "wide" ? (landscape.x.at(-1) ?? 0) : state.reach;
    return { ...state, landscape, reach, progress: null };
  },
};

/** The fields of the plane along something: all of it is seen at first.
 * @type {(along: Along) => {"miniBatches.along": Along, "miniBatches.zoom": Zoom}} */
export function planeAlong(along) {
  return { "miniBatches.along": along, "miniBatches.zoom": "wide" };
}

/** The mean angle between the mini-batches' gradients and the exact one, in degrees.
 * @type {(directions: DirectionsAnswer) => number} */
export function meanAngle({ batches }) {
  return batches.reduce((sum, { angle }) => sum + angle, 0) / batches.length;
}
