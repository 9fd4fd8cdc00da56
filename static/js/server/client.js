/**
 * The server's HTTP interface, as the page uses it.
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {number[]} layers
 * @property {string} activation
 * @property {string} output
 * @property {string} cost
 * @property {string} weights what it began with: `trained` or `random`
 * @property {number} seed
 * @property {number} iteration
 * @property {number} undo how many changes can be taken back
 * @property {number} redo
 *
 * @typedef {object} ForwardAnswer
 * @property {number[][]} activations a[0] … a[L]
 * @property {number[][]} pre_activations z[1] … z[L]
 * @property {number} prediction
 * @property {NeuronTerms[][]} [terms] for layers 1 … L: what each neuron's sum is made of
 *
 * @typedef {object} NeuronTerms z = the products + rest + bias
 * @property {{index: number, weight: number, activation: number, product: number}[]} terms the largest
 * @property {number} rest the sum of all other products
 * @property {number} rest_count
 * @property {number} bias
 * @property {number} z
 * @property {number} a
 *
 * @typedef {{correct: number, total: number, cost: number}} Dataset how the test digits fare
 *
 * @typedef {ForwardAnswer & {
 *   cost: number,
 *   cost_terms: number[],
 *   nudges: {activations: number[][], biases: number[][], weights?: number[][][]},
 *   deltas: number[][],
 *   contributions: number[][][],
 * }} BackwardAnswer nudges and deltas for layers 1 … L; contributions for layers 1 … L - 1
 *
 * @typedef {{iteration: number, cost_before: number, cost_after: number}} StepAnswer
 *
 * @typedef {{iteration: number, steps: number, costs: number[], prediction: number, learnt: boolean}} LearnAnswer
 *
 * @typedef {ForwardAnswer & {
 *   cost_before: number, cost: number, change: number,
 *   value_before: number, value: number, derivative: number, promised: number,
 *   curve?: {values: number[], costs: (number | null)[]},
 * }} WhatIfAnswer the pass with one number of the network changed, and what the gradient promised
 *
 * @typedef {object} CheckAnswer
 * @property {number} parameter
 * @property {string} name
 * @property {number} value
 * @property {number} backprop
 * @property {number} finite_difference
 * @property {number} step
 * @property {number} relative_difference
 * @property {boolean} agree
 *
 * @typedef {{weights: Float32Array[], biases: Float32Array[]}} Parameters for layers 1 … L, row by row
 *
 * @typedef {object} Trained a network that is shipped trained
 * @property {number[]} layers
 * @property {string} activation
 * @property {string} output
 * @property {string} cost
 *
 * @typedef {Trained & {weights?: string, seed?: number}} Architecture trained ones, where they are
 *   shipped, and any seed where left out
 *
 * @typedef {import("./types.js").Options} Options
 */
import { readSafetensors } from "./safetensors.js";

const TIME_LIMIT_MS = 15_000;
/** How many of a neuron's terms are listed before the rest is summed up. */
const TERMS = 3;

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal] ends the call; a time limit does where left out
 * @returns {Promise<Response>}
 */
export async function call(method, path, body, signal) {
  let response;
  try {
    response = await (askedEarly(method, path, body) ??
      fetch(path, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: body === undefined ? {} : { "Content-Type": "application/json" },
        signal: signal ?? AbortSignal.timeout(TIME_LIMIT_MS),
      }));
  } catch (error) {
    throw new Unreachable("The server cannot be reached.", { cause: error });
  }
  if (!response.ok) {
    throw new Refusal(response.status, await reason(response), path);
  }
  return response;
}

/**
 * The answer to what first.js has asked already; it is taken once.
 * @type {(method: string, path: string, body: unknown) => Promise<Response> | undefined}
 */
function askedEarly(method, path, body) {
  const { early } = /** @type {{early?: Map<string, Promise<Response>>}} */ (globalThis);
  const question = `${method} ${path} ${body === undefined ? "" : JSON.stringify(body)}`;
  const answer = early?.get(question);
  early?.delete(question);
  return answer;
}

/**
 * The sentence in an error's body.
 * @type {(response: Response) => Promise<string>}
 */
async function reason(response) {
  try {
    const { detail } = await response.json();
    if (Array.isArray(detail)) {
      return detail.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ");
    }
    if (typeof detail === "string") {
      return detail;
    }
  } catch {
    // A body without a sentence: its status must do.
  }
  return `The server answered with status ${response.status}.`;
}

/** @type {(method: string, path: string, body?: unknown) => Promise<any>} */
export async function json(method, path, body) {
  return (await call(method, path, body)).json();
}

/** @type {(id: string) => string} */
export const at = (id) => `/api/sessions/${encodeURIComponent(id)}`;

