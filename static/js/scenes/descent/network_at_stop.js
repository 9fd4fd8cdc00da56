/** The network that a part of the descent is shown with: that of a stop of training at which there is
 * something to see, until the viewer wants their own, which waits in the session's history.
 * @import {StopOfTraining} from "../../server/endpoints.js"
 * @import {Step} from "../../state/page.js"
 * @import {DescentAction} from "./state.js"
 * @typedef {{id?: string, stop?: StopOfTraining}} Shown a beat, as far as its network goes
 * @typedef {{session: string, undo: number, drawing: number, lastStep: Step | null}} Own where the
 *   viewer's own network is: how many changes can be undone there, and what was its last step
 * @typedef {object} Sides
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's
 * @property {Conversation} conversation @property {Promise<unknown>} opened */

import { button, element, setText } from "../../kit/dom.js";
import { stopOf, stopsOf } from "../../network/names.js";
import { AT_STOP } from "./words.js";

export class NetworkAtStop {
  /** @type {Own | null} null while the network shown is the viewer's own */
  #own = null;
  /** The version of the page's network that was put in its place. */
  #version = -1;
  /** Whether the story trains the one put there. */
  #isStorys = false;
  /** The beat whose address names a network, which is shown there. */
  #named = "";
  /** @type {Shown} the beat shown */
  #beat = {};
  #timer = 0;
  #moves = Promise.resolve();

  /** @param {Sides} sides */
  constructor(sides) {
    this.sides = sides;
    this.words = element("span", "");
    this.button = button("quiet", "", () => this.toggle(), "own-network");
    this.element = element("p", "at-stop", this.words, this.button);
  }

  /** A beat is shown: have its network. The beat that is left on the way to it is passed over.
   * @type {(beat: Shown) => void} */
  showFor(beat) {
    this.#beat = beat;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#inTurn(() => this.#place()));
  }

  /** An address names a network for a beat. @type {(beat: string) => void} */
  keepFor(beat) {
    this.#named = beat;
  }

  /** The scene is left: the viewer's own network comes back, unless they have trained this one. */
  leave() {
    this.#beat = {};
    clearTimeout(this.#timer);
    this.#inTurn(() => this.#return());
  }

  /** The network shown is the viewer's own from now on. */
  keep() {
    this.#own = null;
    this.#isStorys = false;
    this.sides.descent.set({ withOwn: true });
  }

  /** Change to the viewer's own network, or to that of the stop. */
  toggle() {
    const isOwn = this.isAtStop || this.#isStorys;
    this.#named = "";
    this.sides.descent.set({ withOwn: isOwn });
    this.#inTurn(() => (isOwn ? this.#return() : this.#place()));
  }

  /** From now on a run is the story's own, or the viewer's. @type {(isStorys: boolean) => void} */
  trainedBy(isStorys) {
    this.#isStorys = isStorys && this.#isOurs;
  }

  /** Whether the network shown is that of the beat's stop. */
  get isAtStop() {
    const { session } = this.sides.store.get();
    return session !== null && this.#stop !== undefined && stopOf(session) === this.#stop;
  }

  update() {
    const { session } = this.sides.store.get();
    const stop = this.#stop;
    this.element.hidden = stop === undefined || session === null;
    if (stop === undefined || session === null) {
      return;
    }
    const isShown = this.isAtStop || this.#isStorys;
    setText(this.words, isShown ? AT_STOP.shown(stop, !this.isAtStop) : AT_STOP.own);
    setText(this.button, isShown ? AT_STOP.toOwn : AT_STOP.toStop(stop));
    this.button.hidden = isShown && this.#own === null;
  }

  /** The beat's stop; of a kind that is not shipped trained, the most trained that there is.
   * @returns {StopOfTraining | undefined} */
  get #stop() {
    const stops = stopsOf(this.sides.store.get());
    const { stop } = this.#beat;
    return stop === undefined || stops.length === 0 || stops.includes(stop) ? stop : stops.at(-1);
  }

  /** Whether the network shown was put there, and nobody but the story has trained it. */
  get #isOurs() {
    const { session, version } = this.sides.store.get();
    const isThere = this.#own !== null && session?.id === this.#own.session;
    return isThere && (version === this.#version || this.#isStorys);
  }

  /** @type {(move: () => Promise<void>) => void} */
  #inTurn(move) {
    this.#moves = this.#moves.then(() => this.sides.opened).then(move);
  }

  async #place() {
    const { store, descent, conversation } = this.sides;
    const { session, drawing, lastStep } = store.get();
    const stop = this.#stop;
    this.#named = this.#beat.id === this.#named ? this.#named : "";
    // What the story trains may have gone on without the page having heard of it.
    const isThere = (this.isAtStop && !this.#isStorys) || this.#named !== "";
    if (session === null || stop === undefined || descent.get().withOwn || isThere) {
      return;
    }
    if (this.#own !== null && !this.#isOurs) {
      this.keep();
      return;
    }
    const { id, undo } = session;
    this.#own ??= { session: id, undo, drawing: drawing.id, lastStep };
    await this.#await(conversation.trainFor(stop));
    this.#isStorys = false;
    this.#version = store.get().version;
  }

  async #return() {
    const { store, conversation } = this.sides;
    const own = this.#own;
    const count = (store.get().session?.undo ?? 0) - (own?.undo ?? 0);
    if (own !== null && this.#isOurs && count > 0) {
      await this.#await(conversation.undo(count));
      if (store.get().session?.undo === own.undo && store.get().drawing.id === own.drawing) {
        store.set({ lastStep: own.lastStep });
      }
    }
    this.#own = null;
    this.#isStorys = false;
  }

  /** Nothing is asked about the network that is about to go.
   * @type {(change: Promise<void>) => Promise<void>} */
  async #await(change) {
    this.sides.descent.set({ isComing: true });
    await change;
    this.sides.descent.set({ isComing: false });
  }
}
