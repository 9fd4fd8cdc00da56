/**
 * The numbers of a beat as tables, to be printed: the server computes and writes them.
 *
 * @typedef {import("./types.js").TableObject} Table
 */

import { at, call } from "./client.js";

/** All training digits are gone through within this time even on a slow machine. */
const TIME_LIMIT_MS = 60_000;

/** @type {Promise<Table[]>} where there is nothing to show yet */
export const NONE = Promise.resolve([]);

/**
 * The tables of what a session's network computes.
 * @type {(id: string, part: string, body: object) => Promise<Table[]>}
 */
export function tablesOfSession(id, part, body) {
  return fetched(`${at(id)}/tables/${part}`, body);
}

/**
 * The tables of a small network that the page holds.
 * @type {(part: string, body: object) => Promise<Table[]>}
 */
export function tablesOfChain(part, body) {
  return fetched(`/api/tables/${part}`, body);
}

/** @type {(path: string, body: object) => Promise<Table[]>} */
async function fetched(path, body) {
  const response = await call("POST", path, body, AbortSignal.timeout(TIME_LIMIT_MS));
  return (await response.json()).tables;
}
