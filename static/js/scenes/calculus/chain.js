/** The beat "The chain": the smallest network, with every number adjustable.
 * @import {Words} from "../../page/timeline.js"
 * @import {NumberField} from "./views/fields.js"
 * @import {Part, PartView} from "./calculus_parts.js"
 * @import {Scene} from "./scene.js"
 * @import {CalculusState} from "./state.js" */

import { button, element } from "../../kit/dom.js";
import { FINE, format } from "../../kit/format.js";
import { Board } from "./board.js";
import { wishOf } from "./chain_facts.js";
import { LAST, PARAMETERS } from "./chain_names.js";
import { NARROW, passTex } from "./chain_tex.js";
import { drawChain } from "./views/chain_picture.js";
import { quantityField } from "./views/fields.js";

export const KIND = "chain";

/** @type {Part} */
export const chainPart = {
  id: "chain",
  name: "The chain",
  style: "calculus",
  caption,
  open: (scene) => new Chain(scene),
};

/** @type {(state: CalculusState) => Words[]} */
function caption({ answers, chain }) {
  const pass = answers[KIND]?.examples[0];
  if (pass === undefined) {
    return [{ text: "One neuron a layer: the smallest network that can learn." }];
  }
  return [
    { text: "One neuron a layer. The last one says " },
    { text: format(pass.activations[LAST][0]).text, tone: "accent" },
    { text: ` and should say ${format(chain.y[0]).text}: that costs ` },
    { text: format(pass.cost, FINE).text, tone: "accent" },
    { text: ", and six numbers decide it." },
  ];
}

/** @implements {PartView} */
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
    const restart = button("quiet", "Start again", () =>
      scene.calculus.dispatch({ type: "startedOver" }),
    );
    this.unfold = button("primary", "Unfold", () => {
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

  show() {
    this.update();
  }

  hide() {}

  update() {
    const { chain, answers, unfolded } = this.scene.calculus.get();
    this.unfold.hidden = unfolded === null;
    this.scene.questions.keep(KIND, wishOf(chain));
    for (const [name, field] of this.#fields) {
      const { field: list, index } = placeOf(name);
      field.show(chain[list][index]);
    }
    const pass = answers[KIND]?.examples[0];
    if (pass === undefined) {
      return;
    }
    const [activations, { cost }] = [pass.activations.map(([a]) => a), pass];
    const model = { activations, parameters: chain.parameters, y: chain.y[0], cost, path: [] };
    drawChain(this.picture, this.board.area, model);
    this.picture.setAttribute(
      "aria-label",
      `The chain: activations ${activations.map((a) => format(a).text).join(", ")}, cost ${format(cost, FINE).text}`,
    );
    this.board.finish(passTex(pass, chain, this.element.clientWidth < NARROW));
  }

  /** @type {(name: string) => HTMLElement} */
  #field(name) {
    const place = placeOf(name);
    const range = /** @type {[number, number]} */ (place.field === "parameters" ? [-4, 4] : [0, 1]);
    const field = quantityField(name, range, (value) =>
      this.scene.calculus.dispatch({ type: "numberSet", network: "chain", ...place, value }),
    );
    this.#fields.set(name, field);
    return field.element;
  }
}

/** Where a quantity is among the chain's numbers.
 * @type {(name: string) => {field: "parameters" | "x" | "y", index: number}} */
function placeOf(name) {
  const index = PARAMETERS.indexOf(name);
  if (index >= 0) {
    return { field: "parameters", index };
  }
  return { field: name === "y" ? "y" : "x", index: 0 };
}
