/** The part "Product": along one path the error is multiplied by a weight and a slope at every
 * layer.
 * @import {Row} from "./views/layer_bars.js"
 * @import {Part, View} from "../../page/story.js"
 * @import {ActivationDescriptor} from "../../server/types.js"
 * @import {Factor} from "./neurons.js"
 * @import {Scene} from "./scene.js"
 * @import {Side, VanishingState} from "./state.js" */

import { FittedFormula } from "../../kit/fitted_formula.js";
import { format, SHORT } from "../../kit/format.js";
import { activationOf } from "../../network/descriptors.js";
import { partOfOne } from "../../page/story.js";
import { productCaption } from "./caption_words.js";
import { SIDES } from "./choices.js";
import { PASSES } from "./depth_requests.js";
import { pathTex } from "./depth_tex.js";
import { factorsOf } from "./neurons.js";
import { pairNames } from "./pair_names.js";
import { standOf, trainBarOf } from "./state.js";
import { productQuestion } from "./vanishing_questions.js";
import { decadesOf } from "./views/layer_bars.js";
import { ProductView } from "./views/product_view.js";
import { PART_NAMES, productNote } from "./words.js";

/** The width of a factor in the formula, in ems. */
const FACTOR_EMS = 7.7;

/** @type {Part<Beat<VanishingState, Scene>>} */
export const productPart = partOfOne({
  id: "product",
  name: PART_NAMES.product,
  caption: productCaption,
  question: productQuestion,
  open: (scene) => new Product(scene),
  resources: PASSES,
  action: ({ networks }) => networks.playOrPause(),
});

/** @type {(state: VanishingState, side: Side, ceiling: number) => Row[]} */
function rowsOf(state, side, ceiling) {
  return factorsOf(state, side).map(({ layer, neuron, weight, slope, product }, i) => ({
    name: `${layer} / ${neuron}`,
    symbol: `layer-${layer}`,
    size: Math.abs(product),
    mark: ceiling < 1 ? ceiling ** (i + 1) : null,
    text: format(product, SHORT),
    cells: [format(weight, SHORT), format(slope, SHORT), format(weight * slope, SHORT)],
  }));
}

/** @implements {View} */
class Product {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { vanishing, networks, examples } = scene;
    this.view = new ProductView({
      ...networks.pressed,
      onStrongest: () => vanishing.set({ rank: 0 }),
      onNext: () => vanishing.set({ rank: vanishing.get().rank + 1 }),
      onDigit: () => examples.next(),
    });
    this.element = this.view.element;
    const { a, b } = this.view.sides;
    this.formulas = { a: new FittedFormula(a.formula), b: new FittedFormula(b.formula) };
  }

  show() {
    this.scene.examples.begin();
    this.update();
  }

  update() {
    const state = this.scene.vanishing.get();
    const { sides, example, rank } = state;
    this.view.bar.show(trainBarOf(state));
    this.view.showPath(rank === 0);
    this.view.example.show(example, this.scene.theme());
    const { options } = this.scene.store.get();
    const activations = {
      a: activationOf(options, sides.a.choice.activation),
      b: activationOf(options, sides.b.choice.activation),
    };
    const rows = {
      a: rowsOf(state, sides.a, activations.a.ceiling),
      b: rowsOf(state, sides.b, activations.b.ceiling),
    };
    const sizes = [...rows.a, ...rows.b].flatMap(({ size, mark }) => [size, mark]);
    const decades = decadesOf([...sizes, 1], null);
    const names = pairNames(sides, options);
    for (const side of SIDES) {
      const activation = activations[side];
      this.view.showSide(side, {
        ...standOf(sides[side]),
        names,
        note: productNote(sides[side], rows[side].length, activation.ceiling),
        rows: rows[side],
        decades,
      });
      this.#showFormula(side, factorsOf(state, sides[side]), activation);
    }
  }

  /** @type {(side: SideName, factors: Factor[], activation: ActivationDescriptor) => void} */
  #showFormula(side, factors, activation) {
    const formula = this.formulas[side];
    const inLine = Math.max(1, Math.floor(formula.ems / FACTOR_EMS));
    const { symbols } = this.view.sides[side];
    symbols.fill();
    const tex = factors.length === 0 ? "" : pathTex(activation, factors, inLine);
    formula.show(tex, () => symbols.fill());
  }
}
