/** What a phone draws for the room, and what has become of it.
 * @import {NewDrawing, OwnDrawing, RoomState} from "../server/types.js"
 * @import {SeatMemory} from "./seat_memory.js" */

import { element } from "../kit/dom.js";
import { Refusal } from "../server/client.js";
import { ask, askUntilAnswered, UP } from "./room_server.js";
import { SeatPad } from "./seat_pad.js";
import { DRAWN } from "./seat_words.js";

export class SeatDrawing {
  /** @type {OwnDrawing | null} */
  #own = null;
  #standing = "";
  /** What is asked for; another digit, or the same once more, is another one. */
  #wanted = "";
  /** What the own drawing was read with. */
  #readWith = "";
  /** @type {RoomState | null} */
  #state = null;
  #looking = new AbortController();
  /** @type {{max_ink: number} | null} */
  #limits = null;

  /** @param {string} at the room's address @param {SeatMemory} memory */
  constructor(at, memory) {
    this.memory = memory;
    this.path = `${at}/drawings/${memory.kept.seat}`;
    this.own = `${this.path}?pixels=false`; // They are known here.
    this.pad = new SeatPad((drawing) => this.#send(drawing));
    this.words = element("div", "drawn-words");
    this.words.setAttribute("role", "status");
    this.element = element("div", "above seat-draw", this.pad.element, this.words);
  }

  /** @type {(state: RoomState) => void} */
  follow(state) {
    this.#state = state;
    const { drawing, drawings, network } = state;
    const wanted = drawing ? String(drawings.digit) : "";
    if (wanted !== this.#wanted && wanted !== "") {
      this.#begin(drawings.count);
    }
    this.#wanted = wanted;
    const readWith = JSON.stringify([network, drawings.step, drawings.digit, drawing]);
    if (readWith !== this.#readWith) {
      this.#readWith = readWith;
      this.#lookAtOwn();
    }
    this.#show();
  }

  draw() {
    this.pad.draw();
  }

  /** Drawings are asked for, or were when this page came: those before are dropped.
   * @type {(count: number) => void} */
  #begin(count) {
    this.#standing = "";
    this.#own = null;
    this.pad.ink([]);
    if (count === 0) {
      this.memory.change({ hasDrawn: false });
    }
  }

  #show() {
    const { drawings } = this.#state ?? {};
    this.pad.show(drawings?.digit ?? null, this.#standing);
    const own = this.#own;
    const { step = null } = drawings ?? {};
    const lines = [];
    if (own?.before && own.after) {
      lines.push(DRAWN.mine(own.label, own.before.activation, own.after.activation));
    } else if (own) {
      lines.push(DRAWN.reading(own.label, own.reading.activation, own.reading.prediction));
    }
    if (step) {
      lines.push(DRAWN.room(step));
    }
    const head = step ? [element("h2", "asked-text", DRAWN.step)] : [];
    const written = lines.join("\n");
    if (this.words.dataset.written !== written) {
      this.words.dataset.written = written;
      this.words.replaceChildren(...head, ...lines.map((line) => element("p", "drawn-line", line)));
    }
  }

  /** How the own drawing is read now, and around the room's step. */
  async #lookAtOwn() {
    const { hasDrawn } = this.memory.kept;
    this.#looking.abort();
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    try {
      const answer = hasDrawn && (await askUntilAnswered("GET", this.own, { signal }));
      this.#own = answer ? await answer.json() : null;
    } catch {
      this.#own = signal.aborted ? this.#own : null;
    }
    this.#show();
  }

  /** Strokes that the server takes; else the picture alone is sent.
   * @type {(ink: string | null) => Promise<string | null>} */
  async #fitting(ink) {
    this.#limits ??= await (await ask("GET", `${UP}api/limits`)).json();
    return (ink ?? "").length > (this.#limits?.max_ink ?? 0) ? null : ink;
  }

  /** @type {(drawing: Required<NewDrawing>) => Promise<void>} */
  async #send(drawing) {
    this.pad.send.disabled = true;
    try {
      const ink = await this.#fitting(drawing.ink);
      await ask("PUT", this.path, { body: { ...drawing, ink } });
      this.memory.change({ hasDrawn: true });
      this.#standing = DRAWN.sent;
      this.#lookAtOwn();
    } catch (error) {
      const isClosed = error instanceof Refusal && error.status === 409;
      this.#standing = isClosed ? DRAWN.closed : DRAWN.failed;
    }
    this.pad.send.disabled = false;
    this.#show();
  }
}
