/** What keeps the page from something that it needs: a server that does not answer, a file that does
 * not come. Each is said exactly as long as it lasts, and what failed is tried again after pauses.
 * @typedef {{message: string, isOfFile: boolean}} Trouble `isOfFile`: loading the page again may help */

const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

class Troubles {
  /** @type {Map<object, Trouble>} by what waits for its end; the newest is the last */
  #all = new Map();
  /** @type {Map<() => void, boolean>} what ends a pause, and whether the server has asked for it */
  #pauses = new Map();
  /** @type {(newest: Trouble | null) => void} */
  #show = () => {};

  /** @type {(show: (newest: Trouble | null) => void) => void} */
  follow(show) {
    this.#show = show;
    this.#say();
  }

  /** @type {(of: object, message: string, isOfFile?: boolean) => void} */
  begin(of, message, isOfFile = false) {
    this.#all.delete(of);
    this.#all.set(of, { message, isOfFile });
    this.#say();
  }

  /** What was waited for is there, or no longer wanted. @type {(of: object) => void} */
  end(of) {
    if (this.#all.delete(of)) {
      this.#say();
    }
  }

  /** Wait before the next try, a little longer after each where the server does not say how long, and
   * never in step with other pages.
   * @param {number} attempt from 0
   * @param {{seconds?: number | null, signal?: AbortSignal}} [limits] the least that the server has
   *   asked for; what ends the wait at once
   * @returns {Promise<void>} */
  pause(attempt, { seconds = null, signal } = {}) {
    const backOff = PAUSES_MS[seconds === null ? Math.min(attempt, PAUSES_MS.length - 1) : 0];
    const pause = (seconds ?? 0) * 1000 + backOff * (0.5 + Math.random());
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, pause);
      this.#pauses.set(end, seconds !== null);
      signal?.addEventListener("abort", end);
    });
  }

  /** Something has come through, or there is a line again: try everything now, but for what the
   * server has asked to wait with. */
  wake() {
    for (const [end, isAskedFor] of [...this.#pauses]) {
      if (!isAskedFor) {
        end();
      }
    }
  }

  #say() {
    this.#show([...this.#all.values()].at(-1) ?? null);
  }
}

export const troubles = new Troubles();
