/**
 * What the calculus scene asks of the server: the pass of a small network that the page holds.
 *
 * @typedef {object} PassFactors for layers 1 … L each
 * @property {number[][]} z_by_weight dz_j/dw_jk = a_k
 * @property {number[][][]} z_by_activation dz_j/da_k = w_jk
 * @property {(number[] | null)[]} activation_by_z da_j/dz_j
 * @property {number[][]} cost_by_activation
 * @property {number[][]} cost_by_z
 * @property {number[][][]} paths for layers 1 … L - 1: row j, column k: what reaches a_k through j
 *
 * @typedef {object} Ripple the same pass with a nudge
 * @property {number[][]} activations
 * @property {number[][]} pre_activations
 * @property {number} cost
 * @property {number[][]} activation_changes for layers 0 … L
 * @property {number[][]} pre_activation_changes for layers 1 … L
 * @property {number} cost_change
 * @property {(number | null)[]} ratios each change by the one before it
 *
 * @typedef {object} ExamplePass
 * @property {number[][]} activations a[0] … a[L]
 * @property {number[][]} pre_activations z[1] … z[L]
 * @property {number} cost
 * @property {number[]} cost_terms
 * @property {PassFactors} factors
 * @property {number[]} gradient
 * @property {Ripple | null} ripple
 *
 * @typedef {object} PassAnswer
 * @property {number} cost the mean
 * @property {number[]} gradient the mean
 * @property {ExamplePass[]} examples
 *
 * @typedef {{parameter: number, by: number} | {layer: number, index: number, by: number}} Nudge
 *
 * @typedef {object} FoldAnswer z = w a + (rest + b), link by link
 * @property {number[]} weights
 * @property {number[]} biases
 * @property {number[]} rests
 * @property {number[]} parameters of the chain
 * @property {number[]} activations along the path, the input first
 * @property {number} target
 * @property {number} path_count
 *
 * @typedef {{pixels: number[], target: number, path: number[]}} FoldWish
 *
 * @typedef {object} PassWish
 * @property {number[]} layers
 * @property {number[]} parameters
 * @property {number[][]} x
 * @property {number[][]} y
 * @property {Nudge} [nudge]
 */

import { at, json } from "./client.js";

export const calculusApi = {
  /**
   * @param {PassWish} wish
   * @returns {Promise<PassAnswer>}
   */
  pass: (wish) => json("POST", "/api/pass", wish),
  /**
   * @param {string} id
   * @param {FoldWish} wish
   * @returns {Promise<FoldAnswer>}
   */
  fold: (id, wish) => json("POST", `${at(id)}/fold`, wish),
};
