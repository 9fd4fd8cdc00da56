/** The socket through which a network's training is commanded and watched. It comes back by itself,
 * and lets a run that the loss has paused go on.
 * @import {Parameters} from "./endpoints.js"
 * @import {ChangeSettings, FrameHeader, Plain, SessionObject, Start} from "./types.js"
 * @typedef {"closed" | "connecting" | "open" | "lost"} ChannelState
 * @typedef {Start | ChangeSettings | Plain} Command
 * @typedef {object} Listeners
 * @property {(frame: Frame) => void} onFrame
 * @property {(picture: WeightPicture) => void} [onPicture]
 * @property {(message: string) => void} onRefusal a command was refused, with a sentence
 * @property {(state: ChannelState) => void} onState
 * @property {(id: string) => void} onSessionLost the server does not have this network (any more)
 */
import { troubles } from "../kit/troubles.js";
import { SERVER } from "../kit/words.js";
import { firstIndexOf } from "../network/names.js";
import { isLent } from "./client.js";
import { parametersIn } from "./endpoints.js";
import { readTensors } from "./safetensors.js";

/** The longest that the first frame may take; a socket that is lost on its way closes late or never. */
const PATIENCE_MS = 15_000;
const NO_SESSION = 4404;

export class TrainChannel {
  /** @type {ChannelState} */
  state = "closed";
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string | null} the network that is watched */
  #id = null;
  #attempts = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} gives up a socket that says nothing */
  #timer;
  /** Ends the pause before the next try. */
  #giveUp = new AbortController();
  /** Whether a run is to go on without end once the channel is back. */
  #goesOn = false;
  /** Where the run was when the line came back. */
  #cameBackAt = -1;

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.listeners = listeners;
  }

  /** Watch a network from now on; null for none. A room's trains elsewhere, and is seen at its pauses.
   * @type {(id: string | null) => void} */
  watch(network) {
    const id = isLent(network) ? null : network;
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
    this.#giveUp.abort();
    troubles.end(this);
    const socket = this.#socket;
    this.#socket = null; // Whatever it still says is about a network no longer watched.
    socket?.close();
  }

  /** @type {(id: string) => void} */
  #connect(id) {
    this.#become("connecting");
    const address = new URL(`api/sessions/${encodeURIComponent(id)}/train`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.close(), PATIENCE_MS);
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
    const frame = this.#read(socket, data);
    if (frame === null) {
      return;
    }
    if ("scales" in frame) {
      this.listeners.onPicture?.(frame);
      return;
    }
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ type: "ack", frame: frame.frame }));
    }
    const isBack = this.state !== "open";
    clearTimeout(this.#timer);
    this.#attempts = 0;
    troubles.end(this);
    this.#become("open");
    if (frame.status === "diverged") {
      this.#goesOn = false;
    }
    if (isBack) {
      this.#cameBackAt = frame.iteration;
    }
    // It may take a moment until it is known that the process which trained is no more.
    if (frame.iteration === this.#cameBackAt && this.#goesOn && frame.status === "paused") {
      this.#cameBackAt = -1;
      this.send({ type: "start" });
    }
    this.listeners.onFrame(frame);
  }

  /** What came; where it cannot be read the socket is closed, and another one begins with all of it.
   * @type {(socket: WebSocket, data: ArrayBuffer) => Frame | WeightPicture | null} */
  #read(socket, data) {
    try {
      return readFrame(data, this.#id ?? "");
    } catch {
      socket.close();
      return null;
    }
  }

  /** @type {(id: string, code: number) => Promise<void>} `code` says why it was closed */
  async #lose(id, code) {
    this.#socket = null;
    clearTimeout(this.#timer);
    this.#become("lost");
    if (code === NO_SESSION) {
      this.#id = null;
      troubles.end(this);
      this.listeners.onSessionLost(id);
      return;
    }
    const attempt = this.#attempts++;
    if (attempt > 0) {
      troubles.begin(this, SERVER.noSocket); // Once is mended before it can be read.
    }
    this.#giveUp = new AbortController();
    const { signal } = this.#giveUp;
    await troubles.pause(attempt, { signal });
    if (!signal.aborted) {
      this.#connect(id);
    }
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
 * @typedef {Omit<FrameHeader, "session"> & {session: SessionObject, steps: StepFigures,
 *   evaluations: EvaluationFigures}} Frame what has happened since the frame before
 * @typedef {{steps: Int8Array, scales: Float32Array}} WeightPicture a network's parameters in whole
 *   steps, and what a step is worth in each layer: for pictures, no number is read off it */

const NONE = new Float64Array();

/** A frame, or a picture of the weights, from a safetensors file whose metadata's entries are JSON.
 * @type {(buffer: ArrayBuffer, id: string) => Frame | WeightPicture} `id` is the network's */
export function readFrame(buffer, id) {
  const { tensors, metadata } = readTensors(buffer);
  if (tensors.has("picture")) {
    return {
      steps: /** @type {Int8Array} */ (tensors.get("picture")),
      scales: /** @type {Float32Array} */ (tensors.get("scales")),
    };
  }
  /** @type {(name: string) => Float64Array} */
  const figures = (name) => /** @type {Float64Array} */ (tensors.get(name) ?? NONE);
  const header = /** @type {any} */ (Object.fromEntries(metadata));
  return /** @type {Frame} */ ({
    ...header,
    session: { id, ...header.session },
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
  });
}

/** The parameters that a picture shows, nearly. @type {(layers: number[], picture: WeightPicture) =>
 *   Parameters} */
export function drawnParameters(layers, { steps, scales }) {
  const vector = new Float32Array(steps.length);
  scales.forEach((scale, l) => {
    for (let i = firstIndexOf(layers, l + 1); i < firstIndexOf(layers, l + 2); i++) {
      vector[i] = scale * steps[i];
    }
  });
  return parametersIn(layers, vector);
}
