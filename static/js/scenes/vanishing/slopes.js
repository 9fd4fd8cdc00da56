/** The part "Slopes": each activation function with its slope, and the neurons of a layer on both.
 * @import {Part, View} from "../../page/story.js"
 * @import {Neuron} from "./neurons.js"
 * @import {Scene} from "./scene.js"
 * @import {Spot} from "./views/slope_plot.js" */

import { scaled } from "../../kit/canvas.js";
import { setText } from "../../kit/dom.js";
import { FittedFormula } from "../../kit/fitted_formula.js";
import { sizeOf } from "../../kit/size.js";
import { activationOf } from "../../network/descriptors.js";
import { LECTURE, strongest } from "../../network/names.js";
import { partOfOne } from "../../page/story.js";
import { slopesCaption } from "./caption_words.js";
import { SIDES } from "./choices.js";
import { curves, PASSES } from "./depth_requests.js";
import { slopeTex } from "./depth_tex.js";
import { curveOf, seenNeurons } from "./neurons.js";
import { pairNames } from "./pair_names.js";
import { standOf, trainBarOf } from "./state.js";
import { ceilingQuestion } from "./vanishing_questions.js";
import { sideColours } from "./views/side_heading.js";
import { drawSlopes, highestSlope, neuronNear } from "./views/slope_plot.js";
import { SlopesView } from "./views/slopes_view.js";
import { derivativeTitle, flatWords, PART_NAMES, SIGMOID_REMARK } from "./words.js";

/** @type {Part<Beat<VanishingState, Scene>>} */
export const slopesPart = partOfOne({
  id: "slopes",
  name: PART_NAMES.slopes,
  caption: slopesCaption,
  question: ceilingQuestion,
  open: (scene) => new Slopes(scene),
  resources: [...PASSES, curves],
  action: ({ networks }) => networks.playOrPause(),
});

/** @implements {View} */
class Slopes {
  /** The neuron last pointed at on each side, and its layer. */
  #pointed = {
    a: { neuron: -1, of: "" },
    b: { neuron: -1, of: "" },
  };
  /** @type {SideName | null} the side with its neuron pointed at in the formula */
  #lit = null;
  /** @type {Record<SideName, Spot[]>} */
  #spots = { a: [], b: [] };

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { vanishing, networks, examples } = scene;
    this.view = new SlopesView({
      ...networks.pressed,
      onLayer: (layer) => vanishing.set({ layer }),
      onDigit: () => examples.next(),
      onActivation: (side, activation) => networks.change(side, { activation }),
      onPoint: (side, point) => this.#point(side, point),
      onSymbol: (side, isOn) => {
        this.#lit = isOn ? side : null;
        this.update();
      },
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
    const { sides, layer, example } = state;
    this.view.bar.show(trainBarOf(state));
    const deepest = Math.max(...SIDES.map((side) => sides[side].choice.depth));
    this.view.showChoices(Math.min(layer, deepest), deepest);
    this.view.example.show(example, this.scene.theme());
    const isLectures = SIDES.some((side) => sides[side].choice.activation === LECTURE.activation);
    setText(this.view.remark, isLectures ? SIGMOID_REMARK : "");
    const curves = SIDES.map((side) => curveOf(state, side));
    const highest = highestSlope(curves.map((curve) => curve?.slope ?? []));
    for (const name of SIDES) {
      this.#showSide(name, state, highest);
    }
  }

  /** @type {(name: SideName, state: VanishingState, highest: number) => void} */
  #showSide(name, state, highest) {
    const { choice } = state.sides[name];
    const page = this.scene.store.get();
    const activation = activationOf(page.options, choice.activation);
    const neurons = seenNeurons(state, name, page);
    const canvas = this.view.showSide(name, {
      ...standOf(state.sides[name]),
      names: pairNames(state.sides, page.options),
      activation: choice.activation,
      activations: page.options?.descriptors.activations ?? [],
      words: flatWords(neurons),
    });
    const written = this.#written(name, neurons);
    const { symbols } = this.view.sides[name];
    const layer = Math.min(state.layer, choice.depth);
    const tex = slopeTex(activation, layer, written, neurons[written]);
    this.formulas[name].show(tex, () => symbols.fill());
    this.#spots[name] = drawSlopes(
      scaled(canvas),
      sizeOf(canvas),
      {
        curve: curveOf(state, name) ?? null,
        formula: derivativeTitle(activation),
        neurons,
        highest,
        written,
        isLit: this.#lit === name,
      },
      { ...this.scene.theme(), side: sideColours(this.element)[name] },
    );
  }

  /** The neuron written out: the one last pointed at, else the one furthest out, which has the
   * smallest slope.
   * @type {(name: SideName, neurons: Neuron[]) => number} */
  #written(name, neurons) {
    const { neuron, of } = this.#pointed[name];
    if (of === this.#layerShown(name) && neuron < neurons.length) {
      return neuron;
    }
    return strongest(neurons.map(({ z }) => z));
  }

  /** @param {SideName} name
   * @param {{x: number, y: number}} point where the pointer is in the side's plot */
  #point(name, point) {
    const neuron = neuronNear(this.#spots[name], point);
    const isOn = neuron !== null;
    this.view.sides[name].light(isOn);
    if (isOn && neuron !== this.#pointed[name].neuron) {
      this.#pointed[name] = { neuron, of: this.#layerShown(name) };
      this.update();
    }
  }

  /** @type {(name: SideName) => string} */
  #layerShown(name) {
    const { sides, layer } = this.scene.vanishing.get();
    return `${sides[name].session} ${layer}`;
  }
}
