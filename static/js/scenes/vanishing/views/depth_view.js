/** The layout of the part "Depth" and the experiments: both networks' layers side by side, then
 * their curves.
 * @import {Options} from "../../../server/types.js"
 * @import {Choice} from "../choices.js"
 * @import {Decades, Row} from "./layer_bars.js"
 * @typedef {"a" | "b"} SideName
 * @typedef {"mean" | "norm" | "error"} Measure
 * @typedef {object} ShownSide
 * @property {string} session its network's id
 * @property {number | null} step
 * @property {Choice} chosen @property {Options | null} options @property {string} words
 * @property {string} reason why it was stopped, or empty
 * @property {Row[]} rows @property {Decades} decades
 * @typedef {{onPlay: () => void, onStep: () => void, onFresh: () => void, onChange: (side:
 *   SideName, change: Partial<Choice>) => void, onMeasure: (measure: Measure) => void, onCurve:
 *   (curve: "cost" | "gradient") => void}} Listeners */

import { element, setText } from "../../../kit/dom.js";
import {
  CHARTS,
  CURVES,
  LABELS,
  LAYER_COLUMNS,
  layersName,
  MEASURE_TITLES,
  MEASURES,
  networkName,
} from "../words.js";
import { ChoiceForm, Switch, TrainBar } from "./choice_form.js";
import { LayerBars } from "./layer_bars.js";

export class DepthView {
  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.measure = new Switch(LABELS.measure, MEASURES, listeners.onMeasure);
    this.curve = new Switch(LABELS.curve, CURVES, listeners.onCurve);
    const gradient = element("span", "vanishing-label", LABELS.gradient);
    this.bar = new TrainBar(listeners, gradient, this.measure.element);
    this.sides = { a: new SideView("a", listeners), b: new SideView("b", listeners) };
    this.upper = element("div", "plot");
    this.accuracy = element("div", "plot");
    const legend = element("p", "vanishing-legend", key("a"), key("b"));
    const charts = element(
      "aside",
      "vanishing-charts",
      element("div", "vanishing-chart-head", this.curve.element, legend),
      this.upper,
      element("h2", "vanishing-heading", CHARTS.accuracy),
      this.accuracy,
      element("p", "vanishing-note", CHARTS.axis),
    );
    charts.setAttribute("aria-label", CHARTS.both);
    this.element = element(
      "div",
      "vanishing-depth",
      this.bar.element,
      this.sides.a.element,
      this.sides.b.element,
      charts,
    );
  }

  /** @type {(measure: Measure, curve: "cost" | "gradient") => void} */
  showSwitches(measure, curve) {
    this.measure.show(measure);
    this.curve.show(curve);
    for (const side of Object.values(this.sides)) {
      setText(side.bars.title, MEASURE_TITLES[measure]);
    }
  }

  /** @type {(name: SideName, side: ShownSide) => void} */
  showSide(name, side) {
    this.sides[name].show(side);
  }

  /** The sides' colours in the present theme. */
  colours() {
    const style = getComputedStyle(this.element);
    return {
      a: style.getPropertyValue("--side-a").trim(),
      b: style.getPropertyValue("--side-b").trim(),
    };
  }
}

class SideView {
  /** @param {SideName} name @param {Listeners} listeners */
  constructor(name, { onChange }) {
    this.words = element("span", "vanishing-words");
    this.reason = element("p", "vanishing-reason");
    this.reason.setAttribute("role", "status");
    this.form = new ChoiceForm(name, (change) => onChange(name, change));
    this.bars = new LayerBars(layersName(name), MEASURE_TITLES.mean, LAYER_COLUMNS);
    const heading = element("h2", "vanishing-heading", key(name), this.words);
    this.element = element(
      "section",
      `vanishing-side side-${name}`,
      heading,
      this.form.element,
      this.reason,
      this.bars.element,
    );
    this.element.setAttribute("aria-label", networkName(name));
  }

  /** @type {(side: ShownSide) => void} */
  show({ session, step, chosen, options, words, reason, rows, decades }) {
    this.element.dataset.session = session;
    this.element.dataset.step = String(step ?? "");
    this.form.show(chosen, options);
    setText(this.words, words);
    setText(this.reason, reason);
    this.bars.show(rows, decades);
  }
}

/** @type {(name: SideName) => HTMLElement} */
function key(name) {
  return element("strong", `vanishing-key side-${name}`, name.toUpperCase());
}
