/** The network that a part of the descent is shown with: that of a stop of training at which there is
 * something to see, until the viewer wants their own, which waits in the session's history.
 * @import {StopOfTraining} from "../../server/endpoints.js"
 * @import {OwnNetwork} from "../../state/page.js"
 * @import {DescentAction} from "./state.js"
 * @typedef {{id?: string, stop?: StopOfTraining}} Shown a beat, as far as its network goes
 * @typedef {object} Sides
 * @property {Store<State, Action>} store the page's
 * @property {Store<DescentState, DescentAction>} descent the scene's
 * @property {Conversation} conversation @property {Promise<unknown>} opened */

import { button, element, setText, turning } from "../../kit/dom.js";
import { stopOf, stopsOf } from "../../network/names.js";
import { isLent } from "../../server/client.js";
import { AT_STOP } from "./words.js";

export class NetworkAtStop {
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
    this.button = button("quiet", "", undefined, "own-network");
    this.turn = turning(
      this.button,
      () => this.change(false),
      () => this.change(true),
    );
    this.element = element("p", "at-stop", this.words, this.button);
  }

  /** A beat is shown: have its network. The beat that is left on the way to it is passed over.
   * @type {(beat: Shown) => void} */
  showFor(beat) {
    this.#beat = beat;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#inTurn(() => this.#goToStop()));
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
    this.sides.descent.set({ withOwn: true });
  }

  /** Change to the viewer's own network, or to that of the stop. @type {(isOwn: boolean) => void} */
  change(isOwn) {
    this.#named = "";
    this.sides.descent.set({ withOwn: isOwn });
    this.#inTurn(() => (isOwn ? this.#return() : this.#goToStop()));
  }

  /** From now on a run is the story's own, or the viewer's. @type {(isStorys: boolean) => void} */
  trainedBy(isStorys) {
    if (this.#own !== null) {
      this.#own = { ...this.#own, isStorys: isStorys && this.#isOurs };
    }
  }

  /** @returns {OwnNetwork | null} null while the network shown is the viewer's own */
  get #own() {
    return this.sides.store.get().ownNetwork;
  }

  set #own(ownNetwork) {
    this.sides.store.set({ ownNetwork });
  }

  /** Whether the story trains the network put in its place. */
  get #isStorys() {
    return this.#own?.isStorys ?? false;
  }

  /** Whether the network shown is that of the beat's stop. */
  get isAtStop() {
    const { session } = this.sides.store.get();
    return session !== null && this.#stop !== undefined && stopOf(session) === this.#stop;
  }

  update() {
    const { session } = this.sides.store.get();
    const stop = this.#stop;
    const hidden = stop === undefined || session === null || isLent(session.id);
    this.element.hidden = hidden;
    this.element.closest(".parts-scene")?.classList.toggle("at-a-stop", !hidden);
    if (stop === undefined || session === null) {
      return;
    }
    const isShown = this.isAtStop || this.#isStorys;
    setText(this.words, isShown ? AT_STOP.shown(stop, !this.isAtStop) : AT_STOP.own);
    this.turn(isShown, isShown ? AT_STOP.toOwn : AT_STOP.toStop(stop));
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
    const { session } = this.sides.store.get();
    const own = this.#own;
    if (own === null || session?.id !== own.session) {
      return false;
    }
    return own.isStorys || (session.revision === own.placed && session.iteration === 0);
  }

  /** @type {(move: () => Promise<void>) => void} */
  #inTurn(move) {
    this.#moves = this.#moves.then(() => this.sides.opened).then(move);
  }

  async #goToStop() {
    const { store, descent, conversation } = this.sides;
    const { session, lastStep } = store.get();
    const stop = this.#stop;
    this.#named = this.#beat.id === this.#named ? this.#named : "";
    // What the story trains may have gone on without the page having heard of it.
    const isThere = (this.isAtStop && !this.#isStorys) || this.#named !== "";
    const isGiven = session === null || isLent(session.id);
    if (isGiven || stop === undefined || descent.get().withOwn || isThere) {
      return;
    }
    if (this.#own !== null && !this.#isOurs) {
      this.keep();
      return;
    }
    const { id, undo } = session;
    const own = this.#own ?? { session: id, undo, lastStep };
    await this.#await(conversation.trainFor(stop));
    const placed = store.get().session?.revision ?? 0;
    this.#own = { ...own, placed, isStorys: false };
  }

  async #return() {
    const { store, conversation } = this.sides;
    const own = this.#own;
    const count = (store.get().session?.undo ?? 0) - (own?.undo ?? 0);
    if (own !== null && this.#isOurs && count > 0) {
      await this.#await(conversation.undo(count));
      if (store.get().session?.undo === own.undo) {
        store.set({ lastStep: own.lastStep });
      }
    }
    this.#own = null;
  }

  /** Nothing is asked about the network that is about to go.
   * @type {(change: Promise<void>) => Promise<void>} */
  async #await(change) {
    this.sides.descent.set({ isComing: true });
    await change;
    this.sides.descent.set({ isComing: false });
  }
}
