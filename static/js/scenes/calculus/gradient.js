/** The beat PICTURES.gradient: all six derivatives as a vector, each with the product along its
 * path.
 * @import {Part, View, Scene} from "./scene.js" */

import { element, emptyPicture, setText } from "../../kit/dom.js";
import { FittedFormula } from "../../kit/fitted_formula.js";
import { FINE_SIGNED, format } from "../../kit/format.js";
import { sizeOf } from "../../kit/size.js";
import { inTurn, partOfOne } from "../../page/story.js";
import { questionAt } from "./calculus_questions.js";
import { derivativeOf, PARAMETERS, pathFrom, requestOf } from "./chain_facts.js";
import { passResource } from "./chain_requests.js";
import { linesTex, NARROW } from "./chain_tex.js";
import { Board, barScale, drawBar } from "./views/bars.js";
import { drawChain } from "./views/chain_picture.js";
import { gradientCaption, PART_NAMES, PICTURES } from "./words.js";

const KIND = "gradient";
const ROW_MS = 700;
/** From the cost back to the input, in back-propagation's order. */
const ORDER = [...PARAMETERS].reverse();

/** @type {Part} */
export const gradientPart = partOfOne({
  id: KIND,
  name: PART_NAMES[KIND],
  caption: gradientCaption,
  question: questionAt(KIND),
  duration: ROW_MS * ORDER.length,
  ready: ({ answers }) => answers[KIND] !== undefined,
  open: (scene) => new Gradient(scene),
  resources: [passResource(KIND, ({ chain }) => requestOf(chain))],
});

/** @implements {View} */
class Gradient {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.board = new Board(scene.calculus, "calc-gradient", scene.request);
    this.element = this.board.element;
    this.rows = ORDER.map((name) => rowOf(name));
    const list = element("ul", "calc-rows", ...this.rows.map(({ row }) => row));
    list.setAttribute("aria-label", PICTURES.gradient);
    this.legend = element("p", "scale-legend");
    this.element.append(element("div", "calc-picture", this.board.picture), list, this.legend);
  }

  update() {
    const { chain, answers, hovered } = this.scene.calculus.get();
    const pass = answers[KIND]?.examples[0];
    if (pass === undefined) {
      return;
    }
    const { progress } = this.scene.clock;
    const arrived = ORDER.map((_, i) => inTurn(progress, i, ORDER.length));
    const coming = ORDER[arrived.findIndex((each) => each > 0 && each < 1)];
    const pointed = hovered !== null && ORDER.includes(hovered) ? hovered : undefined;
    const path = pathFrom(pointed ?? coming ?? "C");
    const model = {
      activations: pass.activations.map(([a]) => a),
      parameters: chain.parameters,
      y: chain.y[0],
      cost: pass.cost,
      path: (pointed ?? coming) === undefined ? [] : [...path, ...neededBy(path[0])],
    };
    drawChain(this.board.picture, this.board.area, model);
    this.board.picture.setAttribute("aria-label", PICTURES.chainOfGradient);
    const derivatives = ORDER.map((name) => derivativeOf(pass, name));
    const scale = barScale(derivatives, sizeOf(this.rows[0].bar).width);
    setText(this.legend, scale.legend("bar"));
    const narrow = sizeOf(this.element).width < NARROW;
    for (const [i, { name, row, formula, bar, value }] of this.rows.entries()) {
      const derivative = derivatives[i];
      row.classList.toggle("calc-dim", arrived[i] === 0);
      formula.show(arrived[i] > 0 ? linesTex(pass, name, narrow) : "");
      const area = sizeOf(bar);
      drawBar(bar, area, { value: derivative, scale, arrived: arrived[i] });
      setText(value, arrived[i] === 1 ? format(derivative, FINE_SIGNED).text : "");
    }
    this.board.finish("");
  }
}

/** The factor of a weight's derivative that is not on its path: the activation before it.
 * @type {(name: string) => string[]} */
function neededBy(name) {
  return name[0] === "w" ? [`a${Number(name.slice(1)) - 1}`] : [];
}

/** @param {string} name */
function rowOf(name) {
  const formula = element("div", "calc-row-formula");
  const bar = emptyPicture();
  bar.setAttribute("aria-hidden", "true");
  const value = element("output", "calc-row-value");
  value.dataset.derivative = name;
  const row = element("li", "calc-row", formula, value);
  row.insertBefore(bar, value);
  row.dataset.symbol = name;
  return { name, row, formula: new FittedFormula(formula), bar, value };
}
