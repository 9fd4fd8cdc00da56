/**
 * The scene "The descent": the gradient as numbers, nudges averaged over many digits, and training.
 * @import {Part} from "../../page/story.js"
 * @import {ScenePage} from "../../page/scenes.js"
 * @import {SessionObject} from "../../server/types.js"
 * @import {DescentAction} from "./state.js"
 * @typedef {import("../../server/resource.js").Resource<DescentState, DescentAction>}
 *   DescentResource
 * @typedef {object} Scene what a part works with
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's own
 * @property {Conversation} conversation
 * @property {Live} live the channel of training
 * @property {NetworkAtStop} network the one that a part is shown with
 * @property {() => Theme} theme @property {ScenePage["openWalk"]} openWalk
 * @property {(message: string) => void} say tell the user something in the page's message line */

import { touchAddress } from "../../link/address.js";
import { stopOf } from "../../network/names.js";
import { FramedScene } from "../../page/framed_scene.js";
import { chapterPart, nameOf } from "../../page/story.js";
import { notice } from "../../state/message.js";
import { createStore } from "../../state/store.js";
import { columns, DESCENT_LINK, trainingSettings } from "./address.js";
import { averagePart } from "./average/average_part.js";
import { columnDigits } from "./average/average_requests.js";
import { descentTables } from "./descent_tables.js";
import { gradientPart } from "./gradient/gradient_part.js";
import { learningPart } from "./learning/learning_part.js";
import { Live } from "./live.js";
import { miniBatchesPart } from "./mini_batches/mini_batches_part.js";
import { NetworkAtStop } from "./network_at_stop.js";
import { initialDescent, reduceDescent } from "./state.js";
import { trainingPart } from "./training/training_part.js";

/** Whether an address names the network that the page has; nonsense names none.
 * @type {(requests: Record<string, any>, settings: URLSearchParams, session: SessionObject) =>
 *   boolean} */
function namesNetwork({ seed = null }, settings, session) {
  const isOther = stopOf(session) !== null && ["trained", "start"].some((key) => settings.has(key));
  return seed !== null || isOther;
}

/** @extends {FramedScene<DescentState, Scene>} */
export class Descent extends FramedScene {
  /** @param {ScenePage} page */
  constructor(page) {
    const { store, conversation, openWalk } = page;
    const descent = createStore(reduceDescent, { ...initialDescent, part: PARTS[0].id });
    /** @type {(message: string) => void} */
    const say = (message) => store.set(notice(message));
    const live = new Live({ store, descent, conversation, say });
    const network = new NetworkAtStop({ store, descent, conversation, opened: page.opened });
    super(page.root, {
      name: nameOf("descent"),
      parts: PARTS,
      link: DESCENT_LINK,
      page,
      own: descent,
      shown: ({ part }) => part,
      onBeat: (part) => {
        descent.set({ part });
        this.network.showFor(this.player.beat);
      },
      context: ({ theme }) => ({
        store,
        descent,
        conversation,
        live,
        network,
        theme,
        openWalk: (wanted) => {
          network.keep(); // It is what is shown of the digit.
          openWalk(wanted);
        },
        say,
      }),
    });
    this.elements.caption.after(network.element);
    descent.subscribe(touchAddress);
    this.network = network;
    this.descent = descent;
    this.live = live;
    this.conversation = conversation;
  }

  /** @override */
  show() {
    super.show();
    this.store.set({ arePicturesEnough: true });
    this.network.showFor(this.player.beat);
  }

  /** @override */
  hide() {
    super.hide();
    this.store.set({ arePicturesEnough: false });
    this.network.leave();
  }

  /** @override */
  get isComing() {
    return this.descent?.get().isComing ?? false;
  }

  /** @override */
  showBeat() {
    super.showBeat();
    this.network.update();
  }

  /** @override @type {(beat: {id: string}) => import("../../page/scene.js").Home} */
  home({ id }) {
    return { tables: descentTables(this.descent.get(), id, this.store.get()), program: null };
  }

  /** @type {(settings: URLSearchParams, part: string | null) => Promise<void>} */
  async take(settings, part) {
    const { descent } = this;
    const { values, requests } = this.link.read(settings, this.linked);
    descent.set(values);
    const { session } = this.store.get();
    const stop = PARTS.find(({ id }) => id === part)?.beats[0].stop;
    if (session && namesNetwork(requests, settings, session) && stopOf(session) !== stop) {
      this.network.keepFor(part ?? this.player.beat.id);
    }
    this.live.set(trainingSettings(requests, this.store.get()));
    const shown = columns.write(descent.get().table.digits, this.linked);
    const isOfRoom = descent.get().table.over === "room";
    if (requests.columns && !isOfRoom && shown !== settings.get("columns")) {
      await this.conversation.ask("columns", async () => {
        descent.dispatch({ type: "digitsArrived", digits: await columnDigits(requests.columns) });
      });
    }
  }
}

/** @typedef {import("../../page/story.js").View} View
 * @typedef {Part<Beat<DescentState, Scene>>} DescentPart */

/** @type {DescentPart[]} */
export const PARTS = [
  gradientPart,
  averagePart,
  trainingPart,
  miniBatchesPart,
  learningPart,
  chapterPart("descent"),
];
