/** The scene "The vanishing gradient": why deep networks stop learning, on two networks side by
 * side.
 * @import {Beat, Part} from "../../page/story.js"
 * @import {ScenePage} from "../../page/scenes.js"
 * @import {VanishingState, VanishingAction} from "./state.js"
 * @import {Action, State} from "../../state/page.js"
 * @import {Store} from "../../state/store.js"
 * @import {Theme} from "../../kit/canvas.js"
 * @typedef {import("../../server/resource.js").Resource<VanishingState, VanishingAction>}
 *   VanishingResource
 * @typedef {object} Scene what a part works with
 * @property {Store<State, Action>} store the page's
 * @property {Store<VanishingState, VanishingAction>} vanishing the scene's own
 * @property {Networks} networks @property {Examples} examples @property {() => Theme} theme */

import { touchAddress } from "../../link/address.js";
import { FramedScene } from "../../page/framed_scene.js";
import { nameOf } from "../../page/story.js";
import { notice } from "../../state/message.js";
import { createStore } from "../../state/store.js";
import { example, pairSettings, VANISHING_LINK } from "./address.js";
import { depthPart, experimentParts } from "./depth.js";
import { codeOf } from "./depth_code.js";
import { vanishingTables } from "./depth_requests.js";
import { Examples } from "./example.js";
import { pairNames } from "./pair_names.js";
import { productPart } from "./product.js";
import { Networks } from "./side_networks.js";
import { slopesPart } from "./slopes.js";
import { initialVanishing, reduceVanishing } from "./state.js";

/** @extends {FramedScene<VanishingState, Scene>} */
export class Vanishing extends FramedScene {
  /** @param {ScenePage} page */
  constructor(page) {
    const { store, conversation } = page;
    const vanishing = createStore(reduceVanishing, { ...initialVanishing, part: PARTS[0].id });
    /** @type {(message: string) => void} */
    const say = (message) => store.set(notice(message));
    /** @type {(side: SideName) => string} */
    const nameOfSide = (side) => pairNames(vanishing.get().sides, store.get().options)[side];
    const reporting = { say, nameOf: nameOfSide, lost: new Set() };
    const networks = new Networks({ vanishing, conversation, ...reporting });
    const examples = new Examples(store, vanishing, conversation);
    super(page.root, {
      name: nameOf("vanishing"),
      parts: PARTS,
      link: VANISHING_LINK,
      page,
      own: vanishing,
      shown: ({ part }) => part,
      onBeat: (part) => {
        vanishing.set({ part });
        networks.openFor(part);
      },
      code: { beats: ["slopes", "product"], of: codeOf },
      context: ({ theme }) => ({ store, vanishing, networks, examples, theme }),
    });
    vanishing.subscribe(touchAddress);
    this.vanishing = vanishing;
    this.networks = networks;
    this.examples = examples;
  }

  /** @override @type {(beat: {id: string}) => import("../../page/scene.js").Home} */
  home({ id }) {
    const { own, page } = this.linked;
    return { tables: vanishingTables(own, id, page), program: null };
  }

  /** @override */
  show() {
    super.show();
    this.store.set({ arePicturesEnough: true });
    this.networks.openFor(this.player.beat.id);
  }

  /** @type {(settings: URLSearchParams, part: string | null) => Promise<void>} */
  async take(settings, part) {
    const { own } = this.linked;
    const { values, requests } = this.link.read(settings, this.linked);
    const networks = pairSettings(requests, part, own);
    if (networks !== null) {
      this.networks.take(networks.pair, networks.experiment, part);
    }
    this.vanishing.set(values);
    const shown = own.example && example.write(own.example, this.linked);
    if (requests.example && shown !== settings.get("example")) {
      await this.examples.find(requests.example);
    }
  }

  /** Out of sight, both networks pause. @override */
  hide() {
    super.hide();
    this.store.set({ arePicturesEnough: false });
    this.networks.pause();
  }
}

const ten = experimentParts.findIndex(({ id }) => id === "sigmoid-10") + 1;

/** The product of factors says why ten layers fail, before anything is done about it.
 * @type {Part<Beat<VanishingState, Scene>>[]} */
export const PARTS = [
  slopesPart,
  depthPart,
  ...experimentParts.slice(0, ten),
  productPart,
  ...experimentParts.slice(ten),
];
