/** The layout of the part "Slopes": a plot for each side, and the choice of layer and digit.
 * @typedef {"a" | "b"} SideName
 * @typedef {import("./side_heading.js").Shown & {activation: string, activations: {id: string, label:
 *   string}[], words: string}} ShownSide
 * @typedef {object} Listeners
 * @property {() => void} onPlay @property {() => void} onPause
 * @property {() => void} onStep @property {() => void} onFresh
 * @property {() => void} onBack
 * @property {(layer: number) => void} onLayer @property {() => void} onDigit
 * @property {(side: SideName, activation: string) => void} onActivation
 * @property {(side: SideName, point: {x: number, y: number}) => void} onPoint the pointer is in a
 *   plot
 * @property {(side: SideName, isOn: boolean) => void} onSymbol it is on the neuron in the formula
 */

import { button, element, fill, select, setText } from "../../../kit/dom.js";
import { formulaElement } from "../../../kit/fitted_formula.js";
import { pointOf } from "../../../kit/size.js";
import { Symbols } from "../../../kit/symbols.js";
import { FIELDS, LABELS, layerOf, plotName } from "../words.js";
import { ExamplePicture, TrainBar } from "./choice_form.js";
import { SideHeading } from "./side_heading.js";

/** The symbol of the neuron that is written out. */
const NEURON = "neuron";

export class SlopesView {
  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.layer = element("input", "");
    this.layer.type = "range";
    this.layer.min = "1";
    this.layer.id = "vanishing-layer";
    this.layer.addEventListener("input", () => listeners.onLayer(Number(this.layer.value)));
    this.layerName = element("output", "vanishing-layer-name");
    this.digit = button("vanishing-digit", LABELS.digit, listeners.onDigit);
    this.example = new ExamplePicture();
    const field = element("label", "vanishing-layer", LABELS.layer, this.layer, this.layerName);
    this.bar = new TrainBar(listeners, field, this.digit, this.example.element);
    this.sides = { a: new SlopesSide("a", listeners), b: new SlopesSide("b", listeners) };
    this.remark = element("p", "vanishing-note slopes-remark");
    this.element = element(
      "div",
      "vanishing-slopes",
      this.bar.element,
      this.sides.a.element,
      this.sides.b.element,
      this.remark,
    );
  }

  /** @type {(layer: number, deepest: number) => void} */
  showChoices(layer, deepest) {
    this.layer.max = String(deepest);
    this.layer.value = String(layer);
    setText(this.layerName, layerOf(layer, deepest));
  }

  /** @param {SideName} name @param {ShownSide} side
   * @returns {HTMLCanvasElement} where its plot is drawn */
  showSide(name, side) {
    return this.sides[name].show(side);
  }
}

class SlopesSide {
  /** @param {SideName} name @param {Listeners} listeners */
  constructor(name, { onActivation, onPoint, onSymbol }) {
    const onChoose = (/** @type {string} */ value) => onActivation(name, value);
    this.activation = select(FIELDS.activation.label, [], onChoose, `slopes-${name}-activation`);
    this.heading = new SideHeading(name, this.activation);
    this.canvas = element("canvas", "");
    this.canvas.setAttribute("role", "img");
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"])) {
      this.canvas.addEventListener(kind, (event) => onPoint(name, pointOf(event)));
    }
    this.formula = formulaElement("vanishing-formula");
    this.symbols = new Symbols(this.formula);
    this.canvas.addEventListener("pointerleave", () => this.light(false));
    this.symbols.listen((symbol) => onSymbol(name, symbol !== null));
    this.element = element(
      "section",
      `slopes-side side-${name}`,
      this.heading.element,
      this.canvas,
      this.formula,
    );
  }

  /** @type {(side: ShownSide) => HTMLCanvasElement} */
  show({ activation, activations, ...shown }) {
    fill(this.activation, activations);
    this.activation.value = activation;
    this.heading.show(this.element, shown);
    const label = plotName(shown.words);
    if (this.canvas.getAttribute("aria-label") !== label) {
      this.canvas.setAttribute("aria-label", label);
    }
    return this.canvas;
  }

  /** Light the neuron in the formula while its dot is pointed at.
   * @type {(isOn: boolean) => void} */
  light(isOn) {
    this.symbols.light(isOn ? [NEURON] : []);
  }
}
