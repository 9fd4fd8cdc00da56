/** The scene "The calculus": the chain rule on the smallest network.
 * @import {Beat} from "../../page/story.js"
 * @import {ScenePage} from "../../page/scenes.js"
 * @import {Clock} from "../../page/player.js"
 * @import {CalculusState, CalculusAction} from "./state.js"
 * @import {Conversation} from "../../server/session.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @typedef {import("../../server/resource.js").Resource<CalculusState, CalculusAction>}
 *   CalculusResource
 * @typedef {object} Scene what a part works with
 * @property {Store<CalculusState, CalculusAction>} calculus the scene's own
 * @property {Store<State, Action>} store the page's
 * @property {Conversation} conversation
 * @property {Clock} clock of what moves in the beat shown
 * @property {() => void} request ask for a frame */

import { touchAddress } from "../../link/address.js";
import { FramedScene } from "../../page/framed_scene.js";
import { chapterPart, nameOf } from "../../page/story.js";
import { createStore } from "../../state/store.js";
import { CALCULUS_LINK } from "./address.js";
import { chainPart } from "./chain.js";
import { codeOf } from "./chain_code.js";
import { examplesPart } from "./examples.js";
import { foldPart } from "./fold.js";
import { gradientPart } from "./gradient.js";
import { layersPart } from "./layers.js";
import { chainNumbers } from "./print.js";
import { initialCalculus, reduceCalculus } from "./state.js";
import { perturbationPart, treePart } from "./tree.js";

/** @extends {FramedScene<CalculusState, Scene>} */
export class Calculus extends FramedScene {
  /** @param {ScenePage} page */
  constructor(page) {
    const { store, conversation } = page;
    const calculus = createStore(reduceCalculus, { ...initialCalculus, part: PARTS[0].id });
    super(page.root, {
      name: nameOf("calculus"),
      parts: PARTS,
      link: CALCULUS_LINK,
      page,
      own: calculus,
      shown: ({ part }) => part,
      onBeat: (part) => calculus.set({ part, hovered: null }),
      plays: true,
      context: ({ clock, request }) => ({
        ...{ calculus, store, conversation },
        ...{ clock, request },
      }),
      code: { beats: PARTS.map(({ id }) => id), of: codeOf },
    });
    calculus.subscribe(touchAddress);
    this.calculus = calculus;
    // What somebody takes hold of must not move on.
    for (const kind of ["click", "input"]) {
      this.elements.picture.addEventListener(kind, () => this.player.clock.pause());
    }
  }

  /** @override @type {(beat: {id: string}) => import("../../page/scene.js").Home} */
  home({ id }) {
    return chainNumbers(this.calculus.get(), id);
  }

  /** @type {(settings: URLSearchParams) => void} */
  take(settings) {
    this.calculus.set(this.link.read(settings, this.linked).values);
  }
}

/** @typedef {import("../../page/story.js").View} View
 * @typedef {import("../../page/story.js").Part<Beat<CalculusState, Scene>>} Part */

/** @type {Part[]} */
export const PARTS = [
  chainPart,
  treePart,
  perturbationPart("ripple-weight", "w3"),
  perturbationPart("ripple-bias", "b3"),
  perturbationPart("ripple-activation", "a2"),
  perturbationPart("ripple-back", "w2"),
  gradientPart,
  examplesPart,
  layersPart,
  foldPart,
  chapterPart("calculus"),
];
