/**
 * The part "Slopes": each activation function beside its slope, and the neurons of a layer on both.
 *
 * @import {Words} from "../../timeline.js"
 * @import {PartOf, PartView} from "../parts_scene.js"
 * @import {SideName} from "./choices.js"
 * @import {Neuron} from "./neurons.js"
 * @import {Scene} from "./scene.js"
 * @import {VanishingState} from "./state.js"
 */

import { scaled } from "../../scaled.js";
import { slopeFormula } from "../../views/vanishing/activation_names.js";
import { drawSlopes, highestSlope } from "../../views/vanishing/slope_plot.js";
import { SlopesView } from "../../views/vanishing/slopes_view.js";
import { functionKey, SIDES } from "./choices.js";
import { neuronsOf, reachOf } from "./neurons.js";
import { trainBarOf } from "./state.js";

/** @type {PartOf<VanishingState, Scene>} */
export const slopesPart = {
  id: "slopes",
  name: "Slopes",
  style: "vanishing",
  caption: slopesCaption,
  open: (scene) => new Slopes(scene),
};

/**
 * @param {VanishingState} state
 * @returns {Words[]}
 */
function slopesCaption(state) {
  const [a, b] = SIDES.map((side) => seenNeurons(state, side));
  if (a.length === 0 || b.length === 0) {
    return [
      { text: "σ′ = σ (1 − σ): a nice property, or a bad one? It is never more than " },
      { text: "1/4", tone: "accent" },
      { text: "." },
    ];
  }
  if (![...a, ...b].some(({ isFlat }) => isFlat)) {
    return [
      { text: `${layerName(state)}: ` },
      { text: "no neuron", tone: "accent" },
      { text: " sits on the flat ends, and even so no slope is more than the ceiling." },
    ];
  }
  return [
    { text: `${layerName(state)}: ` },
    { text: countFlat(a), tone: "accent" },
    { text: " neurons of A and " },
    { text: countFlat(b), tone: "accent" },
    { text: " of B sit where the slope is nearly 0: the error does not get past them." },
  ];
}

/** @param {VanishingState} state */
function layerName({ layer, sides }) {
  const [a, b] = SIDES.map((side) => Math.min(layer, sides[side].choice.depth));
  return a === b ? `Hidden layer ${a}` : `Hidden layers ${a} and ${b}`;
}

/** @param {Neuron[]} neurons */
function countFlat(neurons) {
  return `${neurons.filter(({ isFlat }) => isFlat).length} of ${neurons.length}`;
}

/**
 * @param {VanishingState} state
 * @param {SideName} name
 */
function curveOf({ sides, layer, functions }, name) {
  const side = sides[name];
  return functions.get(functionKey(side.choice.activation, reachOf(side, layer)));
}

/**
 * @param {VanishingState} state
 * @param {SideName} name
 */
function seenNeurons(state, name) {
  return neuronsOf(state.sides[name], state.layer, curveOf(state, name));
}

/** @implements {PartView} */
class Slopes {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    const { vanishing, networks, questions } = scene;
    this.questions = questions;
    this.view = new SlopesView({
      ...networks.pressed,
      onLayer: (layer) => vanishing.dispatch({ type: "layerChosen", layer }),
      onDigit: () => this.questions.nextDigit(),
      onActivation: (side, activation) => networks.change(side, { activation }),
    });
    this.element = this.view.element;
  }

  show() {
    this.questions.begin();
    this.update();
  }

  hide() {}

  update() {
    const state = this.scene.vanishing.get();
    const { sides, layer, example } = state;
    this.questions.keep();
    this.view.bar.show(trainBarOf(state));
    const deepest = Math.max(...SIDES.map((side) => sides[side].choice.depth));
    this.view.showChoices(Math.min(layer, deepest), deepest);
    const theme = this.scene.theme();
    this.view.example.show(example, theme);
    const curves = SIDES.map((side) => curveOf(state, side));
    const highest = highestSlope(curves.map((curve) => curve?.slope ?? []));
    for (const [i, name] of SIDES.entries()) {
      const side = sides[name];
      this.questions.have(side.choice.activation, reachOf(side, layer));
      const neurons = seenNeurons(state, name);
      const canvas = this.view.showSide(name, {
        session: side.session ?? "",
        activation: side.choice.activation,
        words: neurons.length === 0 ? "" : `${countFlat(neurons)} on the flat ends`,
      });
      const area = { width: canvas.clientWidth, height: canvas.clientHeight };
      drawSlopes(
        scaled(canvas, 1),
        area,
        {
          curve: curves[i] ?? null,
          formula: slopeFormula(side.choice.activation),
          neurons,
          highest,
        },
        {
          ...theme,
          side: this.view.colours()[name],
        },
      );
    }
  }

  /** @param {string} name */
  command(name) {
    return this.scene.networks.command(name);
  }
}
