/**
 * The story of a pass as data: beats in order, and a clock that runs through them.
 *
 * @typedef {{text: string, tone?: "up" | "down" | "accent"}} Words a piece of a caption
 *
 * @typedef {{kind: "inputs" | "lever" | "column" | "sum" | "forward-again"}
 *   | {kind: "neuron", layer: number, index: number}
 *   | {kind: "forward" | "nudges" | "lines", layer: number}} Motion
 *   what moves; at the clock's end it has arrived
 *
 * @typedef {object} Columns the wishes of one layer's neurons for the layer before it
 * @property {number} layer the layer that the wishes are for
 * @property {number[]} order whose columns stand
 * @property {boolean} beside a single column, close to the neurons that it is for
 * @property {boolean} sum whether their sum is shown
 * @property {number | null} arriving whose column is just coming
 *
 * @typedef {object} Picture what a beat shows; complete, so that every way to a beat looks the same
 * @property {"picture" | "centring" | "numbers" | "unrolling" | "weights"} inputs
 * @property {number} activations the last layer whose activations are shown; -1 for none
 * @property {number} nudges the first layer whose nudges are shown; Infinity for none
 * @property {boolean} cost whether the squares and their sum are shown
 * @property {number | null} lit the layer that the beat is about
 * @property {{layer: number, index: number} | null} neuron the neuron that the beat is about
 * @property {"weights" | "products" | "weight-nudges" | "bias-nudge" | "layer-weight-nudges"
 *   | "pixel-weight-nudges" | "all-weight-nudges" | null} lines what is drawn between layers
 * @property {Columns | null} columns
 * @property {boolean} compare whether the answer before the last step is shown beside the present one
 * @property {Motion | null} motion
 *
 * @typedef {object} Beat
 * @property {string} id
 * @property {string} part the id of the part of the story it belongs to
 * @property {Words[]} caption
 * @property {string} formula TeX; empty for none
 * @property {string[]} code what the lines of `backprop` that it stands for hold
 * @property {Words[] | null} question what a room can be asked before the beat is shown
 * @property {Picture} picture
 */

/** How long something travels, and how long a beat then stands while the story plays. */
const TRAVEL_MS = 1100;
const HOLD_MS = 900;

/**
 * A picture in which only what is named differs from a resting network.
 * @type {(shown: Partial<Picture>) => Picture}
 */
export function picture(shown) {
  return {
    inputs: "picture",
    activations: 0,
    nudges: Infinity,
    cost: false,
    lit: null,
    neuron: null,
    lines: null,
    columns: null,
    compare: false,
    motion: null,
    ...shown,
  };
}

/**
 * The place of a beat; the nearest end for an id that is not there.
 * @type {(beats: Beat[], id: string) => number}
 */
export function placeOf(beats, id) {
  const place = beats.findIndex((beat) => beat.id === id);
  return place >= 0 ? place : beats.length - 1;
}

/** How far the present beat's motion has come, and whether the story goes on by itself. */
export class Clock {
  /** From 0, nothing has moved yet, to 1, all has arrived. */
  progress = 1;
  playing = false;
  /** How many times as fast as usual time passes. */
  speed = 1;
  /** The id of the beat at which playing ends. */
  #last = "";
  #held = 0;

  /** Show a beat from its beginning. */
  start() {
    this.progress = 0;
    this.#held = 0;
  }

  /** Show a beat as it stands when all has arrived. */
  finish() {
    this.progress = 1;
    this.#held = 0;
  }

  /**
   * Go on by itself until the beat `last` has been shown.
   * @type {(last: string) => void}
   */
  play(last) {
    this.playing = true;
    this.#last = last;
  }

  pause() {
    this.playing = false;
  }

  /** Whether time has to run: something travels, or the story plays. */
  get running() {
    return this.playing || this.progress < 1;
  }

  /**
   * Let time pass.
   * @param {number} milliseconds
   * @param {Beat} beat the beat shown
   * @returns {boolean} whether the next beat is due
   */
  tick(milliseconds, beat) {
    const passed = milliseconds * this.speed;
    if (this.progress < 1) {
      const travel = beat.picture.motion === null ? 1 : TRAVEL_MS;
      this.progress = Math.min(1, this.progress + passed / travel);
      return false;
    }
    if (!this.playing) {
      return false;
    }
    this.#held += passed;
    if (this.#held < HOLD_MS) {
      return false;
    }
    if (beat.id === this.#last) {
      this.playing = false;
      return false;
    }
    return true;
  }
}
