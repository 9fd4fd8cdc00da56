/** Curves over the epochs of training: a line for each run, the current run's mini-batches as faint
 * dots.
 * @typedef {object} Line
 * @property {string} name @property {number[]} x @property {number[]} y @property {string} colour
 * @property {number[]} dash empty for none
 * @property {number} width
 * @typedef {object} Curves what a chart shows
 * @property {Line[]} lines @property {{x: number[], y: number[], colour: string} | null} dots
 * @property {number | null} mark where the network is now
 * @property {number | null} stepsPerEpoch of the current run
 * @property {"linear" | "log"} scale @property {Theme} theme */

import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { format } from "./format.js";

const MOST_DOTS = 1200;
const DOT_SIZE = 3;
const AXIS_PX = 58;
const NAMES_PX = 15;
const MOST_DECADES = 5;
/** Numbers from here on are labelled by their power of ten. */
const LARGE = 1000;

export class CurveChart {
  /** @type {uPlot | null} */
  #plot = null;
  #shape = "";
  /** @type {Curves | null} */
  #shown = null;

  /** @param {HTMLElement} container whose size the chart takes
   * @param {"cost" | "share"} unit of what is drawn */
  constructor(container, unit) {
    this.container = container;
    this.unit = unit;
  }

  /** @type {(curves: Curves) => void} */
  draw(curves) {
    this.#shown = curves;
    const { clientWidth: width, clientHeight: height } = this.container;
    if (width === 0 || height === 0) {
      return;
    }
    const { lines, dots, scale, theme } = curves;
    const shape = JSON.stringify([
      lines.map(({ name, colour, dash, width: stroke }) => [name, colour, dash, stroke]),
      dots?.colour,
      scale,
      theme,
    ]);
    const data = table(curves);
    if (this.#plot === null || shape !== this.#shape) {
      this.#plot?.destroy();
      this.#shape = shape;
      this.#plot = new uPlot(this.#options(curves, width, height), data, this.container);
    } else {
      if (this.#plot.width !== width || this.#plot.height !== height) {
        this.#plot.setSize({ width, height });
      }
      this.#plot.setData(data);
    }
  }

  /** @type {(curves: Curves, width: number, height: number) => uPlot.Options} */
  #options({ lines, dots, scale, theme }, width, height) {
    const isShare = this.unit === "share";
    const axis = {
      stroke: theme.dim,
      grid: { stroke: theme.rule, width: 1 },
      ticks: { stroke: theme.rule, width: 1 },
      font: `${NAMES_PX - 1}px ${theme.font}`,
    };
    return {
      width,
      height,
      legend: { show: false },
      cursor: { show: false },
      padding: [10, 28, 0, 0],
      scales: { x: { time: false, range: fromZero }, y: yScale(isShare, scale) },
      axes: [
        { ...axis, size: 52, values: (_, marks) => marks.map((mark) => this.#nameOfEpoch(mark)) },
        {
          ...axis,
          ...(scale === "log" ? onlyDecades(axis) : {}),
          size: AXIS_PX,
          values: (_, marks) => marks.map((mark) => nameOfMark(mark, isShare, placesOf(marks))),
        },
      ],
      series: [
        {},
        ...(dots === null ? [] : [dotSeries(dots.colour)]),
        ...lines.map(({ colour, dash, width: stroke }) => ({
          stroke: colour,
          width: stroke,
          dash,
          points: { show: false },
        })),
      ],
      hooks: { draw: [(plot) => this.#drawMark(plot)] },
    };
  }

  /** An epoch's label, and under it the current run's steps by then.
   * @type {(epoch: number) => string} */
  #nameOfEpoch(epoch) {
    const steps = (this.#shown?.stepsPerEpoch ?? 0) * epoch;
    return steps > 0 ? `${epoch}\n${Math.round(steps).toLocaleString("en-US")}` : String(epoch);
  }

  /** @type {(plot: uPlot) => void} */
  #drawMark(plot) {
    const { mark, theme } = this.#shown ?? {};
    if (mark === null || mark === undefined || !theme) {
      return;
    }
    const { ctx: context, bbox } = plot;
    const x = plot.valToPos(mark, "x", true);
    context.save();
    context.strokeStyle = theme.accent;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    context.restore();
  }
}

/** All curves over one axis, as uPlot expects them.
 * @type {(curves: Curves) => uPlot.AlignedData} */
function table({ lines, dots }) {
  const tables = lines.map(({ x, y }) => /** @type {uPlot.AlignedData} */ ([x, y]));
  if (dots !== null) {
    const stride = Math.ceil(dots.x.length / MOST_DOTS);
    const some = (/** @type {number[]} */ values) => values.filter((_, i) => i % stride === 0);
    tables.unshift(stride > 1 ? [some(dots.x), some(dots.y)] : [dots.x, dots.y]);
  }
  return tables.length === 0 ? [[0], []] : uPlot.join(tables);
}

/** @type {(colour: string) => uPlot.Series} */
function dotSeries(colour) {
  return {
    stroke: colour,
    paths: () => null,
    points: { show: true, size: DOT_SIZE, fill: colour },
  };
}

/** @type {(_: uPlot, __: number, end: number) => [number, number]} */
function fromZero(_, __, end) {
  return [0, Math.max(end ?? 0, 0.05)];
}

/** @type {(isShare: boolean, scale: "linear" | "log") => uPlot.Scale} */
function yScale(isShare, scale) {
  if (isShare) {
    return { range: (_, least) => [Math.min(0.8, Math.floor((least ?? 0) * 10) / 10), 1] };
  }
  if (scale === "log") {
    return { distr: 3 };
  }
  return { range: (_, __, most) => [0, Math.max(most ?? 1, 0.01) * 1.05] };
}

/** An axis with lines, ticks and labels only at powers of ten.
 * @template {{grid: object, ticks: object}} A @param {A} axis */
function onlyDecades(axis) {
  return {
    ...axis,
    grid: { ...axis.grid, filter: decades },
    ticks: { ...axis.ticks, filter: decades },
    filter: decades,
  };
}

/** Some of the powers of ten among a logarithmic axis's marks; all marks where there is none.
 * @type {(_: uPlot, marks: number[]) => (number | null)[]} */
function decades(_, marks) {
  const powers = marks.map((mark) => Math.log10(mark)).filter(isWhole);
  if (powers.length < 2) {
    return marks;
  }
  const stride = Math.ceil(powers.length / MOST_DECADES);
  return marks.map((mark) => {
    const power = Math.log10(mark);
    return isWhole(power) && Math.round(power) % stride === 0 ? mark : null;
  });
}

/** @type {(power: number) => boolean} */
function isWhole(power) {
  return Math.abs(power - Math.round(power)) < 1e-9;
}

/** Digits after the point with which no mark of an axis is rounded; undefined where that takes many.
 * @type {(marks: (number | null)[]) => number | undefined} */
function placesOf(marks) {
  return [1, 2, 3, 4].find((places) =>
    marks.every((mark) => {
      const scaled = (mark ?? 0) * 10 ** places;
      return Math.abs(scaled - Math.round(scaled)) < 1e-6;
    }),
  );
}

/** @type {(mark: number | null, isShare: boolean, places: number | undefined) => string} */
function nameOfMark(mark, isShare, places) {
  if (mark === null) {
    return "";
  }
  if (isShare) {
    return `${Math.round(mark * 100)} %`;
  }
  if (mark >= LARGE) {
    return mark.toExponential(0).replace("e+", "e");
  }
  return mark === 0 ? "0" : format(mark, { places }).text;
}
