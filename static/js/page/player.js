/** Leads through a scene's story: which beat is shown, how far its motion has come, and whether the
 * story goes on by itself. There is one clock, and the page's animation frame is what moves it.
 * @import {Beat, Outcome} from "./story.js" */

import { isOf } from "./story.js";

/** @template {Beat<any, any>} B
 * @typedef {object} Playable what a player leads through
 * @property {() => B[]} beats as far as the story is known
 * @property {() => string} shown the id of the beat shown
 * @property {(id: string) => void} show
 * @property {() => boolean} asks whether the beat shown has a question that nobody has answered
 * @property {() => void} [reveal] the answer is shown from now on
 * @property {() => boolean} whole whether nothing is on its way that would make the story longer
 * @property {(beat: string) => void} [lacks] it has no such beat, though it is whole
 * @property {() => boolean} enough whether a training that a press has started has shown enough
 * @property {() => number} reading how long the beat shown stands at least, in milliseconds
 * @property {(isDone: boolean) => Outcome} onward what the next press does in place of showing the
 *   next beat; `isDone` where it has done that since the beat came
 * @property {() => boolean} back the same for the press back
 * @property {(direction: 1 | -1) => boolean} ends whether the talk goes on elsewhere from here
 * @property {(direction: 1 | -1) => void} leave the story has come to its end, or is left at
 *   its beginning */

const CALM = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

/** Whether the viewer wants no motion. */
export const isCalm = () => CALM?.matches ?? false;

/** How far the present beat's motion has come. */
export class Clock {
  /** From 0, nothing has moved yet, to 1, all has arrived. */
  progress = 1;
  /** Whether the story goes on by itself. */
  playing = false;
  /** How many times as fast as usual time passes. */
  speed = 1;
  /** What moves stands still until it is played on. */
  #halted = false;
  #stood = 0;

  /** @param {() => void} request ask for a frame */
  constructor(request) {
    this.request = request;
  }

  /** Let what moves begin; it is there at once for a viewer who wants no motion. */
  start(duration = 1) {
    this.progress = duration === 0 || isCalm() ? 1 : 0;
    this.#halted = false;
    this.#stood = 0;
    this.request();
  }

  /** Nothing moves yet, not even for a viewer who wants no motion, and the story does not go on. */
  hold() {
    this.progress = 0;
    this.pause();
  }

  /** Let it be there at once. */
  finish() {
    this.progress = 1;
    this.#halted = false;
    this.#stood = 0;
    this.request();
  }

  play() {
    this.playing = true;
    this.#halted = false;
    this.request();
  }

  /** Go on no further; what moves arrives all the same. */
  pause() {
    this.playing = false;
    this.request();
  }

  /** Go on no further, and let what moves stand still. */
  halt() {
    this.pause();
    this.#halted = true;
  }

  /** Whether time has to run: something travels, or the story plays. */
  get running() {
    return this.playing || (this.progress < 1 && !this.#halted);
  }

  /** Let time pass; true once a beat has moved, and stood for long enough, that the next is due.
   * @type {(milliseconds: number, duration: number, reading: number) => boolean} */
  tick(milliseconds, duration, reading) {
    const passed = milliseconds * this.speed;
    this.#stood += passed;
    if (this.progress < 1) {
      this.progress = Math.min(1, this.progress + passed / Math.max(1, duration));
      return false;
    }
    return this.playing && this.#stood >= reading;
  }
}

/** @template {Beat<any, any>} B */
export class Player {
  /** @type {{from: string, to: string, play: boolean} | null} shown once its beats are there */
  #due = null;
  #isNextDue = false;
  /** The id of the beat at which playing ends. */
  #last = "";
  #leading = false;
  /** Whether playing goes on with what the beat's own action brings. */
  #playsOn = false;
  /** Whether a press has done what the beat shown has in place of the next one. */
  #isDone = false;
  /** Whether the beat that comes next is what a press has brought about. */
  #isBrought = false;
  /** Whether the room has been shown what the present beat brings. */
  #revealed = false;

  /** @param {Playable<B>} story @param {() => void} request ask for a frame */
  constructor(story, request) {
    this.story = story;
    this.clock = new Clock(request);
  }

  get beats() {
    return this.story.beats();
  }

  /** Where the beat shown stands: at the story's end, where it is not in it. */
  get index() {
    return this.#indexOf(this.story.shown());
  }

  /** The beat shown. */
  get beat() {
    return this.beats[this.index];
  }

  /** Whether the story has come further than to a beat. @type {(id: string) => boolean} */
  isPast(id) {
    return this.index > this.#indexOf(id);
  }

  /** Whether the beat shown is not there: it is on its way, or there is none of that name. */
  get isMissing() {
    return !this.beats.some(isOf(this.story.shown()));
  }

  /** Whether the beat's question stands before the room, and what it brings is still hidden. */
  get veiled() {
    return !this.#revealed && this.story.asks();
  }

  /** Whether a beat is to be shown that is not there yet. */
  get waiting() {
    return this.#due !== null || this.#isNextDue;
  }

  /** Whether time has to run. */
  get running() {
    return this.clock.running && !this.veiled;
  }

  /** The beat shown has come onto the screen. */
  begin() {
    this.clock.start(this.beat.duration);
    this.hold();
  }

  /** @type {(id: string) => void} */
  show(id) {
    this.#pause();
    this.#lead(this.#indexOf(id));
  }

  /** Reveal what is hidden from the room, or else show the next beat. */
  next() {
    this.#pause();
    if (this.veiled) {
      this.#reveal();
    } else {
      this.#advance();
    }
  }

  #reveal() {
    this.#revealed = true;
    this.story.reveal?.();
    this.clock.start(this.beat.duration);
  }

