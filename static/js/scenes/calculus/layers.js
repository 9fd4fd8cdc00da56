/** The beat "More neurons": the same with indices. dC/da_k is a sum, since a hidden neuron acts on
 * the cost through every output.
 * @import {ExamplePass} from "../../server/calculus_api.js"
 * @import {Words} from "../../page/timeline.js"
 * @import {Part, PartView} from "./calculus_parts.js"
 * @import {Scene} from "./scene.js"
 * @import {CalculusState} from "./state.js" */

import { element } from "../../kit/dom.js";
import { FINE, FINE_SIGNED, format } from "../../kit/format.js";
import { aligned, number } from "../../kit/tex.js";
import { inTurn, Motion, MovingBeat } from "../../page/player.js";
import { Board } from "./board.js";
import { fineTerm, fineTex, NARROW } from "./chain_tex.js";
import { indexedTex } from "./views/indexed_names.js";
import { buildNumbers } from "./views/network_numbers.js";
import { drawNetwork } from "./views/network_picture.js";

const KIND = "layers";
const LAYERS = [2, 3, 2];
const PATH_MS = 1300;
/** Below this width the formula without numbers has no room. */
const ROOMY = 900;

/** @type {Part} */
export const layersPart = {
  id: "layers",
  name: "More neurons",
  style: "calculus_network",
  caption,
  open: (scene) => new Layers(scene),
};

/** @type {(state: CalculusState) => Words[]} */
function caption({ answers, neuron }) {
  const pass = answers[KIND]?.examples[0];
  if (pass === undefined) {
    return [{ text: "A neuron among several acts on the cost through every output." }];
  }
  const sum = pass.factors.cost_by_activation[0][neuron];
  return [
    {
      text: `Hidden neuron ${neuron} acts on the cost through both outputs, so its derivative is a sum: `,
    },
    ...pathsOf(pass, neuron).flatMap((path, j) => [{ text: j === 0 ? "" : " and " }, tinted(path)]),
    { text: " make " },
    { text: format(sum, FINE_SIGNED).text, tone: "accent" },
    { text: "." },
  ];
}

/** @type {(value: number) => Words} */
function tinted(value) {
  return { text: format(value, FINE_SIGNED).text, tone: value < 0 ? "down" : "up" };
}

/** What reaches a hidden neuron through each output.
 * @type {(pass: ExamplePass, neuron: number) => number[]} */
function pathsOf(pass, neuron) {
  return pass.factors.paths[0].map((row) => row[neuron]);
}

/** @implements {PartView} */
class Layers extends MovingBeat {
  /** @param {Scene} scene */
  constructor(scene) {
    const { calculus } = scene;
    super(new Motion(PATH_MS * 2, scene.request));
    this.scene = scene;
    this.board = new Board(calculus, "calc-layers", scene.request);
    this.element = this.board.element;
    this.numbers = buildNumbers(LAYERS, {
      onSet: (field, index, value) =>
        calculus.dispatch({ type: "numberSet", network: "wide", field, index, value }),
      onChoose: (neuron) => {
        calculus.set({ neuron });
        this.motion.start();
      },
    });
    this.board.formula.classList.add("calc-paths");
    this.element.append(
      element("div", "calc-picture", this.board.picture),
      this.numbers.element,
      this.board.formula,
    );
  }

  /** @override */
  update() {
    const { wide, neuron, answers } = this.scene.calculus.get();
    const { parameters, x, y } = wide;
    this.scene.questions.keep(KIND, { layers: LAYERS, parameters, x: [x], y: [y] });
    this.numbers.show(wide, neuron);
    const pass = answers[KIND]?.examples[0];
    if (pass === undefined) {
      return;
    }
    this.motion.tick();
    const paths = pathsOf(pass, neuron);
    const arrived = paths.map((_, j) => inTurn(this.motion.progress, j, paths.length));
    const { activations, cost, factors } = pass;
    const weights = factors.z_by_activation;
    const model = { activations, weights, targets: y, cost, neuron, arrived, paths };
    drawNetwork(this.board.picture, this.board.area, model);
    const sum = format(factors.cost_by_activation[0][neuron], FINE).text;
    this.board.picture.setAttribute(
      "aria-label",
      `The network; its cost changes by ${sum} with hidden neuron ${neuron}`,
    );
    this.board.finish(sumTex(pass, neuron, arrived, this.element.clientWidth));
  }
}

/** @param {ExamplePass} pass @param {number} k @param {number[]} arrived
 * @param {number} width there is */
function sumTex({ factors }, k, arrived, width) {
  const [weights, slopes, asks] = [
    factors.z_by_activation[1],
    factors.activation_by_z[1] ?? [],
    factors.cost_by_activation[1],
  ];
  const sum = fineTex(factors.cost_by_activation[0][k]);
  const general =
    "\\frac{\\partial C_0}{\\partial a_k^{(L-1)}} = \\sum_j w_{jk}^{(L)} \\, \\sigma'(z_j^{(L)}) \\, 2(a_j^{(L)} - y_j)";
  const lines = arrived.map((there, j) => {
    const symbols = `${indexedTex(`w2-${j}-${k}`)} \\, \\sigma'(z_{${j}}^{(L)}) \\, 2(${indexedTex(`a2-${j}`)} - ${indexedTex(`y-${j}`)})`;
    const values = [weights[j][k], slopes[j], asks[j]].map((value) =>
      value < 0 ? `(${number(value)})` : number(value),
    );
    const path = there === 1 ? fineTex(factors.paths[0][j][k]) : "\\;?";
    const product = `= ${values.join(" \\cdot ")}`;
    return width < NARROW
      ? `& ${symbols} \\\\[2pt] & ${product} = ${path}`
      : `j = ${j}:\\quad & ${symbols} & ${product} & = ${path}`;
  });
  const all = arrived.every((each) => each === 1);
  const [first, ...others] = factors.paths[0].map((row) => row[k]);
  const added = [fineTex(first), ...others.map((each) => fineTerm(each))].join(" ");
  if (width < NARROW) {
    const end = `\\frac{\\partial C_0}{\\partial ${indexedTex(`a1-${k}`)}} & = ${all ? `${added} = ${sum}` : "\\;?"}`;
    return aligned(...lines, end);
  }
  const total = `\\quad & & \\frac{\\partial C_0}{\\partial ${indexedTex(`a1-${k}`)}} = ${all ? added : "\\;?"} & = ${all ? sum : "\\;?"}`;
  return `${width < ROOMY ? "" : `${general} \\qquad`} \\begin{array}{rlll} ${[...lines, total].join("\\\\[4pt]")} \\end{array}`;
}
