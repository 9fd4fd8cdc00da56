/** The sentences of the part "Training".
 * @import {Frame} from "../../../server/training_socket.js"
 * @import {TrainingState} from "./state.js" */

import { format, grouped, PERCENT } from "../../../kit/format.js";
import { currentRun } from "../../../state/runs.js";

export const NAME = "Training";

export const LABELS = {
  cost: "Cost C",
  costLegend: ["— training", "- - test", "· mini-batch"],
  accuracy: "Test digits read right",
  accuracyLegend: ["over epochs and steps"],
  back: "Back in time",
  slider: "Back in time: moments of this run",
  runs: "Runs",
  side: "This run and others",
  play: "Train",
  pause: "Pause",
  miniBatch: "1 mini-batch",
  fresh: "Fresh start",
  freshInFull: "Random weights, drawn by the seed",
  undo: "Undo",
  log: "log",
  logInFull: "log: logarithmic scale of the cost",
  more: "More settings",
  activation: "Activation",
  costFunction: "Cost",
  runName: "Name of the run",
  return: "Return",
  csv: "CSV",
  remove: "Remove",
};

/** The figures of a run: their names, and what they are. */
export const FIGURE_WORDS = {
  step: { name: "step", title: "steps of gradient descent" },
  epoch: { name: "epoch", title: "times through all training digits" },
  "train-cost": { name: "C, training", title: "mean cost of 10,000 training digits" },
  "test-cost": { name: "C, test", title: "mean cost of all test digits" },
  accuracy: { name: "read right", title: "share of the test digits" },
  gradient: { name: "‖∇C‖", title: "length of the last mini-batch's gradient" },
  rate: { name: "steps a second", title: "how fast the run goes" },
  elapsed: { name: "elapsed", title: "time that the run has taken" },
  remaining: { name: "remaining", title: "time until the epochs asked for are over" },
};

/** @type {(count: number) => string} */
export const epochsName = (count) => `${count} ${count === 1 ? "epoch" : "epochs"}`;
/** @type {(run: string) => string} */
export const curvesName = (run) => `Show the curves of ${run}`;
/** Where a run has branched off. @type {(parent: string, step: number) => string} */
export const branchName = (parent, step) => `from ${parent}, step ${step}`;

/** @type {Words[]} */
const TO_BEGIN = [
  { text: "Take a mini-batch, average its wishes, step, repeat. " },
  { text: "(Space)", tone: "accent" },
];

/** @type {(training: TrainingState) => Words[]} */
export function trainingCaption(training) {
  const { frame } = training;
  const curves = currentRun(training.runs)?.curves;
  if (!frame?.run || !curves || curves.testCosts.length === 0) {
    return TO_BEGIN;
  }
  if (frame.status === "diverged") {
    return [
      { text: "Too large a step", tone: "down" },
      { text: ": the numbers grew beyond all bounds, so training has stopped by itself." },
    ];
  }
  const { accuracy, costs } = frame;
  if (accuracy === null || costs.test === null) {
    return TO_BEGIN; // Its network has been replaced since: its figures are of another one.
  }
  const first = curves.testCosts[0];
  const last = costs.test;
  const steps = frame.iteration - frame.run.first_iteration;
  if (steps === 0) {
    return [
      { text: "Before the first step the cost is " },
      { text: format(last).text, tone: "accent" },
      {
        text: ` and ${format(accuracy, PERCENT).text} of the test digits are read right.`,
      },
    ];
  }
  return [
    { text: `After ${grouped(steps)} ${steps === 1 ? "step" : "steps"} the cost has gone from ` },
    { text: format(first).text },
    { text: " to " },
    { text: format(last).text, tone: "accent" },
    { text: `; ${format(accuracy, PERCENT).text} of the test digits are read right.` },
  ];
}

/** What going back to a checkpoint means. @type {(frame: Frame | null) => string} */
export function checkpointWords(frame) {
  if (!frame?.run) {
    return "No run yet";
  }
  const { iteration, run } = frame;
  const position = `step ${grouped(iteration)}`;
  return iteration < run.iteration && frame.status !== "running"
    ? `${position}: from here a new run branches off`
    : position;
}
