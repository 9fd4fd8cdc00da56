/** The layout of the part "Depth" and the experiments: both networks' layers side by side, then
 * their curves.
 * @import {Options} from "../../../server/types.js"
 * @import {Choice} from "../choices.js"
 * @import {Decades, Row} from "./layer_bars.js"
 * @typedef {"a" | "b"} SideName
 * @typedef {"mean" | "norm" | "error"} Measure
 * @typedef {import("./side_heading.js").Shown & {chosen: Choice, options: Options | null, reason: string, rows:
 *   Row[], decades: Decades}} ShownSide the reason why it was stopped, or empty
 * @typedef {{onPlay: () => void, onPause: () => void, onStep: () => void, onFresh: () => void, onBack: () => void, onChange: (side:
 *   SideName, change: Partial<Choice>) => void, onMeasure: (measure: Measure) => void, onCurve:
 *   (curve: "cost" | "gradient") => void}} Listeners */

import { button, element, select, setText } from "../../../kit/dom.js";
import { CHARTS, CURVES, LABELS, LAYER_COLUMNS, MEASURE_TITLES, MEASURES } from "../words.js";
import { ChoiceForm, TrainBar } from "./choice_form.js";
import { LayerBars } from "./layer_bars.js";
import { SideHeading, SideKey } from "./side_heading.js";

export class DepthView {
  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.measure = select(LABELS.measure, MEASURES, (measure) =>
      listeners.onMeasure(/** @type {Measure} */ (measure)),
    );
    this.curve = select(LABELS.curve, CURVES, (curve) =>
      listeners.onCurve(/** @type {"cost" | "gradient"} */ (curve)),
    );
    this.gradient = element("span", "vanishing-label", LABELS.gradient);
    this.change = button("quiet vanishing-change", LABELS.change, () => this.#fold(!this.isFolded));
    this.bar = new TrainBar(listeners, this.gradient, this.measure, this.change);
    this.sides = { a: new SideView("a", listeners), b: new SideView("b", listeners) };
    this.isFolded = true;
    this.#fold(true);
    this.upper = element("div", "plot");
    this.accuracy = element("div", "plot");
    this.legend = { a: new LegendEntry("a"), b: new LegendEntry("b") };
    const { a, b } = this.legend;
    const charts = element(
      "aside",
      "vanishing-charts",
      this.curve,
      element("p", "vanishing-legend", a.element, b.element),
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

  /** Whether the fields that make other networks of these are out of sight.
   * @type {(isFolded: boolean) => void} */
  #fold(isFolded) {
    this.isFolded = isFolded;
    this.change.setAttribute("aria-expanded", String(!isFolded));
    const forms = Object.values(this.sides).map(({ form }) => form.element);
    for (const form of forms) {
      form.hidden = isFolded;
    }
    this.#showMeasure();
  }

  /** What is shown of a gradient is chosen among those fields; another choice stays in sight. */
  #showMeasure() {
    const isFolded = this.isFolded && this.measure.selectedIndex <= 0;
    this.gradient.hidden = isFolded;
    this.measure.hidden = isFolded;
  }

  /** @type {(measure: Measure, curve: "cost" | "gradient") => void} */
  showSwitches(measure, curve) {
    this.measure.value = measure;
    this.#showMeasure();
    this.curve.value = curve;
    for (const side of Object.values(this.sides)) {
      setText(side.bars.title, MEASURE_TITLES[measure]);
    }
  }

  /** @type {(name: SideName, side: ShownSide) => void} */
  showSide(name, side) {
    this.sides[name].show(side);
  }

  /** @type {(names: import("./side_heading.js").Names) => void} */
  showLegend(names) {
    this.legend.a.show(names);
    this.legend.b.show(names);
  }
}

class LegendEntry {
  /** @param {SideName} side */
  constructor(side) {
    this.side = side;
    this.key = new SideKey(side);
    this.name = element("span", "");
    this.element = element("span", "vanishing-legend-entry", this.key.element, this.name);
  }

  /** @type {(names: import("./side_heading.js").Names) => void} */
  show(names) {
    this.key.show(names);
    setText(this.name, names.a === names.b ? "" : names[this.side]);
  }
}

class SideView {
  /** @param {SideName} name @param {Listeners} listeners */
  constructor(name, { onChange }) {
    this.heading = new SideHeading(name);
    this.reason = element("p", "vanishing-reason");
    this.reason.setAttribute("role", "status");
    this.form = new ChoiceForm(name, (change) => onChange(name, change));
    this.bars = new LayerBars(LABELS.layers, MEASURE_TITLES.mean, LAYER_COLUMNS);
    this.element = element(
      "section",
      `vanishing-side side-${name}`,
      this.heading.element,
      this.form.element,
      this.reason,
      this.bars.element,
    );
  }

  /** @type {(side: ShownSide) => void} */
  show({ chosen, options, reason, rows, decades, ...shown }) {
    this.heading.show(this.element, shown);
    this.element.setAttribute("aria-busy", String(!shown.step)); // The first step brings the figures.
    this.form.show(chosen, options);
    setText(this.reason, reason);
    this.bars.show(rows, decades);
  }
}
