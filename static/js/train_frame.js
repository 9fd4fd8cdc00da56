/**
 * A frame of live training, as the page reads it: what has happened since the frame before.
 *
 * @import {Parameters, Session} from "./api.js"
 * @import {TrainSettings} from "./train_channel.js"
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

import { readTensors } from "./safetensors.js";

const NONE = new Float64Array();

/**
 * @param {ArrayBuffer} buffer a safetensors file whose metadata's entries are JSON
 * @returns {Frame}
 */
export function readFrame(buffer) {
  const { tensors, metadata } = readTensors(buffer);
  /** @param {string} name */
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

/**
 * @param {Map<string, Float32Array | Float64Array>} tensors
 * @returns {Parameters | null}
 */
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
