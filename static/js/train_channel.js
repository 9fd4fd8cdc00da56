/**
 * The socket through which a network's training is commanded and watched. It comes back by itself,
 * and lets a run that the loss has paused go on.
 *
 * @import {Frame} from "./train_frame.js"
 *
 * @typedef {"closed" | "connecting" | "open" | "lost"} ChannelState
 *
 * @typedef {{type: "start", epochs?: number, name?: string} & Partial<TrainSettings>
 *   | {type: "settings"} & Partial<TrainSettings>
 *   | {type: "pause" | "step" | "epoch" | "stop"}} Command
 *
 * @typedef {object} TrainSettings
 * @property {number} batch_size
 * @property {number} learning_rate
 * @property {number} momentum
 * @property {number} seed
 * @property {number | null} [clip] the largest norm of a step's gradient; null for none
 *
 * @typedef {object} Listeners
 * @property {(frame: Frame) => void} onFrame
 * @property {(message: string) => void} onRefusal a command was refused, with a sentence
 * @property {(state: ChannelState) => void} onState
 * @property {(id: string) => void} onSessionLost the server does not have this network (any more)
 */

import { readFrame } from "./train_frame.js";

const RETRY_MS = [300, 700, 1500, 3000];
const NO_SESSION = 4404;

export class TrainChannel {
  /** @type {ChannelState} */
  state = "closed";
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string | null} the network that is watched */
  #id = null;
  #attempts = 0;
  #timer = 0;
  /** Whether a run is to go on without end once the channel is back. */
  #goesOn = false;

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
  }

  /**
   * Watch a network from now on; null for none.
   * @param {string | null} id
   */
  watch(id) {
    if (id === this.#id) {
      return;
    }
    this.#id = id;
    this.#attempts = 0;
    this.#goesOn = false;
    this.#drop();
    if (id === null) {
      this.#become("closed");
    } else {
      this.#connect(id);
    }
  }

  /** @param {Command} command */
  send(command) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      if (command.type !== "settings") {
        this.#goesOn = command.type === "start" && command.epochs === undefined;
      }
      this.#socket.send(JSON.stringify(command));
    }
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null; // Whatever it still says is about a network no longer watched.
    socket?.close();
  }

  /** @param {string} id */
  #connect(id) {
    this.#become("connecting");
    const address = new URL(`/api/sessions/${encodeURIComponent(id)}/train`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) {
        this.#receive(socket, data);
      }
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket === this.#socket) {
        this.#lose(id, code);
      }
    });
  }

  /**
   * @param {WebSocket} socket
   * @param {string | ArrayBuffer} data
   */
  #receive(socket, data) {
    if (typeof data === "string") {
      this.listeners.onRefusal(sentence(JSON.parse(data).detail));
      return;
    }
    const frame = readFrame(data);
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ type: "ack", frame: frame.frame }));
    }
    const isBack = this.state !== "open";
    this.#attempts = 0;
    this.#become("open");
    if (frame.status === "diverged") {
      this.#goesOn = false;
    }
    if (isBack && this.#goesOn && frame.status === "paused") {
      this.send({ type: "start" });
    }
    this.listeners.onFrame(frame);
  }

  /**
   * @param {string} id
   * @param {number} code why it was closed
   */
  #lose(id, code) {
    this.#socket = null;
    this.#become("lost");
    if (code === NO_SESSION) {
      this.#id = null;
      this.listeners.onSessionLost(id);
      return;
    }
    const pause = RETRY_MS[Math.min(this.#attempts, RETRY_MS.length - 1)];
    this.#attempts += 1;
    this.#timer = setTimeout(() => this.#connect(id), pause * (0.5 + Math.random()));
  }

  /** @param {ChannelState} state */
  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.listeners.onState(state);
    }
  }
}

/**
 * @param {string | {loc: (string | number)[], msg: string}[]} detail
 * @returns {string}
 */
function sentence(detail) {
  if (typeof detail === "string") {
    return detail;
  }
  return detail
    .map(({ loc, msg }) => `${String(loc.at(-1)).replaceAll("_", " ")}: ${msg}`)
    .join("; ");
}
