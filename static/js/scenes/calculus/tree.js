/** The beats of the tree: every quantity on its number line, and a perturbation that runs through
 * them to the cost, one factor of the chain rule after the other.
 * @import {Part, View, Scene} from "./scene.js" */

import { button, element } from "../../kit/dom.js";
import { sizeOf } from "../../kit/size.js";
import { inTurn, partOfOne } from "../../page/story.js";
import { questionAt } from "./calculus_questions.js";
import {
  changeOf,
  factorOf,
  linksFrom,
  pathFrom,
  perturbationOf,
  quantityIn,
  requestOf,
} from "./chain_facts.js";
import { passResource } from "./chain_requests.js";
import { NARROW, passTex, productColumnTex, productTex } from "./chain_tex.js";
import { Board } from "./views/bars.js";
import { numberField } from "./views/fields.js";
import { drawTree, TREE_NAMES } from "./views/tree_picture.js";
import { LABELS, PART_NAMES, PICTURES, perturbationCaption, treeCaption } from "./words.js";

/** How long a perturbation takes from one quantity to the next. */
const LINK_MS = 900;

/** @type {Part} */
export const treePart = partOfOne({
  id: "tree",
  name: PART_NAMES["tree"],
  caption: treeCaption,
  open: (scene) => new Tree(scene, "tree", null),
  resources: [passResource("tree", ({ chain }) => requestOf(chain))],
});

/** @param {string} id
 * @param {string} perturbed the quantity
 * @returns {Part} */
export function perturbationPart(id, perturbed) {
  return partOfOne({
    id,
    name: PART_NAMES[id],
    caption: (state) => perturbationCaption(state, id, perturbed),
    question: questionAt(id),
    duration: LINK_MS * pathFrom(perturbed).length,
    ready: ({ answers }) => answers[id] !== undefined,
    open: (scene) => new Tree(scene, id, perturbed),
    resources: [
      passResource(id, ({ chain, by }) => requestOf(chain, perturbationOf(perturbed, by))),
    ],
  });
}

/** @implements {View} */
class Tree {
  /** @param {Scene} scene @param {string} kind @param {string | null} perturbed */
  constructor(scene, kind, perturbed) {
    this.scene = scene;
    this.kind = kind;
    this.perturbed = perturbed;
    this.path = perturbed === null ? [] : pathFrom(perturbed);
    this.board = new Board(scene.calculus, "calc-tree", scene.request);
    this.element = this.board.element;
    this.picture = this.board.picture;
    this.element.append(element("div", "calc-picture", this.picture), this.board.formula);
    this.by = numberField({
      label: LABELS.nudgeByInFull,
      name: element("span", "calc-field-name", LABELS.nudgeBy),
      range: [-1, 1],
      onSet: (by) => scene.calculus.set({ by }),
    });
    if (perturbed !== null) {
      this.board.formula.classList.add("calc-product");
      const again = button("", LABELS.nudgeAgain, () => this.scene.clock.start());
      this.element.append(element("div", "calc-tools", this.by.element, again));
    }
  }

  update() {
    const { chain, by, answers } = this.scene.calculus.get();
    this.by.show(by);
    const pass = answers[this.kind]?.examples[0];
    if (pass === undefined) {
      return;
    }
    const { progress } = this.scene.clock;
    const { path, perturbed } = this;
    const arrived = (/** @type {string} */ name) =>
      inTurn(progress, path.indexOf(name), path.length);
    const nodes = TREE_NAMES.map((name) => {
      const moves = perturbed !== null && pass.ripple !== null && path.includes(name);
      const change = moves && pass.ripple ? changeOf(pass.ripple, name, perturbed, by) : null;
      return {
        name,
        value: quantityIn(pass, chain, name),
        change,
        arrived: moves ? arrived(name) : 0,
      };
    });
    const links = perturbed === null ? [] : linksFrom(perturbed);
    const shown = links.filter(([, to]) => arrived(to) > 0);
    const factors = shown.map(([from, to]) => {
      return { from, to, factor: factorOf(pass, from, to), lit: progress === 1 || arrived(to) < 1 };
    });
    drawTree(this.picture, this.board.area, { nodes, factors, isPerturbed: perturbed !== null });
    this.picture.setAttribute("aria-label", PICTURES.tree);
    const narrow = sizeOf(this.element).width < NARROW;
    const product = narrow ? productColumnTex : productTex;
    this.board.finish(
      perturbed === null
        ? passTex(pass, chain, narrow)
        : product(pass, perturbed, by, shown.length),
    );
  }
}
