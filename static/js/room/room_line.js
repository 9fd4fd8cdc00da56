/** The line of whoever presents to the room: what the room shows now, and what is to be changed. Asked
 * for with the room's key, so that it counts nobody as being there.
 * @import {RoomState} from "../server/types.js"
 * @typedef {Record<string, unknown>} Change as PUT /api/rooms/{code} takes it
 * @typedef {object} Hearing
 * @property {(state: RoomState) => void} onState each newer state
 * @property {() => void} onOver the room has ended, or is not there
 * @property {(is: boolean) => void} onTrouble whether there is no line to the server */

import { troubles } from "../kit/troubles.js";
import { ask, Refused, roomAt } from "./room_server.js";

/** How long an answer is held while nothing changes. */
const HELD_S = 20;

export class RoomLine {
  /** @type {RoomState | null} */
  state = null;
  isOver = false;
  #turn = Promise.resolve();

  /** @param {{code: string, key: string}} room @param {Hearing} hearing */
  constructor({ code, key }, hearing) {
    this.at = roomAt(code);
    this.key = key;
    this.hearing = hearing;
    this.#listen();
  }

  /** Ask for something of the room; thrown is Refused, or what the browser throws.
   * @type {(what: string) => Promise<any>} */
  async get(what) {
    return (await ask("GET", `${this.at}/${what}`, { key: this.key })).json();
  }

  /** A QR code, as an address of a picture: of where phones join, or with the key in it.
   * @type {(withKey: boolean) => Promise<string>} */
  async picture(withKey) {
    const asking = withKey ? { key: this.key } : {};
    const answer = await ask("GET", `${this.at}/qr`, asking);
    return URL.createObjectURL(await answer.blob());
  }

  /** Change something, after all that was to be changed before. Where it is refused, or nobody
   * answers, the room stays as it is: the next state says how.
   * @type {(change: Change) => Promise<boolean>} whether it was done */
  put(change) {
    return this.#inTurn(async () => {
      this.#take(await (await this.#send("PUT", "", change)).json());
    });
  }

  /** Send something else. @type {(method: string, what: string, body?: unknown) => Promise<any>} */
  async send(method, what, body) {
    const answer = await this.#send(method, what, body);
    return answer.status === 204 ? null : answer.json();
  }

  end() {
    return this.#inTurn(async () => {
      await this.#send("DELETE", "");
      this.#end();
    });
  }

  /** @type {(method: string, what: string, body?: unknown) => Promise<Response>} */
  #send(method, what, body) {
    return ask(method, `${this.at}${what}`, { body, key: this.key });
  }

  /** @type {(act: () => Promise<void>) => Promise<boolean>} */
  #inTurn(act) {
    const done = this.#turn.then(act).then(
      () => true,
      (error) => {
        this.#failed(error);
        return false;
      },
    );
    this.#turn = done.then(() => {});
    return done;
  }

  async #listen() {
    for (let attempt = 0; !this.isOver; attempt++) {
      try {
        await this.#look();
        attempt = -1;
      } catch (error) {
        this.#failed(error);
        await troubles.pause(attempt);
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
    if (error instanceof Refused && [401, 404].includes(error.status)) {
      this.#end();
    } else if (!(error instanceof Refused)) {
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
      this.hearing.onOver();
    }
  }
}
