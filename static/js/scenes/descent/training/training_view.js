/** The layout of the part "Training": charts and checkpoints at the left, controls at the right.
 * @import {TrainControls} from "./training_controls.js" */

import { element } from "../../../kit/dom.js";
import { COLOURS } from "../../../state/runs.js";
import { LABELS } from "./words.js";

/** @param {TrainControls} controls @param {HTMLElement} figures */
export function buildTraining(controls, figures) {
  const cost = element("div", "plot");
  const accuracy = element("div", "plot");
  const charts = element(
    "div",
    "train-charts",
    chart(LABELS.cost, LABELS.costLegend, cost, controls.scale),
    chart(LABELS.accuracy, LABELS.accuracyLegend, accuracy),
  );
  const back = element(
    "div",
    "train-back",
    element("span", "field-name", LABELS.back),
    controls.slider,
    controls.moment,
  );
  const main = element("div", "train-main", controls.buttons, controls.reason, charts, back);
  const side = element(
    "aside",
    "train-side",
    figures,
    controls.settings.element,
    element("h2", "train-heading", LABELS.runs),
    controls.runs.element,
  );
  side.setAttribute("aria-label", LABELS.side);
  const whole = element("div", "training", main, side);
  /** The colours of runs in the present theme. */
  const colours = () => {
    const style = getComputedStyle(whole);
    return Array.from({ length: COLOURS }, (_, i) => style.getPropertyValue(`--run-${i}`).trim());
  };
  return { element: whole, cost, accuracy, colours };
}

/** @type {(title: string, legend: string[], plot: HTMLElement, ...more: HTMLElement[]) =>
 *   HTMLElement} */
function chart(title, legend, plot, ...more) {
  const words = legend.map((text) => element("span", "legend", text));
  const caption = element("figcaption", "", element("strong", "", title), ...words, ...more);
  return element("figure", "train-chart", caption, plot);
}
