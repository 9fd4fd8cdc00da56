/**
 * What the descent asks of the server's HTTP interface.
 *
 * @import {StepAnswer} from "./client.js"
 *
 * @typedef {{pixels: number[], target: number} | {split: "train" | "test", index: number}} Example
 *
 * @typedef {object} GradientAnswer
 * @property {Float64Array[]} nudges for each example what it wants of every parameter: -dC/dw
 * @property {Float64Array} average their mean
 * @property {number} iteration
 * @property {number[]} costs
 * @property {number[]} predictions
 * @property {number[]} norms of each example's gradient
 * @property {number} average_norm
 *
 * @typedef {{over: "mini_batch", batch_size: number} | {over: "count", count: number}
 *   | {over: "all"}} Over
 *
 * @typedef {object} AverageAnswer
 * @property {number} done
 * @property {number} of
 * @property {number} cost
 * @property {number} norm
 * @property {number[]} average -dC/dw, the mean over the digits
 * @property {number[]} indices the first hundred of the training digits in it
 * @property {number} iteration
 *
 * @typedef {import("./digits_api.js").Digit} Digit
 *
 * @typedef {object} Predictions
 * @property {number[]} labels
 * @property {number[]} predictions
 * @property {number[][]} confusion row by row: how often the label is read as each digit
 * @property {number} correct
 * @property {number} total
 * @property {number} cost
 * @property {number[]} class_accuracy for each digit the share that is read right
 * @property {number} iteration
 *
 * @typedef {object} DirectionsAnswer
 * @property {{norm: number, cost: number}} exact over all training digits
 * @property {{indices: number[], norm: number, angle: number, along: number, across: number,
 *   cost: number}[]} batches the angle in degrees; the rest beside the exact gradient's direction
 * @property {number} iteration
 *
 * @typedef {object} LandscapeAnswer
 * @property {number[]} x
 * @property {number[]} y
 * @property {(number | null)[][]} costs a row for each y, from the lowest
 * @property {number | null} point_cost
 * @property {"gradient" | "path"} directions
 * @property {{iteration: number, x: number, y: number, cost: number | null}[]} path
 * @property {number} examples
 * @property {number} iteration
 */

/** @typedef {{signal: AbortSignal, progress: (progress: {done: number, of: number}) => void}} By */

import { api, at, call, json, Refusal, Unreachable } from "./client.js";
import { readTensors } from "./safetensors.js";

export const descentApi = {
  step: api.step,
  /**
   * @param {string} id
   * @param {{size: number, rate: number, steps: number}} batches
   * @returns {Promise<StepAnswer>}
   */
  stepOnBatches: (id, { size, rate, steps }) =>
    json("POST", `${at(id)}/step`, { batch_size: size, steps, learning_rate: rate }),
  undo: api.undo,
  session: api.session,
  /**
   * @param {string} id
   * @param {Example[]} examples
   * @returns {Promise<GradientAnswer>}
   */
  gradient: async (id, examples) => {
    const response = await call("POST", `${at(id)}/gradient`, { examples });
    const { tensors, metadata } = readTensors(await response.arrayBuffer());
    const [nudges, average] = [float64(tensors, "nudges"), float64(tensors, "average")];
    const count = average.length;
    return /** @type {GradientAnswer} */ ({
      ...Object.fromEntries(metadata),
      nudges: examples.map((_, k) => nudges.subarray(k * count, (k + 1) * count)),
      average,
    });
  },
  /**
   * The gradient averaged over many training digits.
   * @type {(id: string, over: Over, by: By) => Promise<AverageAnswer>}
   */
  average: (id, over, by) => whole(`${at(id)}/gradient/average`, "average", over, by),
  /** @type {(id: string) => Promise<Predictions>} */
  predictions: (id) => json("GET", `${at(id)}/predictions?split=test`),
  /**
   * The next mini-batches' gradients beside the exact one.
   * @type {(id: string, asked: {batch_size: number, batches: number}, by: By) =>
   *   Promise<DirectionsAnswer>}
   */
  directions: (id, asked, by) => whole(`${at(id)}/directions`, "exact", asked, by),
  /**
   * The cost on a plane around the network.
   * @type {(id: string, plane: object, by: By) => Promise<LandscapeAnswer>}
   */
  landscape: (id, plane, by) => whole(`${at(id)}/landscape`, "costs", plane, by),
};

/** @type {(tensors: Map<string, Float32Array | Float64Array>, name: string) => Float64Array} */
function float64(tensors, name) {
  const tensor = tensors.get(name);
  if (!(tensor instanceof Float64Array)) {
    throw new Refusal(200, `The server's answer lacks ${name}.`, "");
  }
  return tensor;
}

/**
 * A streamed answer whose last line must hold what was asked for.
 * @type {(path: string, wanted: string, body: unknown, by: By) => Promise<any>}
 */
async function whole(path, wanted, body, by) {
  const last = await streamed(path, body, by);
  if (!(wanted in last)) {
    throw new Refusal(200, last.detail ?? "The server ended its answer too soon.", path);
  }
  return last;
}

/**
 * An answer of one JSON object a line, of which each says how far the server has come.
 * @type {(path: string, body: unknown, by: By) => Promise<any>}
 */
async function streamed(path, body, { signal, progress }) {
  const response = await call("POST", path, body, signal);
  try {
    const stream = response.body ?? new ReadableStream();
    let [rest, last] = ["", /** @type {any} */ ({})];
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter(Boolean)) {
        last = JSON.parse(line);
        progress({ done: last.done, of: last.of });
      }
    }
    return rest.trim() === "" ? last : JSON.parse(rest);
  } catch (error) {
    throw new Unreachable("The server's answer broke off.", { cause: error });
  }
}
