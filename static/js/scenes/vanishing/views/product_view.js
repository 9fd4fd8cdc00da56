/**
 * The layout of the part "Product": for each side a path's factors, from the output back, and their
 * product as bars.
 * @import {Decades, Row} from "./layer_bars.js"
 * @typedef {"a" | "b"} SideName
 * @typedef {import("./side_heading.js").Shown & {note: string, rows: Row[], decades: Decades}} ShownSide
 * @typedef {{onPlay: () => void, onPause: () => void, onStep: () => void, onFresh: () => void, onBack: () => void,
 *   onStrongest: () => void, onNext: () => void, onDigit: () => void}} Listeners */

import { button, element, setText } from "../../../kit/dom.js";
import { formulaElement } from "../../../kit/fitted_formula.js";
import { Symbols } from "../../../kit/symbols.js";
import { LABELS, PATH_COLUMNS, PATH_ROWS, PRODUCT_TITLE } from "../words.js";
import { ExamplePicture, TrainBar } from "./choice_form.js";
import { LayerBars } from "./layer_bars.js";
import { SideHeading } from "./side_heading.js";

export class ProductView {
  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.strongest = button("quiet path-strongest", LABELS.strongest, listeners.onStrongest);
    this.next = button("quiet path-next", LABELS.next, listeners.onNext);
    this.example = new ExamplePicture();
    this.bar = new TrainBar(
      listeners,
      this.strongest,
      this.next,
      button("vanishing-digit", LABELS.digit, listeners.onDigit),
      this.example.element,
    );
    this.sides = { a: new ProductSide("a"), b: new ProductSide("b") };
    this.element = element(
      "div",
      "vanishing-product",
      this.bar.element,
      this.sides.a.element,
      this.sides.b.element,
    );
  }

  /** @param {boolean} isStrongest whether the path shown is */
  showPath(isStrongest) {
    this.strongest.setAttribute("aria-pressed", String(isStrongest));
  }

  /** @type {(name: SideName, side: ShownSide) => void} */
  showSide(name, side) {
    this.sides[name].show(side);
  }
}

class ProductSide {
  /** @param {SideName} name */
  constructor(name) {
    this.heading = new SideHeading(name);
    this.note = element("p", "vanishing-note");
    this.formula = formulaElement("vanishing-formula");
    this.bars = new LayerBars(LABELS.path, PRODUCT_TITLE, PATH_COLUMNS, PATH_ROWS);
    this.element = element(
      "section",
      `vanishing-side side-${name}`,
      this.heading.element,
      this.bars.element,
      this.note,
      this.formula,
    );
    this.symbols = new Symbols(this.element);
    this.symbols.listen((symbol) => this.symbols.light(symbol === null ? [] : [symbol]));
  }

  /** @type {(side: ShownSide) => void} */
  show({ note, rows, decades, ...shown }) {
    this.heading.show(this.element, shown);
    setText(this.note, note);
    this.bars.show(rows, decades);
  }
}