export const api = {
  health: () => json("GET", "/api/health"),
  /** @returns {Promise<Options>} */
  options: () => json("GET", "/api/options"),
  /** @returns {Promise<import("./types.js").CodeAnswer>} */
  code: () => json("GET", "/api/code"),
  /**
   * @param {Architecture | null} architecture the default network where null
   * @returns {Promise<Session>}
   */
  createSession: (architecture) => {
    if (architecture === null) {
      return json("POST", "/api/sessions", {});
    }
    const { layers, activation, output, cost, weights, seed } = architecture;
    return json("POST", "/api/sessions", { layers, activation, output, cost, weights, seed });
  },
  /**
   * @param {string} id
   * @returns {Promise<Session>}
   */
  session: (id) => json("GET", at(id)),
  /** @param {string} id */
  deleteSession: (id) => call("DELETE", at(id)),
  /**
   * @param {string} id
   * @returns {Promise<Parameters>}
   */
  parameters: async (id) => {
    const response = await call("GET", `${at(id)}/parameters?dtype=float32`);
    const tensors = readSafetensors(await response.arrayBuffer());
    const count = tensors.size / 2;
    /** @type {(letter: string) => Float32Array<ArrayBufferLike>[]} */
    const all = (letter) =>
      Array.from({ length: count }, (_, l) => tensors.get(`${letter}${l + 1}`) ?? missing());
    return { weights: all("W"), biases: all("b") };
  },
  /**
   * @param {string} id
   * @param {number[]} pixels
   * @returns {Promise<ForwardAnswer>}
   */
  forward: (id, pixels) => json("POST", `${at(id)}/forward?terms=${TERMS}`, { pixels }),
  /**
   * @param {string} id
   * @param {number[]} pixels
   * @param {number} target
   * @returns {Promise<BackwardAnswer>}
   */
  backward: (id, pixels, target) =>
    json("POST", `${at(id)}/backward?weights=true&terms=${TERMS}`, { pixels, target }),
  /**
   * @param {string} id
   * @param {number[]} pixels
   * @param {number} target
   * @param {number} learningRate
   * @returns {Promise<StepAnswer>}
   */
  step: (id, pixels, target, learningRate) =>
    json("POST", `${at(id)}/step`, { pixels, target, learning_rate: learningRate }),
  /**
   * Step until the answer is right.
   * @param {string} id
   * @param {number[]} pixels
   * @param {number} target
   * @param {number} learningRate
   * @returns {Promise<LearnAnswer>}
   */
  learn: (id, pixels, target, learningRate) =>
    json("POST", `${at(id)}/learn`, { pixels, target, learning_rate: learningRate, most: 100 }),
  /**
   * The pass with one number of the network changed; the network itself stays as it is.
   * @param {string} id
   * @param {object} question
   * @returns {Promise<WhatIfAnswer>}
   */
  whatIf: (id, question) => json("POST", `${at(id)}/what_if`, question),
  /**
   * @param {string} id
   * @param {{pixels: number[], target: number, parameter: number}} question
   * @returns {Promise<CheckAnswer>}
   */
  check: (id, question) => json("POST", `${at(id)}/check`, question),
  /**
   * @param {string} id
   * @returns {Promise<Dataset>}
   */
  accuracy: (id) => json("GET", `${at(id)}/accuracy?split=test`),
  /**
   * @param {string} id
   * @returns {Promise<Session>}
   */
  undo: (id) => json("POST", `${at(id)}/undo`),
  /**
   * @param {string} id
   * @returns {Promise<Session>}
   */
  redo: (id) => json("POST", `${at(id)}/redo`),
  /**
   * @param {string} id
   * @param {"trained" | "random"} weights
   * @param {number} [seed]
   * @returns {Promise<Session>}
   */
  reset: (id, weights, seed) => json("POST", `${at(id)}/reset`, { weights, seed }),
};

/** @type {() => never} */
function missing() {
  throw new Refusal(200, "The server's parameters lack a layer.", "");
}

/**
 * At most one call under way; of those that come meanwhile only the newest is made, afterwards.
 * @type {(call: () => Promise<void>) => () => Promise<void>}
 */
export function newestWins(call) {
  let running = false;
  let again = false;
  return async function ask() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await call();
      } while (again);
    } finally {
      running = false;
    }
  };
}

/** What the server's interface throws where there is no answer to what was asked. */

/** The server answered, but not with what was asked for. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {string} path what was asked
   */
  constructor(status, message, path) {
    super(message);
    this.status = status;
    this.path = path;
  }

  /**
   * The id of the network that the server no longer has; null where it lacks something else.
   * @returns {string | null}
   */
  get lostSession() {
    // A run, or a moment of one, may be missing where the network is there.
    const found = /^\/api\/sessions\/([^/?]+)(?!.*\/runs\/)/.exec(this.path);
    return this.status === 404 && found ? decodeURIComponent(found[1]) : null;
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}
