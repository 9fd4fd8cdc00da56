/** Curves over the epochs of training: a line for each run, the current run's mini-batches as faint
 * dots.
 * @typedef {object} Line
 * @property {string} name @property {number[]} x @property {number[]} y @property {string} colour
 * @property {number[]} dash empty for none
 * @property {number} width
 * @typedef {object} Curves what a chart shows
 * @property {Line[]} lines @property {{x: number[], y: number[], colour: string} | null} dots
 * @property {number | null} mark where the network is now
 * @property {number | null} stepsPerEpoch of the current run; 0 where x counts steps itself
 * @property {"linear" | "log"} scale @property {Theme} theme */

import "./known_language.js"; // Before what needs it.

import uPlot from "../../vendor/uplot/uPlot.esm.js";
import {
  format,
  GENERAL,
  grouped,
  LARGEST,
  superscript,
  toPlaces,
  WHOLE_PERCENT,
} from "./format.js";
import { unitPixels } from "./size.js";

const MOST_DOTS = 1200;
const DOT_SIZE = 3;
const POINT_SIZE = 7;
const AXIS_PX = 64;
const NAMES_PX = 15;
/** Between two names of epochs, at least. */
const GAP_PX = 18;
/** The shortest stretch that is shown. */
const LEAST_EPOCHS = 0.05;
const MOST_DECADES = 5;
/** What a name needs of the chart's height, the axis below it counted. */
const LINE_PX = 36;
/** Which marks of a decade are named, the most first. */
const NAMED = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];
/** Powers of ten beyond these are labelled by their exponent. */
const PLAIN_POWERS = [-3, 4];

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
      unitPixels(),
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
    }
    const plot = this.#plot;
    // At once: a browser that prints waits for no later turn.
    plot.batch(() => {
      if (plot.width !== width || plot.height !== height) {
        plot.setSize({ width, height });
      }
      plot.setData(data);
    });
  }

  /** @type {(curves: Curves, width: number, height: number) => uPlot.Options} */
  #options({ lines, dots, scale, theme }, width, height) {
    const isShare = this.unit === "share";
    const unit = unitPixels();
    const axis = {
      stroke: theme.dim,
      grid: { stroke: theme.rule, width: 1 },
      ticks: { stroke: theme.rule, width: 1 },
      font: `${(NAMES_PX - 1) * unit}px ${theme.font}`,
    };
    return {
      width,
      height,
      legend: { show: false },
      cursor: { show: false },
      // Without numbers there is no axis at the left, and half of its first name.
      padding: [10 * unit, 28 * unit, 0, (_, __, hasAxis) => (hasAxis[3] ? 0 : 10 * unit)],
      scales: {
        x: { time: false, range: (plot) => [0, this.#endOf(plot)] },
        y: yScale(isShare, scale),
      },
      axes: [
        {
          ...axis,
          size: 52 * unit,
          space: (plot, _, __, end) => this.#widthOfName(plot, end, axis.font) + GAP_PX * unit,
          values: (_, marks) => marks.map((mark) => this.#nameOfEpoch(mark)),
        },
        {
          ...axis,
          ...(scale === "log" ? onlyDecades(axis) : {}),
          size: (plot, names) => widthOf(plot, names, axis.font, unit),
          values: (_, marks) => marks.map(isShare ? nameOfShare : nameOfNumber(marks, scale)),
        },
      ],
      series: [
        {},
        ...(dots === null ? [] : [dotSeries(dots.colour, DOT_SIZE * unit)]),
        ...lines.map(({ colour, dash, width: stroke }) => ({
          stroke: colour,
          width: stroke * unit,
          dash: dash.map((length) => length * unit),
          points: { show: isAlone, size: POINT_SIZE * unit, fill: colour },
        })),
      ],
      hooks: { draw: [(plot) => this.#drawMark(plot)] },
    };
  }

  /** The right end: uPlot's own is far away where there is one point only. @type {(plot: uPlot) => number} */
  #endOf({ data: [x] }) {
    const least = this.#shown?.stepsPerEpoch === 0 ? 1 : LEAST_EPOCHS;
    return Math.max(x[x.length - 1] ?? 0, least);
  }

  /** How wide an epoch's label is. @type {(plot: uPlot, epoch: number, font: string) => number} */
  #widthOfName({ ctx: context }, epoch, font) {
    const places = Math.max(0, 2 - Math.floor(Math.log10(epoch)));
    const name = this.#nameOfEpoch(toPlaces(epoch, Math.min(places, 6)));
    return widestOf(context, name.split("\n"), font);
  }

  /** An epoch's label, and under it the current run's steps by then.
   * @type {(epoch: number) => string} */
  #nameOfEpoch(epoch) {
    const perEpoch = this.#shown?.stepsPerEpoch ?? null;
    if (perEpoch === 0 && !Number.isInteger(epoch)) {
      return ""; // There is no half a step.
    }
    const steps = (perEpoch ?? 0) * epoch;
    return steps > 0 ? `${epoch}\n${grouped(steps)}` : String(epoch);
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
    context.lineWidth = 1.5 * unitPixels() * devicePixelRatio;
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    context.restore();
  }
}

