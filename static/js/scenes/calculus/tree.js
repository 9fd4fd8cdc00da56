/** The beats of the tree: every quantity on its number line, and a perturbation that runs through
 * them to the cost, one factor of the chain rule after the other.
 * @import {Part, PartView} from "./calculus_parts.js"
 * @import {Scene} from "./scene.js" */

import { button, element } from "../../kit/dom.js";
import { inTurn, Motion, MovingBeat } from "../../page/player.js";
import { Board } from "./board.js";
import { changeOf, factorOf, linksFrom, nudgeOf, quantityIn, wishOf } from "./chain_facts.js";
import { pathFrom } from "./chain_names.js";
import { NARROW, passTex, productColumnTex, productTex } from "./chain_tex.js";
import { numberField } from "./views/fields.js";
import { drawTree } from "./views/tree_picture.js";
import { TREE_NAMES } from "./views/tree_positions.js";
import { rippleCaption, treeCaption } from "./words.js";

/** How long a perturbation takes from one quantity to the next. */
const LINK_MS = 900;

/** @type {Record<string, string>} */
const NAMES = { w3: "A weight", b3: "A bias", a2: "An activation", w2: "A layer back" };

/** @type {Part} */
export const treePart = {
  id: "tree",
  name: "The tree",
  style: "calculus",
  caption: treeCaption,
  open: (scene) => new Tree(scene, "tree", null),
};

/** @param {string} id
 * @param {string} nudged the quantity
 * @returns {Part} */
export function ripplePart(id, nudged) {
  return {
    id,
    name: NAMES[nudged],
    style: "calculus",
    caption: (state) => rippleCaption(state, id, nudged),
    open: (scene) => new Tree(scene, id, nudged),
  };
}

/** @implements {PartView} */
class Tree extends MovingBeat {
  /** @param {Scene} scene @param {string} kind @param {string | null} nudged */
  constructor(scene, kind, nudged) {
    const path = nudged === null ? [] : pathFrom(nudged);
    super(new Motion(LINK_MS * Math.max(1, path.length), scene.request));
    this.scene = scene;
    this.kind = kind;
    this.nudged = nudged;
    this.path = path;
    this.board = new Board(scene.calculus, "calc-tree", scene.request);
    this.element = this.board.element;
    this.picture = this.board.picture;
    this.element.append(element("div", "calc-picture", this.picture), this.board.formula);
    this.by = numberField({
      label: "How far it is nudged",
      name: element("span", "calc-field-name", "Nudge it by"),
      range: [-1, 1],
      onSet: (by) => scene.calculus.set({ by }),
    });
    if (nudged !== null) {
      this.board.formula.classList.add("calc-product");
      const again = button("", "Nudge again", () => this.motion.start());
      this.element.append(element("div", "calc-tools", this.by.element, again));
    }
  }

  /** @override */
  update() {
    const { chain, by, answers } = this.scene.calculus.get();
    const nudge = this.nudged === null ? undefined : nudgeOf(this.nudged, by);
    this.scene.questions.keep(this.kind, wishOf(chain, nudge));
    this.by.show(by);
    const pass = answers[this.kind]?.examples[0];
    if (pass === undefined) {
      return;
    }
    this.motion.tick();
    const { progress } = this.motion;
    const { path, nudged } = this;
    const arrived = (/** @type {string} */ name) =>
      inTurn(progress, path.indexOf(name), path.length);
    const nodes = TREE_NAMES.map((name) => {
      const moves = nudged !== null && pass.ripple !== null && path.includes(name);
      const change = moves && pass.ripple ? changeOf(pass.ripple, name, nudged, by) : null;
      return {
        name,
        value: quantityIn(pass, chain, name),
        change,
        arrived: moves ? arrived(name) : 0,
      };
    });
    const links = nudged === null ? [] : linksFrom(nudged);
    const shown = links.filter(([, to]) => arrived(to) > 0);
    const factors = shown.map(([from, to]) => {
      return { from, to, factor: factorOf(pass, from, to), lit: progress === 1 || arrived(to) < 1 };
    });
    drawTree(this.picture, this.board.area, { nodes, factors, rippling: nudged !== null });
    this.picture.setAttribute("aria-label", "The tree of quantities that lead to the cost");
    const narrow = this.element.clientWidth < NARROW;
    const product = narrow ? productColumnTex : productTex;
    this.board.finish(
      nudged === null ? passTex(pass, chain, narrow) : product(pass, nudged, by, shown.length),
    );
  }
}
