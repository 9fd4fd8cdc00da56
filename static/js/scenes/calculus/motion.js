/** Something that takes its time on the screen, and is there at once for whoever wants no motion. */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export class Motion {
  /** From 0, nothing has moved, to 1, all has arrived. */
  progress = 1;
  #before = 0;
  #runs = false;

  /**
   * @param {number} duration in milliseconds
   * @param {() => void} request ask for a frame
   */
  constructor(duration, request) {
    this.duration = duration;
    this.request = request;
  }

  start() {
    this.progress = CALM.matches ? 1 : 0;
    this.#go();
  }

  finish() {
    this.progress = 1;
    this.#runs = false;
  }

  /** Let it pause, or go on; from the beginning where it has ended. */
  toggle() {
    if (this.progress === 1) {
      this.start();
    } else if (this.#runs) {
      this.#runs = false;
    } else {
      this.#go();
    }
  }

  /** Let time pass; to be called once a frame. */
  tick() {
    if (!this.#runs) {
      return;
    }
    const now = performance.now();
    this.progress = Math.min(1, this.progress + (now - this.#before) / this.duration);
    this.#before = now;
    this.#runs = this.progress < 1;
    if (this.#runs) {
      this.request();
    }
  }

  #go() {
    this.#before = performance.now();
    this.#runs = true;
    this.request();
  }
}

/**
 * How far one of several things has come that move one after the other.
 * @param {number} progress of all of them, from 0 to 1
 * @param {number} place
 * @param {number} count
 */
export function inTurn(progress, place, count) {
  return Math.min(1, Math.max(0, progress * count - place));
}
