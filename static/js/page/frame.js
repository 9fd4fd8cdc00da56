/** The page's animation frame: there is one, and it asks the scene shown to draw all that has
 * changed since the last one. */

/** However long a frame has taken, no more of a motion than this is skipped. */
const LONGEST_MS = 100;

export class Frames {
  #requested = false;
  /** When the last frame was, while time runs; 0 while it does not. */
  #last = 0;

  /** @param {(passed: number) => boolean} draw given the milliseconds; whether time runs on */
  constructor(draw) {
    this.draw = draw;
  }

  request() {
    if (!this.#requested) {
      this.#requested = true;
      requestAnimationFrame((now) => this.#frame(now));
    }
  }

  /** @type {(now: number) => void} */
  #frame(now) {
    this.#requested = false;
    const passed = this.#last === 0 ? 0 : Math.min(LONGEST_MS, now - this.#last);
    const runs = this.draw(passed);
    this.#last = runs ? now : 0;
    if (runs) {
      this.request();
    }
  }
}

/** @type {() => Promise<unknown>} */
export const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
