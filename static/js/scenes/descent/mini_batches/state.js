/**
 * What the part "Mini-batches" knows: where mini-batches point beside the exact gradient, and the
 * cost's landscape around the network.
 *
 * @import {Digit, DirectionsAnswer, LandscapeAnswer} from "../../../server/descent_api.js"
 *
 * @typedef {"gradient" | "path"} Along
 * @typedef {"wide" | "near" | "close"} Zoom
 *
 * @typedef {object} MiniBatchesState
 * @property {DirectionsAnswer | null} directions
 * @property {LandscapeAnswer | null} landscape
 * @property {{done: number, of: number} | null} progress of what is asked for
 * @property {Along} along what the plane lies along
 * @property {Zoom} zoom
 * @property {number} reach how far the plane reaches when it is wide
 * @property {Digit[]} pictures of the mini-batch shown
 *
 * @typedef {{type: "directionsArrived", directions: DirectionsAnswer}
 *   | {type: "landscapeArrived", landscape: LandscapeAnswer}
 *   | {type: "groundProgressed", progress: {done: number, of: number} | null}
 *   | {type: "alongChosen", along: Along}
 *   | {type: "zoomChosen", zoom: Zoom, reach?: number}
 *   | {type: "batchArrived", digits: Digit[]}} MiniBatchesAction
 */

/** @type {Record<Zoom, number>} what share of the wide plane is looked at */
export const SHARES = { wide: 1, near: 1 / 8, close: 1 / 64 };

/** @type {MiniBatchesState} */
export const NO_MINI_BATCHES = {
  directions: null,
  landscape: null,
  progress: null,
  along: "gradient",
  zoom: "wide",
  reach: 0,
  pictures: [],
};

const MINI_BATCHES_ACTIONS = new Set([
  "directionsArrived",
  "landscapeArrived",
  "groundProgressed",
  "alongChosen",
  "zoomChosen",
  "batchArrived",
]);

/** @type {(action: {type: string}) => action is MiniBatchesAction} */
export function isOfMiniBatches(action) {
  return MINI_BATCHES_ACTIONS.has(action.type);
}

/** @type {(state: MiniBatchesState, action: MiniBatchesAction) => MiniBatchesState} */
export function reduceMiniBatches(state, action) {
  switch (action.type) {
    case "directionsArrived":
      return { ...state, directions: action.directions };
    case "landscapeArrived": {
      const { landscape } = action;
      const reach = state.zoom === "wide" ? (landscape.x.at(-1) ?? 0) : state.reach;
      return { ...state, landscape, reach, progress: null };
    }
    case "groundProgressed":
      return { ...state, progress: action.progress };
    case "alongChosen":
      return { ...state, along: action.along, zoom: "wide" };
    case "zoomChosen":
      return { ...state, zoom: action.zoom, reach: action.reach ?? state.reach };
    case "batchArrived":
      return { ...state, pictures: action.digits };
  }
}

/**
 * The mean angle between the mini-batches' gradients and the exact one, in degrees.
 * @type {(directions: DirectionsAnswer) => number}
 */
export function meanAngle({ batches }) {
  return batches.reduce((sum, { angle }) => sum + angle, 0) / batches.length;
}
