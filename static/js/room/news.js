/** What a room shows now, for as long as this page listens. News come as server-sent events; where
 * these do not come through, it is asked again and again. Whatever has happened to phone or network,
 * what counts is the present state, never what was missed.
 * @import {RoomState} from "../server/types.js" */

import { onWaking } from "../kit/dom.js";
import { troubles } from "../kit/troubles.js";
import { Refusal, Unreachable } from "../server/client.js";
import { ask, roomAt } from "./room_server.js";

/** So often in a row a stream may bring nothing, before it is asked instead. */
const VAIN_TRIES = 3;
/** Within this time a stream brings its first state; a proxy that keeps all to itself does not. */
const FIRST_WORD_MS = 4000;
/** How long an answer is held while nothing changes. */
const HELD_S = 20;
/** A stream may be dead without a word: how often it is compared with what there is. */
const LOOK_MS = 40_000;
/** After so long of asking, streams are tried again. */
const ASKING_MS = 120_000;

/** @type {Pick<Unreachable, "isUndone" | "seconds" | "message">} */
const UNKNOWN = { isUndone: false, seconds: null, message: "" };

/** @typedef {"unknown" | "full" | "over" | "lost"} Ending why there is no room, or none any more
 * @typedef {object} Hearing
 * @property {(state: RoomState) => void} onState each newer state
 * @property {(ending: Ending) => void} onEnd `full` is no end: it is tried again
 * @property {(is: boolean) => void} onTrouble whether there is no line to the server */

export class News {
  /** @type {RoomState | null} */
  state = null;
  #isOver = false;
  #stop = new AbortController();
  /** Counts the attempts to listen; an earlier one that still goes on has no say. */
  #turn = 0;
  #vain = 0;
  #lookTimer = 0;

  /** @param {string} code @param {string} seat @param {Hearing} hearing */
  constructor(code, seat, hearing) {
    this.at = roomAt(code);
    this.seat = `seat=${encodeURIComponent(seat)}`;
    this.hearing = hearing;
  }

  /** Begin to listen. */
  start() {
    onWaking(() => this.wake());
    this.wake();
  }

  /** After a sleep, or with another network: what is now? Nothing of before counts. */
  wake() {
    if (!this.#isOver) {
      this.#vain = 0;
      this.#listen();
    }
  }

  /** Listen again. */
  async #listen() {
    const turn = ++this.#turn;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    for (let attempt = 0; turn === this.#turn && !this.#isOver; attempt++) {
      try {
        await this.#look(signal);
        attempt = 0;
        await (this.#vain < VAIN_TRIES ? this.#hear(signal) : this.#askOn(signal));
      } catch (error) {
        if (turn !== this.#turn) {
          return;
        }
        await this.#failed(error, attempt, signal).catch(() => {});
      }
    }
  }

  /** @type {(error: unknown, attempt: number, signal: AbortSignal) => Promise<void>} */
  async #failed(error, attempt, signal) {
    if (error instanceof Refusal && error.status === 404) {
      // The last news may not have come: between two questions, or on a stream that was just torn.
      const hasEnded = /room has ended/.test(error.message);
      this.#end(hasEnded ? "over" : this.state === null ? "unknown" : "lost");
      return;
    }
    const { isUndone, seconds, message } = error instanceof Unreachable ? error : UNKNOWN;
    if (isUndone && /room is full/.test(message)) {
      this.hearing.onEnd("full");
    } else {
      this.hearing.onTrouble(true);
    }
    await troubles.pause(attempt, { seconds, signal });
  }

  /** Ask what is now, held for `wait` seconds while it is as known.
   * @type {(signal: AbortSignal, wait?: number) => Promise<void>} */
  async #look(signal, wait = 0) {
    /** @type {Record<string, string>} */
    const known = this.state === null ? {} : { "If-None-Match": `"${this.state.version}"` };
    const query = wait > 0 ? `${this.seat}&wait=${wait}` : this.seat;
    const answer = await ask("GET", `${this.at}?${query}`, {
      headers: known,
      signal,
      patience: (wait + 10) * 1000,
    });
    if (answer.status !== 304) {
      this.#take(await answer.json());
    }
    this.hearing.onTrouble(false);
  }

  /** Poll as long as that is better than nothing. @type {(signal: AbortSignal) => Promise<void>} */
  async #askOn(signal) {
    const end = performance.now() + ASKING_MS;
    while (performance.now() < end && !this.#isOver) {
      await this.#look(signal, HELD_S);
    }
    this.#vain = VAIN_TRIES - 1; // One more try with a stream.
  }

  /** Listen to a stream until it fails. @type {(signal: AbortSignal) => Promise<void>} */
  #hear(signal) {
    return new Promise((resolve, reject) => {
      const stream = new EventSource(`${this.at}/news?${this.seat}`);
      let hasSpoken = false;
      const end = () => {
        clearTimeout(timer);
        clearInterval(this.#lookTimer);
        stream.close();
        signal.removeEventListener("abort", end);
        this.#vain = hasSpoken ? 0 : this.#vain + 1;
        signal.aborted
          ? reject(signal.reason)
          : troubles.pause(this.#vain, { signal }).then(resolve);
      };
      const timer = setTimeout(end, FIRST_WORD_MS);
      clearInterval(this.#lookTimer);
      this.#lookTimer = setInterval(() => {
        const before = this.state?.version;
        // What it did not tell has come by asking: it is dead, or held back on its way.
        this.#look(signal).then(() => this.state?.version === before || end(), end);
      }, LOOK_MS);
      stream.addEventListener("message", ({ data }) => {
        hasSpoken = true;
        clearTimeout(timer);
        this.#take(JSON.parse(data));
        if (this.#isOver) {
          end();
        }
      });
      stream.addEventListener("error", end);
      signal.addEventListener("abort", end);
    });
  }

  /** @type {(state: RoomState) => void} */
  #take(state) {
    if (this.#isOver || (this.state !== null && state.version <= this.state.version)) {
      return;
    }
    this.state = state;
    if (state.open) {
      this.hearing.onState(state);
    } else {
      this.#end("over");
    }
  }

  /** @type {(ending: Ending) => void} */
  #end(ending) {
    this.#isOver = true;
    this.#turn += 1;
    this.#stop.abort();
    clearInterval(this.#lookTimer);
    this.hearing.onEnd(ending);
  }
}
