/**
 * The runs of a network's training, over HTTP.
 *
 * @import {Session} from "./client.js"
 * @import {Run} from "./training_socket.js"
 */

import { at, call, json } from "./client.js";

/** @type {(id: string, run: string) => string} */
const runAt = (id, run) => `${at(id)}/runs/${encodeURIComponent(run)}`;

export const runsApi = {
  /**
   * @param {string} id
   * @param {string} run
   * @param {string} name
   * @returns {Promise<Run>}
   */
  rename: (id, run, name) => json("PATCH", runAt(id, run), { name }),
  /**
   * @param {string} id
   * @param {string} run
   */
  remove: (id, run) => call("DELETE", runAt(id, run)),
  /**
   * Set the network to a kept moment of a run.
   * @param {string} id
   * @param {string} run
   * @param {number} iteration
   * @returns {Promise<Session>}
   */
  go: (id, run, iteration) => json("POST", `${runAt(id, run)}/go`, { iteration }),
  /**
   * Where a run's figures can be fetched as a table.
   * @param {string} id
   * @param {string} run
   */
  csv: (id, run) => `${runAt(id, run)}/csv`,
};
