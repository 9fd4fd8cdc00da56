/** A side's layers as rows of its table, and its training as curves; every number is the server's.
 * @import {LayerFigures} from "../../server/types.js"
 * @import {Row} from "./views/layer_bars.js"
 * @import {Measure, Side} from "./state.js" */
import { format, SHORT, WHOLE_PERCENT } from "../../kit/format.js";
import { currentRun } from "../../state/runs.js";
import { isDiverged } from "./state.js";
import { LABELS } from "./words.js";

/** @type {Record<Measure, "mean_gradient" | "gradient_norm" | "mean_delta">} */
const FIGURES = { mean: "mean_gradient", norm: "gradient_norm", error: "mean_delta" };

/** @type {(side: Side, measure: Measure) => Row[]} */
export function layerRows({ choice, frame }, measure) {
  const layers = frame?.layers ?? null;
  const count = choice.depth + 1;
  return Array.from({ length: count }, (_, l) => {
    const name = l === choice.depth ? "output" : String(l + 1);
    const figures = layers?.[l];
    if (figures === undefined) {
      return {
        name,
        size: null,
        mark: null,
        text: format(null),
        cells: Array(3).fill(format(null)),
      };
    }
    const size = sizeOf(figures, measure);
    return {
      name,
      size,
      mark: null,
      text: format(size, { ...SHORT, unknown: LABELS.notFinite }),
      cells: [
        format(figures.mean_slope, SHORT),
        format(figures.saturated, WHOLE_PERCENT),
        format(figures.speed, SHORT),
      ],
    };
  });
}

/** @type {(figures: LayerFigures, measure: Measure) => number | null} */
export function sizeOf(figures, measure) {
  return figures[FIGURES[measure]];
}

/** The curves of a side's training over its steps, as lines of a chart.
 * @import {Curves} from "../../state/runs.js"
 * @typedef {{side: Side, name: string, colour: string}} Drawn */

/** More points than this would not be visible in a chart this small. */
const MOST_POINTS = 300;
/** Costs are this large only when training diverges. */
const LARGE = 50;
const AFTER = 4;
const FEWEST_STEPS = 12;

/** The mini-batches' costs as a faint line, the test digits' as a strong one.
 * @param {Drawn} drawn */
export function costLines({ side, name, colour }) {
  const { steps = [], batchCosts = [], evaluated = [], testCosts = [] } = curvesOf(side);
  return [
    line(`${name} mini-batches`, steps, batchCosts, `${colour}70`, 1),
    line(name, evaluated, testCosts, colour, 2.5),
  ];
}

/** @param {Drawn} drawn @param {number} until the last step that is drawn */
export function normLine({ side, name, colour }, until) {
  const { x, y } = side.norms;
  const count = x.findLastIndex((step) => step <= until) + 1;
  return [line(name, x.slice(0, count), y.slice(0, count), colour, 2)];
}

/** @param {Drawn} drawn */
export function accuracyLine({ side, name, colour }) {
  const { evaluated = [], accuracies = [] } = curvesOf(side);
  return line(name, evaluated, accuracies, colour, 2.5);
}

/** @type {(side: Side) => Partial<Curves>} */
function curvesOf({ runs }) {
  return currentRun(runs)?.curves ?? {};
}

/** The last step drawn of the norms: where one side has diverged only the steps near that, to make
 * it visible.
 * @type {(sides: Side[]) => number} */
export function lastStepOf(sides) {
  const ends = sides.filter(isDiverged).map(({ frame }) => AFTER * (frame?.iteration ?? 0));
  return ends.length === 0 ? Infinity : Math.max(FEWEST_STEPS, ...ends);
}

/** Whether lines need a logarithmic axis. @type {(lines: {y: number[]}[]) => boolean} */
export function spansDecades(lines) {
  return lines.some(({ y }) => y.some((value) => value > LARGE));
}

/** @param {string} name @param {number[]} x @param {number[]} y @param {string} colour
 * @param {number} width */
function line(name, x, y, colour, width) {
  const stride = Math.ceil(x.length / MOST_POINTS);
  const last = x.length - 1;
  /** Evenly spaced, the newest among them; 0 cannot be drawn on a logarithmic axis. */
  const isKept = (/** @type {number} */ _, /** @type {number} */ i) =>
    (last - i) % stride === 0 && y[i] > 0;
  return { name, x: x.filter(isKept), y: y.filter(isKept), colour, width, dash: [] };
}
