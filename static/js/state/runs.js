/** The runs of training that the page has seen, and their curves: of the present network, and of
 * networks before it, to be laid over one another.
 * @import {Frame} from "../server/training_socket.js"
 * @import {RunObject} from "../server/types.js"
 * @typedef {{steps: number[], batchCosts: number[], evaluated: number[], trainCosts: number[],
 *   testCosts: number[], accuracies: number[]}} Curves columns that grow; iterations count from the
 *   run's beginning
 * @typedef {object} SeenRun
 * @property {RunObject} run as the server described it last
 * @property {string} session the id of the network it is about
 * @property {Curves} curves
 * @property {number} colour which of the colours for runs
 * @property {boolean} shown
 * @typedef {object} RunsState
 * @property {SeenRun[]} seen the oldest first
 * @property {string | null} current the run that the network is in */

export const MOST_RUNS = 12;
/** Of runs: as many as the stylesheet names. */
export const COLOURS = 6;
/** More points than a chart is wide say nothing more. */
const MOST_POINTS = 8192;

/** @type {RunsState} */
export const NO_RUNS = { seen: [], current: null };

/** The runs with what a frame brings. @type {(runs: RunsState, frame: Frame) => RunsState} */
export function withFrame(runs, frame) {
  const { run } = frame;
  if (run === null) {
    return runs.current === null ? runs : { ...runs, current: null };
  }
  const known = runs.seen.find((seen) => seen.run.id === run.id);
  const before = known === undefined || frame.complete ? emptyCurves() : known.curves;
  const seen = {
    run,
    session: frame.session.id,
    curves: grown(before, frame),
    colour: known?.colour ?? freeColour(runs.seen),
    shown: known?.shown ?? true,
  };
  return { seen: bounded(replaced(runs.seen, seen)), current: run.id };
}

/** @type {(runs: RunsState, id: string, change: Partial<SeenRun>) => RunsState} */
export function changedRun(runs, id, change) {
  return {
    ...runs,
    seen: runs.seen.map((seen) => (seen.run.id === id ? { ...seen, ...change } : seen)),
  };
}

/** @type {(runs: RunsState, id: string) => RunsState} */
export function withoutRun(runs, id) {
  return {
    seen: runs.seen.filter(({ run }) => run.id !== id),
    current: runs.current === id ? null : runs.current,
  };
}

/** The run that the network is in. @type {(runs: RunsState) => SeenRun | undefined} */
export function currentRun({ seen, current }) {
  return seen.find(({ run }) => run.id === current);
}

/** How far along a run an iteration is, in epochs.
 * @type {(run: RunObject, iteration: number) => number} */
export function epochsAt({ first_iteration, steps_per_epoch }, iteration) {
  return (iteration - first_iteration) / steps_per_epoch;
}

/** @type {() => Curves} */
function emptyCurves() {
  return {
    steps: [],
    batchCosts: [],
    evaluated: [],
    trainCosts: [],
    testCosts: [],
    accuracies: [],
  };
}

/** @type {(curves: Curves, frame: Frame) => Curves} */
function grown(curves, { run, steps, evaluations }) {
  const first = run?.first_iteration ?? 0;
  return {
    ...thinned({
      steps: joined(curves.steps, steps.iterations, -first),
      batchCosts: joined(curves.batchCosts, steps.batch_costs),
    }),
    evaluated: joined(curves.evaluated, evaluations.iterations, -first),
    trainCosts: joined(curves.trainCosts, evaluations.train_costs),
    testCosts: joined(curves.testCosts, evaluations.test_costs),
    accuracies: joined(curves.accuracies, evaluations.accuracies),
  };
}

/** Columns of a curve, every second point of them where there are too many.
 * @type {<T extends Record<string, number[]>>(columns: T) => T} */
export function thinned(columns) {
  const [first] = Object.values(columns);
  if (first.length <= MOST_POINTS) {
    return columns;
  }
  const half = Object.entries(columns).map(([name, values]) => [
    name,
    values.filter((_, i) => i % 2 === 0),
  ]);
  return Object.fromEntries(half);
}

/** @type {(before: number[], added: Float64Array, shift?: number) => number[]} */
export function joined(before, added, shift = 0) {
  return added.length === 0 ? before : before.concat(Array.from(added, (value) => value + shift));
}

/** @type {(all: SeenRun[], seen: SeenRun) => SeenRun[]} */
function replaced(all, seen) {
  return all.some(({ run }) => run.id === seen.run.id)
    ? all.map((other) => (other.run.id === seen.run.id ? seen : other))
    : [...all, seen];
}

/** @type {(all: SeenRun[]) => SeenRun[]} */
function bounded(all) {
  return all.length > MOST_RUNS ? all.slice(all.length - MOST_RUNS) : all;
}

/** @type {(all: SeenRun[]) => number} */
function freeColour(all) {
  const used = all.map(({ colour }) => colour);
  for (let colour = 0; colour < COLOURS; colour++) {
    if (!used.includes(colour)) {
      return colour;
    }
  }
  return all.length % COLOURS;
}
