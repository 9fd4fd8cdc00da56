/** The socket through which a network's training is commanded and watched. It comes back by itself,
 * and lets a run that the loss has paused go on.
 * @import {Parameters} from "./endpoints.js"
 * @import {ChangeSettings, FrameHeader, Plain, Start} from "./types.js"
 * @typedef {"closed" | "connecting" | "open" | "lost"} ChannelState
 * @typedef {Start | ChangeSettings | Plain} Command
 * @typedef {object} Listeners
 * @property {(frame: Frame) => void} onFrame
 * @property {(message: string) => void} onRefusal a command was refused, with a sentence
 * @property {(state: ChannelState) => void} onState
 * @property {(id: string) => void} onSessionLost the server does not have this network (any more)
 */
import { readTensors } from "./safetensors.js";

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

  /** Watch a network from now on; null for none. @type {(id: string | null) => void} */
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

  /** @type {(command: Command) => void} */
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

  /** @type {(id: string) => void} */
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

  /** @type {(socket: WebSocket, data: string | ArrayBuffer) => void} */
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

  /** @param {string} id @param {number} code why it was closed */
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

  /** @type {(state: ChannelState) => void} */
  #become(state) {
    if (state !== this.state) {
      this.state = state;
      this.listeners.onState(state);
    }
  }
}

/** @type {(detail: string | {loc: (string | number)[], msg: string}[]) => string} */
function sentence(detail) {
  if (typeof detail === "string") {
    return detail;
  }
  return detail
    .map(({ loc, msg }) => `${String(loc.at(-1)).replaceAll("_", " ")}: ${msg}`)
    .join("; ");
}

/** Figures of the steps, and of the evaluations: columns of equal length.
 * @typedef {Record<"iterations" | "batch_costs" | "gradient_norms", Float64Array>} StepFigures
 * @typedef {Record<"iterations" | "train_costs" | "test_costs" | "accuracies", Float64Array>}
 *   EvaluationFigures
 * @typedef {FrameHeader & {steps: StepFigures, evaluations: EvaluationFigures, parameters:
 *   Parameters | null}} Frame what has happened since the frame before; its parameters are null
 *   where they have not changed */

const NONE = new Float64Array();

/** A frame from a safetensors file whose metadata's entries are JSON.
 * @type {(buffer: ArrayBuffer) => Frame} */
export function readFrame(buffer) {
  const { tensors, metadata } = readTensors(buffer);
  /** @type {(name: string) => Float64Array<ArrayBufferLike>} */
  const figures = (name) => /** @type {Float64Array} */ (tensors.get(name) ?? NONE);
  return /** @type {Frame} */ ({
    ...Object.fromEntries(metadata),
    steps: {
      iterations: figures("record.iterations"),
      batch_costs: figures("record.batch_costs"),
      gradient_norms: figures("record.gradient_norms"),
    },
    evaluations: {
      iterations: figures("evaluations.iterations"),
      train_costs: figures("evaluations.train_costs"),
      test_costs: figures("evaluations.test_costs"),
      accuracies: figures("evaluations.accuracies"),
    },
    parameters: parametersOf(tensors),
  });
}

/** @type {(tensors: Map<string, Float32Array | Float64Array>) => Parameters | null} */
function parametersOf(tensors) {
  if (!tensors.has("W1")) {
    return null;
  }
  const weights = [];
  const biases = [];
  for (let l = 1; tensors.has(`W${l}`); l++) {
    weights.push(/** @type {Float32Array} */ (tensors.get(`W${l}`)));
    biases.push(/** @type {Float32Array} */ (tensors.get(`b${l}`)));
  }
  return { weights, biases };
}
