/** The beat "More neurons": the same with indices. dC/da_k is a sum, since a hidden neuron acts on
 * the cost through every output.
 * @import {PassOfExample} from "../../server/types.js"
 * @import {Part, View, Scene} from "./scene.js" */

import { element } from "../../kit/dom.js";
import { equated } from "../../kit/equation.js";
import { ofTex } from "../../kit/nudges.js";
import { sizeOf } from "../../kit/size.js";
import { aligned, product, sumTex } from "../../kit/tex.js";
import { inTurn, partOfOne } from "../../page/story.js";
import { questionAt } from "./calculus_questions.js";
import { WIDE_LAYERS } from "./chain_facts.js";
import { passResource } from "./chain_requests.js";
import { fineSum, known, NARROW } from "./chain_tex.js";
import { Board } from "./views/bars.js";
import { buildNumbers } from "./views/fields.js";
import { drawNetwork } from "./views/network_picture.js";
import { indexedTex } from "./views/quantity_names.js";
import { layersCaption, PART_NAMES, PICTURES, pathsThrough } from "./words.js";

const KIND = "layers";
const PATH_MS = 1300;
/** Below this width the formula without numbers has no room. */
const ROOMY = 1000;

/** @type {Part} */
export const layersPart = partOfOne({
  id: KIND,
  name: PART_NAMES[KIND],
  caption: layersCaption,
  question: questionAt(KIND),
  duration: PATH_MS * 2,
  ready: ({ answers }) => answers[KIND] !== undefined,
  open: (scene) => new Layers(scene),
  resources: [
    passResource(KIND, ({ wide: { parameters, x, y } }) => ({
      layers: WIDE_LAYERS,
      parameters,
      x: [x],
      y: [y],
    })),
  ],
});

/** @implements {View} */
class Layers {
  /** @param {Scene} scene */
  constructor(scene) {
    const { calculus } = scene;
    this.scene = scene;
    this.board = new Board(calculus, "calc-layers", scene.request);
    this.element = this.board.element;
    this.numbers = buildNumbers(WIDE_LAYERS, {
      onSet: (field, index, value) =>
        calculus.dispatch({ type: "numberSet", network: "wide", field, index, value }),
      onChoose: (neuron) => {
        calculus.set({ neuron });
        this.scene.clock.start();
      },
    });
    this.board.formula.classList.add("calc-paths");
    this.element.append(
      element("div", "calc-picture", this.board.picture),
      this.numbers.element,
      this.board.formula,
    );
  }

  update() {
    const { wide, neuron, answers } = this.scene.calculus.get();
    this.numbers.show(wide, neuron);
    const pass = answers[KIND]?.examples[0];
    if (pass === undefined) {
      return;
    }
    const paths = pathsThrough(pass, neuron);
    const arrived = paths.map((_, j) => inTurn(this.scene.clock.progress, j, paths.length));
    const { activations, cost, factors } = pass;
    const weights = factors.z_by_activation;
    const model = { activations, weights, targets: wide.y, cost, neuron, arrived, paths };
    drawNetwork(this.board.picture, this.board.area, model);
    this.board.picture.setAttribute(
      "aria-label",
      PICTURES.layers(factors.cost_by_activation[0][neuron], neuron),
    );
    this.board.finish(pathsTex(pass, neuron, arrived, sizeOf(this.element).width));
  }
}

/** @param {PassOfExample} pass @param {number} k @param {number[]} arrived
 * @param {number} width there is */
export function pathsTex({ factors }, k, arrived, width) {
  const [weights, derivatives, byOutput] = [
    factors.z_by_activation[1],
    factors.activation_by_z[1] ?? [],
    factors.cost_by_activation[1],
  ];
  const paths = factors.paths[0].map((row) => row[k]);
  const written = fineSum(paths, factors.cost_by_activation[0][k]);
  const sum = written[paths.length].tex;
  const general = `${ofTex("a", "\\dfrac{\\partial C_0}{\\partial a_k^{(L-1)}}")} = \\sum_j w_{jk}^{(L)} \\, \\sigma'(z_j^{(L)}) \\, 2(a_j^{(L)} - y_j)`;
  const lines = arrived.map((there, j) => {
    const symbols = `${indexedTex(`w2-${j}-${k}`)} \\, \\sigma'(z_{${j}}^{(L)}) \\, 2(${indexedTex(`a2-${j}`)} - ${indexedTex(`y-${j}`)})`;
    const values = [weights[j][k], derivatives[j], byOutput[j]];
    const { tex, sign } = equated(written[j], (style) => product(values, "\\cdot", style));
    const path = known(`${sign} ${written[j].tex}`, there === 1);
    return width < NARROW
      ? `& ${symbols} \\\\[2pt] & = ${tex} ${path}`
      : `j = ${j}:\\quad & ${symbols} & = ${tex} & ${path}`;
  });
  const all = arrived.every((each) => each === 1);
  const added = sumTex({ terms: written.slice(0, -1), rest: null, restCount: 0 });
  const derivative = ofTex("a", `\\partial C_0 / \\partial ${indexedTex(`a1-${k}`)}`);
  if (width < NARROW) {
    const end = `${derivative} & ${known(`= ${added} = ${sum}`, all)}`;
    return aligned(...lines, end);
  }
  const total = `\\quad & & ${derivative} ${known(`= ${added}`, all)} & ${known(`= ${sum}`, all)}`;
  return `${width < ROOMY ? "" : `${general} \\qquad`} \\begin{array}{rlll} ${[...lines, total].join("\\\\[4pt]")} \\end{array}`;
}
