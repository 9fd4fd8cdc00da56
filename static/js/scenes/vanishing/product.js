/** The part "Product": along one path the error is multiplied by a weight and a slope at every
 * layer.
 * @import {Words} from "../../page/timeline.js"
 * @import {Row} from "./views/layer_bars.js"
 * @import {PartOf, PartView} from "../../page/scene.js"
 * @import {SideName} from "./choices.js"
 * @import {Factor} from "./path.js"
 * @import {Scene} from "./scene.js"
 * @import {Side, VanishingState} from "./state.js" */

import { format, SHORT } from "../../kit/format.js";
import { FittedFormula } from "../../kit/formula.js";
import { SIDES } from "./choices.js";
import { pathTex } from "./depth_tex.js";
import { pathOf } from "./path.js";
import { trainBarOf } from "./state.js";
import { nameOf } from "./views/activation_names.js";
import { decadesOf } from "./views/layer_bars.js";
import { ProductView } from "./views/product_view.js";

/** The width of a factor in the formula, in ems. */
const FACTOR_EMS = 7.7;
/** The largest slope of each activation function. */
const CEILINGS = new Map([
  ["sigmoid", 1 / 4],
  ["tanh", 1],
  ["relu", 1],
  ["leaky_relu", 1],
  ["linear", 1],
]);

/** @type {PartOf<VanishingState, Scene>} */
export const productPart = {
  id: "product",
  name: "Product",
  style: "vanishing_bars",
  caption: productCaption,
  open: (scene) => new Product(scene),
};

/** @type {(state: VanishingState) => Words[]} */
function productCaption(state) {
  const [a, b] = SIDES.map((name) => factorsOf(state, state.sides[name]));
  if (state.sides.a.pass === null || state.sides.b.pass === null) {
    return [{ text: "Back along one path the error meets a weight and a slope at every layer." }];
  }
  /** @type {Words[]} */
  const words = [
    { text: "What is left of the error along the strongest path: " },
    { text: left(a), tone: "accent" },
    { text: " in A, " },
    { text: left(b), tone: "accent" },
    { text: " in B." },
  ];
  if (state.rank > 0) {
    words[0] = { text: "What is left of the error along this path: " };
  }
  const { sides } = state;
  const bounded = [sides.b, sides.a].find(({ choice }) => ceilingOf(choice.activation) < 1);
  if (bounded !== undefined) {
    const { depth, activation } = bounded.choice;
    const most = format(ceilingOf(activation) ** depth, SHORT).text;
    const times = depth === 1 ? "once" : `${depth} times`;
    const whose = bounded === sides.b ? "B's" : "A's";
    words.push({
      text: ` ${whose} slopes alone, ${times} at most 1/4, leave no more than ${most}.`,
    });
  }
  return words;
}

/** @type {(factors: Factor[]) => string} */
function left(factors) {
  const last = factors.at(-1);
  return last === undefined ? "nothing" : format(Math.abs(last.product), SHORT).text;
}

/** @type {(activation: string) => number} */
function ceilingOf(activation) {
  return CEILINGS.get(activation) ?? 1;
}

/** @type {(state: VanishingState, side: Side) => Factor[]} */
function factorsOf({ rank }, { pass }) {
  return pass === null ? [] : pathOf(pass.answer, pass.example.label, rank);
}

/** @type {(state: VanishingState, side: Side) => Row[]} */
function rowsOf(state, side) {
  const ceiling = ceilingOf(side.choice.activation);
  return factorsOf(state, side).map(({ layer, neuron, weight, slope, product }, i) => ({
    name: `${layer} / ${neuron}`,
    symbol: `layer-${layer}`,
    size: Math.abs(product),
    mark: ceiling < 1 ? ceiling ** (i + 1) : null,
    text: format(product, SHORT),
    cells: [format(weight, SHORT), format(slope, SHORT), format(weight * slope, SHORT)],
  }));
}

/** A note about a side's bars. @param {Side} side @param {number} count of its bars */
function noteOf({ choice, pass }, count) {
  if (pass !== null && count === 0) {
    const { answer, example } = pass;
    return answer.deltas[choice.depth][example.label] === 0
      ? "This output is exactly as desired: there is no error to send back."
      : "Nothing of the error gets through to the first layer: the neurons on the way are dead.";
  }
  return ceilingOf(choice.activation) < 1
    ? "The upright line: 1/4 for every layer, the most that the slopes alone can leave."
    : "";
}

/** @implements {PartView} */
class Product {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { vanishing, networks, questions } = scene;
    this.questions = questions;
    this.view = new ProductView({
      ...networks.pressed,
      onStrongest: () => vanishing.set({ rank: 0 }),
      onNext: () => vanishing.set({ rank: vanishing.get().rank + 1 }),
      onDigit: () => this.questions.nextDigit(),
    });
    this.element = this.view.element;
    const { a, b } = this.view.sides;
    this.formulas = { a: new FittedFormula(a.formula), b: new FittedFormula(b.formula) };
  }

  show() {
    this.questions.begin();
    this.update();
  }

  hide() {}

  update() {
    const state = this.scene.vanishing.get();
    const { sides, example, rank } = state;
    this.questions.keep();
    this.view.bar.show(trainBarOf(state));
    this.view.showPath(rank === 0);
    this.view.example.show(example, this.scene.theme());
    const rows = { a: rowsOf(state, sides.a), b: rowsOf(state, sides.b) };
    const sizes = [...rows.a, ...rows.b].flatMap(({ size, mark }) => [size, mark]);
    const decades = decadesOf([...sizes, 1], null);
    for (const side of SIDES) {
      const { activation, depth } = sides[side].choice;
      this.view.showSide(side, {
        session: sides[side].session ?? "",
        words: `${nameOf(activation)}, ${depth} hidden ${depth === 1 ? "layer" : "layers"}`,
        note: noteOf(sides[side], rows[side].length),
        rows: rows[side],
        decades,
      });
      this.#showFormula(side, factorsOf(state, sides[side]), activation);
    }
  }

  /** @type {(side: SideName, factors: Factor[], activation: string) => Promise<void>} */
  async #showFormula(side, factors, activation) {
    const formula = this.formulas[side];
    const inLine = Math.max(1, Math.floor(formula.ems / FACTOR_EMS));
    await formula.show(factors.length === 0 ? "" : pathTex(activation, factors, inLine));
    this.view.sides[side].light();
  }

  /** @type {(name: string) => boolean} */
  command(name) {
    return this.scene.networks.command(name);
  }
}