  /** Going back shows a beat as it stands when all has arrived. */
  previous() {
    this.#isBrought = false;
    this.#pause();
    if (this.story.back()) {
      return;
    }
    if (this.index > 0 && !this.story.ends(-1)) {
      this.#lead(this.index - 1);
    } else {
      this.story.leave(-1);
    }
    this.#finish();
  }

  first() {
    this.show(this.beats[0].id);
  }

  last() {
    this.show(this.ownBeats[this.ownBeats.length - 1].id);
    this.#finish();
  }

  /** Show the very end, from where the story goes on elsewhere. */
  end() {
    this.show(this.beats[this.beats.length - 1].id);
    this.#finish();
  }

  playOrPause() {
    this.clock.playing ? this.pause() : this.play();
  }

  /** Let all stand still, unless it does. */
  pause() {
    if (this.clock.playing) {
      this.clock.halt();
    }
  }

  /** Play on, from the first beat where the last has ended. */
  play() {
    const { clock, index } = this;
    if (clock.playing) {
      return;
    }
    const beats = this.ownBeats;
    const end = beats.length - 1;
    if (this.veiled) {
      this.#reveal();
      this.#last = beats[end].id;
      clock.play();
    } else if (clock.progress < 1) {
      this.#last = beats[end].id;
      clock.play();
    } else {
      this.playPassage(beats[index < end ? index : 0].id, beats[end].id);
    }
  }

  /** Play from one beat to another, as soon as both are there.
   * @type {(from: string, to: string) => void} */
  playPassage(from, to) {
    this.#due = { from, to, play: true };
    this.arrive();
  }

  /** Show a beat as soon as it is there; the nearest one where all are there but that.
   * @type {(id: string) => void} */
  showOnceThere(id) {
    this.#due = { from: id, to: id, play: false };
    this.arrive();
  }

  /** Show the next beat as soon as nothing is on its way that would make the story longer. */
  nextOnceWhole() {
    this.#isNextDue = true;
    this.arrive();
  }

  /** Go on no further, and wait for no beat. */
  stop() {
    this.#due = null;
    this.#isNextDue = false;
    this.clock.pause();
  }

  /** Another beat is shown: where nobody led there, it stands as when all has arrived. */
  moved() {
    const isBrought = this.#isBrought && !this.#leading;
    if (this.#playsOn) {
      this.#playsOn = false;
      this.clock.start(this.beat.duration);
    } else if (!this.#leading) {
      this.clock.pause();
      this.#finish();
    }
    if (isBrought) {
      this.#isBrought = false;
      this.#veil();
    }
  }

  /** The story may have grown: show the beat that was waited for. */
  arrive() {
    if (this.#isNextDue && this.story.whole()) {
      this.#isNextDue = false;
      this.#lead(this.index + 1);
    }
    const due = this.#due;
    if (due === null) {
      return;
    }
    const areThere = [due.from, due.to].every((id) => this.beats.some(isOf(id)));
    if (!areThere && (due.play || !this.story.whole())) {
      return;
    }
    this.#due = null;
    if (!areThere) {
      this.story.lacks?.(due.from);
    }
    this.#lead(this.#indexOf(due.from));
    if (due.play && !this.veiled) {
      this.#last = due.to;
      this.clock.play();
    }
  }

  /** Let time pass, and go on to the next beat when it is due.
   * @type {(milliseconds: number) => void} */
  tick(milliseconds) {
    const { beat, clock } = this;
    if (this.veiled || !clock.tick(milliseconds, beat.duration ?? 0, this.story.reading())) {
      return;
    }
    if (beat.enough) {
      this.#goOnOnceEnough();
    } else if (beat.id === this.#last) {
      clock.pause();
    } else {
      this.#playsOn = true;
      this.#advance();
    }
  }

  /** Do what the beat has in place of the next one, or show that, or leave. */
  #advance() {
    const outcome = this.story.onward(this.#isDone);
    this.#isDone ||= outcome === true;
    this.#isBrought = outcome === true;
    if (outcome === true && this.beat.enough) {
      this.clock.play();
    }
    if (outcome !== false) {
      return;
    }
    this.#playsOn = false;
    if (this.index + 1 < this.beats.length && !this.story.ends(1)) {
      this.#lead(this.index + 1);
    } else if (this.story.whole()) {
      this.story.leave(1);
    }
  }

  /** A training that a press has started leads to the next beat once it has shown enough. */
  #goOnOnceEnough() {
    if (this.#isDone && this.story.enough()) {
      this.#pause();
      this.#advance();
    }
  }

  /** The beats without what only leads on to another scene. */
  get ownBeats() {
    return this.beats.filter(({ aside }) => !aside);
  }

  #pause() {
    this.#playsOn = false;
    this.clock.pause();
  }

  #finish() {
    this.#revealed = true;
    this.clock.finish();
  }

  /** @type {(id: string) => number} */
  #indexOf(id) {
    const index = this.beats.findIndex(isOf(id));
    return index >= 0 ? index : this.beats.length - 1;
  }

  /** @type {(index: number) => void} */
  #lead(index) {
    if (index >= this.beats.length) {
      return;
    }
    const { id, duration } = this.beats[index];
    this.clock.start(duration);
    this.#revealed = false;
    this.#isDone = false;
    this.#isBrought = false;
    this.#leading = true;
    this.story.show(id);
    this.#leading = false;
    this.#veil();
  }

  /** The beat shown has not been revealed yet. */
  #veil() {
    this.#revealed = false;
    this.hold();
  }

  /** While a question waits nothing moves, and nothing goes on by itself. */
  hold() {
    const { clock } = this;
    if (this.veiled && (clock.playing || clock.progress > 0)) {
      clock.hold();
    }
  }
}
