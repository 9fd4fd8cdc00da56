/** The beat "Many examples": one derivative for each training pair, and their mean.
 * @import {PassOfExample} from "../../server/types.js"
 * @import {Part, View, Scene} from "./scene.js" */

import { setText } from "../../kit/dom.js";
import { FINE, format } from "../../kit/format.js";
import { sizeOf } from "../../kit/size.js";
import { inTurn, partOfOne } from "../../page/story.js";
import { CHAIN_LAYERS, PARAMETERS } from "./chain_facts.js";
import { passResource } from "./chain_requests.js";
import { fineSum, meanTex, NARROW } from "./chain_tex.js";
import { initialCalculus } from "./state.js";
import { Board, barScale, drawBar, drawMean } from "./views/bars.js";
import { buildPairs } from "./views/fields.js";
import { examplesCaption, PART_NAMES } from "./words.js";

const KIND = "examples";
const TERM_MS = 900;

/** @type {Part} */
export const examplesPart = partOfOne({
  id: KIND,
  name: PART_NAMES[KIND],
  caption: examplesCaption,
  duration: TERM_MS * initialCalculus.pairs.length,
  ready: ({ answers }) => answers[KIND] !== undefined,
  open: (scene) => new Examples(scene),
  resources: [
    passResource(KIND, ({ chain, pairs }) => ({
      layers: CHAIN_LAYERS,
      parameters: chain.parameters,
      x: pairs.map(({ x }) => [x]),
      y: pairs.map(({ y }) => [y]),
    })),
  ],
});

/** @implements {View} */
class Examples {
  /** @param {Scene} scene */
  constructor(scene) {
    const { calculus } = scene;
    this.scene = scene;
    this.board = new Board(calculus, "calc-examples", scene.request);
    this.element = this.board.element;
    this.view = buildPairs({
      count: calculus.get().pairs.length,
      parameters: PARAMETERS,
      onSet: (index, field, value) => calculus.dispatch({ type: "pairSet", index, field, value }),
      onChoose: (parameter) => {
        calculus.set({ parameter });
        this.scene.clock.start();
      },
    });
    this.element.append(this.view.element, this.board.formula);
  }

  update() {
    const { pairs, parameter, answers } = this.scene.calculus.get();
    this.view.choose(parameter);
    for (const [k, { x, y }] of this.view.rows.entries()) {
      x.show(pairs[k].x);
      y.show(pairs[k].y);
    }
    const answer = answers[KIND];
    if (answer === undefined) {
      return;
    }
    const terms = answer.examples.map(({ gradient }) => gradient[parameter]);
    const arrived = terms.map((_, k) => inTurn(this.scene.clock.progress, k, terms.length));
    this.#draw(answer.examples, terms, answer.gradient[parameter], arrived);
    const mean = answer.gradient[parameter];
    const narrow = sizeOf(this.element).width < NARROW;
    this.board.finish(meanTex(PARAMETERS[parameter], { terms, mean, arrived, narrow }));
  }

  /** @type {(passes: PassOfExample[], terms: number[], mean: number, arrived: number[]) => void} */
  #draw(passes, terms, mean, arrived) {
    const scale = barScale([...terms, mean], sizeOf(this.view.mean.bar).width);
    setText(this.view.legend, scale.legend("bar"));
    const written = fineSum(terms, mean, { plus: true, parts: terms.length });
    for (const [k, { a, cost, bar, value }] of this.view.rows.entries()) {
      setText(a, format(passes[k].activations.at(-1)?.[0] ?? null).text);
      setText(cost, format(passes[k].cost, FINE).text);
      setText(value, written[k].text);
      const area = sizeOf(bar);
      drawBar(bar, area, { value: terms[k], scale, arrived: 1 });
    }
    const { bar, value } = this.view.mean;
    const area = sizeOf(bar);
    drawMean(bar, area, { terms, mean, scale, arrived });
    setText(value, arrived.every((each) => each === 1) ? written[terms.length].text : "");
  }
}
