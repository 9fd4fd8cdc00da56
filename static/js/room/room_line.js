/** The line of whoever presents to the room: what the room shows now, and what is to be changed. Asked
 * for with the room's key, so that it counts nobody as being there.
 * @import {Answers, Desk, DrawingsAverage, RoomChange, RoomState} from "../server/types.js"
 * @import {SentDrawings, ShownDrawings} from "../server/types.js"
 * @import {RoomAsking} from "./room_server.js"
 * @typedef {{desk: Desk, drawings: SentDrawings, "drawings/shown": ShownDrawings,
 *   "drawings/average": DrawingsAverage, [question: `questions/${string}`]: Answers}} RoomAnswers what
 *   can be asked for, by its path
 * @typedef {object} Hearing
 * @property {(state: RoomState) => void} onState each newer state
 * @property {() => void} onOver the room has ended, or is not there
 * @property {(is: boolean) => void} onTrouble whether there is no line to the server */

import { onWaking } from "../kit/dom.js";
import { troubles } from "../kit/troubles.js";
import { Refusal, Unreachable } from "../server/client.js";
import { ask, askUntilAnswered, roomAt, secondsIn } from "./room_server.js";

/** How long an answer is held while nothing changes. */
const HELD_S = 20;
/** A press that comes too late would lead where nobody wants to be any more. */
const PRESS_TRIES = 3;

/** Whether a change has been made, of those that must not be made twice.
 * @type {(change: RoomChange, before: RoomState | null, now: RoomState) => boolean} */
function isDone({ question, press, reveal }, before, now) {
  if (question) {
    return now.question !== null && now.question.id !== before?.question?.id;
  }
  const count = (/** @type {RoomState | null} */ state) => state?.presses[String(press)] ?? 0;
  return reveal ? now.question === null : count(now) > count(before);
}

export class RoomLine {
  /** @type {RoomState | null} */
  state = null;
  isOver = false;
  #isEnding = false;
  #ended = new AbortController();
  #turn = Promise.resolve();

  /** @param {{code: string, key: string}} room @param {Hearing} hearing */
  constructor({ code, key }, hearing) {
    this.at = roomAt(code);
    this.key = key;
    this.hearing = hearing;
    onWaking(() => troubles.wake());
    this.#listen();
  }

  /** Ask for something of the room until there is an answer; thrown is Refusal.
   * @type {<K extends keyof RoomAnswers>(what: K) => Promise<RoomAnswers[K]>} */
  async get(what) {
    return (await this.#untilAnswered("GET", `/${what}`)).json();
  }

  /** A QR code, as an address of a picture: of where phones join, or with the key in it.
   * @type {(withKey: boolean) => Promise<string>} */
  async picture(withKey) {
    const key = withKey ? this.key : undefined;
    const answer = await this.#untilAnswered("GET", "/qr", { key });
    return URL.createObjectURL(await answer.blob());
  }

  /** Change something, after all that was to be changed before, and until it is done: where an answer
   * is lost, the room's state says whether it was. What is refused leaves the room as it is.
   * @type {(change: RoomChange) => Promise<boolean>} whether it was done */
  put(change) {
    return this.#inTurn(async () => {
      const before = this.state;
      for (let attempt = 0; ; attempt++) {
        try {
          const answer = await ask("PUT", this.at, { body: change, key: this.key });
          this.#take(await answer.json());
          return;
        } catch (error) {
          if (error instanceof Refusal || (change.press && attempt === PRESS_TRIES)) {
            throw error;
          }
          this.hearing.onTrouble(true);
          await troubles.pause(attempt, { seconds: secondsIn(error) });
        }
        if (isDone(change, before, await this.now())) {
          return;
        }
      }
    });
  }

  /** What it shows now. @returns {Promise<RoomState>} */
  async now() {
    const state = await (await this.#untilAnswered("GET", "")).json();
    this.#take(state);
    return state;
  }

  /** Set something else, which may be done twice. @type {(what: string, body: unknown) => Promise<Response>} */
  set(what, body) {
    return this.#untilAnswered("PUT", what, { body });
  }

  /** Do something once; thrown is Refusal, or Unreachable where its answer is lost.
   * @type {(what: string, body: unknown) => Promise<any>} */
  async post(what, body) {
    return (await ask("POST", `${this.at}${what}`, { body, key: this.key })).json();
  }

  /** Nothing is asked any more meanwhile: what is held already hears that the room has ended. */
  end() {
    return this.#inTurn(async () => {
      this.#isEnding = true;
      await this.#untilAnswered("DELETE", "");
      this.#end();
    });
  }

  /** @type {(method: string, what: string, asking?: RoomAsking) => Promise<Response>} */
  async #untilAnswered(method, what, asking) {
    const { signal } = this.#ended;
    const whole = { key: this.key, signal, ...asking };
    const trouble = () => this.hearing.onTrouble(true);
    const answer = await askUntilAnswered(method, `${this.at}${what}`, whole, trouble);
    this.hearing.onTrouble(false);
    return answer;
  }

  /** @type {(act: () => Promise<void>) => Promise<boolean>} whether it was done */
  #inTurn(act) {
    const done = this.#turn.then(async () => {
      try {
        await (this.isOver ? this.#ended.signal.throwIfAborted() : act());
        return true;
      } catch (error) {
        this.#failed(error);
        return false;
      }
    });
    this.#turn = done.then(() => {});
    return done;
  }

  async #listen() {
    for (let attempt = 0; !this.isOver && !this.#isEnding; attempt++) {
      try {
        await this.#look();
        attempt = -1;
      } catch (error) {
        this.#failed(error);
        await troubles.pause(attempt, { signal: this.#ended.signal });
      }
    }
  }

  async #look() {
    const known = this.state && { "If-None-Match": `"${this.state.version}"` };
    const answer = await ask("GET", known ? `${this.at}?wait=${HELD_S}` : this.at, {
      key: this.key,
      headers: known ?? {},
      patience: (HELD_S + 10) * 1000,
    });
    this.hearing.onTrouble(false);
    if (answer.status !== 304) {
      this.#take(await answer.json());
    }
  }

  /** @type {(error: unknown) => void} */
  #failed(error) {
    if (error instanceof Refusal && [401, 404].includes(error.status)) {
      this.#end();
    } else if (error instanceof Unreachable && !error.isUndone) {
      this.hearing.onTrouble(true);
    }
  }

  /** @type {(state: RoomState) => void} */
  #take(state) {
    if (this.isOver || state.version <= (this.state?.version ?? 0)) {
      return;
    }
    this.state = state;
    if (state.open) {
      this.hearing.onState(state);
    } else {
      this.#end();
    }
  }

  #end() {
    if (!this.isOver) {
      this.isOver = true;
      this.#ended.abort();
      this.hearing.onOver();
    }
  }
}