/** How wide an axis of numbers is: as its longest name, where that is wider than usual.
 * @type {(plot: uPlot, names: string[] | null, font: string, unit: number) => number} */
function widthOf({ ctx: context }, names, font, unit) {
  return Math.max(AXIS_PX * unit, widestOf(context, names ?? [], font) + 16 * unit);
}

/** @type {(context: CanvasRenderingContext2D, names: string[], font: string) => number} */
function widestOf(context, names, font) {
  context.save();
  context.font = font;
  const widths = names.map((name) => context.measureText(name ?? "").width);
  context.restore();
  return Math.max(0, ...widths);
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

/** Whether a line has only one point yet, and would not be seen.
 * @type {(plot: uPlot, series: number) => boolean} */
function isAlone(plot, series) {
  const values = plot.data[series];
  return Array.from(values).filter((value) => value !== null && value !== undefined).length === 1;
}

/** @type {(colour: string, size: number) => uPlot.Series} */
function dotSeries(colour, size) {
  return {
    stroke: colour,
    paths: () => null,
    points: { show: true, size, fill: colour },
  };
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

/** Some of the powers of ten among a logarithmic axis's marks. Where there are fewer than two, as many
 * of its marks as have room for their names.
 * @type {(plot: uPlot, marks: number[]) => (number | null)[]} */
function decades({ height, scales: { y } }, marks) {
  const powers = marks.map((mark) => Math.log10(mark)).filter(isWhole);
  if (powers.length >= 2) {
    const stride = Math.ceil(powers.length / MOST_DECADES);
    return marks.map((mark) => {
      const power = Math.log10(mark);
      return isWhole(power) && Math.round(power) % stride === 0 ? mark : null;
    });
  }
  const least = (LINE_PX * unitPixels()) / height;
  const share = least * Math.log10((y.max ?? 1) / (y.min ?? 1));
  /** @type {(some: number[]) => boolean} */
  const haveRoom = (some) => some.slice(1).every((mark, i) => Math.log10(mark / some[i]) > share);
  const choices = NAMED.map((digits) =>
    marks.filter((mark) => digits.includes(leadingDigit(mark))),
  );
  const most = choices.find(haveRoom) ?? [];
  return marks.map((mark) => (most.includes(mark) ? mark : null));
}

/** @type {(mark: number) => number} */
const leadingDigit = (mark) => Math.round(mark / 10 ** Math.floor(Math.log10(mark) + 1e-9));

/** @type {(power: number) => boolean} */
function isWhole(power) {
  return Math.abs(power - Math.round(power)) < 1e-9;
}

/** Digits after the point with which no mark of an axis is rounded; undefined where that takes many.
 * @type {(marks: (number | null)[]) => number | undefined} */
function placesOf(marks) {
  return [0, 1, 2, 3, 4].find((places) =>
    marks.every((mark) => {
      const scaled = (mark ?? 0) * 10 ** places;
      return Math.abs(scaled - Math.round(scaled)) < 1e-6;
    }),
  );
}

/** What names the marks of an axis of numbers.
 * @type {(marks: (number | null)[], scale: "linear" | "log") => (mark: number | null) => string} */
function nameOfNumber(marks, scale) {
  if (scale === "log") {
    return nameOfPower;
  }
  const places = placesOf(marks);
  return (mark) => {
    if (mark === null || mark === 0) {
      return mark === null ? "" : "0";
    }
    return format(mark, mark < LARGEST ? { places } : GENERAL).text;
  };
}

/** A power of ten, or another mark of a logarithmic axis. @type {(mark: number | null) => string} */
function nameOfPower(mark) {
  const exponent = Math.round(Math.log10(mark ?? 1));
  if (mark === null || !isWhole(Math.log10(mark))) {
    return mark === null ? "" : format(mark).text;
  }
  const [least, most] = PLAIN_POWERS;
  if (exponent < least || exponent > most) {
    return `10${superscript(exponent)}`;
  }
  return exponent < 0 ? String(10 ** exponent) : grouped(10 ** exponent);
}

/** @type {(mark: number | null) => string} */
const nameOfShare = (mark) => (mark === null ? "" : format(mark, WHOLE_PERCENT).text);
