/** What the scene knows of training: the newest frame, and the runs it has seen.
 * @import {ChannelState, Frame} from "../../../server/training_socket.js"
 * @import {SettingsOfRun} from "../../../server/types.js"
 * @import {RunsState, SeenRun} from "../../../state/runs.js"
 * @typedef {typeof NO_TRAINING} TrainingState
 * @typedef {{frameArrived: {frame: Frame}, runChanged: {id: string, change: Partial<SeenRun>},
 *   runRemoved: {id: string}}} TrainingActions */

import { changedRun, NO_RUNS, withFrame, withoutRun } from "../../../state/runs.js";

export const NO_TRAINING = {
  /** @type {ChannelState} */ channel: "closed",
  /** @type {Frame | null} the newest one */ frame: null,
  /** @type {RunsState} */ runs: NO_RUNS,
  /** @type {"linear" | "log"} */ costScale: "linear",
};

/** @type {Reducers<TrainingState, TrainingActions>} */
export const trainingReducers = {
  frameArrived: (state, { frame }) => ({ ...state, frame, runs: withFrame(state.runs, frame) }),
  runChanged: (state, { id, change }) => ({ ...state, runs: changedRun(state.runs, id, change) }),
  runRemoved: (state, { id }) => ({ ...state, runs: withoutRun(state.runs, id) }),
};

/** Whether a run goes on at this moment. @type {(state: TrainingState) => boolean} */
export function isRunning({ frame }) {
  return frame?.status === "running";
}

/** How many digits the mini-batches hold; before the channel is open, as usual.
 * @type {(own: {training: TrainingState}, page: State) => number} */
export function batchSizeOf({ training: { frame } }, { options }) {
  const usual = options?.descriptors.training.find(({ name }) => name === "batch_size")?.default;
  return frame?.settings.batch_size ?? usual ?? 1;
}

/** The settings that the next step is taken with; null before the channel is open.
 * @type {(state: TrainingState) => SettingsOfRun | null} */
export function settingsOf({ frame }) {
  return frame?.settings ?? null;
}
