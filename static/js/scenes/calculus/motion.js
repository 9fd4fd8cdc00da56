/** Something that takes its time on the screen, and is there at once for whoever wants no motion. */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
/** However long a frame has taken, or an answer that was waited for, no more of it is skipped. */
const LONGEST_FRAME_MS = 100;

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

  /** Whether it is on its way, or waits to begin; not while it pauses. */
  get isBusy() {
    return this.#runs;
  }

  start() {
    this.progress = CALM.matches ? 1 : 0;
    this.#go();
  }

  finish() {
    this.progress = 1;
    this.#runs = false;
  }

  /** Let it go on; from the beginning where it has ended. */
  play() {
    if (this.progress === 1) {
      this.start();
    } else {
      this.#go();
    }
  }

  pause() {
    this.#runs = false;
  }

  /** Let time pass; to be called once a frame. */
  tick() {
    if (!this.#runs) {
      return;
    }
    const now = performance.now();
    const passed = Math.min(LONGEST_FRAME_MS, now - this.#before);
    this.progress = Math.min(1, this.progress + passed / this.duration);
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
