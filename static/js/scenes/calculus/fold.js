/** The beat "The network": one path of the walk's network folds into the chain; all other terms
 * of each sum become one constant.
 * @import {FoldAnswer} from "../../server/types.js"
 * @import {Part, View, Scene} from "./scene.js"
 * @import {Fold} from "./state.js" */

import { button, element } from "../../kit/dom.js";
import { eased } from "../../kit/motion.js";
import { formatSum } from "../../kit/shown_sum.js";
import { aligned, factor, furtherTerm, number } from "../../kit/tex.js";
import { largest } from "../../network/names.js";
import { partOfOne } from "../../page/story.js";
import { exchanged } from "../../state/store.js";
import { canFold, fold } from "./chain_requests.js";
import { Board } from "./views/bars.js";
import { numberField } from "./views/fields.js";
import { drawFold, pixelAt } from "./views/fold_picture.js";
import { foldCaption, LABELS, PART_NAMES, PICTURES, pathFieldName } from "./words.js";

const FOLD_MS = 1600;

/** @type {Part} */
export const foldPart = partOfOne({
  id: "fold",
  name: PART_NAMES["fold"],
  caption: (state, page) => foldCaption(state, canFold(page)),
  duration: FOLD_MS,
  ready: ({ fold }) => fold !== null,
  open: (scene) => new FoldBeat(scene),
  resources: [fold],
});

/** @implements {View} */
class FoldBeat {
  /** Whether to go on to the chain when the motion ends. */
  #leaving = false;

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.board = new Board(scene.calculus, "calc-fold", scene.request);
    this.element = this.board.element;
    this.board.picture.setAttribute("aria-label", PICTURES.fold);
    this.board.picture.addEventListener("click", (event) => this.#pick(event));
    this.fields = LABELS.layersOfPath.map((name, layer) =>
      numberField({
        label: pathFieldName(name, layer),
        name: element("span", "calc-field-name", name),
        range: null,
        onSet: (index) => this.#choose(layer, index),
        id: `calculus-path-${layer}`,
      }),
    );
    this.button = button("primary", LABELS.fold, () => this.#fold());
    const back = element("a", "calc-back", LABELS.back);
    back.href = "#walk";
    const fields = this.fields.map((field) => field.element);
    this.element.append(
      element("div", "calc-picture", this.board.picture),
      this.board.formula,
      element("div", "calc-tools", ...fields, this.button, back),
    );
  }

  show() {
    this.#leaving = false;
    if (this.scene.store.get().drawing.pixels === null) {
      this.scene.conversation.sample("", false);
    }
  }

  update() {
    const page = this.scene.store.get();
    const { calculus } = this.scene;
    const { forward, drawing, session } = page;
    const ready = canFold(page) && forward !== null && drawing.pixels !== null;
    this.button.disabled = !ready || calculus.get().fold === null;
    if (!ready || session === null || drawing.pixels === null || forward === null) {
      return;
    }
    const target = page.target ?? forward.prediction;
    const path = calculus.get().path ?? firstPath(forward.activations, target);
    if (path !== calculus.get().path) {
      calculus.set({ path });
    }
    for (const [layer, field] of this.fields.entries()) {
      field.show(path[layer]);
    }
    const { fold } = calculus.get();
    if (fold === null) {
      return;
    }
    this.#draw(drawing.pixels, forward.activations, fold);
    if (this.#leaving && this.scene.clock.progress === 1) {
      this.#leaving = false;
      calculus.dispatch({ type: "folded" });
      location.hash = "calculus/chain";
    }
  }

  /** @type {(pixels: number[], activations: number[][], fold: Fold) => void} */
  #draw(pixels, activations, { answer, request: { path } }) {
    const { progress } = this.scene.clock;
    const folded = this.#leaving ? progress : 1 - progress;
    const constants = answer.weights.map((_, l) => answer.parameters[2 * l + 1]);
    drawFold(this.board.picture, this.board.area, {
      pixels,
      activations,
      path,
      weights: answer.weights,
      constants,
      folded: eased(folded),
    });
    this.board.finish(sumsTex(answer));
  }

  #fold() {
    if (!this.button.disabled && !this.#leaving) {
      this.#leaving = true;
      this.scene.clock.start();
    }
  }

  /** @type {(layer: number, index: number) => void} */
  #choose(layer, index) {
    const { path } = this.scene.calculus.get();
    const count = this.scene.store.get().forward?.activations[layer]?.length ?? 0;
    if (path !== null && Number.isInteger(index) && index >= 0 && index < count) {
      this.scene.calculus.set({ path: exchanged(path, layer, index) });
    }
  }

  /** @type {(event: MouseEvent) => void} */
  #pick({ target, clientX, clientY }) {
    const found = target instanceof Element ? target.closest("[data-layer], .calc-inputs") : null;
    if (found === null) {
      return;
    }
    const index = found.getAttribute("data-index");
    const layer = Number(found.getAttribute("data-layer") ?? 0);
    if (index !== null && layer > 0) {
      this.#choose(layer, Number(index));
    } else {
      const paper = found.closest(".calc-inputs")?.getBoundingClientRect();
      const pixel = paper ? pixelAt({ x: clientX, y: clientY }, paper) : null;
      if (pixel !== null) {
        this.#choose(0, pixel);
      }
    }
  }
}

/** From the pixel with most ink, through the least decided neurons (they have the steepest slopes),
 * to the output furthest from its target.
 * @type {(activations: number[][], target: number) => number[]} */
function firstPath([pixels, ...layers], target) {
  const outputs = /** @type {number[]} */ (layers.at(-1));
  const hidden = layers.slice(0, -1).map((layer) => indexOfMost(layer, (a) => a * (1 - a)));
  const last = indexOfMost(outputs, (a, k) => Math.abs(a - (k === target ? 1 : 0)));
  return [indexOfMost(pixels, (ink) => ink), ...hidden, last];
}

/** @type {(numbers: number[], measure: (number: number, index: number) => number) => number} */
const indexOfMost = (numbers, measure) => largest(numbers.map(measure));

/** Each sum of the path: its own product, and the rest as a constant.
 * @type {(answer: FoldAnswer) => string} */
export function sumsTex({ weights, activations, rests, biases, parameters }) {
  const lines = weights.map((weight, l) => {
    const above = ["(L-2)", "(L-1)", "(L)"][l];
    const product = `${number(weight)} \\cdot ${factor(activations[l])}`;
    const [rest, bias, constant] = formatSum([rests[l], biases[l]], parameters[2 * l + 1]);
    return `z^{${above}} &= ${product} + (${rest.tex} ${furtherTerm(bias)}) = ${product} ${furtherTerm(constant)}`;
  });
  return aligned(...lines);
}
