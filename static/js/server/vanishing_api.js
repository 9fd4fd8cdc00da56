/**
 * What the vanishing scene asks of the server, beside what it hears through its channels.
 *
 * @import {BackwardAnswer, Session} from "./client.js"
 *
 * @typedef {object} Architecture a network to begin anew
 * @property {number[]} layers
 * @property {string} activation
 * @property {string} output
 * @property {string} cost
 * @property {string} initializer
 * @property {number} seed
 *
 * @typedef {object} FunctionAnswer an activation function and its slope, at even steps of z
 * @property {number[]} z
 * @property {number[]} f
 * @property {number[]} slope
 */

import { api, at, json } from "./client.js";

export const vanishingApi = {
  /**
   * @param {Architecture} architecture
   * @returns {Promise<Session>}
   */
  open: (architecture) => json("POST", "/api/sessions", { ...architecture, weights: "random" }),
  close: api.deleteSession,
  /**
   * One digit there and back; without the gradients of the single weights.
   * @param {string} id
   * @param {number[]} pixels
   * @param {number} target
   * @returns {Promise<BackwardAnswer>}
   */
  pass: (id, pixels, target) => json("POST", `${at(id)}/backward`, { pixels, target }),
  /**
   * @param {string} activation
   * @param {{from: number, to: number, count: number}} range of z
   * @returns {Promise<FunctionAnswer>}
   */
  functionOf: (activation, { from, to, count }) =>
    json(
      "GET",
      `/api/functions?activation=${encodeURIComponent(activation)}&from=${from}&to=${to}&count=${count}`,
    ),
};
