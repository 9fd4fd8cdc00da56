/**
 * The socket through which a network's training is commanded and watched. It comes back by itself,
 * and lets a run that the loss has paused go on.
 *
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

  /**
   * Watch a network from now on; null for none.
   * @type {(id: string | null) => void}
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

/**
 * A frame of live training, as the page reads it: what has happened since the frame before.
 *
 * @import {Parameters, Session} from "./client.js"
 *
 * @typedef {object} Run a run of training, without its record
 * @property {string} id
 * @property {string} name
 * @property {TrainSettings} settings
 * @property {string} activation
 * @property {string} output
 * @property {string} cost
 * @property {"running" | "paused" | "finished" | "stopped" | "diverged"} status
 * @property {{run: string, iteration: number} | null} parent
 * @property {number} first_iteration
 * @property {number} iteration
 * @property {number} steps_per_epoch
 * @property {number[]} moments the iterations that one can go back to
 * @property {number | null} best_accuracy
 * @property {number} elapsed_s
 *
 * @typedef {object} Figures columns of equal length, one entry a step or an evaluation
 * @property {Float64Array} iterations
 * @property {Float64Array} batch_costs
 * @property {Float64Array} gradient_norms
 *
 * @typedef {object} Evaluations
 * @property {Float64Array} iterations
 * @property {Float64Array} train_costs
 * @property {Float64Array} test_costs
 * @property {Float64Array} accuracies
 *
 * @typedef {object} LayerFigures of the last step's mini-batch
 * @property {number | null} mean_gradient mean |dC/dw| over the layer's weights
 * @property {number | null} gradient_norm of dC/dW
 * @property {number | null} mean_delta mean |dC/dz| of its neurons: the error that reaches them
 * @property {number | null} mean_slope mean f'(z)
 * @property {number | null} saturated share of its neurons
 * @property {number | null} speed of its weights: the step beside their size
 *
 * @typedef {object} Frame
 * @property {number} frame
 * @property {boolean} complete whether the figures are the run's from its beginning
 * @property {"idle" | "running" | "paused" | "finished" | "diverged"} status
 * @property {string} reason
 * @property {Session} session
 * @property {TrainSettings} settings for the next step
 * @property {Run | null} run
 * @property {number} iteration
 * @property {number} epoch
 * @property {number | null} steps_per_epoch
 * @property {{indices: number[], size: number} | null} batch
 * @property {{batch: number | null, train: number | null, test: number | null}} costs
 * @property {number | null} accuracy
 * @property {number | null} evaluated_at
 * @property {{gradient: number, parameters: number, gradient_by_layer: number[]} | null} norms
 * @property {LayerFigures[] | null} [layers] for layers 1 … L
 * @property {number | null} steps_per_second
 * @property {number} elapsed_s
 * @property {number | null} remaining_s
 * @property {Figures} steps
 * @property {Evaluations} evaluations
 * @property {Parameters | null} parameters null where they have not changed
 */

const NONE = new Float64Array();

/**
 * @param {ArrayBuffer} buffer a safetensors file whose metadata's entries are JSON
 * @returns {Frame}
 */
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
