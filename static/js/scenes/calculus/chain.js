/** The beat "The chain": the smallest network, with every number adjustable.
 * @import {NumberField} from "./views/fields.js"
 * @import {Part, View, Scene} from "./scene.js" */

import { button, element } from "../../kit/dom.js";
import { sizeOf } from "../../kit/size.js";
import { partOfOne } from "../../page/story.js";
import { PARAMETERS, requestOf } from "./chain_facts.js";
import { passResource } from "./chain_requests.js";
import { NARROW, OF_SIX, passTex } from "./chain_tex.js";
import { Board } from "./views/bars.js";
import { drawChain } from "./views/chain_picture.js";
import { quantityField } from "./views/fields.js";
import { chainCaption, LABELS, PART_NAMES, PICTURES } from "./words.js";

const KIND = "chain";

/** @type {Part} */
export const chainPart = partOfOne({
  id: KIND,
  name: PART_NAMES[KIND],
  caption: chainCaption,
  open: (scene) => new Chain(scene),
  resources: [passResource(KIND, ({ chain }) => requestOf(chain))],
});

/** @implements {View} */
class Chain {
  /** @type {Map<string, NumberField>} */
  #fields = new Map();

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.board = new Board(scene.calculus, "calc-chain", scene.request);
    this.element = this.board.element;
    this.picture = this.board.picture;
    const groups = [["a0"], ["w1", "b1"], ["w2", "b2"], ["w3", "b3"], ["y"]].map((names) =>
      element("div", "calc-group", ...names.map((name) => this.#field(name))),
    );
    const restart = button("quiet", LABELS.restart, () =>
      scene.calculus.dispatch({ type: "startedOver" }),
    );
    this.unfold = button("primary", LABELS.unfold, () => {
      scene.calculus.dispatch({ type: "unfolded" });
      location.hash = "calculus/fold";
    });
    groups[4].append(element("div", "calc-tools", restart, this.unfold));
    this.element.append(
      element("div", "calc-picture", this.picture),
      this.board.formula,
      element("div", "calc-fields", ...groups),
    );
  }

  update() {
    const { chain, answers, unfolded } = this.scene.calculus.get();
    this.unfold.hidden = unfolded === null;
    for (const [name, field] of this.#fields) {
      const { field: list, index } = locationOf(name);
      field.show(chain[list][index]);
    }
    const pass = answers[KIND]?.examples[0];
    if (pass === undefined) {
      return;
    }
    const [activations, { cost }] = [pass.activations.map(([a]) => a), pass];
    const model = { activations, parameters: chain.parameters, y: chain.y[0], cost, path: [] };
    drawChain(this.picture, this.board.area, model);
    this.picture.setAttribute("aria-label", PICTURES.chain(activations, cost));
    const isNarrow = sizeOf(this.element).width < NARROW;
    this.board.finish(passTex(pass, chain, isNarrow, isNarrow ? "" : OF_SIX));
  }

  /** @type {(name: string) => HTMLElement} */
  #field(name) {
    const slot = locationOf(name);
    const range = /** @type {[number, number]} */ (slot.field === "parameters" ? [-4, 4] : [0, 1]);
    const field = quantityField(name, range, (value) =>
      this.scene.calculus.dispatch({ type: "numberSet", network: "chain", ...slot, value }),
    );
    this.#fields.set(name, field);
    return field.element;
  }
}

/** Where a quantity is among the chain's numbers.
 * @type {(name: string) => {field: "parameters" | "x" | "y", index: number}} */
function locationOf(name) {
  const index = PARAMETERS.indexOf(name);
  if (index >= 0) {
    return { field: "parameters", index };
  }
  return { field: name === "y" ? "y" : "x", index: 0 };
}
