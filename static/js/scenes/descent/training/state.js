/**
 * What the scene knows of training: the newest frame, and the runs it has seen.
 *
 * @import {ChannelState, TrainSettings} from "../../../server/training_socket.js"
 * @import {Frame} from "../../../server/training_socket.js"
 * @import {RunsState, SeenRun} from "../../../state/runs.js"
 *
 * @typedef {object} TrainingState
 * @property {ChannelState} channel
 * @property {Frame | null} frame the newest one
 * @property {RunsState} runs
 * @property {"linear" | "log"} costScale
 *
 * @typedef {{type: "channelChanged", channel: ChannelState}
 *   | {type: "frameArrived", frame: Frame}
 *   | {type: "runChanged", id: string, change: Partial<SeenRun>}
 *   | {type: "runRemoved", id: string}
 *   | {type: "costScaleChosen", scale: "linear" | "log"}} TrainingAction
 */

import { changedRun, NO_RUNS, withFrame, withoutRun } from "../../../state/runs.js";

const TRAINING_ACTIONS = new Set([
  "channelChanged",
  "frameArrived",
  "runChanged",
  "runRemoved",
  "costScaleChosen",
]);

/** @type {(action: {type: string}) => action is TrainingAction} */
export function isOfTraining(action) {
  return TRAINING_ACTIONS.has(action.type);
}

/** @type {TrainingState} */
export const NO_TRAINING = {
  channel: "closed",
  frame: null,
  runs: NO_RUNS,
  costScale: "linear",
};

/** @type {(state: TrainingState, action: TrainingAction) => TrainingState} */
export function reduceTraining(state, action) {
  switch (action.type) {
    case "channelChanged":
      return { ...state, channel: action.channel };
    case "frameArrived":
      return { ...state, frame: action.frame, runs: withFrame(state.runs, action.frame) };
    case "runChanged":
      return { ...state, runs: changedRun(state.runs, action.id, action.change) };
    case "runRemoved":
      return { ...state, runs: withoutRun(state.runs, action.id) };
    case "costScaleChosen":
      return { ...state, costScale: action.scale };
  }
}

/**
 * Whether a run goes on at this moment.
 * @type {(state: TrainingState) => boolean}
 */
export function isRunning({ frame }) {
  return frame?.status === "running";
}

/**
 * The settings that the next step is taken with; null before the channel is open.
 * @type {(state: TrainingState) => TrainSettings | null}
 */
export function settingsOf({ frame }) {
  return frame?.settings ?? null;
}
