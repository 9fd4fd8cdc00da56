/**
 * The layers of a side, as rows of its table: every number is the newest frame's.
 *
 * @import {LayerFigures} from "../../train_frame.js"
 * @import {Row} from "../../views/vanishing/layer_bars.js"
 * @import {Measure, Side} from "./state.js"
 */

import { grouped } from "../../views/descent/words.js";
import { short, wholePercent } from "../../views/vanishing/words.js";

const NOT_KNOWN = "–";

/** @type {Record<Measure, "mean_gradient" | "gradient_norm" | "mean_delta">} */
const FIGURES = { mean: "mean_gradient", norm: "gradient_norm", error: "mean_delta" };

/**
 * @param {Side} side
 * @param {Measure} measure
 * @returns {Row[]}
 */
export function layerRows({ choice, frame }, measure) {
  const layers = frame?.layers ?? null;
  const count = choice.depth + 1;
  return Array.from({ length: count }, (_, l) => {
    const name = l === choice.depth ? "output" : String(l + 1);
    const figures = layers?.[l];
    if (figures === undefined) {
      return { name, size: null, mark: null, text: NOT_KNOWN, cells: Array(3).fill(NOT_KNOWN) };
    }
    const size = sizeOf(figures, measure);
    return {
      name,
      size,
      mark: null,
      text: size === null ? "not finite" : short(size),
      cells: [short(figures.mean_slope), wholePercent(figures.saturated), short(figures.speed)],
    };
  });
}

/**
 * @param {LayerFigures} figures
 * @param {Measure} measure
 */
export function sizeOf(figures, measure) {
  return figures[FIGURES[measure]];
}

/**
 * Why a side was stopped; empty where it was not.
 * @param {Side} side
 */
export function stopWords({ frame }) {
  return frame?.status === "diverged"
    ? `Stopped after step ${grouped(frame.iteration)}. ${frame.reason}`
    : "";
}

/**
 * How a side stands, beside its name.
 * @param {Side} side
 */
export function sideWords({ choice, session, frame }) {
  const { depth, width } = choice;
  const shape = `784 – ${depth === 1 ? width : `${depth} × ${width}`} – 10`;
  if (session === null || frame === null) {
    return `${shape}, on its way`;
  }
  return `${shape}, step ${grouped(frame.iteration)}`;
}
