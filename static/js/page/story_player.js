/**
 * Leads through the story: which beat is shown, and whether it goes on by itself.
 *
 * @import {Store} from "../state/store.js"
 * @import {Action, State} from "../state/page.js"
 * @import {Beat} from "./timeline.js"
 */

import { Clock, placeOf } from "./timeline.js";

export class Player {
  clock = new Clock();
  /** @type {{from: string, to: string, play: boolean} | null} shown once its beats are there */
  #due = null;
  #leading = false;
  /** Whether more than the story's beginning is there. */
  #isWhole = false;
  /** Whether the room has been shown what the present beat brings. */
  #revealed = true;

  /**
   * @param {Store<State, Action>} store
   * @param {(state: State) => Beat[]} beatsOf the story's beginning
   */
  constructor(store, beatsOf) {
    this.store = store;
    this.beatsOf = beatsOf;
    store.subscribe((state, before) => {
      if (state.drawing !== before.drawing || state.connection === "lost") {
        this.#due = null;
        this.clock.pause();
      }
      if (state.beat !== before.beat && !this.#leading) {
        this.clock.pause();
        this.clock.finish();
        this.#revealed = true;
      }
      if (state.lastStep !== null && state.lastStep !== before.lastStep) {
        this.clock.start();
      }
      this.#showDue();
    });
  }

  /** The story as it stands. */
  get beats() {
    return this.beatsOf(this.store.get());
  }

  /**
   * The whole story is there, in the place of its beginning.
   * @type {(beatsOf: (state: State) => Beat[]) => void}
   */
  tell(beatsOf) {
    this.beatsOf = beatsOf;
    this.#isWhole = true;
    this.#showDue();
  }

  get place() {
    return placeOf(this.beats, this.store.get().beat);
  }

  /** The beat shown. */
  get beat() {
    return this.beats[this.place];
  }

  /** Whether the beat's question stands before the room, and what it brings is still hidden. */
  get veiled() {
    return !this.#revealed && this.store.get().asking && this.beat.question !== null;
  }

  /** Whether a beat is to be shown that is not there yet. */
  get waiting() {
    return this.#due !== null;
  }

  /** Whether time has to run. */
  get running() {
    return this.clock.running && !this.veiled;
  }

  /** @type {(id: string) => void} */
  show(id) {
    this.clock.pause();
    this.#lead(placeOf(this.beats, id));
  }

  /** Reveal what is hidden from the room, or else show the next beat. */
  next() {
    this.clock.pause();
    if (this.veiled) {
      this.#revealed = true;
      this.clock.start();
    } else {
      this.#lead(this.place + 1);
    }
  }

  /** Going back shows a beat as it stands when all has arrived. */
  previous() {
    this.clock.pause();
    if (this.place > 0) {
      this.#lead(this.place - 1);
    }
    this.#finish();
  }

  first() {
    this.show(this.beats[0].id);
  }

  last() {
    this.show(this.beats[this.beats.length - 1].id);
    this.#finish();
  }

  /** Play on from the present beat, from the first one at the end; or pause. */
  playOrPause() {
    if (this.clock.playing) {
      this.clock.pause();
      return;
    }
    const end = this.beats.length - 1;
    this.playPassage(this.beats[this.place < end ? this.place : 0].id, this.beats[end].id);
  }

  /**
   * Play from one beat to another, as soon as both are there.
   * @type {(from: string, to: string) => void}
   */
  playPassage(from, to) {
    this.#due = { from, to, play: true };
    this.#showDue();
  }

  /**
   * Show a beat as soon as it is there; the nearest one where all are there but that.
   * @type {(id: string) => void}
   */
  showOnceThere(id) {
    this.#due = { from: id, to: id, play: false };
    this.#showDue();
  }

  /**
   * Let time pass.
   * @type {(milliseconds: number) => void}
   */
  tick(milliseconds) {
    if (!this.veiled && this.clock.tick(milliseconds, this.beat)) {
      this.#lead(this.place + 1);
    }
  }

  #finish() {
    this.#revealed = true;
    this.clock.finish();
  }

  #showDue() {
    const due = this.#due;
    if (due === null) {
      return;
    }
    const ids = this.beats.map((beat) => beat.id);
    const areThere = ids.includes(due.from) && ids.includes(due.to);
    const isLonger = !this.#isWhole || !isTold(this.store.get());
    if (!areThere && (due.play || isLonger)) {
      return;
    }
    this.#due = null;
    this.#lead(placeOf(this.beats, due.from));
    if (due.play) {
      this.clock.play(due.to);
    }
  }

  /** @type {(place: number) => void} */
  #lead(place) {
    if (place >= this.beats.length) {
      return;
    }
    this.clock.start();
    this.#revealed = false;
    this.#leading = true;
    this.store.dispatch({ type: "beatShown", beat: this.beats[place].id });
    this.#leading = false;
  }
}

/**
 * Whether nothing is on its way that would make the story longer.
 * @type {(state: State) => boolean}
 */
function isTold({ forward, backward, target }) {
  return forward !== null && (backward !== null || target === null);
}
